import type { Frame } from '../../src/protocol/rpc';
import { takeVsCodeApi } from './vsCodeApi';

/** What the page's document says of the page's own script: addresses. */
interface PageScript {
  readonly script: string;
  /** Chunks that the script imports at once. */
  readonly imports: readonly string[];
}

/** A page out of sight draws no frames: its script does not wait for them longer than this (ms). */
const LATEST = 1_000;

const nonce = document.currentScript?.nonce ?? '';
let isLoaded = false;

/** Loads the page's own script; again has no effect. For the script in the document, which draws first. */
export function loadPage(): void {
  if (isLoaded) return;
  isLoaded = true;
  const { script, imports } = JSON.parse(document.getElementById('page-script')?.textContent ?? '') as PageScript;
  for (const href of imports) document.head.append(withNonce('link', { rel: 'modulepreload', href }));
  const element = withNonce('script', { type: 'module', src: script });
  element.addEventListener('error', tellFailure);
  document.body.append(element);
}

/**
 * Calls back when what is in the document now is on the screen, and then loads the page's own script. VS Code keeps a page hidden until
 * all that its document asks for has loaded; so the document does not ask for the script.
 */
export function loadPageOncePainted(callback: () => void): void {
  const loaded = (): void => {
    setTimeout(loadPage, LATEST);
    // The first frame draws it; in the second it is on the screen.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        callback();
        loadPage();
      }),
    );
  };
  // Once: the page says it again for the toolkit, which comes later.
  window.addEventListener('load', loaded, { once: true });
}

function withNonce<K extends 'link' | 'script'>(name: K, values: Partial<HTMLElementTagNameMap[K]>): HTMLElement {
  return Object.assign(document.createElement(name), values, { nonce });
}

function tellFailure(): void {
  const failure: Frame = {
    type: 'event',
    name: 'pageError',
    data: { message: 'The script of the page did not load.' },
  };
  takeVsCodeApi().postMessage(failure);
}
