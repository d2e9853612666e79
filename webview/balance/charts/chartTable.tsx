import { useState } from 'preact/hooks';
import { type Chart, type ChartBar, headsOf, tableRows } from '../model/chart';
import { formatCount } from '../model/words';

/** Rows that are shown until the author asks for the rest. */
const FIRST_ROWS = 100;

interface ChartTableProps {
  readonly chart: Chart;
  readonly isPicked: (bar: ChartBar) => boolean;
  readonly onPick: (bar: ChartBar) => void;
}

/** The figures of a chart; the names are buttons that do what the bars do. */
export function ChartTable({ chart, isPicked, onPick }: ChartTableProps) {
  const [isWhole, setWhole] = useState(false);
  const rows = tableRows(chart);
  const shown = isWhole ? rows : rows.slice(0, FIRST_ROWS);
  return (
    <div class="table-frame" tabIndex={0} role="region" aria-label={`${chart.title}, table`}>
      <table class="figures">
        <caption class="visually-hidden">{chart.title}</caption>
        <thead>
          <tr>
            {headsOf(chart).map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ bar, cells: [name, ...figures] }, i) => (
            <tr key={i}>
              <th scope="row">
                {bar.filter === undefined ? (
                  name
                ) : (
                  <button
                    type="button"
                    class="link-button"
                    aria-pressed={isPicked(bar)}
                    onClick={() => {
                      onPick(bar);
                    }}
                  >
                    {name}
                  </button>
                )}
              </th>
              {figures.map((figure, column) => (
                <td key={column}>{figure}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown.length && (
        <button type="button" class="link-button" onClick={() => setWhole(true)}>
          Show {formatCount(rows.length - shown.length)} more
        </button>
      )}
    </div>
  );
}
