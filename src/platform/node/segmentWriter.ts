import type { SaveSegment } from '../../core/document/saveSnapshot';
import type { ByteSource } from '../../core/text/byteSource';
import { CancelledError } from '../fileErrors';
import { NodeBaseFile } from './baseFile';
import type { OutputFile } from './outputFile';

/** Where `base` segments are read. */
export interface BaseReader {
  readonly size: number;
  readInto(target: Uint8Array, offset: number): Promise<void>;
}

/**
 * Writes segments one after the other, checking the signal between reads. Short runs of the base come out of a window of half a
 * buffer over it; runs from an eighth of a buffer on are read straight into the output.
 * @throws CancelledError
 */
export async function writeSegments(
  segments: Iterable<SaveSegment>,
  base: BaseReader | undefined,
  out: OutputFile,
  { bufferBytes, signal }: { readonly bufferBytes: number; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const window = base === undefined ? undefined : new ReadWindow(base, bufferBytes >> 1);
  for (const segment of segments) {
    stopIfAborted(signal);
    if (segment.kind === 'bytes') await out.add(segment.bytes);
    else if (segment.kind === 'journal') await out.add(await segment.read());
    else if (base === undefined || window === undefined) throw new RangeError('A range of a file that is not there.');
    else if (segment.length < bufferBytes >> 3) await out.add(await window.read(segment.offset, segment.length));
    else {
      await out.addBy(segment.length, (into, done) => {
        stopIfAborted(signal);
        return base.readInto(into, segment.offset + done);
      });
    }
  }
  stopIfAborted(signal);
}

/** A file of this machine reads straight into the buffer; any other source (a file in memory) by way of its own. */
export function readerOf(base: ByteSource | undefined): BaseReader | undefined {
  if (base === undefined || base instanceof NodeBaseFile) return base;
  return {
    size: base.size,
    readInto: async (into, offset) => into.set(await base.read(offset, into.length)),
  };
}

export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new CancelledError();
}

/** Saves small reads that follow each other: each miss reads a whole window from there on. */
class ReadWindow {
  private readonly buffer: Uint8Array;
  private start = 0;
  private length = 0;

  constructor(
    private readonly base: BaseReader,
    bytes: number,
  ) {
    this.buffer = new Uint8Array(Math.min(bytes, base.size));
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    if (offset < this.start || offset + length > this.start + this.length) await this.move(offset);
    const from = offset - this.start;
    return this.buffer.subarray(from, from + length);
  }

  private async move(offset: number): Promise<void> {
    const length = Math.min(this.buffer.length, this.base.size - offset);
    this.length = 0;
    await this.base.readInto(this.buffer.subarray(0, length), offset);
    this.start = offset;
    this.length = length;
  }
}
