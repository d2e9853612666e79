import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { BalanceOpening } from '../../src/protocol/balance';
import { sampleBalance } from './fakeBalance/sampleBalance';
import { askedByDocument } from './support/askedByDocument';
import { balanceSuite } from './support/balanceSuite';

const suite = balanceSuite();

const HOSTILE = '<img src=x onerror="document.title=1">';
const sample = sampleBalance();
const opening: BalanceOpening = {
  panel: {
    dataset: { name: 'sample.itune.jsonl', uri: 'file:///sample.itune.jsonl' },
    isLocked: false,
    target: { kind: 'equal' },
    contextLimit: 256,
    hasSaved: true,
    others: [{ name: 'more & other.itune.jsonl', uri: 'file:///more.itune.jsonl' }],
  },
  data: {
    ...sample,
    declaredTypes: {
      ...sample.declaredTypes,
      entries: [{ name: HOSTILE, count: 5 }, ...sample.declaredTypes.entries],
    },
  },
};

interface Drawn {
  readonly markup: string;
  readonly places: readonly (readonly [string, ...number[]])[];
}

/** Charts of the document: those that are in sight at first. */
const FIRST = ['declaredTypes', 'lengths', 'openings'];

/** The panel as it stands in the page, as far as the document has it: its elements, and where each is. */
function look(page: Page): Promise<Drawn> {
  return page.evaluate((first) => {
    // What ECharts puts into its place, and what it is asked with, come with the script.
    for (const chart of document.querySelectorAll('.drawn-chart')) chart.replaceChildren();
    const isLater = (chart: Element) => !first.includes((chart as HTMLElement).dataset.chart ?? '');
    const later = [...document.querySelectorAll('[data-chart]')].filter(isLater);
    const places = [...document.querySelectorAll('.balance *')]
      .filter((element) => !later.some((chart) => chart.contains(element)))
      .map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [element.className, x, y, width, height] as const;
      });
    const panel = document.querySelector('.balance')?.cloneNode(true) as HTMLElement | undefined;
    for (const chart of panel?.querySelectorAll('[data-chart]') ?? []) if (isLater(chart)) chart.remove();
    return { markup: panel?.outerHTML ?? '', places };
  }, FIRST);
}

describe('figures in the document of the panel', () => {
  for (const width of [1400, 500]) {
    test(`are drawn before the script is there, as it draws them (${width} pixels)`, async () => {
      let first: Drawn | undefined;
      const { page, host, errors, screenshot } = await suite.open({
        opening,
        width,
        silent: true,
        beforeScript: async (early) => {
          await early.waitForFunction(() => window.fakeBalance.events.some(({ name }) => name === 'painted'));
          first = await look(early);
        },
      });
      await page.waitForFunction(() => window.fakeBalance.calls.some(({ method }) => method === 'ready'));
      await screenshot(`balance-first-${width}`);
      const second = await look(page);
      assert.match(first?.markup ?? '', /&lt;img/);
      assert.match(first?.markup ?? '', /class="bar-fill" style="width: 100%;"/);
      assert.equal(plain(first?.markup ?? ''), plain(second.markup));
      assert.deepEqual(first === undefined ? [] : moved(first, second), []);
      const charts = await page.locator('[data-chart]').count();
      assert.ok(charts > 8, `${charts} charts`);
      assert.deepEqual(
        await host((fake) => fake.events.filter(({ name }) => name === 'painted').map(({ data }) => data)[0]),
        { charts: FIRST.length, revision: 1 },
      );
      assert.deepEqual(await askedByDocument(page), []);
      assert.deepEqual(errors, []);
    });
  }

  test('are picked by a press that comes before the script', async () => {
    const { page, host } = await suite.open({
      opening,
      beforeScript: (early) => early.locator('button.bar').nth(1).click(),
    });
    await page.waitForFunction(() => window.fakeBalance.calls.some(({ method }) => method === 'showRows'));
    assert.equal(await page.locator('button.bar').nth(1).getAttribute('aria-pressed'), 'true');
    assert.equal(await host((fake) => fake.calls.filter(({ method }) => method === 'showRows').length), 1);
  });

  test('are picked by a press before the script that ends after it', async () => {
    const { page, host } = await suite.open({
      opening,
      beforeScript: async (early) => {
        await early.locator('button.bar').nth(1).hover();
        await early.mouse.down();
      },
    });
    await page.waitForFunction(() => window.fakeBalance.calls.some(({ method }) => method === 'ready'));
    await page.mouse.up();
    await page.waitForFunction(() => window.fakeBalance.calls.some(({ method }) => method === 'showRows'));
    assert.equal(await page.locator('button.bar').nth(1).getAttribute('aria-pressed'), 'true');
    assert.equal(await host((fake) => fake.calls.filter(({ method }) => method === 'showRows').length), 1);
  });

  test('are not shown again in a page that is loaded again', async () => {
    let early: string | null | undefined;
    const { page, host } = await suite.open({
      opening,
      stored: { version: 1 },
      data: { ...sample, examples: 77, revision: 4 },
      beforeScript: async (again) => {
        early = await again.locator('#root').textContent();
      },
    });
    assert.equal(early, 'Opening…');
    await page.locator('.balance-facts', { hasText: '77 examples' }).waitFor();
    assert.deepEqual(
      await host((fake) => fake.events.filter(({ name }) => name === 'painted').map(({ data }) => data)),
      [{ charts: await page.locator('[data-chart]').count(), revision: 4 }],
    );
  });

  test('are of now when the host has other figures by then', async () => {
    const { page } = await suite.open({ opening, data: { ...sample, examples: 1_001, revision: 2 } });
    await page.locator('.balance-facts', { hasText: '1,001 examples' }).waitFor();
    assert.equal(await page.locator('.balance').getAttribute('data-revision'), '2');
  });

  test('are a word where there is no dataset, or it is still being read', async () => {
    const early: (string | null)[] = [];
    const beforeScript = async (page: Page) => {
      early.push(await page.locator('.balance .empty').textContent());
    };
    const { dataset, ...without } = opening.panel;
    assert.ok(dataset !== undefined);
    await suite.open({ opening: { panel: without }, data: null, beforeScript });
    await suite.open({ opening: { panel: opening.panel }, beforeScript });
    assert.match(early[0] ?? '', /Open a dataset/);
    assert.match(early[1] ?? '', /Reading sample.itune.jsonl/);
  });
});

/** What is not where it was; edges may be rounded to another part of a pixel. */
function moved(first: Drawn, second: Drawn): readonly unknown[] {
  assert.equal(first.places.length, second.places.length);
  return first.places.flatMap((before, i) => {
    const after = second.places[i] ?? [''];
    const isSame = before.every((part, at) => {
      const now = after[at];
      return typeof part === 'number' && typeof now === 'number' ? Math.abs(part - now) < 0.05 : part === now;
    });
    return isSame ? [] : [{ before, after }];
  });
}

/** Without what differs in spelling only. */
function plain(markup: string): string {
  return markup
    .replaceAll(/ class="([^"]*)"/g, (_, names: string) => ` class="${names.split(/\s+/).filter(Boolean).join(' ')}"`)
    .replaceAll(/ (?:data-drawn="true"|_echarts_instance_="[^"]*"|selected="")/g, '')
    .replaceAll(/(<div [^>]*class="drawn-chart[^>]*?) style="[^"]*"/g, '$1')
    .replaceAll(/<(?:option|select)[^>]*>/g, (tag) => tag.replace(/ value="[^"]*"/, ''));
}
