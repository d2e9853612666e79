import { type Chart, type ChartBar, NO_DIFFERENCE, pointsOf } from './chart';
import { formatCount } from './words';

/**
 * The same chart of two datasets as one: each bar with its count and share in the other. What only the other has comes last, or, where
 * bars stand for numbers, in its place.
 */
export function pairCharts(left: Chart | undefined, right: Chart | undefined, name: string): Chart | undefined {
  const base = left ?? right;
  if (base === undefined) return undefined;
  const paired = pairBars(left?.bars ?? [], right?.bars ?? [], base.columns.length - 3);
  const bars = base.kind === 'histogram' ? withoutGaps(paired) : paired;
  const edges = base.kind === 'histogram' ? edgesOf(bars) : undefined;
  return {
    ...base,
    // Two rings of two datasets do not compare; lengths of bars do.
    kind: base.kind === 'sunburst' ? 'bars' : base.kind,
    bars,
    other: { name, ...(right?.basis === undefined ? {} : { basis: right.basis }) },
    // Where only the other has the chart, the lines across it are of the other.
    marks: left?.marks ?? [],
    summary: `${left?.summary ?? 'None here.'} ${otherWords(bars, right, name)}`,
    ...(edges === undefined ? {} : { edges }),
  };
}

/** Charts of two datasets by their ids: in the order of the first, then what only the other has. */
export function pairAll(left: readonly Chart[], right: readonly Chart[], name: string): readonly Chart[] {
  const ids = [...new Set([...left, ...right].map(({ id }) => id))];
  return ids.flatMap((id) => {
    const paired = pairCharts(
      left.find((chart) => chart.id === id),
      right.find((chart) => chart.id === id),
      name,
    );
    return paired === undefined ? [] : [paired];
  });
}

function pairBars(left: readonly ChartBar[], right: readonly ChartBar[], further: number): readonly ChartBar[] {
  const others = new Map(right.map((bar) => [keyOf(bar), bar]));
  const ours = new Set(left.map(keyOf));
  const bars = [
    ...left.map((bar) => pairBar(bar, others.get(keyOf(bar)), further)),
    ...right.filter((bar) => !ours.has(keyOf(bar))).map((bar) => onlyThere(bar, further)),
  ];
  const isByNumber = bars.every((bar) => fromOf(bar) !== undefined);
  return isByNumber ? [...bars].sort((a, b) => (fromOf(a) ?? 0) - (fromOf(b) ?? 0)) : bars;
}

function pairBar(bar: ChartBar, other: ChartBar | undefined, further: number): ChartBar {
  const { children } = bar;
  return {
    ...bar,
    other: { count: other?.count ?? 0, share: other?.share ?? 0 },
    ...(children === undefined ? {} : { children: pairBars(children, other?.children ?? [], further) }),
  };
}

/** No rows of this dataset are behind it. */
function onlyThere({ label, count, share, range, children = [] }: ChartBar, further: number): ChartBar {
  return {
    label,
    count: 0,
    share: 0,
    other: { count, share },
    more: Array.from({ length: further }, () => ''),
    ...(range === undefined ? {} : { range }),
    ...(children.length === 0 ? {} : { children: children.map((child) => onlyThere(child, further)) }),
  };
}

function keyOf({ label, filter }: ChartBar): string {
  return filter === undefined ? label : JSON.stringify(filter);
}

function fromOf({ range }: ChartBar): number | undefined {
  return range?.from;
}

/** Bins of two datasets may lie far from each other; between them there is nothing. */
function withoutGaps(bars: readonly ChartBar[]): readonly ChartBar[] {
  return bars.flatMap((bar, i) => {
    const from = bars[i - 1]?.range?.to;
    const to = fromOf(bar);
    if (from === undefined || to === undefined || from >= to) return [bar];
    const label = `${formatCount(from)} to ${formatCount(to - 1)}`;
    return [{ label, count: 0, share: 0, other: { count: 0, share: 0 }, range: { from, to } }, bar];
  });
}

/** Where the bins of both begin, and where the last ends. */
function edgesOf(bars: readonly ChartBar[]): readonly number[] {
  return [...bars.map((bar) => fromOf(bar) ?? 0), bars.at(-1)?.range?.to ?? 0];
}

function otherWords(bars: readonly ChartBar[], right: Chart | undefined, name: string): string {
  if (right === undefined) return `${name}: none.`;
  if (right.kind === 'histogram') return `${name}: ${right.summary}`;
  const changes = bars
    .map(({ label, share, other }) => ({ label, by: share - (other?.share ?? 0) }))
    .sort((a, b) => b.by - a.by);
  const [most, least] = [changes[0], changes.at(-1)].map((change) =>
    change === undefined || Math.abs(change.by) < NO_DIFFERENCE ? undefined : change,
  );
  if (most === undefined && least === undefined) return `The shares are those of ${name}.`;
  const words = (change: typeof most, isMore: boolean) =>
    change === undefined || change.by > 0 !== isMore ? [] : [`${change.label} ${pointsOf(change.by)}`];
  return `Beside ${name}, in percentage points: ${[...words(most, true), ...words(least, false)].join(', ')}.`;
}
