import * as vscode from 'vscode';
import type { BalanceData, BalanceFilter, Coverage } from '../../core/balance/balanceData';
import type { BalanceProgress } from '../../core/balance/workerBalance';
import type { Dataset } from '../../core/document/dataset';
import type { RowId } from '../../protocol/editor';
import type { BalanceWorkerCalls } from '../../protocol/worker';
import { Disposable } from '../disposable';
import type { DatasetDocument } from '../editor/datasetDocument';

/** Filters whose rows are remembered: those of the bars that the author goes back to. */
const REMEMBERED = 4;

/**
 * The balance of one open dataset, worked out in its worker from the first question on. A panel asks; whoever shows figures listens.
 */
export class DatasetBalance extends Disposable {
  private readonly stop = new AbortController();
  private readonly rowsOf = new Map<string, Promise<Float64Array>>();
  private progress: BalanceProgress | undefined;
  /** The figures that were told last, with what they are of. */
  private last: { readonly dataset: Dataset; readonly contextLimit: number; readonly data: BalanceData } | undefined;
  /** The last coverage that was worked out; a panel shows it until there is one of now. */
  lastCoverage: Coverage | undefined;
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  /** There are other figures: several times a second while they are worked out, and after each edit. */
  readonly onDidChange = this.changed.event;

  constructor(
    readonly document: DatasetDocument,
    private readonly contextLimit: () => number,
  ) {
    super();
    this.register(document.onDidChangeRows(() => this.rowsOf.clear()));
  }

  /** The worker tells where the balance of a dataset stands. */
  reported(dataset: Dataset, progress: BalanceProgress): void {
    if (dataset !== this.document.content.dataset) return;
    // Guesses of more rows: what a filter by them finds is another.
    if (progress.isWorking || this.progress?.isWorking === true) this.rowsOf.clear();
    this.progress = progress;
    this.last = undefined;
    this.changed.fire();
  }

  /** @throws TornReadError when the file changed; WorkerDiedError; when the dataset was closed */
  async ask<M extends keyof BalanceWorkerCalls>(
    question: M,
    params: BalanceWorkerCalls[M]['params'],
  ): Promise<BalanceWorkerCalls[M]['result']> {
    // The worker answers when it has the lines, which nobody may have asked for yet.
    this.document.beginIndexing();
    return this.document.content.worker.ask(question, params, this.stop.signal);
  }

  async figures(): Promise<BalanceData> {
    const { dataset } = this.document.content;
    const contextLimit = this.contextLimit();
    const { value } = await this.ask('balance', { contextLimit });
    this.last = { dataset, contextLimit, data: value };
    return value;
  }

  /** The figures, where they are known to be those of now: a panel that opens need not wait for them. */
  get knownFigures(): BalanceData | undefined {
    const { last } = this;
    const { dataset } = this.document.content;
    const isOfNow = last?.dataset === dataset && last.data.revision === dataset.revision;
    return isOfNow && last.contextLimit === this.contextLimit() ? last.data : undefined;
  }

  async coverage(): Promise<Coverage> {
    const { value } = await this.ask('coverage', null);
    this.lastCoverage = value;
    return value;
  }

  /** The rows of a filter in the order of the document. */
  rows(filter: BalanceFilter): Promise<Float64Array> {
    const key = JSON.stringify(filter);
    const known = this.rowsOf.get(key);
    if (known !== undefined) return known;
    const rows = this.ask('balanceRows', { filter }).then(({ value }) => value);
    rows.catch(() => this.rowsOf.delete(key));
    this.rowsOf.set(key, rows);
    for (const oldest of this.rowsOf.keys()) {
      if (this.rowsOf.size <= REMEMBERED) break;
      this.rowsOf.delete(oldest);
    }
    return rows;
  }

  async sample(filter: BalanceFilter, count: number, seed: number): Promise<readonly RowId[]> {
    const { value } = await this.ask('balanceSample', { filter, count, seed });
    return [...value];
  }

  override dispose(): void {
    this.stop.abort(new vscode.CancellationError());
    super.dispose();
  }
}
