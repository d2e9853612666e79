import type { BalanceFilter, Basis } from '../../../src/core/balance/balanceData';

/** One bar, slice or bin: what it stands for, and the rows behind it. */
export interface ChartBar {
  readonly label: string;
  readonly count: number;
  /** Of what the chart counts, 0 to 1. */
  readonly share: number;
  /** Absent where no rows can be shown (the names that are not listed, say). */
  readonly filter?: BalanceFilter;
  /** Values of the chart's further columns, in words. */
  readonly more?: readonly string[];
  /** A word about the bar beside its name: "unmeasured". */
  readonly note?: string;
  /** Where the bar would end if it were as the author wants it: a share. */
  readonly target?: number;
  /** The same in the dataset that this one is compared with. */
  readonly other?: { readonly count: number; readonly share: number };
  /** The numbers that the bar stands for; `to` is not among them. */
  readonly range?: { readonly from: number; readonly to?: number };
  /** The next ring of a sunburst. */
  readonly children?: readonly ChartBar[];
}

/** A line across a histogram. */
export interface ChartMark {
  readonly label: string;
  readonly value: number;
}

/** What a chart shows, without a word of how it is drawn: the drawing, its table, its summary and its copies come from this. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly kind: 'bars' | 'histogram' | 'sunburst';
  /** What is counted: "examples", "clusters". */
  readonly unit: string;
  readonly bars: readonly ChartBar[];
  /** Heads of the columns of the table: the name, the count, the share and further ones. */
  readonly columns: readonly string[];
  /** What there is to see, in a sentence or two. */
  readonly summary: string;
  readonly marks?: readonly ChartMark[];
  /** Edges of the bins of a histogram, one more than bars. */
  readonly edges?: readonly number[];
  /** Set where not all rows were looked at. */
  readonly basis?: Basis;
  /** The dataset beside this one, where two are compared. */
  readonly other?: { readonly name: string; readonly basis?: Basis };
}

/** "Estimated from 20,000 of 1,000,000", where it is an estimate. */
export function basisWords(basis: Basis | undefined): string | undefined {
  if (basis === undefined || basis.rows >= basis.total) return undefined;
  return `Estimated from ${basis.rows.toLocaleString('en')} of ${basis.total.toLocaleString('en')} rows`;
}

/** The heads of a chart's table, with those of the other dataset where two are compared. */
export function headsOf({ columns, other }: Chart): readonly string[] {
  if (other === undefined) return columns;
  const [name = '', count = '', share = '', ...further] = columns;
  const { name: there } = other;
  return [
    name,
    count,
    share,
    `${there}: ${count.toLowerCase()}`,
    `${there}: share`,
    'Difference in points',
    ...further,
  ];
}

/** The rows of a chart's table: slices of the second ring follow the slice that they belong to. */
export function tableRows(chart: Chart): readonly { readonly bar: ChartBar; readonly cells: readonly string[] }[] {
  return chart.bars.flatMap((bar) => [
    { bar, cells: cellsOf(bar, bar.label) },
    ...(bar.children ?? []).map((child) => ({ bar: child, cells: cellsOf(child, `${bar.label} ${child.label}`) })),
  ]);
}

function cellsOf({ count, share, other, more = [] }: ChartBar, name: string): readonly string[] {
  const beside =
    other === undefined
      ? []
      : [other.count.toLocaleString('en'), shareCell(other.share), pointsOf(share - other.share)];
  return [name, count.toLocaleString('en'), shareCell(share), ...beside, ...more];
}

/** Differences of shares below this do not show in figures with one decimal. */
export const NO_DIFFERENCE = 0.0005;

/** A difference of shares in percentage points: "+2.3", "−0.4", "0". */
export function pointsOf(difference: number): string {
  if (Math.abs(difference) < NO_DIFFERENCE) return '0';
  return `${difference > 0 ? '+' : '−'}${Math.abs(difference * 100).toFixed(1)}`;
}

function shareCell(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
