import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { Span } from '../../../src/core/json/node';
import { addMarks, type MarkName } from './marks';

/** Underlines places in the text of an element that holds nothing but this text. */
export function useErrorMarks(
  element: RefObject<HTMLElement>,
  spans: readonly Span[] | undefined,
  name: MarkName,
): void {
  useLayoutEffect(() => {
    const node = element.current?.firstChild;
    if (spans === undefined || !(node instanceof Text)) return undefined;
    return addMarks(
      name,
      node,
      spans.map((span) => visibleSpan(span, node.length)),
    );
  }, [element, spans, name]);
}

/** Where something is missing the place is empty: the character before it, or after it at the start, is underlined. */
function visibleSpan({ start, end }: Span, length: number): readonly [number, number] {
  if (end > start) return [start, Math.min(end, length)];
  return start > 0 ? [Math.min(start, length) - 1, Math.min(start, length)] : [0, Math.min(1, length)];
}
