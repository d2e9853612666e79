import type { EChartsCoreOption } from 'echarts/core';
import type { Chart, ChartBar } from '../model/chart';
import { formatCount, formatRough, formatShare } from '../model/words';
import type { Palette } from './palette';

const HISTOGRAM_MARGIN = { left: 56, right: 20, top: 46, bottom: 26 };
/** Names of more bars than this are not legible. */
const MOST_BARS = 20;
const LABEL_LENGTH = 24;

/** What ECharts draws of a chart. `width` is in pixels: bars of a histogram touch. */
export function chartOptions(chart: Chart, palette: Palette, width: number): EChartsCoreOption {
  const shared: EChartsCoreOption = {
    animation: false,
    color: [...palette.series],
    textStyle: { fontFamily: palette.font, color: palette.foreground },
    // Patterns where colours alone must not tell.
    // The label would take the place of ours, which says what there is to see.
    aria: {
      enabled: true,
      label: { enabled: false },
      decal: { show: palette.isContrast && chart.kind === 'sunburst' },
    },
    tooltip: {
      // As HTML it would bring styles that the page's policy refuses.
      renderMode: 'richText',
      backgroundColor: palette.background,
      borderColor: palette.line,
      textStyle: { color: palette.foreground, fontSize: 12 },
      confine: true,
    },
  };
  switch (chart.kind) {
    case 'histogram':
      return { ...shared, ...histogram(chart, palette, width) };
    case 'sunburst':
      return { ...shared, ...sunburst(chart, palette) };
    case 'bars':
      return { ...shared, ...bars(chart, palette) };
  }
}

/** The axis counts bins, which grow with the number they stand for: a log scale. */
function histogram(chart: Chart, palette: Palette, width: number): EChartsCoreOption {
  const { bars, edges = [], marks = [], other } = chart;
  // Two datasets of any size compare by shares.
  const heightOf = ({ count, share }: ChartBar) => (other === undefined ? count : share);
  const inner = width - HISTOGRAM_MARGIN.left - HISTOGRAM_MARGIN.right;
  const axis = { axisLine: { lineStyle: { color: palette.line } }, axisLabel: { color: palette.muted } };
  return {
    grid: HISTOGRAM_MARGIN,
    xAxis: {
      type: 'value',
      min: 0,
      max: Math.max(bars.length, 1),
      splitNumber: Math.max(2, Math.round(inner / 70)),
      minInterval: 1,
      splitLine: { show: false },
      ...axis,
      axisLabel: { color: palette.muted, formatter: (at: number) => formatRough(edges[Math.round(at)] ?? 0) },
    },
    yAxis: {
      type: 'value',
      splitLine: { lineStyle: { color: palette.line, opacity: 0.5 } },
      ...axis,
      axisLabel: {
        color: palette.muted,
        formatter: (value: number) => (other === undefined ? formatRough(value) : formatShare(value)),
      },
    },
    series: [
      {
        type: 'bar',
        name: chart.columns[0],
        barWidth: Math.max(1, inner / Math.max(bars.length, 1) - 1),
        data: bars.map((bar, i) => ({ value: [i + 0.5, heightOf(bar)], name: bar.label })),
        itemStyle: edge(palette),
        cursor: 'pointer',
        tooltip: { formatter: ({ dataIndex }: { readonly dataIndex: number }) => tip(bars[dataIndex], chart) },
        markLine: {
          symbol: 'none',
          silent: true,
          data: marks.map(({ label, value }, i) => ({
            xAxis: placeOf(value, edges),
            label: {
              formatter: `${label} ${formatRough(value)}`,
              color: label === 'limit' ? palette.limit : palette.foreground,
              // In turns, so that neighbours do not run into each other; the limit, which may stand anywhere, above all.
              distance: [0, label === 'limit' ? 28 : i % 2 === 0 ? 4 : 16],
              fontSize: 11,
            },
            lineStyle: {
              color: label === 'limit' ? palette.limit : palette.foreground,
              type: label === 'limit' ? 'solid' : 'dashed',
              width: label === 'limit' ? 2 : 1,
            },
          })),
        },
      },
      ...(other === undefined ? [] : [outline(bars, other.name, palette)]),
    ],
  };
}

