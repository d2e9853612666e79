import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { EditorOpening } from '../../../src/protocol/editor';
import { launchBrowser } from '../../vscode/chromium.js';
import { outputFolder } from '../../vscode/paths.js';
import type { FakeHost, FakeSetup } from '../fake/fakeHost';
import { buildFakes } from './buildFakes';
import { servePage, type Theme } from './pageServer';

export interface OpenOptions extends FakeSetup {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  /** What comes with the page's document. */
  readonly opening?: EditorOpening;
  /** Looks at the page as its document draws it, while its script is on the way. */
  readonly beforeScript?: (page: Page) => Promise<void>;
  /** A file of the page that does not come; the page's script is not waited for. */
  readonly missing?: string;
  /** No frame is ever drawn; the page's script is not waited for. */
  readonly isOutOfSight?: boolean;
}

/** One open page with its fake host. */
export interface OpenPage {
  readonly page: Page;
  /** Runs `use` with the fake host, in the page. */
  readonly host: <T, A>(use: (host: FakeHost, argument: A) => T | Promise<T>, argument?: A) => Promise<T>;
  /** What the page wrote to the console as errors, and errors that nothing caught. */
  readonly errors: readonly string[];
  readonly screenshot: (name: string) => Promise<void>;
}

export interface PageSuite {
  open(options?: OpenOptions): Promise<OpenPage>;
}

/** Serves the page and starts a browser for the tests of one file. */
export function pageSuite(): PageSuite {
  let browser: Browser | undefined;
  let server: { readonly address: string; close(): void } | undefined;
  let folder = '';
  const opened: Page[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'itune-page-'));
    await buildFakes(folder);
    server = await servePage(folder);
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    open: async ({
      theme = 'dark',
      width = 1280,
      height = 800,
      opening: first,
      beforeScript,
      missing,
      isOutOfSight,
      ...setup
    } = {}) => {
      for (const page of opened.splice(0)) await page.close();
      if (browser === undefined || server === undefined) throw new Error('The suite has not started.');
      const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
      opened.push(page);
      const errors: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      page.on('pageerror', (error) => errors.push(String(error)));
      await page.addInitScript((known) => {
        window.fakeSetup = known;
      }, setup);
      if (beforeScript !== undefined) {
        await page.route('**/webview/editor.js', async (route) => {
          await beforeScript(page);
          await route.continue();
        });
      }
      if (isOutOfSight === true) await page.addInitScript(() => (window.requestAnimationFrame = () => 0));
      if (missing !== undefined) await page.route(`**/webview/${missing}`, (route) => route.abort());
      const query = new URLSearchParams({ theme, ...(first === undefined ? {} : { opening: JSON.stringify(first) }) });
      await page.goto(`${server.address}/?${query.toString()}`);
      const opening: OpenPage = {
        page,
        errors,
        host: async (use, argument) => {
          const source = use.toString();
          // What the page has said just before is a message on its way.
          const delivered = 'new Promise((resolve) => setTimeout(resolve))';
          return page.evaluate(
            `${delivered}.then(() => (${source})(window.fakeHost, ${argument === undefined ? 'undefined' : JSON.stringify(argument)}))`,
          );
        },
        screenshot: async (name) => {
          await mkdir(join(outputFolder, 'page'), { recursive: true });
          await page.screenshot({ path: join(outputFolder, 'page', `${name}.png`) });
        },
      };
      await page.waitForSelector('.row:not(.is-loading), .empty-list', { state: 'attached' });
      if (missing !== undefined || isOutOfSight === true) return opening;
      await page.waitForFunction(() => customElements.get('vscode-button') !== undefined);
      return opening;
    },
  };
}
