import type { SaveSegment } from '../../core/document/saveSnapshot';

/** What a copier writes next, in order. */
export interface CopyBatch {
  /** Pairs of numbers: where the piece starts in the base, or `TYPED`; and how long it is. */
  readonly pieces: Float64Array;
  /** The bytes of the pieces that are `TYPED`, one after the other. */
  readonly typed: Uint8Array;
  /** Length of all pieces. */
  readonly bytes: number;
}

/** Instead of an offset in the base: the piece stands in `typed`. */
export const TYPED = -1;

/** So much is copied within some tens of milliseconds: what a cancellation waits for. */
const BATCH_BYTES = 32 * 1024 * 1024;
/** Pieces and typed bytes of a batch, so that a save with an edit in every row is sent in bounded messages. */
const BATCH_PIECES = 8192;
const BATCH_TYPED = 4 * 1024 * 1024;

/** Segments as batches, their lines read from the journal; larger ranges are cut. */
export async function* batchesOf(
  segments: Iterable<SaveSegment>,
  { batchBytes = BATCH_BYTES }: { readonly batchBytes?: number } = {},
): AsyncGenerator<CopyBatch> {
  const next = new NextBatch();
  for (const segment of segments) {
    if (segment.kind !== 'base') next.addTyped(segment.kind === 'bytes' ? segment.bytes : await segment.read());
    else {
      for (let done = 0; done < segment.length;) {
        const length = Math.min(segment.length - done, batchBytes - next.bytes);
        next.addRange(segment.offset + done, length);
        done += length;
        if (next.bytes >= batchBytes) yield next.take();
      }
    }
    if (next.bytes >= batchBytes || next.pieces >= BATCH_PIECES || next.typedBytes >= BATCH_TYPED) yield next.take();
  }
  if (next.pieces > 0) yield next.take();
}

class NextBatch {
  bytes = 0;
  typedBytes = 0;
  private numbers: number[] = [];
  private parts: Uint8Array[] = [];

  get pieces(): number {
    return this.numbers.length / 2;
  }

  addRange(offset: number, length: number): void {
    this.numbers.push(offset, length);
    this.bytes += length;
  }

  addTyped(bytes: Uint8Array): void {
    this.numbers.push(TYPED, bytes.length);
    this.parts.push(bytes);
    this.bytes += bytes.length;
    this.typedBytes += bytes.length;
  }

  take(): CopyBatch {
    const typed = new Uint8Array(this.typedBytes);
    let at = 0;
    for (const part of this.parts) {
      typed.set(part, at);
      at += part.length;
    }
    const batch = { pieces: Float64Array.from(this.numbers), typed, bytes: this.bytes };
    [this.numbers, this.parts, this.bytes, this.typedBytes] = [[], [], 0, 0];
    return batch;
  }
}