/** The other dataset as a stepped line over the bars: told apart by its form, not by colour alone. */
function outline(bars: readonly ChartBar[], name: string, palette: Palette): object {
  const heights = bars.map((bar) => bar.other?.share ?? 0);
  const last = heights.at(-1) ?? 0;
  return {
    type: 'line',
    name,
    step: 'end',
    symbol: 'none',
    silent: true,
    data: [...heights.map((height, i) => [i, height]), [heights.length, last]],
    lineStyle: { color: palette.other, width: 2, type: palette.isContrast ? 'dashed' : 'solid' },
  };
}

/** Where a number stands on an axis that counts bins; at its end for numbers beyond. */
function placeOf(value: number, edges: readonly number[]): number {
  const above = edges.findIndex((edge) => edge > value);
  if (above === -1) return Math.max(edges.length - 1, 0);
  if (above === 0) return 0;
  const from = edges[above - 1] ?? 0;
  const to = edges[above] ?? from;
  return above - 1 + (to - from <= 1 ? 0.5 : (value - from) / (to - from));
}

function sunburst(chart: Chart, palette: Palette): EChartsCoreOption {
  const { bars } = chart;
  const node = (bar: ChartBar): object => ({
    name: bar.label,
    value: bar.count,
    bar,
    ...(bar.children === undefined ? {} : { children: bar.children.map(node) }),
  });
  return {
    tooltip: {
      renderMode: 'richText',
      backgroundColor: palette.background,
      borderColor: palette.line,
      textStyle: { color: palette.foreground, fontSize: 12 },
      confine: true,
      formatter: ({ data }: { readonly data?: { readonly bar?: ChartBar } }) => tip(data?.bar, chart),
    },
    series: [
      {
        type: 'sunburst',
        data: bars.map(node),
        radius: ['12%', '96%'],
        nodeClick: false,
        cursor: 'pointer',
        sort: null,
        label: { color: palette.foreground, fontSize: 11, minAngle: 7, overflow: 'truncate', width: 74 },
        itemStyle: { borderColor: palette.background, borderWidth: 1, opacity: palette.isContrast ? 1 : 0.62 },
        emphasis: { focus: 'ancestor', itemStyle: { opacity: 1 } },
      },
    ],
  };
}

/** Bars are drawn as elements in the page; this is for the copies. */
function bars({ bars, unit, other }: Chart, palette: Palette): EChartsCoreOption {
  const shown = bars.slice(0, MOST_BARS);
  return {
    grid: { left: 180, right: 130, top: other === undefined ? 10 : 34, bottom: 10 },
    xAxis: { type: 'value', show: false },
    yAxis: {
      type: 'category',
      inverse: true,
      data: shown.map(({ label }) => (label.length > LABEL_LENGTH ? `${label.slice(0, LABEL_LENGTH)}…` : label)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.line } },
      axisLabel: { color: palette.foreground },
    },
    series: [
      {
        type: 'bar',
        name: unit,
        data: shown.map(({ count, share }) => (other === undefined ? count : share)),
        itemStyle: edge(palette),
        label: {
          show: true,
          position: 'right',
          color: palette.foreground,
          formatter: ({ dataIndex }: { readonly dataIndex: number }) => {
            const bar = shown[dataIndex];
            return bar === undefined ? '' : `${formatCount(bar.count)} (${formatShare(bar.share)})`;
          },
        },
      },
      ...(other === undefined ? [] : [beside(shown, other.name, palette)]),
    ],
    ...(other === undefined ? {} : { legend: { data: [unit, other.name], textStyle: { color: palette.foreground } } }),
  };
}

/** The bars of the other dataset under each of ours. */
function beside(shown: readonly ChartBar[], name: string, palette: Palette): object {
  return {
    type: 'bar',
    name,
    data: shown.map((bar) => bar.other?.share ?? 0),
    itemStyle: { color: 'transparent', borderColor: palette.other, borderWidth: 1 },
    label: {
      show: true,
      position: 'right',
      color: palette.muted,
      formatter: ({ dataIndex }: { readonly dataIndex: number }) => formatShare(shown[dataIndex]?.other?.share ?? 0),
    },
  };
}

function edge({ isContrast, series, foreground }: Palette): object {
  return { color: series[0], ...(isContrast ? { borderColor: foreground, borderWidth: 1 } : {}) };
}

function tip(bar: ChartBar | undefined, { unit, other }: Chart): string {
  if (bar === undefined) return '';
  const own = `${bar.label}: ${formatCount(bar.count)} ${unit} (${formatShare(bar.share)})`;
  if (other === undefined || bar.other === undefined) return own;
  return `${own}\n${other.name}: ${formatCount(bar.other.count)} (${formatShare(bar.other.share)})`;
}
