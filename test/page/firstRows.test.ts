import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { EditorOpening, RowSummary } from '../../src/protocol/editor';
import { askedByDocument } from './support/askedByDocument';
import { pageSuite } from './support/pageSuite';
import { numberedLines } from './support/samples';

const suite = pageSuite();

const rows: readonly RowSummary[] = [
  {
    id: 1,
    version: 1,
    index: 0,
    kind: 'example',
    shape: 'alpaca',
    taskType: 'open_qa',
    instruction: '<img src=x onerror="document.title=1">',
    response: 'a & b\nsecond line',
    problems: { count: 2, worst: 'warning' },
  },
  { id: 2, version: 1, index: 1, kind: 'example', shape: 'alpaca', instruction: 'Say it', response: '' },
  { id: 3, version: 1, index: 2, kind: 'broken', instruction: '{"instruction": ', response: '' },
];
const opening: EditorOpening = {
  state: {
    fileName: 'sample.itune.jsonl',
    total: 3,
    revision: 1,
    banners: [],
    index: { done: true, bytes: 10, totalBytes: 10 },
    canUndo: false,
    canRedo: false,
    shape: 'alpaca',
    taskTypes: [],
    unsavedRows: 0,
  },
  rows: { revision: 1, total: 3, rows },
};

interface Drawn {
  readonly markup: readonly string[];
  readonly places: readonly (readonly number[])[];
}

/** The rows as they stand in the page: their elements, and where each cell and what is around them is. */
function look(page: Page): Promise<Drawn> {
  return page.evaluate(() => ({
    markup: [...document.querySelectorAll('.row')].map((row) => row.outerHTML),
    places: [...document.querySelectorAll('.page, .toolbar, .list, .detail, .row, .row > *')].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [x, y, width, height];
    }),
  }));
}

describe('rows in the document of the page', () => {
  for (const width of [1280, 500]) {
    test(`are drawn before the script is there, as it draws them (${width} pixels)`, async () => {
      let first: Drawn | undefined;
      const { page, host, errors } = await suite.open({
        lines: numberedLines(3),
        latency: 60_000,
        opening,
        width,
        beforeScript: async (early) => {
          await early.waitForFunction(() => window.fakeHost.events.some(({ name }) => name === 'painted'));
          first = await look(early);
        },
      });
      assert.equal(first?.markup.length, 3);
      assert.match(first.markup[0] ?? '', /&lt;img/);
      const second = await look(page);
      assert.deepEqual(first.markup.map(plain), second.markup.map(plain));
      assert.deepEqual(first.places, second.places);
      // The font of the icons may come late: nothing moves when it does.
      await page.evaluate(() => {
        for (const icon of document.querySelectorAll<HTMLElement>('.row .icon')) icon.style.fontFamily = 'serif';
      });
      assert.deepEqual((await look(page)).places, second.places);
      await page.waitForFunction(() => window.fakeHost.events.some(({ name }) => name === 'drawn'));
      assert.deepEqual(
        await host((fake) => fake.events.filter(({ name }) => name === 'painted').map(({ data }) => data)),
        [{ rows: 3 }],
      );
      assert.deepEqual(await askedByDocument(page), []);
      assert.deepEqual(errors, []);
    });
  }

  test('are picked by a press that comes before the script', async () => {
    const { page } = await suite.open({
      lines: numberedLines(3),
      opening,
      beforeScript: (early) => early.locator('.row').nth(2).click(),
    });
    await page.locator('#row-2[aria-selected=true]').waitFor();
    await page.getByRole('heading', { name: 'Example 3', exact: true }).waitFor();
    assert.equal(await page.locator('.row[aria-selected=true]').count(), 1);
  });

  test('are opened by a click before the script where the page is narrow', async () => {
    const { page } = await suite.open({
      lines: numberedLines(3),
      opening,
      width: 500,
      beforeScript: (early) => early.locator('.row').nth(1).click(),
    });
    await page.getByRole('heading', { name: 'Example 2', exact: true }).waitFor();
  });

  test('are not opened by the menu of the mouse, pressed before the script and released after it', async () => {
    const { page, host } = await suite.open({
      lines: numberedLines(3),
      opening,
      width: 500,
      beforeScript: async (early) => {
        await early.locator('.row').nth(1).hover();
        await early.mouse.down({ button: 'right' });
      },
    });
    await page.mouse.up({ button: 'right' });
    await page.locator('#row-1[aria-selected=true]').waitFor();
    // What the release might have opened would be there by now.
    await host((fake) => fake.events.length);
    assert.equal(await page.locator('.detail').isVisible(), false);
  });

  test('are walked by keys that come before the script', async () => {
    const { page } = await suite.open({
      lines: numberedLines(3),
      opening,
      beforeScript: async (early) => {
        await early.keyboard.press('ArrowDown');
        await early.keyboard.press('ArrowDown');
      },
    });
    await page.getByRole('heading', { name: 'Example 3', exact: true }).waitFor();
  });

  for (const [missing, what] of [
    ['editor.js', 'script'],
    ['editor.later.css', 'style'],
  ] as const) {
    test(`stay, with a word to the author and one to the host, where the ${what} of the page does not come`, async () => {
      const { page, host, screenshot } = await suite.open({ lines: numberedLines(3), opening, missing });
      const word = page.getByRole('alert');
      await word.waitFor();
      assert.match(
        (await word.textContent()) ?? '',
        new RegExp(`^The ${what} of the page did not load\\. Close this tab`),
      );
      assert.deepEqual(
        await host((fake) => fake.events.filter(({ name }) => name === 'pageError').map(({ data }) => data)),
        [{ message: `The ${what} of the page did not load.` }],
      );
      assert.equal(await page.locator('.row').count(), 3);
      await screenshot(`first-rows-no-${what}`);
    });
  }

  test('load their script where nothing is ever drawn, as in a tab out of sight', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(3), opening, isOutOfSight: true, latency: 60_000 });
    const isReady = () => window.fakeHost.calls.some(({ method }) => method === 'ready');
    await page.waitForFunction(isReady, undefined, { polling: 50 });
    // The host answers nothing yet: the script has drawn the rows again of what the document was drawn of.
    assert.equal(await page.locator('.row:not(.is-loading)').count(), 3);
    assert.deepEqual(await host((fake) => fake.events.filter(({ name }) => name === 'painted')), []);
  });

  test('are not shown again in a page that is loaded again', async () => {
    let early: number | undefined;
    await suite.open({
      lines: numberedLines(3),
      opening,
      stored: { version: 1 },
      beforeScript: async (page) => {
        early = await page.locator('.row').count();
      },
    });
    assert.equal(early, 0);
  });
});

/** Without what differs in spelling only, and the selection, which comes with the script. */
function plain(markup: string): string {
  return markup
    .replaceAll(/ class="([^"]*)"/g, (_, names: string) => ` class="${names.split(/\s+/).filter(Boolean).join(' ')}"`)
    .replaceAll(/ is-(selected|active)/g, '')
    .replace('aria-selected="true"', 'aria-selected="false"');
}
