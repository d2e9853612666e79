/** The only file that loads ECharts; a chunk of its own, loaded when the first chart that needs it is drawn. */
import { BarChart, LineChart, SunburstChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, init, use } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';
import type { Chart, ChartBar } from '../model/chart';
import { chartOptions } from './chartOptions';
import type { Palette } from './palette';

use([
  AriaComponent,
  BarChart,
  CanvasRenderer,
  GridComponent,
  LegendComponent,
  LineChart,
  MarkLineComponent,
  SunburstChart,
  SVGRenderer,
  TooltipComponent,
]);

export interface Drawing {
  draw(chart: Chart, palette: Palette): void;
  dispose(): void;
}

/** Draws into an element, and again when its width changes. On a canvas: SVG elements would bring styles that the policy refuses. */
export function drawInto(element: HTMLElement, onPick: (bar: ChartBar) => void): Drawing {
  const instance: ECharts = init(element, undefined, { renderer: 'canvas' });
  let drawn: { readonly chart: Chart; readonly palette: Palette } | undefined;
  const redraw = (): void => {
    if (drawn !== undefined) instance.setOption(chartOptions(drawn.chart, drawn.palette, element.clientWidth), true);
  };
  instance.on('click', ({ dataIndex, data }) => {
    const own = (data as { readonly bar?: ChartBar } | null)?.bar;
    const bar = own ?? drawn?.chart.bars[dataIndex];
    if (bar !== undefined) onPick(bar);
  });
  const observer = new ResizeObserver(() => {
    instance.resize();
    redraw();
  });
  observer.observe(element);
  return {
    draw: (chart, palette) => {
      drawn = { chart, palette };
      redraw();
    },
    dispose: () => {
      observer.disconnect();
      instance.dispose();
    },
  };
}

const PICTURE = { width: 760, height: 380 };

/** The chart as a picture of its own, with its background. */
export function svgOf(chart: Chart, palette: Palette): string {
  const instance = init(null, undefined, { renderer: 'svg', ssr: true, ...PICTURE });
  try {
    instance.setOption({ backgroundColor: palette.background, ...chartOptions(chart, palette, PICTURE.width) });
    return instance.renderToSVGString();
  } finally {
    instance.dispose();
  }
}

/** The same as PNG in base64, at twice the size. */
export function pngOf(chart: Chart, palette: Palette): string {
  const element = document.createElement('div');
  const instance = init(element, undefined, { renderer: 'canvas', ...PICTURE });
  try {
    instance.setOption(chartOptions(chart, palette, PICTURE.width));
    const url = instance.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: palette.background });
    return url.slice(url.indexOf(',') + 1);
  } finally {
    instance.dispose();
  }
}
