import type { PageAddresses } from '../../src/protocol/pageAddresses';
import type { Frame } from '../../src/protocol/rpc';
import { takeVsCodeApi } from './vsCodeApi';

/** A page out of sight draws no frames: it does not wait for them longer than this (ms). */
const LATEST = 1_000;
/** Nor for the host's answer longer than this (ms). */
const LATEST_ANSWER = 10_000;

const nonce = document.currentScript?.nonce ?? '';
let isLoaded = false;

/** Loads the page's styles and its own script; again has no effect. For the script in the document, which draws first. */
export function loadPage(): void {
  if (isLoaded) return;
  isLoaded = true;
  const named = document.getElementById('page-addresses')?.textContent ?? '';
  const { script, imports, laterStyle } = JSON.parse(named) as PageAddresses;
  for (const href of [script, ...imports]) document.head.append(withNonce('link', { rel: 'modulepreload', href }));
  const style = withNonce('link', { rel: 'stylesheet', href: laterStyle });
  // The script measures what it has drawn.
  const run = (): void => {
    document.body.append(whenItFails(withNonce('script', { type: 'module', src: script }), 'script'));
  };
  style.addEventListener('load', run);
  style.addEventListener('error', run);
  document.head.append(whenItFails(style, 'style'));
}

/**
 * Calls back when what is in the document now is on the screen. Then asks the host what it was drawn of, and loads the rest of the page
 * when that is there. VS Code keeps a page hidden until all that its document asks for has loaded, and parses the document twice; so it
 * asks for nothing, and holds nothing but what is seen. And the page shares its thread with VS Code's window: what it did before the
 * host has heard would keep the author waiting for other things.
 */
export function loadPageOncePainted(callback: () => void): void {
  const loaded = (): void => {
    window.addEventListener('message', takeOpening);
    // Without what it was drawn of, the page's script would take away what the author sees, and with it what he has pressed.
    const late = setTimeout(askForOpening, LATEST);
    // The first frame draws it; in the second it is on the screen.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        clearTimeout(late);
        callback();
        askForOpening();
      }),
    );
  };
  // Once: the page says it again for the toolkit, which comes later.
  window.addEventListener('load', loaded, { once: true });
}

let isAsked = false;

/** Asks the host what the document was drawn of; again has no effect. */
function askForOpening(): void {
  if (isAsked) return;
  isAsked = true;
  setTimeout(loadPage, LATEST_ANSWER);
  const question: Frame = { type: 'event', name: 'opening', data: {} };
  takeVsCodeApi().postMessage(question);
}

function takeOpening({ data }: MessageEvent<unknown>): void {
  if (!isOpening(data)) return;
  window.removeEventListener('message', takeOpening);
  globalThis.ituneOpening = data.data.opening;
  loadPage();
}

function isOpening(message: unknown): message is { readonly data: { readonly opening?: unknown } } {
  const frame = message as Partial<Extract<Frame, { type: 'event' }>> | null;
  return (
    typeof frame === 'object' && frame?.type === 'event' && frame.name === 'opening' && typeof frame.data === 'object'
  );
}

function withNonce<K extends 'link' | 'script'>(name: K, values: Partial<HTMLElementTagNameMap[K]>): HTMLElement {
  return Object.assign(document.createElement(name), values, { nonce });
}

/** Tells the host and the author: what is drawn looks alive, and without its script is not. */
function whenItFails<T extends HTMLElement>(element: T, what: 'script' | 'style'): T {
  element.addEventListener('error', () => {
    const message = `The ${what} of the page did not load.`;
    const failure: Frame = { type: 'event', name: 'pageError', data: { message } };
    takeVsCodeApi().postMessage(failure);
    if (document.querySelector('.page-failure') !== null) return;
    const word = document.createElement('p');
    word.className = 'page-failure';
    word.role = 'alert';
    word.textContent = `${message} Close this tab and open it again; if that does not help, reload the window.`;
    document.body.append(word);
  });
  return element;
}
