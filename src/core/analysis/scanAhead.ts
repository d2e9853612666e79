import type { Settings } from '../config/settings';
import type { ReplicaRows } from '../document/replica';
import type { RowId } from '../document/run';
import type { ContentSource } from './fileContent';
import type { RowLines } from './rowLines';
import type { RowPlan } from './rowPlan';
import { type BlockRequest, readScannedBlock, type ScannedBlock } from './scannedBlock';
import type { ScanThread } from './scanThread';

/** A request is for so many lines at most, and for so many bytes. */
const BLOCK_LINES = 2048;
const BLOCK_BYTES = 4 * 2 ** 20;
/** Requests that wait for an answer: more than a thread works off while its dataset's worker has a slice of work. */
const MOST_ASKED = 12;

/** A block with the rows that its lines were when it was asked for. */
export interface AheadBlock extends ScannedBlock {
  readonly id: RowId;
  readonly line: number;
}

type Asked = BlockRequest & { readonly id: RowId; readonly line: number };

/**
 * A second thread that reads the file from its end while the sweep of tier 1 reads it from its beginning, until they meet. It only
 * ever spares the sweep work: what it has not answered, or not yet, the sweep does as if there was no thread. So one that is slow,
 * dies, or cannot read the file does no harm, and nobody waits for it.
 */
export class ScanAhead {
  /** The plans of all blocks so far. */
  readonly plans: RowPlan[] = [];
  private readonly asked: Asked[] = [];
  private readonly answered: AheadBlock[] = [];
  /** How many rows from the first on were not asked for; undefined before the first request. */
  private rest: number | undefined;
  private number = 0;
  private isStopped = false;

  constructor(
    private readonly thread: ScanThread,
    source: ContentSource,
    settings: Settings,
    private readonly blockLines = BLOCK_LINES,
  ) {
    thread.onMessage((message) => this.receive(message));
    thread.onExit(() => (this.isStopped = true));
    thread.post({ kind: 'begin', source, settings });
  }

  /** Asks for the last of the rows that were not asked for, as long as they stand behind `position`. */
  ask(lines: RowLines, position: number): void {
    this.rest ??= lines.rows.count;
    while (!this.isStopped && this.asked.length < MOST_ASKED && this.rest > position) {
      const request = this.next(lines, Math.min(this.rest, lines.rows.count), position);
      if (request === undefined) continue;
      this.asked.push(request);
      this.thread.post({ kind: 'scan', request });
    }
  }

  /** The next block that has been scanned; undefined where none waits. */
  take(): AheadBlock | undefined {
    return this.answered.shift();
  }

  /** Ends the thread. Resolves when it has let go of the file. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.asked.length = this.answered.length = 0;
    await this.thread.terminate();
  }

  /** The request for the rows before `end`; undefined where they are not lines of the file, or too long. */
  private next(lines: RowLines, end: number, position: number): Asked | undefined {
    const start = Math.max(position, end - this.blockLines);
    let rows: ReplicaRows | undefined;
    for (rows of lines.rows.read(start, end - start));
    if (rows?.kind !== 'base') {
      this.rest = end - 1;
      return undefined;
    }
    let { count } = rows;
    const first = rows.line + count;
    while (count > 1 && lines.source.range(first - count, count).length > BLOCK_BYTES) count = Math.ceil(count / 2);
    this.rest = end - count;
    const line = first - count;
    const { offset, length } = lines.source.range(line, count);
    if (length > BLOCK_BYTES) return undefined;
    return { number: this.number++, lines: count, offset, length, line, id: rows.id + rows.count - count };
  }

  private receive(message: unknown): void {
    const request = this.asked.shift();
    if (this.isStopped || request === undefined) return;
    // A block that could not be scanned is left to the sweep.
    if (message === null) return;
    const block = readScannedBlock(message, request);
    if (block?.knownPlans !== this.plans.length) {
      void this.stop();
      return;
    }
    this.plans.push(...block.plans);
    this.answered.push({ ...block, id: request.id, line: request.line });
  }
}
