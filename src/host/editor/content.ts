import { Dataset, type DatasetOptions } from '../../core/document/dataset';
import { type BinaryFormat, binaryFormatOf } from '../../core/text/binaryFormat';
import { BOM_LENGTH, detectEncoding, type Encoding } from '../../core/text/encoding';
import type { LineChunk } from '../../core/text/lineIndex';
import { LineScanner } from '../../core/text/lineScanner';
import type { BaseFile } from '../../platform/platform';
import { type DatasetWorker, WorkerDiedError } from '../../protocol/datasetWorker';
import { Disposable } from '../disposable';
import { scanInHost } from './scanInHost';

/** How much of a file is read and indexed at once, before anything else: some hundred rows. */
const HEAD_BYTES = 256 * 1024;

export interface ContentOptions extends Pick<DatasetOptions, 'openJournalFile' | 'backup'> {
  /** Makes the worker of a dataset; its thread starts when it is first needed. */
  readonly createWorker: (dataset: Dataset) => DatasetWorker;
  /** Numbers the contents of a document: versions and revisions of a later one are greater than all of an earlier one. */
  readonly epoch: number;
}

/** Versions and revisions of one content stay below this, so that those of the next content are always greater. */
const EPOCH = 2 ** 32;

/**
 * One reading of a file: the dataset over it, and how far its lines are known. A reload makes another one; ids of rows may
 * come again in it, but never with a version that a page has seen before.
 */
export class Content extends Disposable {
  readonly dataset: Dataset;
  /** Does in a thread of its own what grows with the file. */
  readonly worker: DatasetWorker;
  private readonly aborter = new AbortController();
  private indexing: Promise<void> | undefined;
  private knownBytes = 0;

  private constructor(
    private file: BaseFile,
    readonly encoding: Encoding,
    /** Of a file that is no text, where it is known. */
    readonly binaryFormat: BinaryFormat | undefined,
    private readonly options: ContentOptions,
  ) {
    super();
    this.dataset = new Dataset(file, datasetOptions(encoding, options));
    this.worker = options.createWorker(this.dataset);
  }

  /** Reads the head of the file: when this resolves, the first rows are there. */
  static async open(base: BaseFile, options: ContentOptions): Promise<Content> {
    const head = await base.read(0, Math.min(base.size, HEAD_BYTES));
    const encoding = detectEncoding(head);
    const content = new Content(base, encoding, binaryFormatOf(head), options);
    content.takeHead(head);
    return content;
  }

  /** The file that the rows are ranges of. */
  get base(): BaseFile {
    return this.file;
  }

  /** The dataset now rests on another file with the same lines (a save, lines appended from outside). */
  rebased(base: BaseFile): void {
    this.file = base;
    this.knownBytes = base.size;
  }

  /** Whether the bytes are text that can be shown and edited here. */
  get isText(): boolean {
    return this.encoding === 'utf-8' || this.encoding === 'utf-8-bom';
  }

  get indexedBytes(): number {
    return this.knownBytes;
  }

  /** Version of a row, as pages know it. */
  version(own: number): number {
    return this.options.epoch * EPOCH + own;
  }

  /** The dataset's own version behind a page's; negative for one of an earlier content. */
  ownVersion(version: number): number {
    return version - this.options.epoch * EPOCH;
  }

  get revision(): number {
    return this.options.epoch * EPOCH + this.dataset.revision;
  }

  /** Finds the rest of the lines, once; every later call waits for the same work. `progress` is called now and then. */
  index(progress?: () => void): Promise<void> {
    this.indexing ??= this.findRest(progress).catch((error: unknown) => {
      // What is known stays; whoever needs the rest may try again.
      this.indexing = undefined;
      throw error;
    });
    return this.indexing;
  }

  override dispose(): void {
    this.aborter.abort();
    void this.worker.dispose();
    void this.dataset.dispose();
    super.dispose();
  }

  private takeHead(head: Uint8Array): void {
    const start = this.encoding === 'utf-8-bom' ? BOM_LENGTH : 0;
    this.knownBytes = start;
    if (!this.isText) return;
    const scanner = new LineScanner();
    scanner.feed(head.subarray(start));
    if (head.length === this.file.size) scanner.finish();
    this.take(scanner.take());
    if (this.knownBytes !== this.file.size) return;
    this.dataset.finishIndex();
    this.indexing = Promise.resolve();
  }

  private take(chunk: LineChunk): void {
    if (chunk.lengths.length > 0) this.dataset.appendIndex(chunk);
    this.knownBytes += chunk.bytes;
  }

  private async findRest(progress: (() => void) | undefined): Promise<void> {
    if (!this.isText) return;
    const { signal } = this.aborter;
    const take = (chunk: LineChunk): void => {
      if (signal.aborted) return;
      this.take(chunk);
      progress?.();
    };
    try {
      await this.worker.findLines(this.knownBytes, take, signal);
    } catch (error) {
      if (!(error instanceof WorkerDiedError) || signal.aborted) throw error;
      await scanInHost(this.file, this.knownBytes, take, signal);
    }
    signal.throwIfAborted();
    this.dataset.finishIndex();
    progress?.();
  }
}

function datasetOptions(encoding: Encoding, { openJournalFile, backup }: ContentOptions): DatasetOptions {
  return {
    bomLength: encoding === 'utf-8-bom' ? BOM_LENGTH : 0,
    ...(openJournalFile === undefined ? {} : { openJournalFile }),
    ...(backup === undefined ? {} : { backup }),
  };
}
