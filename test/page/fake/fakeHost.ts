import type { LineEdit } from '../../../src/core/json/lineEdit';
import type {
  DocumentChange,
  EditOutcome,
  EditorCalls,
  EditorHostEvents,
  EditorState,
  FindQuery,
  RowId,
  RowSummary,
} from '../../../src/protocol/editor';
import type { FindingCalls, FindingsState } from '../../../src/protocol/findings';
import type { Frame } from '../../../src/protocol/rpc';
import { rewriteLine } from '../../../webview/editor/model/rowContent';
import { FakePreview } from '../support/fakePreview';
import { FakeFindings, type RowChange } from './fakeFindings';
import { ArrayRows, SyntheticRows, type FakeRow, type FakeRows } from './fakeRows';
import { summarize } from './fakeSummary';

/** What a test wants of the host before the page starts. Plain data: it comes from another process. */
export interface FakeSetup {
  readonly lines?: readonly string[];
  /** So many rows that are made when they are asked for, instead of `lines`. */
  readonly synthetic?: number;
  readonly state?: Partial<EditorState>;
  /** What an earlier page stored. */
  readonly stored?: unknown;
  /** Every answer comes so much later, in milliseconds. */
  readonly latency?: number;
  /** Rows are judged by the rules of `fakeChecks.ts`, and the page is told. */
  readonly checks?: boolean;
  readonly problems?: Readonly<Record<number, RowSummary['problems']>>;
  /** So many rows of the file are known as yet; see `indexTo`. */
  readonly indexed?: number;
  /** The format that the author chooses when asked, as an empty example; none by default. */
  readonly format?: string;
  /** Tokens that the model sees at most. */
  readonly contextLimit?: number;
  /** Rows (by number from 0) that are too large to send, with their bytes. */
  readonly large?: Readonly<Record<number, number>>;
}

type Calls = EditorCalls;
type Handlers = { [K in keyof Calls]: (params: Calls[K]['params']) => Calls[K]['result'] };

interface Step {
  readonly rows: readonly FakeRow[];
}

/** The host's side of the page's contract over rows in memory, with a record of all that the page said. */
export class FakeHost {
  readonly calls: { readonly method: string; readonly params: unknown }[] = [];
  readonly events: { readonly name: string; readonly data: unknown }[] = [];
  stored: unknown;
  latency: number;
  /** Why rows cannot be read now. */
  failing: string | undefined;
  /** The next edits are answered so, instead of being done. */
  readonly outcomes: EditOutcome[] = [];
  readonly findings: FakeFindings;
  readonly previews = new FakePreview();
  readonly #rows: FakeRows;
  readonly #setup: FakeSetup;
  #state: EditorState;
  #listener: (frame: Frame) => void = () => undefined;
  #undo: Step[] = [];
  #redo: Step[] = [];
  #isBurst = false;
  #lastId: number;
  #callId = 0;
  readonly #waiting = new Map<number, (value: unknown) => void>();
  /** Versions below this were changed by somebody else since. */
  readonly #foreign = new Map<RowId, number>();
  #viewId = '';
  #indexed = Infinity;
  #matches: number[] = [];

