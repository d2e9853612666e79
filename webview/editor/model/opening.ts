import type { EditorOpening } from '../../../src/protocol/editor';
import { sentOpening } from '../../shared/sentOpening';
import type { EditorModel } from './editorModel';
import { initialViewState } from './viewState';

/**
 * Takes what the document was drawn of, and says whether its rows are on the screen already. A page that is loaded again has
 * the same document, which may be old by then.
 */
export function takeOpening(model: EditorModel): boolean {
  const opening = sentOpening() as EditorOpening | undefined;
  const arePainted = document.querySelector('.list-rows > .row') !== null;
  if (opening === undefined || model.restored !== initialViewState) return arePainted;
  model.list.loader.begin(opening.rows);
  model.state.set(opening.state);
  return arePainted;
}
