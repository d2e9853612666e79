import type { BalanceFilter, GuessExplanation } from '../../../src/core/balance/balanceData';
import type { AnswerSide } from '../../../src/core/preview/conversation';
import type { ModelView } from '../../../src/core/preview/modelView';
import type { Example, RowId, RowSummary } from '../../../src/protocol/editor';
import type { PreviewCalls, PreviewState } from '../../../src/protocol/preview';
import { Cell } from '../../shared/cell';
import type { BalanceRpc } from './balanceRpc';
import type { BalanceViewState } from './viewState';

/** The rows that the preview goes through: those of a bar, or all; in order, or some at random. */
export interface PickedRows {
  readonly filter: BalanceFilter;
  /** For people: "Task types, as declared: open_qa". */
  readonly label?: string;
}

/** What the preview shows of the row that it is at. */
export interface Shown {
  readonly row: RowSummary;
  readonly example: Example | undefined;
  readonly model?: { readonly view: ModelView } | { readonly error: string };
  /** Undefined where it is no example. */
  readonly guess: GuessExplanation | undefined;
}

/** Goes through rows, one at a time, and asks for what is shown of them. Only the last question counts. */
export class PreviewModel {
  readonly picked = new Cell<PickedRows>({ filter: [] });
  /** How many rows there are to go through; undefined until that is known. */
  readonly total = new Cell<number | undefined>(undefined);
  readonly at = new Cell(0);
  readonly shown = new Cell<Shown | undefined>(undefined);
  readonly view: Cell<BalanceViewState['view']>;
  /** How many rows are drawn at random; 0 for all in order. */
  readonly sample: Cell<number>;
  readonly seed: Cell<number>;
  readonly side = new Cell<AnswerSide>('chosen');
  readonly settings = new Cell<PreviewState | undefined>(undefined);
  private sampled: readonly RowSummary[] | undefined;
  private question = 0;

  constructor(
    private readonly rpc: BalanceRpc,
    restored: BalanceViewState,
    private readonly fail: (error: unknown) => void,
  ) {
    this.view = new Cell(restored.view);
    this.sample = new Cell(restored.sample);
    this.seed = new Cell(restored.seed);
  }

  async start(): Promise<void> {
    this.settings.set(await this.rpc.call('getPreviewState', {}));
    await this.restart();
  }

  /** Shows the rows behind a bar from the first. */
  pick(picked: PickedRows): Promise<void> {
    this.picked.set(picked);
    return this.restart();
  }

  /** Begins again with the first row. */
  restart(): Promise<void> {
    this.sampled = undefined;
    this.at.set(0);
    return this.refresh();
  }

  draw(count: number): Promise<void> {
    this.sample.set(count);
    return this.restart();
  }

  /** Another random sample of the same size. */
  shuffle(): Promise<void> {
    this.seed.set(this.seed.value + 1);
    return this.restart();
  }

  go(step: number): Promise<void> {
    const at = Math.min(Math.max(this.at.value + step, 0), Math.max((this.total.value ?? 0) - 1, 0));
    if (at === this.at.value) return Promise.resolve();
    this.at.set(at);
    return this.refresh();
  }

  setView(view: BalanceViewState['view']): Promise<void> {
    this.view.set(view);
    return this.refresh();
  }

  setSide(side: AnswerSide): Promise<void> {
    this.side.set(side);
    return this.refresh();
  }

  async set(settings: PreviewCalls['setPreview']['params']): Promise<void> {
    this.settings.set(await this.rpc.call('setPreview', settings));
    await this.refresh();
  }

  async chooseFile(what: 'template' | 'tokenizer'): Promise<void> {
    this.settings.set(await this.rpc.call('choosePreviewFile', { what }));
    await this.refresh();
  }

  /** The rows have changed: a sample is drawn again, the place is kept. */
  rowsChanged(): Promise<void> {
    this.sampled = undefined;
    return this.refresh();
  }

  /** Asks for the row at the place again. Errors are told, not thrown. */
  async refresh(): Promise<void> {
    const question = ++this.question;
    try {
      const row = await this.rowAt(this.at.value);
      if (question !== this.question) return;
      const shown = row === undefined ? undefined : await this.ask(row);
      if (question === this.question) this.shown.set(shown);
    } catch (error) {
      if (question === this.question) this.fail(error);
    }
  }

  private async rowAt(at: number): Promise<RowSummary | undefined> {
    const { filter } = this.picked.value;
    if (this.sample.value === 0) {
      const { total, rows } = await this.rpc.call('getRows', { filter, from: at, count: 1 });
      this.total.set(total);
      if (at >= total && total > 0) {
        this.at.set(total - 1);
        return this.rowAt(total - 1);
      }
      return rows[0];
    }
    if (this.sampled === undefined) {
      const { rows } = await this.rpc.call('getSample', { filter, count: this.sample.value, seed: this.seed.value });
      this.sampled = rows;
      this.total.set(rows.length);
      this.at.set(Math.min(at, Math.max(rows.length - 1, 0)));
    }
    return this.sampled[this.at.value];
  }

  private async ask(row: RowSummary): Promise<Shown> {
    const { id } = row;
    const [example, guess] = await Promise.all([
      this.rpc.call('getExample', { id }),
      this.rpc.call('explainGuess', { id }),
    ]);
    if (this.view.value === 'people') return { row, example, guess };
    const model = await this.rpc.call('getModelView', { id: row.id, side: this.side.value });
    return { row, example, guess, model };
  }

  reveal(id: RowId): void {
    this.rpc.call('reveal', { id }).catch(this.fail);
  }
}