  constructor(setup: FakeSetup) {
    this.#setup = setup;
    this.stored = setup.stored;
    this.latency = setup.latency ?? 0;
    this.#rows = setup.synthetic === undefined ? new ArrayRows(setup.lines ?? []) : new SyntheticRows(setup.synthetic);
    this.#lastId = this.#rows.count;
    const changeRows = (changes: readonly RowChange[]) => {
      this.#changeRows(changes);
    };
    this.findings = new FakeFindings({ rows: this.#rows, change: changeRows }, setup.checks === true);
    this.#indexed = setup.indexed ?? Infinity;
    this.#state = {
      fileName: 'sample.itune.jsonl',
      total: this.#count,
      revision: 1,
      banners: [],
      index: { done: true, bytes: 1000, totalBytes: 1000 },
      canUndo: false,
      canRedo: false,
      shape: 'alpaca',
      taskTypes: ['open_qa', 'summarization', 'classification'],
      unsavedRows: 0,
      ...setup.state,
    };
  }

  // ---- what tests use

  lines(): readonly string[] {
    return Array.from({ length: this.#rows.count }, (_, index) => this.#rows.at(index)?.text ?? '');
  }

  /** The parameters of all calls of one method, in order. */
  callsOf<K extends keyof Calls>(method: K): readonly Calls[K]['params'][] {
    return this.calls.filter((call) => call.method === method).map((call) => call.params as Calls[K]['params']);
  }

  edits(): readonly LineEdit[] {
    return this.callsOf('applyEdit').map(({ edit }) => edit);
  }

  push<K extends keyof EditorHostEvents>(name: K, data: EditorHostEvents[K]): void {
    this.#post({ type: 'event', name, data });
  }

  command(name: EditorHostEvents['command']['name']): void {
    this.push('command', { name });
  }

  /** Changes what is given; a key that is undefined is taken away. */
  setState(state: { readonly [K in keyof EditorState]?: EditorState[K] | undefined }): void {
    this.#state = JSON.parse(JSON.stringify({ ...this.#state, ...state })) as EditorState;
    this.push('state', this.#state);
  }

  /** Something is wrong with the file as a whole. @param refusal what mending it is answered with */
  findFile(file: FindingsState['file'], refusal?: string): void {
    this.findings.file = file;
    this.findings.refusal = refusal;
    this.#tellFindings();
  }

  /** The index goes on: so many rows are known now. */
  indexTo(rows: number): void {
    this.#indexed = rows;
    const done = rows >= this.#rows.count;
    this.setState({ total: this.#count, index: { done, bytes: rows, totalBytes: this.#rows.count } });
  }

  /** The file was replaced by another: all rows are new, and known as far as `indexed`. */
  replaceFile(lines: readonly string[], indexed: number): void {
    const before = this.#count;
    const rows = lines.map((text) => ({ id: ++this.#lastId, version: 1, text }));
    this.#rows.splice(0, this.#rows.count, rows);
    this.#indexed = indexed;
    const splices = [{ at: 0, removed: before, inserted: this.#count }];
    this.#state = { ...this.#state, revision: this.#state.revision + 1, total: this.#count };
    this.push('changed', { cause: 'external', splices, revision: this.#state.revision, total: this.#count });
  }

  get #count(): number {
    return Math.min(this.#indexed, this.#rows.count);
  }

  /** Another view changes a row. */
  changeElsewhere(index: number, text: string): void {
    this.#remember();
    this.#rows.replace(index, text);
    const row = this.#rows.at(index);
    if (row === undefined) return;
    this.#foreign.set(row.id, row.version);
    this.#changed({ cause: 'edit', viewId: 'another', splices: [], touched: [row] });
  }

  /** Another view adds a row. */
  insertElsewhere(at: number, text: string): void {
    this.receive({ type: 'call', id: -1, method: 'insertExample', params: { at, text } });
  }

  /** The host asks the page to send everything; settles when the page says that it has. */
  flush(): Promise<unknown> {
    const id = ++this.#callId;
    this.#post({ type: 'call', id, method: 'flush', params: {} });
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  step(direction: 'undo' | 'redo'): void {
    const [from, to] = direction === 'undo' ? [this.#undo, this.#redo] : [this.#redo, this.#undo];
    const step = from.pop();
    if (step === undefined || !(this.#rows instanceof ArrayRows)) return;
    const before = this.#rows.snapshot();
    to.push({ rows: before });
    const after = step.rows.map((row, index) => renew(row, before[index], before));
    this.#rows.restore(after);
    const touched = after.filter((row) => before.find(({ id }) => id === row.id)?.version !== row.version);
    for (const { id, version } of touched) this.#foreign.set(id, version);
    const splices = before.length === after.length ? [] : [differenceOf(before, after)];
    const back = after.find(({ id }) => !before.some((row) => row.id === id));
    this.#changed({ cause: direction, splices, touched, ...(back === undefined ? {} : { reveal: back.id }) });
  }

  // ---- what the page sees

  onFrame(listener: (frame: Frame) => void): void {
    this.#listener = listener;
  }

  receive(frame: Frame): void {
    switch (frame.type) {
      case 'event':
        this.events.push({ name: frame.name, data: frame.data });
        return;
      case 'value':
      case 'error':
        this.#waiting.get(frame.id)?.(frame.type === 'value' ? frame.value : frame.message);
        this.#waiting.delete(frame.id);
        return;
      case 'call':
        this.calls.push({ method: frame.method, params: frame.params });
        setTimeout(() => {
          this.#answer(frame.id, frame.method as keyof Calls, frame.params);
        }, this.latency);
    }
  }

  #answer(id: number, method: keyof Calls, params: unknown): void {
    try {
      const handler = this.#handlers[method] as (params: unknown) => unknown;
      this.#post({ type: 'value', id, value: handler(params) });
    } catch (error) {
      this.#post({ type: 'error', id, message: error instanceof Error ? error.message : String(error) });
    }
  }

  #post(frame: Frame): void {
    // As in VS Code: the page gets a copy, never the host's own objects.
    this.#listener(JSON.parse(JSON.stringify(frame)) as Frame);
  }

  readonly #handlers: Handlers = {
    ready: ({ viewId }) => {
      this.#viewId = viewId;
      this.#tellFindings();
      return this.#state;
    },
    getRows: ({ from, count, view }) => {
      if (this.failing !== undefined) throw new Error(this.failing);
      const matches = this.#shown();
      const places =
        view === 'all' ? range(from, Math.min(this.#count, from + count)) : matches.slice(from, from + count);
      const rows = places.flatMap((index) => {
        const row = this.#rows.at(index);
        return row === undefined
          ? []
          : [summarize(row, index, this.#setup.problems?.[index] ?? this.findings.problemsOf(index))];
      });
      return { revision: this.#state.revision, total: view === 'all' ? this.#count : matches.length, rows };
    },
    getExample: ({ id }) => {
      const index = this.#rows.indexOf(id);
      const row = this.#rows.at(index);
      const bytes = this.#setup.large?.[index];
      if (row === undefined) return undefined;
      return {
        id,
        version: row.version,
        index,
        text: bytes === undefined ? row.text : '',
        ...(bytes === undefined ? {} : { tooLarge: bytes }),
      };
    },
    locate: ({ id, view }) => {
      const index = this.#rows.indexOf(id);
      return view === 'all' ? index : this.#shown().indexOf(index);
    },
    applyEdit: (params) => this.#applyEdit(params),
    endBurst: () => {
      this.#isBurst = false;
      return null;
    },
    chooseFormat: () => this.#setup.format ?? null,
    insertExample: ({ at, text }) => {
      const row = { id: ++this.#lastId, version: 1, text: text ?? '{"instruction": "", "input": "", "output": ""}' };
      this.#remember();
      this.#rows.splice(at, 0, [row]);
      this.#changed({ cause: 'edit', splices: [{ at, removed: 0, inserted: 1 }], touched: [] });
      return row.id;
    },
    duplicateExamples: ({ ids }) => {
      this.#remember();
      const at = Math.max(...ids.map((id) => this.#rows.indexOf(id))) + 1;
      const copies = ids.map((id) => ({
        id: ++this.#lastId,
        version: 1,
        text: this.#rows.at(this.#rows.indexOf(id))?.text ?? '',
      }));
      this.#rows.splice(at, 0, copies);
      this.#changed({ cause: 'edit', splices: [{ at, removed: 0, inserted: copies.length }], touched: [] });
      return copies.map(({ id }) => id);
    },
    deleteExamples: ({ ids }) => {
      this.#remember();
      const splices = [];
      for (const id of ids) {
        const at = this.#rows.indexOf(id);
        this.#rows.splice(at, 1, []);
        splices.push({ at, removed: 1, inserted: 0 });
      }
      this.#changed({ cause: 'edit', splices, touched: [] });
      return null;
    },
    moveExamples: ({ ids, to }) => {
      this.#remember();
      const splices = [];
      let target = to;
      const moved: FakeRow[] = [];
      for (const id of ids) {
        const at = this.#rows.indexOf(id);
        const row = this.#rows.at(at);
        if (row === undefined) continue;
        moved.push(row);
        this.#rows.splice(at, 1, []);
        splices.push({ at, removed: 1, inserted: 0 });
        if (at < to) target--;
      }
      this.#rows.splice(target, 0, moved);
      splices.push({ at: target, removed: 0, inserted: moved.length });
      this.#changed({ cause: 'edit', splices, touched: [] });
      return null;
    },
    getIds: ({ from, count, view }) => {
      const places =
        view === 'all' ? range(from, Math.min(this.#count, from + count)) : this.#shown().slice(from, from + count);
      return places.map((index) => this.#rows.at(index)?.id ?? -1);
    },
    find: ({ query, searchId }) => this.#find(query, searchId),
    findNext: ({ from, backwards }) => {
      const { length } = this.#matches;
      if (length === 0) return undefined;
      const after = this.#matches.findIndex((index) => (backwards ? index >= from : index > from));
      const at = after < 0 ? length : after;
      const ordinal = (backwards ? at - 1 + length : at) % length;
      const index = this.#matches[ordinal] ?? 0;
      return { id: this.#rows.at(index)?.id ?? -1, index, ordinal };
    },
    undo: () => null,
    redo: () => null,
    openAsText: () => null,
    bannerAction: () => null,
    copyRows: () => null,
    getPreviewState: () => this.previews.state,
    setPreview: (settings) => this.previews.set(settings),
    choosePreviewFile: () => this.previews.choose(),
    previewLine: ({ line, side }) => this.previews.view(line, side, this.#setup.contextLimit ?? 0),
    ...this.#findingHandlers(),
  };

  /** Made late: the handlers are there before the findings are. */
  #findingHandlers(): { [K in keyof FindingCalls]: Handlers[K] } {
    const on = <K extends keyof FindingCalls>(method: K): Handlers[K] =>
      ((params: Calls[K]['params']) => (this.findings.handlers[method] as Handlers[K])(params)) as Handlers[K];
    return {
      getFindings: on('getFindings'),
      previewFix: on('previewFix'),
      applyFix: on('applyFix'),
      previewFixAll: on('previewFixAll'),
      applyFixAll: on('applyFixAll'),
      fixFile: (params) => {
        const result = this.findings.handlers.fixFile(params);
        this.#tellFindings();
        return result;
      },
      nextProblem: on('nextProblem'),
      filterByFindings: on('filterByFindings'),
      getCluster: on('getCluster'),
    };
  }

  /** The rows of the view `matches`. */
  #shown(): readonly number[] {
    return this.findings.filter === undefined ? this.#matches : this.findings.matches();
  }

  #tellFindings(): void {
    if (this.#setup.checks === true) setTimeout(() => this.push('findings', this.findings.state()), this.latency);
  }

  #changeRows(changes: readonly RowChange[]): void {
    this.#remember();
    const splices = [];
    const touched: FakeRow[] = [];
    for (const { id, lines } of changes) {
      const at = this.#rows.indexOf(id);
      const [line, ...more] = lines;
      if (line !== undefined) {
        this.#rows.replace(at, line);
        const row = this.#rows.at(at);
        if (row !== undefined) touched.push(row);
      } else this.#rows.splice(at, 1, []);
      this.#rows.splice(
        at + 1,
        0,
        more.map((text) => ({ id: ++this.#lastId, version: 1, text })),
      );
      if (lines.length !== 1) splices.push({ at, removed: 1, inserted: lines.length });
    }
    this.#changed({ cause: 'edit', splices, touched });
  }

  #applyEdit({ id, version, edit, typing, sequence }: EditorCalls['applyEdit']['params']): EditOutcome {
    const forced = this.outcomes.shift();
    if (forced !== undefined) return forced;
    const index = this.#rows.indexOf(id);
    const row = this.#rows.at(index);
    if (row === undefined) return { kind: 'refused', message: 'The row is gone.' };
    if (version < (this.#foreign.get(id) ?? 0)) return { kind: 'conflict', version: row.version, text: row.text };
    const text = rewriteLine(row.text, edit);
    if (text === undefined) return { kind: 'refused', message: 'The edit does not fit the row.' };
    if (!(typing && this.#isBurst)) this.#remember();
    this.#isBurst = typing;
    this.#rows.replace(index, text);
    const after = this.#rows.at(index) ?? row;
    this.#changed({ cause: 'edit', viewId: `1:${this.#viewId}`, sequence, splices: [], touched: [after] });
    return { kind: 'applied', version: after.version, revision: this.#state.revision };
  }

  #find(query: FindQuery, searchId: number): EditorCalls['find']['result'] {
    this.#matches = [];
    if (query.text === '') return {};
    const source = query.regex ? query.text : query.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    let regex: RegExp;
    try {
      regex = new RegExp(query.wholeWord ? `\\b(?:${source})\\b` : source, query.matchCase ? '' : 'i');
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
    const searched = Math.min(this.#rows.count, 20_000);
    this.#matches = range(0, searched).filter((index) => regex.test(this.#rows.at(index)?.text ?? ''));
    setTimeout(() => {
      this.push('findProgress', { searchId, matches: this.#matches.length, searchedRows: searched, done: true });
    }, this.latency);
    return {};
  }

  #remember(): void {
    if (this.#rows instanceof ArrayRows) this.#undo.push({ rows: this.#rows.snapshot() });
    this.#redo = [];
  }

  #changed(change: Omit<DocumentChange, 'revision' | 'total' | 'touched'> & { touched: readonly FakeRow[] }): void {
    this.#state = { ...this.#state, revision: this.#state.revision + 1, total: this.#count };
    const touched = change.touched.map(({ id, version }) => ({ id, version }));
    this.push('changed', { ...change, touched, revision: this.#state.revision, total: this.#count });
    this.#tellFindings();
  }
}

/** A row that comes back with another text than it has now has a version of its own. */
function renew(row: FakeRow, beside: FakeRow | undefined, all: readonly FakeRow[]): FakeRow {
  const now = beside?.id === row.id ? beside : all.find(({ id }) => id === row.id);
  return now === undefined || now.text === row.text ? row : { ...row, version: now.version + 1 };
}

function differenceOf(before: readonly FakeRow[], after: readonly FakeRow[]): DocumentChange['splices'][number] {
  let at = 0;
  while (before[at] !== undefined && before[at]?.id === after[at]?.id) at++;
  return {
    at,
    removed: Math.max(0, before.length - after.length),
    inserted: Math.max(0, after.length - before.length),
  };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, offset) => from + offset);
}
