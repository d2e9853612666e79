import type { LineSource } from '../../../../src/core/analysis/lineSource';
import { BalanceAnalysis, type BalanceOptions, type Guesser } from '../../../../src/core/balance/balanceAnalysis';
import { BalanceColumns } from '../../../../src/core/balance/balanceColumns';
import { type Figures, figuresOf } from '../../../../src/core/balance/balanceFigures';
import { exampleOf } from '../../../../src/core/balance/exampleOf';
import { instructionOf } from '../../../../src/core/balance/instructionOf';
import { traitsOf } from '../../../../src/core/balance/rowTraits';
import { TASK_TYPES } from '../../../../src/core/classify/taskTypes';
import type { Operation } from '../../../../src/core/document/change';
import { Dataset } from '../../../../src/core/document/dataset';
import { RowsReplica } from '../../../../src/core/document/replica';
import { ReplicaFeed } from '../../../../src/core/document/replicaFeed';
import type { RowSplice } from '../../../../src/core/document/spliceLog';
import { MemoryByteSource } from '../../../../src/core/text/byteSource';
import { scanLines } from '../../../../src/core/text/lineScanner';

/** Guesses by the length of the instruction: quick, and another after every edit. */
export const guessByLength: Guesser = (view) => {
  const { length } = instructionOf(view);
  const type = length % 7 === 0 ? undefined : TASK_TYPES[length % TASK_TYPES.length];
  return { type, confidence: (length % 10) / 10, language: ['en', 'fr', ''][length % 3] ?? '' };
};

/** A dataset in memory with a balance that follows its edits, as a worker's does, and a naive one to compare with. */
export class Counted {
  readonly dataset: Dataset;
  readonly balance: BalanceAnalysis;
  readonly rows = new RowsReplica();
  private readonly feed: ReplicaFeed;

  constructor(bytes: Uint8Array, options: BalanceOptions = {}) {
    this.dataset = new Dataset(new MemoryByteSource(bytes));
    const chunk = scanLines(bytes);
    this.dataset.appendIndex(chunk);
    this.dataset.finishIndex();
    this.rows.growBase(chunk.lengths.length);
    const source: LineSource = {
      range: (line, count) => this.dataset.index.range(line, count),
      read: (target, offset) => {
        target.set(bytes.subarray(offset, offset + target.length));
      },
    };
    this.balance = new BalanceAnalysis(this.rows, source, options);
    this.balance.useGuesser(guessByLength);
    this.feed = new ReplicaFeed(
      this.dataset,
      (message) => {
        const splices: RowSplice[] = [];
        this.rows.apply(structuredClone(message), (splice) => splices.push(splice));
        this.balance.applySplices(splices);
        this.balance.catchUp();
      },
      (error) => {
        throw error;
      },
    );
  }

  finish(): this {
    while (this.balance.work(50));
    return this;
  }

  async edit(...operations: Operation[]): Promise<void> {
    this.dataset.edit('edit', operations);
    await this.feed.settle();
  }

  async undo(): Promise<void> {
    this.dataset.undo();
    await this.feed.settle();
  }

  async redo(): Promise<void> {
    this.dataset.redo();
    await this.feed.settle();
  }

  /** How many rows have more tokens in all than a limit, each looked at anew. */
  async recountedOver(limit: number): Promise<number> {
    const rows = await this.dataset.readRows(0, this.dataset.count);
    const views = rows.map(({ text }) => exampleOf(text)).filter((view) => view !== undefined);
    return views.filter((view) => traitsOf(view).totalTokens > limit).length;
  }

  /** The figures of counting every row anew, in new columns. */
  async recounted(): Promise<Figures> {
    const columns = new BalanceColumns();
    const rows = await this.dataset.readRows(0, this.dataset.count);
    rows.forEach(({ text }, slot) => {
      const view = exampleOf(text);
      columns.take(slot, view === undefined ? undefined : traitsOf(view));
      if (view !== undefined) columns.takeGuess(slot, guessByLength(view));
    });
    return figuresOf(columns, columns, rows.length);
  }
}
