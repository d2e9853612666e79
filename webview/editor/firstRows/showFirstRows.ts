/** Stands in the page's document behind its first rows: puts them where they belong, and tells when they are on the screen. */
import type { Frame } from '../../../src/protocol/rpc';
import { takeVsCodeApi } from '../../shared/vsCodeApi';
import { rowHeightFor } from '../list/rowHeight';

const api = takeVsCodeApi();
const list = document.querySelector<HTMLElement>('.list');
const rows = document.querySelector<HTMLElement>('.list-rows');
if (list !== null && rows !== null) {
  // A page that is loaded again has the same document: its rows may be old by then, and others may have been in sight.
  if (api.getState() !== undefined) list.remove();
  else {
    list.style.setProperty('--row-height', `${rowHeightFor()}px`);
    rows.style.setProperty('--digits', rows.dataset.digits ?? '');
    const painted: Frame = { type: 'event', name: 'painted', data: { rows: rows.childElementCount } };
    // The first frame draws them; in the second they are on the screen.
    requestAnimationFrame(() => requestAnimationFrame(() => api.postMessage(painted)));
  }
}
