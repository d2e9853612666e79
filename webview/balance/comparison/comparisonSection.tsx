import { compareBalances } from '../../../src/core/balance/compareBalances';
import type { BalanceData } from '../../../src/core/balance/balanceData';
import { Menu } from '../../shared/controls/menu';
import { useCell } from '../../shared/cell';
import { csvOf, markdownOf } from '../charts/exportText';
import type { BalanceModel } from '../model/balanceModel';
import { otherSideOf } from '../model/comparisonModel';
import { basisWords } from '../model/chart';
import { comparisonSummary, figureRows } from './comparedFigures';

interface ComparisonSectionProps {
  readonly model: BalanceModel;
  readonly name: string;
  readonly data: BalanceData;
}

/** The figures of two datasets side by side; their charts carry both further down. */
export function ComparisonSection({ model, name, data }: ComparisonSectionProps) {
  const chosen = useCell(model.comparison.chosen);
  const figures = useCell(model.comparison.figures);
  if (chosen === undefined) return null;
  const other = otherSideOf(figures);
  const title = figures === undefined ? 'Comparison' : `Compared with ${figures.name}`;
  if (other === undefined)
    return (
      <section class="card is-comparison" aria-label={title}>
        <header class="card-header">
          <h2>{title}</h2>
        </header>
        {figures !== undefined && 'error' in figures ? (
          <p class="note is-error" role="alert">
            {figures.error}
          </p>
        ) : (
          <p class="card-summary" role="status">
            Counting its rows…
          </p>
        )}
      </section>
    );
  const comparison = compareBalances(data, other.data);
  const table = {
    title,
    summary: comparisonSummary(comparison, other.name),
    heads: ['Figure', name, other.name, 'Difference'],
    rows: figureRows(comparison),
  };
  const basis = basisWords(other.data.basis) ?? basisWords(other.data.guessedTypes.basis);
  return (
    <section class="card is-comparison" aria-labelledby="chart-comparison" data-chart="comparison">
      <header class="card-header">
        <h2 id="chart-comparison">{title}</h2>
        <Menu
          icon="copy"
          label={`Copy ${title}`}
          entries={[
            { label: 'Copy as Markdown', run: () => model.copyText(markdownOf(table), 'as Markdown') },
            { label: 'Copy as CSV', run: () => model.copyText(csvOf(table), 'as CSV') },
          ]}
        />
      </header>
      <p class="card-summary">
        {table.summary}
        {basis !== undefined && (
          <span class="card-basis">
            {' '}
            {other.name}: {basis.toLowerCase()}
            {other.data.isWorking ? '…' : '.'}
          </span>
        )}
      </p>
      <div class="table-frame" tabIndex={0} role="region" aria-label={`${title}, table`}>
        <table class="figures">
          <caption class="visually-hidden">{title}</caption>
          <thead>
            <tr>
              {table.heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(([figure, ...cells]) => (
              <tr key={figure}>
                <th scope="row">{figure}</th>
                {cells.map((cell, i) => (
                  <td key={i}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="card-summary">
        In brackets: the Jensen-Shannon divergence in bits, 0 where shares are the same, 1 where nothing is in common.
      </p>
    </section>
  );
}
