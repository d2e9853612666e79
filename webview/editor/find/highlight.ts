import { createContext, type RefObject } from 'preact';
import { useContext, useLayoutEffect } from 'preact/hooks';
import type { FindPattern } from './findPattern';
import { addMarks } from './marks';

/** Marks beyond this number in one text help nobody and cost time. */
const mostMarks = 500;

/** What the find box looks for; undefined when nothing is to be marked. */
export const FindPatternContext = createContext<FindPattern | undefined>(undefined);

/** Marks what the find box looks for in the text of an element that holds nothing but this text. */
export function useHighlight(element: RefObject<HTMLElement>, text: string): void {
  const pattern = useContext(FindPatternContext);
  useLayoutEffect(() => {
    const node = element.current?.firstChild;
    if (pattern === undefined || !(node instanceof Text)) return undefined;
    return addMarks('dataset-find', node, findRanges(text, pattern));
  }, [element, text, pattern]);
}

/** Start and end of every match that has a length. */
export function findRanges(text: string, { regex, longestText }: FindPattern): readonly (readonly [number, number])[] {
  if (text.length > longestText) return [];
  const found: (readonly [number, number])[] = [];
  for (const match of text.matchAll(regex)) {
    if (match[0] !== '') found.push([match.index, match.index + match[0].length]);
    if (found.length >= mostMarks) break;
  }
  return found;
}
