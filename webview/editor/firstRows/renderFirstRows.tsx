import { renderToString } from 'preact-render-to-string';
import type { EditorOpening } from '../../../src/protocol/editor';
import { FirstRows } from './firstRows';

/** HTML of the first rows, by the page's own components. Runs in the extension host, as a bundle of its own. */
export function renderFirstRows(opening: EditorOpening): string {
  return renderToString(<FirstRows opening={opening} />);
}
