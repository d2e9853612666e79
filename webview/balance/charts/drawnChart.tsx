import { useEffect, useRef } from 'preact/hooks';
import type { Chart, ChartBar } from '../model/chart';
import type { Drawing } from './drawing';
import { onPaletteChange, readPalette } from './palette';

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
  const latest = useRef(chart);
  latest.current = chart;
  useEffect(() => {
    let isGone = false;
    const draw = () => {
      drawing.current?.draw(latest.current, readPalette());
    };
    const stopListening = onPaletteChange(draw);
    void import('./drawing').then(({ drawInto }) => {
      if (isGone || element.current === null) return;
      drawing.current = drawInto(element.current, (bar) => {
        pick.current(bar);
      });
      draw();
      element.current.dataset.drawn = 'true';
    });
    return () => {
      isGone = true;
      stopListening();
      drawing.current?.dispose();
    };
  }, []);
  useEffect(() => {
    drawing.current?.draw(chart, readPalette());
  }, [chart]);
  return <div ref={element} class={`drawn-chart is-${chart.kind}`} role="img" aria-label={chart.summary} />;
}
