import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Chart, ChartBar } from '../model/chart';
import type { Drawing } from './drawing';
import { onPaletteChange, readPalette } from './palette';

interface DrawnChartProps {
  readonly chart: Chart;
  readonly onPick: (bar: ChartBar) => void;
}

/**
 * A histogram or a sunburst. To a screen reader it is a picture with its summary; the table beside it has its figures. Out of sight,
 * other figures are not drawn until the author scrolls there: a sunburst takes longer than everything else that changes with an edit.
 */
export function DrawnChart({ chart, onPick }: DrawnChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing>();
  const pick = useRef(onPick);
  pick.current = onPick;
  const latest = useRef(chart);
  latest.current = chart;
  const isInSight = useRef(true);
  const drawn = useRef<Chart>();
  const draw = (): void => {
    if (drawing.current === undefined || !isInSight.current || drawn.current === latest.current) return;
    drawn.current = latest.current;
    drawing.current.draw(latest.current, readPalette());
  };
  useEffect(() => {
    const { current: place } = element;
    if (place === null) return;
    let isGone = false;
    const stopListening = onPaletteChange(() => {
      drawn.current = undefined;
      draw();
    });
    const sight = new IntersectionObserver((entries) => {
      isInSight.current = entries.at(-1)?.isIntersecting === true;
      draw();
    });
    void import('./drawing').then(({ drawInto }) => {
      if (isGone) return;
      drawing.current = drawInto(place, (bar) => {
        pick.current(bar);
      });
      draw();
      place.dataset.drawn = 'true';
      sight.observe(place);
    });
    return () => {
      isGone = true;
      sight.disconnect();
      stopListening();
      drawing.current?.dispose();
    };
  }, []);
  // In the frame of the other figures, not behind it.
  useLayoutEffect(draw, [chart]);
  return <div ref={element} class={`drawn-chart is-${chart.kind}`} role="img" aria-label={chart.summary} />;
}
