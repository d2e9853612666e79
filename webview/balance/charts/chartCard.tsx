import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { IconButton } from '../../shared/controls/iconButton';
import { Menu, type MenuEntry } from '../../shared/controls/menu';
import { useCell } from '../../shared/cell';
import { basisWords, type Chart, type ChartBar } from '../model/chart';
import type { BalanceModel } from '../model/balanceModel';
import { BarList } from './barList';
import { ChartTable } from './chartTable';
import type * as drawingModule from './drawing';
import { DrawnChart } from './drawnChart';
import { csvOf, markdownOf, tableOf } from './exportText';
import { readPalette } from './palette';
import { useSame } from './useSame';

type Drawings = typeof drawingModule;

interface ChartCardProps {
  readonly model: BalanceModel;
  readonly chart: Chart;
  /** Controls of this chart, under its title. */
  readonly children?: ComponentChildren;
}

/** A chart with its title, its summary, its table and its copies. */
export function ChartCard({ model, chart: given, children }: ChartCardProps) {
  const chart = useSame(given);
  const [isTable, setTable] = useState(false);
  const picked = useCell(model.preview.picked);
  const pickedKey = JSON.stringify(picked.filter);
  // The same elements again are not gone over again: most edits change few charts.
  const figures = useMemo(() => {
    const view = {
      chart,
      isPicked: ({ filter }: ChartBar) => filter !== undefined && JSON.stringify(filter) === pickedKey,
      onPick: ({ label, filter }: ChartBar) => {
        if (filter !== undefined) model.pick({ filter, label: `${chart.title}: ${label}` });
      },
    };
    if (isTable) return <ChartTable {...view} />;
    return chart.kind === 'bars' ? <BarList {...view} /> : <DrawnChart chart={chart} onPick={view.onPick} />;
  }, [model, chart, pickedKey, isTable]);
  const basis = basisWords(chart.basis);
  const otherBasis = basisWords(chart.other?.basis);
  return (
    <section class={`card is-${chart.kind}`} aria-labelledby={`chart-${chart.id}`} data-chart={chart.id}>
      <header class="card-header">
        <h2 id={`chart-${chart.id}`}>{chart.title}</h2>
        <IconButton
          icon={isTable ? 'graph' : 'table'}
          label={isTable ? `Show ${chart.title} as a chart` : `Show ${chart.title} as a table`}
          pressed={isTable}
          onClick={() => setTable(!isTable)}
        />
        <Menu icon="copy" label={`Copy or save ${chart.title}`} entries={copyEntries(model, chart)} />
      </header>
      {children}
      <p class="card-summary">
        {chart.summary}
        {basis !== undefined && <span class="card-basis"> {basis}.</span>}
        {otherBasis !== undefined && (
          <span class="card-basis">
            {' '}
            {chart.other?.name}: {otherBasis.toLowerCase()}.
          </span>
        )}
      </p>
      {chart.other !== undefined && !isTable && <Legend name={chart.other.name} />}
      {figures}
    </section>
  );
}

/** Which bar is whose, where two datasets are compared. */
function Legend({ name }: { readonly name: string }) {
  return (
    <p class="legend">
      <span class="legend-key" aria-hidden="true" /> this dataset
      <span class="legend-key is-other" aria-hidden="true" /> {name}
    </p>
  );
}

function copyEntries(model: BalanceModel, chart: Chart): readonly MenuEntry[] {
  const fileName = chart.title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const drawn = (use: (drawing: Drawings) => void) => () => {
    void import('./drawing').then(use).catch(model.fail);
  };
  return [
    { label: 'Copy as Markdown', run: () => model.copyText(markdownOf(tableOf(chart)), 'as Markdown') },
    { label: 'Copy as CSV', run: () => model.copyText(csvOf(tableOf(chart)), 'as CSV') },
    { label: 'Copy as SVG', run: drawn(({ svgOf }) => model.copyText(svgOf(chart, readPalette()), 'as SVG')) },
    { label: 'Copy as PNG', run: drawn(({ pngOf }) => copyPicture(model, pngOf(chart, readPalette()))) },
    'separator',
    {
      label: 'Save as SVG…',
      run: drawn(({ svgOf }) => model.saveFile(`${fileName}.svg`, svgOf(chart, readPalette()), 'text')),
    },
    {
      label: 'Save as PNG…',
      run: drawn(({ pngOf }) => model.saveFile(`${fileName}.png`, pngOf(chart, readPalette()), 'base64')),
    },
  ];
}

/** VS Code's own clipboard takes texts only; the browser's takes pictures. */
function copyPicture(model: BalanceModel, base64: string): void {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const item = new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) });
  navigator.clipboard.write([item]).then(
    () => {
      model.say('Copied as PNG.');
    },
    () => {
      model.fail(new Error('The clipboard does not take pictures here. Save the chart as PNG instead.'));
    },
  );
}
