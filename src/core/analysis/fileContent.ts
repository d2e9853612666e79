import type { Fingerprint } from '../text/fingerprint';
import { type LineChunk, LineIndex } from '../text/lineIndex';
import type { BlockFile } from './blockFile';
import { indexLines, type IndexOptions } from './indexer';
import type { NewlineFinder } from './newlineFinder';

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
  /** Only those lines for now: the same is asked again, without this, when the others may be looked for. */
  readonly isHeadOnly?: true;
}

/** What indexing needs of the machine. */
export interface IndexMachine {
  /** @throws TornReadError when the file is not the one of the fingerprint */
  openBlocks(source: ContentSource): BlockFile;
  newlineFinder(): NewlineFinder;
  pause(): Promise<void>;
}

/** One content of a file, and the lines in it as far as they have been found. */
export class FileContent {
  readonly index: LineIndex;
  readonly file: BlockFile;
  private known: Promise<void> | undefined;
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

  /** Settles when all lines are there, or when they were not found. Undefined while nobody looks for them. */
  get indexed(): Promise<void> | undefined {
    return this.finding;
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

  /** Finds the lines that the asker knows; once. @param onLines called when they have come into the index */
  findKnown(signal: AbortSignal, onLines: () => void): Promise<void> {
    const { bomLength } = this.request;
    const take = (chunk: LineChunk): void => {
      this.index.append(chunk);
      onLines();
    };
    this.known ??= indexLines(this.file, { ...this.how(signal), from: bomLength, to: this.knownBytes, take });
    return this.known;
  }

  private async findAll(signal: AbortSignal, onLines: (chunk: LineChunk | undefined) => void): Promise<void> {
    await this.findKnown(signal, () => onLines(undefined));
    // Who waits for the first rows has them now.
    await this.machine.pause();
    signal.throwIfAborted();
    const take = (chunk: LineChunk): void => {
      this.index.append(chunk);
      onLines(chunk);
    };
    await indexLines(this.file, { ...this.how(signal), from: this.knownBytes, take });
    this.isFound = true;
  }

  private get knownBytes(): number {
    return Math.min(this.request.from, this.file.size);
  }

  private how(signal: AbortSignal): Pick<IndexOptions, 'newlines' | 'pause' | 'signal'> {
    return { newlines: this.machine.newlineFinder(), pause: () => this.machine.pause(), signal };
  }
}
