import type {
  BalanceData,
  BalanceFilter,
  BalanceTarget,
  Coverage,
  GuessExplanation,
} from '../../../src/core/balance/balanceData';
import { viewOf } from '../../../src/core/record/toExampleView';
import type { BuiltInTemplateId } from '../../../src/core/preview/builtInTemplateIds';
import type { BalancePanelState, ComparedFigures, CompareWith } from '../../../src/protocol/balance';
import type { RowSummary } from '../../../src/protocol/editor';
import type { BuiltInTokenizer } from '../../../src/protocol/preview';
import type { Frame } from '../../../src/protocol/rpc';
import { FakePreview } from '../support/fakePreview';
import { sampleBalance } from './sampleBalance';

export interface BalanceSetup {
  readonly panel?: Partial<BalancePanelState>;
  /** Undefined for the sample; null where there is no dataset. */
  readonly data?: BalanceData | null;
  readonly lines?: readonly string[];
  readonly stored?: unknown;
  /** What every comparison finds. */
  readonly compared?: ComparedFigures;
  /** Nothing is answered: the host is busy. */
  readonly silent?: boolean;
}

const LINES = [
  '{"instruction": "What is the capital of France?", "output": "The capital is **Paris**."}',
  '{"instruction": "Show code", "output": "```python\\nprint(1)\\n```\\n\\n| a | b |\\n| --- | --- |\\n| 1 | 2 |\\n\\nEuler: $e^{i\\\\pi} = -1$ costs $5 and $6."}',
  '{"instruction": "Be hostile", "output": "<img src=x onerror=alert(1)><script>alert(2)</script> [link](javascript:alert(3)) ![p](http://x/y.png)"}',
];

const GUESS: GuessExplanation = {
  type: 'open_qa',
  best: 'open_qa',
  confidence: 0.82,
  isRule: false,
  reasons: [
    { feature: 'first what', weight: 1.25 },
    { feature: 'capital of', weight: 0.61 },
    { feature: 'response length 3', weight: 0.3 },
  ],
};

const RULE_GUESS: GuessExplanation = {
  type: 'translation',
  best: 'translation',
  confidence: 0.5,
  isRule: true,
  reasons: [{ feature: 'rule translation', weight: 1 }],
};

/** The parameters of all calls together: each has some. */
interface Params {
  readonly filter?: BalanceFilter;
  readonly from: number;
  readonly count: number;
  readonly id: number;
  readonly side: 'chosen' | 'rejected';
  readonly isLocked: boolean;
  readonly target: BalanceTarget;
  readonly with?: CompareWith;
  readonly template?: BuiltInTemplateId;
  readonly tokenizer?: BuiltInTokenizer;
}

/** Stands in for the extension: answers the panel's calls from a sample, and remembers what was asked. */
export class FakeBalance {
  readonly events: { readonly name: string; readonly data: unknown }[] = [];
  readonly calls: { readonly method: string; readonly params: unknown }[] = [];
  stored: unknown;
  data: BalanceData | undefined;
  compared: ComparedFigures | undefined;
  panel: BalancePanelState;
  readonly previews = new FakePreview();
  private readonly isSilent: boolean;
  private lines: readonly string[];
  private listener: (frame: Frame) => void = () => undefined;

  constructor({ panel = {}, data, lines = LINES, stored, compared, silent = false }: BalanceSetup) {
    this.isSilent = silent;
    this.compared = compared;
    this.data = data === null ? undefined : (data ?? sampleBalance());
    this.lines = lines;
    this.stored = stored;
    this.panel = {
      ...(data === null ? {} : { dataset: { name: 'sample.itune.jsonl', uri: 'file:///sample.itune.jsonl' } }),
      isLocked: false,
      target: { kind: 'equal' },
      contextLimit: 256,
      hasSaved: true,
      others: [],
      ...panel,
    };
  }

  onFrame(listener: (frame: Frame) => void): void {
    this.listener = listener;
  }

  receive(frame: Frame): void {
    if (frame.type === 'event') this.events.push({ name: frame.name, data: frame.data });
    if (frame.type !== 'call') return;
    this.calls.push({ method: frame.method, params: frame.params });
    if (this.isSilent) return;
    try {
      this.listener({ type: 'value', id: frame.id, value: this.answer(frame.method, frame.params as Params) });
    } catch (error) {
      this.listener({ type: 'error', id: frame.id, message: (error as Error).message });
    }
  }

  /** Another revision of the figures, as after an edit. */
  change(change: (data: BalanceData) => BalanceData): void {
    if (this.data !== undefined) this.data = { ...change(this.data), revision: this.data.revision + 1 };
    this.listener({ type: 'event', name: 'balanceChanged', data: this.data === undefined ? {} : { data: this.data } });
  }

  /** The other side of the comparison has other figures. */
  changeCompared(compared: ComparedFigures): void {
    this.compared = compared;
    this.listener({ type: 'event', name: 'comparedChanged', data: {} });
  }

  tellPanel(panel: Partial<BalancePanelState>): void {
    this.panel = { ...this.panel, ...panel };
    this.listener({ type: 'event', name: 'panelState', data: this.panel });
  }

  private answer(method: string, params: Params): unknown {
    switch (method) {
      case 'ready':
        return this.panel;
      case 'getBalance':
        return this.data;
      case 'getCoverage':
        return this.data === undefined ? undefined : coverage();
      case 'showRows':
        return { total: this.rows(params.filter ?? []).length };
      case 'getRows': {
        const rows = this.rows(params.filter ?? []);
        return { revision: 1, total: rows.length, rows: rows.slice(params.from, params.from + params.count) };
      }
      case 'getSample': {
        const rows = [...this.rows(params.filter ?? [])].reverse();
        return { revision: 1, total: rows.length, rows: rows.slice(0, params.count) };
      }
      case 'compare':
        return params.with === undefined ? undefined : this.compared;
      case 'explainGuess':
        return params.id === 1 ? RULE_GUESS : GUESS;
      case 'setLocked':
        this.panel = { ...this.panel, isLocked: params.isLocked };
        return this.panel;
      case 'setTarget':
        this.panel = { ...this.panel, target: params.target };
        return null;
      case 'getPreviewState':
        return this.previews.state;
      case 'setPreview':
        return this.previews.set(params);
      case 'choosePreviewFile':
        return this.previews.choose();
      case 'getExample':
        return { id: params.id, version: 1, index: params.id, text: this.lines[params.id] ?? '' };
      case 'getModelView':
        return this.previews.view(this.lines[params.id] ?? '', params.side, this.panel.contextLimit);
      default:
        return null;
    }
  }

  /** Rows of a condition: one less than there are, so that a filter shows. */
  private rows(filter: BalanceFilter): readonly RowSummary[] {
    const rows = this.lines.map((line, id): RowSummary => {
      const instruction = viewOf(JSON.parse(line) as never).instruction?.text ?? '';
      return { id, version: 1, index: id, kind: 'example', instruction, response: '' };
    });
    return filter.length === 0 ? rows : rows.slice(0, -1);
  }
}

function coverage(): Coverage {
  return {
    revision: 1,
    types: [{ name: 'open_qa', sampled: 200, distinct2: 0.81, selfSimilarity: 0.06 }],
    advice: [
      {
        kind: 'thin-type',
        text: 'brainstorming has 150 examples: write about 350 more.',
        filter: [{ by: 'declaredType', name: 'brainstorming' }],
      },
      { kind: 'size', text: 'Thousands to tens of thousands of examples are typical; quality before quantity.' },
    ],
  };
}
