import type { Fingerprint } from '../text/fingerprint';
import { type LineChunk, LineIndex } from '../text/lineIndex';
import type { BlockFile } from './blockFile';
import { indexLines } from './indexer';
import type { LineMeasure } from './lineMeasure';

/** Where a worker reads a content: a file on disk, or bytes of a virtual one. */
export type ContentSource =
  | { readonly kind: 'file'; readonly path: string; readonly fingerprint: Fingerprint }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** A content of a dataset's file: opened, saved or reloaded, each is another one. */
export interface ContentRequest {
  /** Which content the rows refer to: grows with each content of a dataset. */
  readonly number: number;
  readonly source: ContentSource;
  /** Bytes of the byte order mark. */
  readonly bomLength: number;
  /** Offset up to which the asker knows the lines. */
  readonly from: number;
}

/** What indexing needs of the machine. */
export interface IndexMachine {
  /** @throws TornReadError when the file is not the one of the fingerprint */
  openBlocks(source: ContentSource): BlockFile;
  lineMeasure(): LineMeasure;
  pause(): Promise<void>;
}

/** One content of a file, and the lines in it as far as they have been found. */
export class FileContent {
  readonly index: LineIndex;
  readonly file: BlockFile;
  private finding: Promise<void> | undefined;
  private isFound = false;

  /** @throws TornReadError when the file is not the one asked for */
  constructor(
    readonly request: ContentRequest,
    private readonly machine: IndexMachine,
  ) {
    this.file = machine.openBlocks(request.source);
    this.index = new LineIndex(request.bomLength);
  }

  /** Settles when all lines are there, or when they were not found. */
  get indexed(): Promise<void> {
    return this.finding ?? Promise.resolve();
  }

  get isIndexed(): boolean {
    return this.isFound;
  }

  /**
   * Finds all lines; once.
   * @param onLines called when lines have come into the index; those behind `request.from` come as a chunk to send on
   */
  findLines(signal: AbortSignal, onLines: (chunk: LineChunk | undefined) => void): Promise<void> {
    this.finding ??= this.findAll(signal, onLines);
    return this.finding;
  }

  private async findAll(signal: AbortSignal, onLines: (chunk: LineChunk | undefined) => void): Promise<void> {
    const { bomLength, from } = this.request;
    const known = Math.min(from, this.file.size);
    const machine = { lines: this.machine.lineMeasure(), pause: () => this.machine.pause(), signal };
    const take = (chunk: LineChunk, isKnown: boolean): void => {
      this.index.append(chunk);
      onLines(isKnown ? undefined : chunk);
    };
    await indexLines(this.file, { ...machine, from: bomLength, to: known, take: (chunk) => take(chunk, true) });
    // Who waits for the first rows has them now.
    await this.machine.pause();
    signal.throwIfAborted();
    await indexLines(this.file, { ...machine, from: known, take: (chunk) => take(chunk, false) });
    this.isFound = true;
  }
}
