import type { ReplicaRows } from '../document/replica';
import type { RowId } from '../document/run';
import type { RowLines } from './rowLines';
import type { BlockRequest } from './scannedBlock';

/** A request is for so many lines at most, and for so many bytes. */
export const BLOCK_LINES = 2048;
const BLOCK_BYTES = 4 * 2 ** 20;
/** Requests that wait for an answer: more than a thread works off while its dataset's worker has a slice of work. */
const MOST_ASKED = 12;

/** Which rows the lines of a block were when it was asked for. */
export interface BlockPlace {
  readonly id: RowId;
  readonly line: number;
}

/** A block with its place. */
export type AheadBlock<B> = B & BlockPlace;

/** The blocks that one tier has asked of a second thread: those at the end of the file first. */
export class BlocksAhead<B> {
  private readonly asked: (BlockRequest & BlockPlace)[] = [];
  private readonly answered: AheadBlock<B>[] = [];
  /** How many rows from the first on were not asked for; undefined before the first request. */
  private rest: number | undefined;
  private number = 0;
  private isClosed = false;

  /** @param read checks an answer; undefined for anything but a block as it was asked for */
  constructor(
    private readonly post: (request: BlockRequest) => void,
    private readonly read: (answer: unknown, request: BlockRequest) => B | undefined,
    private readonly blockLines = BLOCK_LINES,
  ) {}

  /** Asks for the last of the rows that were not asked for, as long as they stand behind `position`. */
  ask(lines: RowLines, position: number): void {
    this.rest ??= lines.rows.count;
    while (!this.isClosed && this.asked.length < MOST_ASKED && this.rest > position) {
      const request = this.next(lines, Math.min(this.rest, lines.rows.count), position);
      if (request === undefined) continue;
      this.asked.push(request);
      this.post(request);
    }
  }

  /** The next block that has come; undefined where none waits. */
  take(): AheadBlock<B> | undefined {
    return this.answered.shift();
  }

  /** Takes the answer to the oldest request; false where it is none. */
  receive(answer: unknown): boolean {
    const request = this.asked.shift();
    // A block that could not be read is left to the sweep.
    if (this.isClosed || request === undefined || answer === null) return true;
    const block = this.read(answer, request);
    if (block === undefined) return false;
    this.answered.push({ ...block, id: request.id, line: request.line });
    return true;
  }

  /** Nothing more is asked for, and what is answered yet is dropped. */
  close(): void {
    this.isClosed = true;
    this.answered.length = 0;
  }

  /** The request for the rows before `end`; undefined where they are not lines of the file, or too long. */
  private next(lines: RowLines, end: number, position: number): (BlockRequest & BlockPlace) | undefined {
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
}

/** Whether some rows of a block are still what they were when it was asked for: those lines of the file, one after the other. */
export function isAsItWas({ rows }: RowLines, { id, line }: BlockPlace, from: number, to: number): boolean {
  const index = rows.indexOf(id + from);
  const [part] = index < 0 ? [] : rows.read(index, to - from);
  return part?.kind === 'base' && part.line === line + from && part.count === to - from;
}
