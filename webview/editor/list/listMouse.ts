import type { EditorModel } from '../model/editorModel';
import { narrowPage } from '../layout/narrowPage';

/** Selects the row under the mouse: alone, up to it with Shift, in or out with Ctrl. */
export function handleListPress(event: MouseEvent, model: EditorModel): void {
  const place = placeUnder(event);
  if (place === undefined || event.button > 2) return;
  const { list } = model;
  if (event.button === 2) {
    // The menu is for what is selected, when it is asked for inside the selection.
    list.select(place, list.selection.value.rows.has(place) ? 'move' : 'only');
  } else if (event.button === 0) {
    list.select(place, event.shiftKey ? 'extend' : event.ctrlKey || event.metaKey ? 'toggle' : 'only');
  }
}

/** In a narrow page, where the detail covers the list, a click opens it. */
export function handleListClick(event: MouseEvent, model: EditorModel): void {
  if (event.shiftKey || event.ctrlKey || event.metaKey || placeUnder(event) === undefined) return;
  if (narrowPage.matches) model.openDetail();
}

function placeUnder(event: MouseEvent): number | undefined {
  const row = event.target instanceof Element ? event.target.closest('[data-place]') : null;
  const place = row?.getAttribute('data-place');
  return place === null || place === undefined ? undefined : Number(place);
}
