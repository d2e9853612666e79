import type { Change } from './change';
import type { Content } from './content';
import type { Dataset } from './dataset';
import { packRun } from './packedRuns';
import { packSplices, type ReplicaLines, type ReplicaMessage } from './replica';
import { readLines } from './rowReader';
import type { Run } from './run';

/**
 * Tells a `RowsReplica` everything that happens to a dataset, in order: edits, and a reset whenever another file becomes the
 * base. Each line of the journal is sent once, when a row first needs it.
 */
export class ReplicaFeed {
  private readonly listeners: readonly { dispose(): void }[];
  /** Entries that the replica has, or will have when the messages before have come. */
  private sent = new Set<number>();
  private tail: Promise<void> = Promise.resolve();
  private isDisposed = false;

  /**
   * @param post sends a message; its buffers (`transfer`) may be moved
   * @param onError a line could not be read: the replica has stopped at the revision before
   */
  constructor(
    private readonly dataset: Dataset,
    private readonly post: (message: ReplicaMessage, transfer: readonly ArrayBufferLike[]) => void,
    private readonly onError: (error: unknown) => void,
  ) {
    this.listeners = [dataset.onChange((change) => this.sendSplices(change)), dataset.onRebase(() => this.sendReset())];
  }

  /** Sends all rows: for a replica that begins after edits, or again. */
  sendReset(): void {
    this.sent = new Set();
    const { revision } = this.dataset;
    const baseLines = this.dataset.index.count;
    const runs = this.dataset.runs();
    const packed: number[] = [];
    for (const run of runs) packRun(packed, run);
    this.send(runs, (lines) => ({ kind: 'reset', revision, baseLines, rows: Float64Array.from(packed), lines }));
  }

  /** Calls `post` when everything so far has been posted, and before anything that comes later is. */
  behind(post: () => void): void {
    this.tail = this.tail.then(() => {
      if (!this.isDisposed) post();
    });
  }

  /** Settles when everything so far has been posted. */
  async settle(): Promise<void> {
    await this.tail;
  }

  dispose(): void {
    this.isDisposed = true;
    for (const listener of this.listeners) listener.dispose();
  }

  private sendSplices(change: Change): void {
    const inserted: Run[] = [];
    for (const splice of change.rowSplices()) inserted.push(...splice.inserted);
    const splices = Float64Array.from(packSplices(change.rowSplices()));
    const { revision } = change;
    const baseLines = this.dataset.index.count;
    this.send(inserted, (lines) => ({ kind: 'splices', revision, baseLines, splices, lines }));
  }

  private send(runs: readonly Run[], message: (lines: ReplicaLines) => ReplicaMessage): void {
    const entries = this.newEntries(runs);
    const { content } = this.dataset.model;
    this.tail = this.tail
      .then(async () => {
        if (this.isDisposed) return;
        const lines = await linesOf(content, entries);
        const full = message(lines);
        const numbers = full.kind === 'reset' ? full.rows : full.splices;
        this.post(full, [numbers.buffer, lines.entries.buffer, lines.lengths.buffer, lines.bytes.buffer]);
      })
      .catch((error: unknown) => {
        this.dispose();
        this.onError(error);
      });
  }

  private newEntries(runs: readonly Run[]): number[] {
    const entries: number[] = [];
    for (const run of runs) {
      for (let i = 0; run.source === 'journal' && i < run.count; i++) {
        const entry = run.start + i;
        if (this.sent.has(entry)) continue;
        this.sent.add(entry);
        entries.push(entry);
      }
    }
    return entries;
  }
}

async function linesOf(content: Content, entries: readonly number[]): Promise<ReplicaLines> {
  const rows = entries.map((start): Run => ({ id: 0, count: 1, source: 'journal', start }));
  const lines = await readLines(content, rows);
  const lengths = Uint32Array.from(lines, (line) => line.length);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let offset = 0;
  for (const line of lines) {
    bytes.set(line, offset);
    offset += line.length;
  }
  return { entries: Float64Array.from(entries), lengths, bytes };
}
