import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ScrollMap } from '../../shared/list/scrollMap';
import type { EditorModel } from '../model/editorModel';
import type { RowRange } from '../model/rowRanges';

/** When scrolling pauses for so long, the scrollbar is put where it belongs, in milliseconds. */
const settleAfter = 150;

interface ScrollerParts {
  readonly grid: RefObject<HTMLDivElement>;
  readonly map: ScrollMap;
  readonly total: number;
  readonly rowHeight: number;
  readonly model: EditorModel;
}

interface ScrollerState {
  /** The rows in sight. */
  readonly visible: RowRange;
  /** The element that holds the drawn rows. */
  readonly window: RefObject<HTMLDivElement>;
  /** The element that is as high as the scrollbar says. */
  readonly height: RefObject<HTMLDivElement>;
  readonly onScroll: () => void;
}

/**
 * Ties the scrollbar of the list to the rows that are drawn. The rows stand in a box that stays in sight (`position: sticky`), so a
 * drag of the thumb never shows an empty list: it shows rows, of this frame or the last.
 */
export function useScroller({ grid, map, total, rowHeight, model }: ScrollerParts): ScrollerState {
  const window = useRef<HTMLDivElement>(null);
  const height = useRef<HTMLDivElement>(null);
  const [visible, setVisible] = useState<RowRange>({ from: 0, to: 0 });
  const settling = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const { loader } = model.list;

  const draw = useMemo(() => {
    let drawn: RowRange = { from: -1, to: -1 };
    return () => {
      const next = map.visible;
      if (next.from !== drawn.from || next.to !== drawn.to) {
        drawn = next;
        setVisible(next);
        loader.show(next);
        model.saveState();
      }
    };
  }, [map, loader, model]);

  const setScrollbar = () => {
    const element = grid.current;
    if (element !== null && Math.abs(element.scrollTop - map.physical) >= 1) element.scrollTop = map.physical;
  };

  // Every drawing puts the rows where they belong: they start `spare` rows above the first one in sight.
  const place = () => {
    const first = window.current?.firstElementChild?.getAttribute('data-place');
    if (first === null || first === undefined) return;
    window.current?.style.setProperty('transform', `translateY(${Number(first) * rowHeight - map.top}px)`);
  };

  /** Also before the list is drawn with a new total, when the model asks for a place that it has only now. */
  const measure = () => {
    const element = grid.current;
    if (element === null) return;
    map.resize(loader.total.value, rowHeight, element.clientHeight);
    height.current?.style.setProperty('height', `${map.physicalHeight}px`);
  };
  useLayoutEffect(() => {
    measure();
    setScrollbar();
    draw();
  }, [total, rowHeight]);
  useLayoutEffect(place);

  useEffect(() => {
    const element = grid.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      measure();
      element.style.setProperty('--list-viewport', `${element.clientHeight}px`);
      setScrollbar();
      draw();
      place();
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [total, rowHeight]);

  useLayoutEffect(() => {
    const moved = () => {
      setScrollbar();
      draw();
      place();
    };
    model.list.scroller = {
      reveal: (row, center) => {
        map.reveal(row, center);
        moved();
      },
      shift: (rows) => {
        map.scrollTo(map.top + rows * rowHeight);
        moved();
      },
      get firstRow() {
        return map.top / rowHeight;
      },
      set firstRow(row: number) {
        measure();
        map.scrollTo(row * rowHeight);
        moved();
      },
    };
  }, [model, map, rowHeight]);

  const onScroll = () => {
    const element = grid.current;
    if (element === null || Math.abs(element.scrollTop - map.physical) < 0.5) return;
    model.list.dropWish();
    if (map.scrolled(element.scrollTop)) setScrollbar();
    clearTimeout(settling.current);
    settling.current = setTimeout(() => {
      if (map.settle()) setScrollbar();
    }, settleAfter);
    draw();
    place();
  };
  return { visible, window, height, onScroll };
}
