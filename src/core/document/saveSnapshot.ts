import type { ByteSource } from '../text/byteSource';
import { type Content, rangeOf, unterminatedIn } from './content';
import type { FrozenRows } from './rows';
import { type Run, sliceRun } from './run';

/** A stretch of the file to be written. */
export type SaveSegment =
  /** A range of the snapshot's `base`. */
  | { readonly kind: 'base'; readonly offset: number; readonly length: number }
  /** Lines of the journal, at most some MiB at once; `read` resolves to `length` bytes. */
  | { readonly kind: 'journal'; readonly length: number; read(): Promise<Uint8Array> }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** Journal bytes that a segment holds at most. */
const JOURNAL_SEGMENT = 4 * 1024 * 1024;

/** What a save writes: the document at one moment. Edits made afterwards do not change it. */
export class SaveSnapshot {
  readonly totalBytes: number;

  /**
   * @param revision the revision that is being saved
   * @param state the name of the state in the history
   */
  constructor(
    readonly revision: number,
    readonly state: number,
    readonly content: Content,
    readonly rows: FrozenRows,
  ) {
    let total = 0;
    for (const segment of this.segments()) {
      total += segment.kind === 'bytes' ? segment.bytes.length : segment.length;
    }
    this.totalBytes = total;
  }

  /** The file that `base` segments are ranges of. */
  get base(): ByteSource {
    return this.content.base;
  }

  /** Number of rows. */
  get count(): number {
    return this.rows.count;
  }

  /** The whole content in order, the byte order mark included; neighbouring ranges are one segment. May be iterated again. */
  *segments(): Generator<SaveSegment> {
    const { journal, bomLength } = this.content;
    let open: { source: Run['source']; offset: number; length: number } = {
      source: 'base',
      offset: 0,
      length: bomLength,
    };
    const lineEnd = new TextEncoder().encode(this.content.lineEnding);
    for (const { run, needsLineEnd } of this.lines()) {
      const { offset, length } = rangeOf(this.content, run);
      if (open.source === run.source && open.offset + open.length === offset) open.length += length;
      else {
        yield* toSegments(open, journal);
        open = { source: run.source, offset, length };
      }
      if (!needsLineEnd) continue;
      yield* toSegments(open, journal);
      yield { kind: 'bytes', bytes: lineEnd };
      open = { source: run.source, offset: offset + length, length: 0 };
    }
    yield* toSegments(open, journal);
  }

  /**
   * The rows in order, cut so that a row whose own line has no line end is the last of its run. Such a row is written with one
   * wherever another row follows, and where it is empty, since without it it would be no line at all.
   */
  *lines(): Generator<{ readonly run: Run; readonly position: number; readonly needsLineEnd: boolean }> {
    let position = 0;
    for (const whole of this.rows.runs()) {
      let from = 0;
      for (const at of unterminatedIn(this.content, whole)) {
        if (at > from) yield { run: sliceRun(whole, from, at - from), position: position + from, needsLineEnd: false };
        const run = sliceRun(whole, at, 1);
        const isLast = position + at === this.count - 1;
        const needsLineEnd = !isLast || rangeOf(this.content, run).length === 0;
        yield { run, position: position + at, needsLineEnd };
        from = at + 1;
      }
      if (from < whole.count) {
        yield { run: sliceRun(whole, from, whole.count - from), position: position + from, needsLineEnd: false };
      }
      position += whole.count;
    }
  }
}

function* toSegments(
  { source, offset, length }: { readonly source: Run['source']; readonly offset: number; readonly length: number },
  journal: Content['journal'],
): Generator<SaveSegment> {
  if (length === 0) return;
  if (source === 'base') {
    yield { kind: 'base', offset, length };
    return;
  }
  for (let done = 0; done < length; done += JOURNAL_SEGMENT) {
    const at = offset + done;
    const part = Math.min(JOURNAL_SEGMENT, length - done);
    yield { kind: 'journal', length: part, read: () => journal.read(at, part) };
  }
}
