import type { BalanceData } from '../../../src/core/balance/balanceData';
import type { BalancePanelState } from '../../../src/protocol/balance';
import type { BalanceModel } from '../model/balanceModel';
import { countCharts, lengthChart } from '../model/charts';
import { typeChart, usualSource } from '../model/typeCharts';
import { readPalette } from './palette';

/** Draws the pictures of a dataset card and has it written; without pictures where there is nothing to draw. */
export async function drawCard(model: BalanceModel): Promise<void> {
  const data = model.data.value;
  const panel = model.panel.value;
  const hasPictures = data !== undefined && panel !== undefined && data.examples > 0;
  model.writeCard(hasPictures ? await chartPictures(data, panel) : {});
}

/** The pictures of a dataset card, by name: task types, lengths, opening words, languages. */
async function chartPictures(
  data: BalanceData,
  { target, contextLimit }: BalancePanelState,
): Promise<Readonly<Record<string, string>>> {
  const { svgOf } = await import('./drawing');
  const palette = readPalette();
  const counts = countCharts(data);
  const charts = {
    'task-types': typeChart(data, usualSource(data), target),
    lengths: lengthChart(data, 'totalTokens', contextLimit),
    openings: counts.find(({ id }) => id === 'openings'),
    languages: counts.find(({ id }) => id === 'languages'),
  };
  return Object.fromEntries(
    Object.entries(charts).flatMap(([name, chart]) => (chart === undefined ? [] : [[name, svgOf(chart, palette)]])),
  );
}
