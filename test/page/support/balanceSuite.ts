import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../vscode/chromium.js';
import { outputFolder } from '../../vscode/paths.js';
import type { BalanceOpening } from '../../../src/protocol/balance';
import type { BalanceSetup, FakeBalance } from '../fakeBalance/fakeBalance';
import { buildFakes } from './buildFakes';
import { servePage, type Theme } from './pageServer';

export interface OpenBalanceOptions extends BalanceSetup {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  /** What stands in the page's document. */
  readonly opening?: BalanceOpening;
  /** Looks at the page before its script is there. */
  readonly beforeScript?: (page: Page) => Promise<void>;
}

/** The panel's page, open with its fake host. */
export interface OpenBalance {
  readonly page: Page;
  readonly host: <T, A>(use: (host: FakeBalance, argument: A) => T | Promise<T>, argument?: A) => Promise<T>;
  readonly errors: readonly string[];
  readonly screenshot: (name: string) => Promise<void>;
}

/** Builds and serves the panel's page and starts a browser for the tests of one file. */
export function balanceSuite(): {
  open(options?: OpenBalanceOptions): Promise<OpenBalance>;
  readonly folder: () => string;
} {
  let browser: Browser | undefined;
  let server: { readonly address: string; close(): void } | undefined;
  let folder = '';
  const opened: Page[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'itune-balance-'));
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
    folder: () => folder,
    open: async ({ theme = 'dark', width = 1400, height = 900, opening, beforeScript, ...setup } = {}) => {
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
        window.balanceSetup = known;
      }, setup);
      if (beforeScript !== undefined) {
        await page.route('**/webview/balance.js', async (route) => {
          await beforeScript(page);
          await route.continue();
        });
      }
      const first = opening === undefined ? {} : { opening: JSON.stringify(opening) };
      const query = new URLSearchParams({ page: 'balance', theme, ...first });
      await page.goto(`${server.address}/?${query.toString()}`);
      await page.waitForSelector('.balance .card, .balance .empty', { state: 'attached' });
      return {
        page,
        errors,
        host: async (use, argument) =>
          page.evaluate(
            `(${use.toString()})(window.fakeBalance, ${argument === undefined ? 'undefined' : JSON.stringify(argument)})`,
          ),
        screenshot: async (name) => {
          await mkdir(join(outputFolder, 'page'), { recursive: true });
          await page.screenshot({ path: join(outputFolder, 'page', `${name}.png`) });
        },
      };
    },
  };
}
