/**
 * Stands in the page's document behind its first rows: puts them where they belong, tells when they are on the screen, keeps what is
 * pressed in them, and loads the rest.
 */
import type { Frame } from '../../../src/protocol/rpc';
import { keepEarlyInput } from '../../shared/earlyInput';
import { loadPage, loadPageOncePainted } from '../../shared/loadPage';
import { takeVsCodeApi } from '../../shared/vsCodeApi';
import { rowHeightFor } from '../list/rowHeight';

const api = takeVsCodeApi();
const list = document.querySelector<HTMLElement>('.list');
const rows = document.querySelector<HTMLElement>('.list-rows');
// A page that is loaded again has the same document: its rows may be old by then, and others may have been in sight.
const isAgain = api.getState() !== undefined;
if (isAgain) list?.remove();
if (isAgain || list === null || rows === null) loadPage();
else {
  keepEarlyInput();
  list.style.setProperty('--row-height', `${rowHeightFor()}px`);
  rows.style.setProperty('--digits', rows.dataset.digits ?? '');
  const painted: Frame = { type: 'event', name: 'painted', data: { rows: rows.childElementCount } };
  loadPageOncePainted(() => api.postMessage(painted));
}
