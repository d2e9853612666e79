/**
 * Stands in the page's document behind its first charts: gives them their lengths, tells when they are on the screen, keeps what
 * is pressed in them, and loads the rest.
 */
import type { Frame } from '../../../src/protocol/rpc';
import { keepEarlyInput } from '../../shared/earlyInput';
import { loadPage, loadPageOncePainted } from '../../shared/loadPage';
import { takeVsCodeApi } from '../../shared/vsCodeApi';
import { countCharts } from './countCharts';

const api = takeVsCodeApi();
const panel = document.querySelector<HTMLElement>('.balance');
// A page that is loaded again has the same document: its figures may be old by then. The word is that of `App`.
if (api.getState() !== undefined) {
  const word = document.createElement('p');
  word.className = 'loading';
  word.textContent = 'Opening…';
  panel?.replaceWith(word);
  loadPage();
} else {
  keepEarlyInput();
  for (const element of document.querySelectorAll<HTMLElement>('[data-style]')) {
    element.style.cssText = element.dataset.style ?? '';
    element.removeAttribute('data-style');
  }
  loadPageOncePainted(tellPainted);
}

function tellPainted(): void {
  const revision = panel?.dataset.revision;
  if (revision === undefined) return;
  const painted: Frame = { type: 'event', name: 'painted', data: countCharts(document, Number(revision)) };
  api.postMessage(painted);
}
