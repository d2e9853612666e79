import type { SaveSegment } from '../../core/document/saveSnapshot';

/** The stretch of a file that a write in place touches. Where the size changes, it reaches to the end. */
export interface ChangedPart {
  readonly from: number;
  /** Where it ended in the old file. */
  readonly oldEnd: number;
  /** Where it ends in the new one. */
  readonly newEnd: number;
}

/**
 * What must be written so that a file of `oldSize` bytes becomes the segments; undefined when it is that already.
 * @param isOwn whether `base` segments are ranges of that same file; if not, all of it is written
 */
export function changedPart(
  segments: Iterable<SaveSegment>,
  newSize: number,
  oldSize: number,
  isOwn: boolean,
): ChangedPart | undefined {
  let from: number | undefined;
  let end = 0;
  let at = 0;
  for (const segment of segments) {
    const length = lengthOf(segment);
    if (length > 0 && !(isOwn && segment.kind === 'base' && segment.offset === at)) {
      from ??= at;
      end = at + length;
    }
    at += length;
  }
  if (newSize !== oldSize) {
    return { from: Math.min(from ?? newSize, oldSize), oldEnd: oldSize, newEnd: newSize };
  }
  return from === undefined ? undefined : { from, oldEnd: end, newEnd: end };
}

/** The segments between two positions of the new file, cut where they reach beyond. */
export function* segmentsWithin(segments: Iterable<SaveSegment>, from: number, to: number): Generator<SaveSegment> {
  let at = 0;
  for (const segment of segments) {
    const length = lengthOf(segment);
    const first = Math.max(from - at, 0);
    const end = Math.min(to - at, length);
    if (first < end) yield first === 0 && end === length ? segment : slice(segment, first, end);
    at += length;
  }
}

export function lengthOf(segment: SaveSegment): number {
  return segment.kind === 'bytes' ? segment.bytes.length : segment.length;
}

function slice(segment: SaveSegment, from: number, to: number): SaveSegment {
  switch (segment.kind) {
    case 'base':
      return { kind: 'base', offset: segment.offset + from, length: to - from };
    case 'bytes':
      return { kind: 'bytes', bytes: segment.bytes.subarray(from, to) };
    case 'journal':
      return {
        kind: 'journal',
        length: to - from,
        read: async () => (await segment.read()).subarray(from, to),
      };
  }
}
