import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type BalanceData, MEASURES, type NamedCounts, TRAITS } from '../../src/core/balance/balanceData';
import { sampleBalance } from './fakeBalance/sampleBalance';
import { balanceSuite } from './support/balanceSuite';

const suite = balanceSuite();

function names(counts: Readonly<Record<string, number>>): NamedCounts {
  const entries = Object.entries(counts).map(([name, count]) => ({ name, count }));
  return { entries, distinct: entries.length, unlisted: 0, without: 0 };
}

/** The sample, with something in every chart. */
function full(): BalanceData {
  const sizes = [{ from: 2, to: 3, clusters: 4, rows: 8 }];
  return {
    ...sampleBalance(),
    splits: names({ train: 900, test: 100 }),
    review: names({ accepted: 600, open: 400 }),
    clusters: [
      { kind: 'exact', isComplete: true, sizes },
      { kind: 'normalized', isComplete: true, sizes },
      ...sampleBalance().clusters,
    ],
  };
}

const countsOf = ({ entries }: NamedCounts) => entries.map(({ count }) => count);

/** What the tables of the charts must say, from the data alone. */
function expected(data: BalanceData): Readonly<Record<string, readonly number[]>> {
  const { openings, guessedTypes, clusters } = data;
  const rows = (kind: string) => clusters.find((each) => each.kind === kind)?.sizes.map((size) => size.rows) ?? [];
  return {
    openings: openings.words.flatMap(({ count, next }) => [count, ...next.map((each) => each.count)]),
    responseOpenings: countsOf(data.responseOpenings),
    turns: data.measures.turns.bins.map(({ count }) => count),
    traits: TRAITS.map((trait) => data.traits[trait]),
    languages: countsOf(data.languages),
    sources: countsOf(data.sources),
    splits: countsOf(data.splits),
    review: countsOf(data.review),
    problems: data.problems.map(({ count }) => count),
    'clusters-exact': rows('exact'),
    'clusters-normalized': rows('normalized'),
    'clusters-near': rows('near'),
    guessedTypes: [
      ...guessedTypes.types
        .map(({ count }) => count)
        .filter((count) => count > 0)
        .sort((a, b) => b - a),
      guessedTypes.abstained,
    ],
  };
}

async function tableOf(page: Page, chart: string): Promise<readonly number[]> {
  const card = page.locator(`[data-chart="${chart}"]`);
  const button = card.getByRole('button', { name: /as a table$/ });
  if ((await button.count()) > 0) await button.click();
  const cells = await card.locator('tbody tr td:nth-of-type(1)').allTextContents();
  return cells.map((cell) => Number(cell.replaceAll(',', '')));
}

describe('the charts of the balance panel', () => {
  test('are all there, each with a summary, a table of its values, and copies', async () => {
    const data = full();
    const { page } = await suite.open({ data });
    await page.getByRole('button', { name: 'Guessed' }).click();
    const charts = expected(data);
    const shown = await page
      .locator('[data-chart]')
      .evaluateAll((cards) => cards.map((card) => card.getAttribute('data-chart')));
    assert.deepEqual(shown.sort(), [...Object.keys(charts), 'lengths'].sort());
    for (const [id, counts] of Object.entries(charts)) {
      assert.deepEqual(await tableOf(page, id), counts, id);
      const card = page.locator(`[data-chart="${id}"]`);
      assert.notEqual((await card.locator('.card-summary').last().textContent())?.trim(), '', id);
      assert.equal(await card.getByRole('button', { name: /^Copy or save / }).count(), 1, id);
    }
  });

  test('of every length have the bins of the data', async () => {
    const own = full();
    const { page } = await suite.open({
      data: {
        ...own,
        measures: {
          ...own.measures,
          promptTokens: { ...own.measures.promptTokens, bins: [{ from: 10, to: 12, count: 3 }] },
        },
      },
    });
    for (const measure of MEASURES) {
      await page.locator('[data-chart=lengths] select').selectOption(measure);
      const { bins } = measure === 'promptTokens' ? { bins: [{ count: 3 }] } : own.measures[measure];
      assert.deepEqual(
        await tableOf(page, 'lengths'),
        bins.map(({ count }) => count),
        measure,
      );
    }
  });

  test('with the keyboard alone: a bar of every chart is picked, and its table too', async () => {
    const { page, host } = await suite.open({ data: full() });
    const asked = () => host((fake) => fake.calls.filter(({ method }) => method === 'showRows').length);
    for (const id of ['declaredTypes', 'traits', 'problems', 'clusters-near']) {
      await page.locator(`[data-chart="${id}"] button.bar`).first().focus();
      await page.keyboard.press('Enter');
    }
    for (const id of ['lengths', 'openings']) {
      await page
        .locator(`[data-chart=${id}]`)
        .getByRole('button', { name: /as a table$/ })
        .focus();
      await page.keyboard.press('Enter');
      await page.locator(`[data-chart=${id}] tbody button`).first().focus();
      await page.keyboard.press('Enter');
    }
    assert.equal(await asked(), 6);
  });

  for (const width of [300, 420])
    test(`fit a column of ${width} pixels, compared and not`, async () => {
      const panel = { others: [{ name: 'folder/another-dataset.itune.jsonl', uri: 'file:///o' }] };
      const compared = { name: 'folder/another-dataset.itune.jsonl', data: full() };
      const { page, screenshot } = await suite.open({ data: full(), width, height: 900, panel, compared });
      const overflows = () =>
        page.evaluate(() =>
          [...document.querySelectorAll('.charts, .preview, .balance-header')]
            .filter((each) => each.scrollWidth > each.clientWidth)
            .map((each) => each.className),
        );
      const tooHigh = () =>
        page.evaluate(() =>
          [...document.querySelectorAll('.card')]
            .filter((each) => each.scrollHeight > each.clientHeight)
            .map((each) => each.className),
        );
      await page.locator('.advice li').nth(1).waitFor();
      assert.deepEqual(await overflows(), []);
      assert.deepEqual(await tooHigh(), []);
      await screenshot(`balance-${width}`);
      await page.getByLabel('Compare with').selectOption('file:///o');
      await page.locator('[data-chart=comparison]').waitFor();
      await screenshot(`balance-${width}-compare`);
      assert.deepEqual(await overflows(), []);
    });

  test('stay usable with 50,000 task types, and with one row', async () => {
    const data = full();
    const entries = Array.from({ length: 200 }, (_, i) => ({ name: `type ${i}`, count: 1 }));
    const many = { entries, distinct: 50_000, unlisted: 49_800, without: 0, measures: data.declaredTypes.measures };
    const { page } = await suite.open({ data: { ...data, examples: 50_000, declaredTypes: many } });
    const card = page.locator('[data-chart=declaredTypes]');
    assert.match((await card.textContent()) ?? '', /50,000 types declared/);
    assert.equal(await card.locator('.bar').count(), 14);
    await card.getByRole('button', { name: /as a table$/ }).click();
    assert.equal(await card.locator('tbody tr').count(), 100);
    const one = await suite.open({
      data: {
        ...data,
        basis: { rows: 1, total: 1 },
        examples: 1,
        notExamples: 0,
        declaredTypes: {
          ...names({ open_qa: 1 }),
          measures: { types: 1, evenness: 0, effectiveTypes: 1, largestToSmallest: 1 },
        },
      },
    });
    assert.match((await one.page.locator('[data-chart=declaredTypes]').textContent()) ?? '', /1 type declared/);
    assert.deepEqual(one.errors, []);
  });
});
