import { useState } from 'preact/hooks';
import type { Chart, ChartBar } from '../model/chart';
import { formatCount, formatShare } from '../model/words';

/** Bars that are shown until the author asks for the rest. */
const FIRST_BARS = 14;

interface BarListProps {
  readonly chart: Chart;
  readonly isPicked: (bar: ChartBar) => boolean;
  readonly onPick: (bar: ChartBar) => void;
}

/** Bars as buttons, so that they need no drawing library, and are there for keys and screen readers as for the mouse. */
export function BarList({ chart, isPicked, onPick }: BarListProps) {
  const [isWhole, setWhole] = useState(false);
  const longest = chart.bars.reduce(
    (most, { share, target = 0, other }) => Math.max(most, share, target, other?.share ?? 0),
    0,
  );
  const shown = isWhole ? chart.bars : chart.bars.slice(0, FIRST_BARS);
  const hidden = chart.bars.length - shown.length;
  return (
    <>
      <ul class="bars">
        {shown.map((bar) => (
          <li key={bar.label}>
            <Bar bar={bar} chart={chart} longest={longest} isPicked={isPicked(bar)} onPick={onPick} />
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <button type="button" class="link-button" onClick={() => setWhole(true)}>
          Show {formatCount(hidden)} more
        </button>
      )}
    </>
  );
}

interface BarProps extends Omit<BarListProps, 'isPicked'> {
  readonly bar: ChartBar;
  readonly longest: number;
  readonly isPicked: boolean;
}

function Bar({ bar, chart, longest, isPicked, onPick }: BarProps) {
  const { label, count, share, target, filter, other, note, more = [] } = bar;
  const width = (part: number) => `${longest === 0 ? 0 : (part / longest) * 100}%`;
  const words = chart.columns.slice(3).flatMap((column, i) => (more[i] ? [`${column.toLowerCase()} ${more[i]}`] : []));
  const beside =
    other === undefined ? [] : [`${chart.other?.name ?? ''}: ${formatCount(other.count)}, ${formatShare(other.share)}`];
  const title = [`${label}: ${formatCount(count)} ${chart.unit}, ${formatShare(share)}`, ...beside, ...words].join(
    ', ',
  );
  const content = (
    <>
      <span class="bar-label">
        {label}
        {note !== undefined && <span class="bar-note"> {note}</span>}
      </span>
      <span class="bar-track" aria-hidden="true">
        <span class="bar-fill" style={{ width: width(share) }} />
        {other !== undefined && <span class="bar-fill is-other" style={{ width: width(other.share) }} />}
        {target !== undefined && target > 0 && <span class="bar-target" style={{ left: width(target) }} />}
      </span>
      <span class="bar-count">{formatCount(count)}</span>
      <span class="bar-share">{formatShare(share)}</span>
      {other !== undefined && <span class="bar-more">{formatShare(other.share)}</span>}
      {other === undefined && target !== undefined && <span class="bar-more">{more[1]}</span>}
    </>
  );
  const hasMore = other !== undefined || target !== undefined || chart.columns.length > 5;
  const className = `bar ${hasMore ? 'has-more' : ''} ${other === undefined ? '' : 'is-pair'}`;
  if (filter === undefined)
    return (
      <div class={`${className} is-plain`} title={title}>
        {content}
      </div>
    );
  return (
    <button
      type="button"
      class={className}
      title={title}
      aria-pressed={isPicked}
      onClick={() => {
        onPick(bar);
      }}
    >
      {content}
    </button>
  );
}
