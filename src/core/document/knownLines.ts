import { lastAtMost } from './idIndex';

interface Stretch {
  readonly line: number;
  readonly count: number;
  readonly entry: number;
}

/**
 * Which lines of the base file the journal holds a copy of: the originals of edited rows, and whatever undo or a change of the
 * file from outside may ask for. Single lines in a map, longer stretches in a sorted list.
 */
export class KnownLines {
  private readonly singles = new Map<number, number>();
  private stretches: Stretch[] = [];
  private starts: number[] = [];

  has(line: number): boolean {
    return this.entryOf(line) !== undefined;
  }

  /** The journal entry with the bytes of a line; undefined when there is none. */
  entryOf(line: number): number | undefined {
    const single = this.singles.get(line);
    if (single !== undefined) return single;
    const stretch = this.stretches[lastAtMost(this.starts, line)];
    return stretch !== undefined && line < stretch.line + stretch.count
      ? stretch.entry + line - stretch.line
      : undefined;
  }

  /** Notes that `count` lines from `line` are the entries from `entry` on. The lines must not be known yet. */
  add(line: number, count: number, entry: number): void {
    if (count <= 4) {
      for (let i = 0; i < count; i++) this.singles.set(line + i, entry + i);
      return;
    }
    const at = lastAtMost(this.starts, line) + 1;
    this.stretches.splice(at, 0, { line, count, entry });
    this.starts.splice(at, 0, line);
  }

  /** Forgets the copy of a line that has changed. */
  delete(line: number): void {
    if (this.singles.delete(line)) return;
    const at = lastAtMost(this.starts, line);
    const stretch = this.stretches[at];
    if (stretch === undefined || line >= stretch.line + stretch.count) return;
    this.stretches.splice(at, 1);
    this.starts.splice(at, 1);
    const before = line - stretch.line;
    this.addIfAny(stretch.line, before, stretch.entry);
    this.addIfAny(line + 1, stretch.count - before - 1, stretch.entry + before + 1);
  }

  private addIfAny(line: number, count: number, entry: number): void {
    if (count > 0) this.add(line, count, entry);
  }

  /** Stretches of lines among `count` lines from `line` that are not known. */
  *unknown(line: number, count: number): Generator<{ readonly line: number; readonly count: number }> {
    let from = line;
    for (let at = line; at <= line + count; at++) {
      if (at < line + count && !this.has(at)) continue;
      if (at > from) yield { line: from, count: at - from };
      from = at + 1;
    }
  }

  *[Symbol.iterator](): Generator<{ readonly line: number; readonly entry: number }> {
    for (const [line, entry] of this.singles) yield { line, entry };
    for (const { line, count, entry } of this.stretches) {
      for (let i = 0; i < count; i++) yield { line: line + i, entry: entry + i };
    }
  }
}
