import type { BalanceData } from '../../../src/core/balance/balanceData';
import type { BalancePanelState } from '../../../src/protocol/balance';
import { useCell } from '../../shared/cell';
import { ChartCard } from '../charts/chartCard';
import { ComparisonSection } from '../comparison/comparisonSection';
import { CoverageSection } from '../coverage/coverageSection';
import { LengthsSection } from '../measures/lengthsSection';
import { TypesSection } from '../measures/typesSection';
import type { BalanceModel } from '../model/balanceModel';
import { comparedCountCharts, countCharts } from '../model/charts';
import { otherSideOf } from '../model/comparisonModel';
import { PreviewPane } from '../preview/previewPane';
import { Header } from './header';

interface AppProps {
  readonly model: BalanceModel;
  /** Only the charts that are in sight at first, for the page's document. */
  readonly isFirst?: boolean;
}

/** Charts of counts that are in sight at first, below those of types and lengths. */
const FIRST_COUNTS = 1;

/** The whole panel: a line that sums up, the charts, and the preview beside or below them. */
export function App({ model, isFirst = false }: AppProps) {
  const panel = useCell(model.panel);
  const data = useCell(model.data);
  const message = useCell(model.message);
  if (panel === undefined)
    return (
      <p class="loading" role="status">
        {message?.text ?? 'Opening…'}
      </p>
    );
  return (
    <main class="balance page" data-revision={data?.revision}>
      <Header model={model} panel={panel} data={data} />
      <div role="status" class="messages">
        {message !== undefined && <p class={`note ${message.isError ? 'is-error' : ''}`}>{message.text}</p>}
        {panel.failed !== undefined && <p class="note is-error">{panel.failed}</p>}
      </div>
      <Content model={model} panel={panel} data={data} isFirst={isFirst} />
    </main>
  );
}

interface ContentProps {
  readonly model: BalanceModel;
  readonly panel: BalancePanelState;
  readonly data: BalanceData | undefined;
  readonly isFirst: boolean;
}

function Content({ model, panel, data, isFirst }: ContentProps) {
  const coverage = useCell(model.coverage);
  const compared = useCell(model.comparison.figures);
  if (panel.dataset === undefined)
    return (
      <p class="empty">Open a dataset to see its balance here: this panel follows the dataset that you work on.</p>
    );
  if (data === undefined)
    return (
      <p class="empty" role="status">
        Reading {panel.dataset.name}…
      </p>
    );
  if (data.examples === 0) return <p class="empty">{emptyWords(data)}</p>;
  const other = otherSideOf(compared);
  const charts = other === undefined ? countCharts(data) : comparedCountCharts(data, other);
  return (
    <div class="balance-panes">
      <div class="charts">
        <ComparisonSection model={model} name={panel.dataset.name} data={data} />
        <TypesSection model={model} data={data} other={other} panel={panel} />
        <CoverageSection model={model} coverage={coverage} />
        <LengthsSection model={model} data={data} other={other} contextLimit={panel.contextLimit} />
        {(isFirst ? charts.slice(0, FIRST_COUNTS) : charts).map((chart) => (
          <ChartCard key={chart.id} model={model} chart={chart} />
        ))}
      </div>
      <PreviewPane model={model} />
    </div>
  );
}

function emptyWords({ isWorking, notExamples }: BalanceData): string {
  if (isWorking) return 'Reading the rows…';
  if (notExamples === 0)
    return 'This dataset has no rows yet. Add examples in the dataset editor, and their balance shows here.';
  return `None of the ${notExamples.toLocaleString('en')} rows is an example: they are broken, blank or no objects. The dataset editor shows how to mend them.`;
}
