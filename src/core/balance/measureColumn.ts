import { RowColumn } from '../analysis/rowColumn';
import type { NumberHistogram } from './balanceData';
import { binOf, binStart } from './logBins';

/** Bars that a histogram has at most. */
const MOST_BARS = 60;
const BIGGEST = 2 ** 32 - 2;

/** A measure of the rows, by slot: exact numbers, and a histogram that follows every change. */
export class MeasureColumn {
  /** The number + 1; 0 for a row that is not counted. */
  private readonly column = new RowColumn();
  private bins = new Int32Array(256);
  private count = 0;
  private sum = 0;
  /** How many numbers are above the limit that was asked about last. */
  private over: { readonly limit: number; count: number } | undefined;
  /** Of the numbers there are; undefined where one of them went, until it is asked for. */
  private extremes: { min: number; max: number } | undefined = { min: BIGGEST, max: 0 };

  /** @param value a whole number from 0 on; undefined where the row is not counted any more */
  set(slot: number, value: number | undefined): void {
    const before = this.column.get(slot) - 1;
    const after = value === undefined ? -1 : Math.min(value, BIGGEST);
    if (before === after) return;
    if (before >= 0) this.add(before, -1);
    if (after >= 0) this.add(after, 1);
    this.column.set(slot, after + 1);
  }

  /** The number of a row; undefined where it is not counted. */
  get(slot: number): number | undefined {
    const value = this.column.get(slot);
    return value === 0 ? undefined : value - 1;
  }

  /** Numbers + 1 by slot, 0 for rows that are not counted. */
  get values(): Uint8Array | Uint16Array | Uint32Array {
    return this.column.values;
  }

  histogram(): NumberHistogram {
    const { count, sum } = this;
    const { min, max } = count === 0 ? { min: 0, max: 0 } : (this.extremes ??= this.scanExtremes());
    const at = (share: number) => Math.max(min, Math.min(max, this.percentile(share)));
    return {
      count,
      sum,
      mean: count === 0 ? 0 : sum / count,
      min,
      max,
      percentiles: {
        p5: at(0.05),
        p25: at(0.25),
        p50: at(0.5),
        p75: at(0.75),
        p90: at(0.9),
        p95: at(0.95),
        p99: at(0.99),
      },
      bins: count === 0 ? [] : this.bars(binOf(min), binOf(max)),
    };
  }

  /** How many rows have a number above a limit. Follows every change; another limit takes a walk over the rows. */
  countOver(limit: number): number {
    if (this.over?.limit !== limit) this.over = { limit, count: this.scanOver(limit) };
    return this.over.count;
  }

  private add(value: number, by: 1 | -1): void {
    const bin = binOf(value);
    if (bin >= this.bins.length) {
      const longer = new Int32Array(bin * 2);
      longer.set(this.bins);
      this.bins = longer;
    }
    this.bins[bin] = (this.bins[bin] ?? 0) + by;
    this.count += by;
    this.sum += value * by;
    if (this.over !== undefined && value > this.over.limit) this.over.count += by;
    this.noteExtremes(value, by);
  }

  private noteExtremes(value: number, by: 1 | -1): void {
    const { extremes } = this;
    if (this.count === 0) this.extremes = { min: BIGGEST, max: 0 };
    else if (extremes === undefined) return;
    else if (by > 0) {
      if (value < extremes.min) extremes.min = value;
      if (value > extremes.max) extremes.max = value;
    } else if (value === extremes.min || value === extremes.max) this.extremes = undefined;
  }

  /** The number that so large a share of the numbers is not above (nearest rank), to the bin. */
  private percentile(share: number): number {
    let left = Math.max(1, Math.ceil(share * this.count));
    for (let bin = 0; bin < this.bins.length; bin++) {
      left -= this.bins[bin] ?? 0;
      if (left <= 0) return middle(bin);
    }
    return 0;
  }

  private scanOver(limit: number): number {
    let count = 0;
    // Values are numbers + 1.
    for (const value of this.values) if (value > limit + 1) count++;
    return count;
  }

  private scanExtremes(): { min: number; max: number } {
    const { values } = this;
    let low = BIGGEST + 1;
    let high = 0;
    for (const value of values) {
      if (value === 0) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return { min: low - 1, max: high - 1 };
  }

  /** Bins joined to bars, as many to each as leaves at most 60. */
  private bars(first: number, last: number): NumberHistogram['bins'] {
    const width = Math.ceil((last - first + 1) / MOST_BARS);
    const bars: { from: number; to: number; count: number }[] = [];
    for (let bin = first; bin <= last; bin += width) {
      let count = 0;
      for (let i = bin; i < bin + width; i++) count += this.bins[i] ?? 0;
      bars.push({ from: binStart(bin), to: binStart(bin + width), count });
    }
    return bars;
  }
}

/** The number in the middle of a bin. */
function middle(bin: number): number {
  return Math.floor((binStart(bin) + binStart(bin + 1) - 1) / 2);
}
