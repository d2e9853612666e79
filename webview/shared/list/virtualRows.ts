import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ScrollMap } from './scrollMap';

/** When scrolling pauses for so long, the scrollbar is put where it belongs, in milliseconds. */
const settleAfter = 150;

export interface VirtualRows {
  /** The element that scrolls. */
  readonly box: RefObject<HTMLDivElement>;
  /** The rows in sight, `to` exclusive. */
  readonly visible: { readonly from: number; readonly to: number };
  /** Height of what is scrolled, in pixels. */
  readonly height: number;
  /** How high the box is, in pixels. */
  readonly viewport: number;
  /** Where the first row in sight stands in the box, in pixels. */
  readonly offset: number;
  readonly onScroll: () => void;
  readonly reveal: (row: number) => void;
}

/** The rows of a box that are in sight, for rows of one height, however many there are. */
export function useVirtualRows(total: number, rowHeight: number): VirtualRows {
  const box = useRef<HTMLDivElement>(null);
  const map = useMemo(() => new ScrollMap(), []);
  const settling = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [, redraw] = useState(0);
  const show = () => {
    const element = box.current;
    if (element !== null && Math.abs(element.scrollTop - map.physical) >= 1) element.scrollTop = map.physical;
    redraw((count) => count + 1);
  };
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const measure = () => {
      map.resize(total, rowHeight, element.clientHeight);
      show();
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
      clearTimeout(settling.current);
    };
  }, [total, rowHeight]);
  const { visible } = map;
  return {
    box,
    visible,
    height: map.physicalHeight,
    viewport: map.viewport,
    offset: visible.from * rowHeight - map.top,
    onScroll: () => {
      const element = box.current;
      if (element === null || Math.abs(element.scrollTop - map.physical) < 0.5) return;
      map.scrolled(element.scrollTop);
      clearTimeout(settling.current);
      settling.current = setTimeout(() => {
        if (map.settle()) show();
      }, settleAfter);
      redraw((count) => count + 1);
    },
    reveal: (row) => {
      map.reveal(row, false);
      show();
    },
  };
}
