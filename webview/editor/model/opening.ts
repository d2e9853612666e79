import type { EditorOpening } from '../../../src/protocol/editor';
import type { EditorModel } from './editorModel';
import { initialViewState } from './viewState';

/**
 * Takes what came with the page's document, and says whether its rows are on the screen already. A page that is loaded again has
 * the same document, which may be old by then.
 */
export function takeOpening(model: EditorModel): boolean {
  const text = document.getElementById('opening')?.textContent;
  const arePainted = document.querySelector('.list-rows > .row') !== null;
  if (text === undefined || model.restored !== initialViewState) return arePainted;
  const { state, rows } = JSON.parse(text) as EditorOpening;
  model.list.loader.begin(rows);
  model.state.set(state);
  return arePainted;
}
