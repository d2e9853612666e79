/** Rows from `from` up to, not with, `to`. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** A set of row places, kept as sorted ranges that do not touch: "all ten million" costs one range. */
export class RowRanges {
  static readonly none = new RowRanges([]);

  private constructor(readonly ranges: readonly RowRange[]) {}

  static of(from: number, to: number): RowRanges {
    return to > from ? new RowRanges([{ from, to }]) : RowRanges.none;
  }

  get size(): number {
    return this.ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  }

  get first(): number | undefined {
    return this.ranges[0]?.from;
  }

  has(place: number): boolean {
    return this.ranges.some(({ from, to }) => place >= from && place < to);
  }

  /** This set with the rows of `from` to `to` in it. */
  with(from: number, to: number): RowRanges {
    if (to <= from) return this;
    const apart = this.ranges.filter((range) => range.to < from || range.from > to);
    const joined = this.ranges.filter((range) => range.to >= from && range.from <= to);
    const whole = {
      from: Math.min(from, ...joined.map((range) => range.from)),
      to: Math.max(to, ...joined.map((range) => range.to)),
    };
    return new RowRanges([...apart, whole].sort((a, b) => a.from - b.from));
  }

  without(from: number, to: number): RowRanges {
    return new RowRanges(
      this.ranges
        .flatMap((range) => [
          { from: range.from, to: Math.min(range.to, from) },
          { from: Math.max(range.from, to), to: range.to },
        ])
        .filter((range) => range.to > range.from),
    );
  }

  toggle(place: number): RowRanges {
    return this.has(place) ? this.without(place, place + 1) : this.with(place, place + 1);
  }

  /** The same rows after `removed` rows at `at` gave way to `inserted` ones. A row replaced in place stays in the set. */
  splice(at: number, removed: number, inserted: number): RowRanges {
    const replaced = Math.min(removed, inserted);
    const kept = this.without(at + replaced, at + removed);
    const shift = inserted - removed;
    return kept.ranges.reduce((moved, { from, to }) => {
      const before = moved.with(from, Math.min(to, at + replaced));
      const start = Math.max(from, at + replaced);
      return to > start ? before.with(start + shift, to + shift) : before;
    }, RowRanges.none);
  }
}

/** Where row `place` stands after a splice; undefined when it is gone. */
export function placeAfterSplice(place: number, at: number, removed: number, inserted: number): number | undefined {
  if (place < at + Math.min(removed, inserted)) return place;
  if (place < at + removed) return undefined;
  return place + inserted - removed;
}
