import { useEffect, useRef } from 'preact/hooks';
import type { Chart, ChartBar } from '../model/chart';
import type { Drawing } from './drawing';
import { usePalette } from './palette';

interface DrawnChartProps {
  readonly chart: Chart;
  readonly onPick: (bar: ChartBar) => void;
}

/** A histogram or a sunburst. To a screen reader it is a picture with its summary; the table beside it has its figures. */
export function DrawnChart({ chart, onPick }: DrawnChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing>();
  const pick = useRef(onPick);
  pick.current = onPick;
  const palette = usePalette();
  const latest = useRef({ chart, palette });
  latest.current = { chart, palette };
  useEffect(() => {
    let isGone = false;
    void import('./drawing').then(({ drawInto }) => {
      if (isGone || element.current === null) return;
      drawing.current = drawInto(element.current, (bar) => {
        pick.current(bar);
      });
      drawing.current.draw(latest.current.chart, latest.current.palette);
      element.current.dataset.drawn = 'true';
    });
    return () => {
      isGone = true;
      drawing.current?.dispose();
    };
  }, []);
  useEffect(() => {
    drawing.current?.draw(chart, palette);
  }, [chart, palette]);
  return <div ref={element} class={`drawn-chart is-${chart.kind}`} role="img" aria-label={chart.summary} />;
}
