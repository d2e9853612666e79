import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { BalanceData, NamedCounts } from '../../src/core/balance/balanceData';
import { measuresOf } from '../../src/core/balance/measures';
import { DECLARED, sampleBalance } from './fakeBalance/sampleBalance';
import { balanceSuite } from './support/balanceSuite';

const suite = balanceSuite();
const OTHER = 'file:///data/other.itune.jsonl';
const panel = { others: [{ name: 'data/other.itune.jsonl', uri: OTHER }] };

function declared(counts: Readonly<Record<string, number>>): NamedCounts & { readonly measures: never } {
  const entries = Object.entries(counts).map(([name, count]) => ({ name, count }));
  const measures = measuresOf(Object.values(counts)) as never;
  return { entries, distinct: entries.length, unlisted: 0, without: 0, measures };
}

/** 400 examples: open_qa as often, no summarization, and math. */
function otherBalance(): BalanceData {
  const own = sampleBalance();
  return {
    ...own,
    basis: { rows: 400, total: 400 },
    examples: 400,
    declaredTypes: declared({ open_qa: 200, brainstorming: 100, math: 100 }),
    languages: { entries: [{ name: 'fr', count: 400 }], distinct: 1, unlisted: 0, without: 0 },
    measures: { ...own.measures, totalTokens: shifted(own) },
  };
}

/** The same bins, with two behind the last and a gap between. */
function shifted({ measures: { totalTokens } }: BalanceData): BalanceData['measures']['totalTokens'] {
  const bins = [...totalTokens.bins.slice(4), { from: 2_000, to: 3_000, count: 7 }];
  return { ...totalTokens, count: bins.reduce((sum, { count }) => sum + count, 0), bins };
}

const compared = { name: 'data/other.itune.jsonl', data: otherBalance() };

async function compare(page: Page, choice = OTHER): Promise<void> {
  await page.getByLabel('Compare with').selectOption(choice);
}

async function cellsOf(page: Page, chart: string): Promise<string[][]> {
  const card = page.locator(`[data-chart="${chart}"]`);
  const button = card.getByRole('button', { name: /as a table$/ });
  if ((await button.count()) > 0) await button.click();
  return card
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
}

describe('a comparison', () => {
  test('puts both datasets side by side in figures, bars, tables and words', async () => {
    const { page, screenshot, errors } = await suite.open({ panel, compared });
    await compare(page);
    const figures = page.locator('[data-chart=comparison]');
    await figures.waitFor();
    const examples = figures.locator('tbody tr', { hasText: /^Examples/ });
    assert.deepEqual(await examples.locator('td').allTextContents(), ['1,000', '400', '+600']);
    assert.match((await figures.textContent()) ?? '', /600 more examples than data\/other\.itune\.jsonl/);
    const card = page.locator('[data-chart=declaredTypes]');
    assert.equal(await card.locator('.bar-fill.is-other').count(), 5);
    assert.match(
      (await card.locator('.card-summary').last().textContent()) ?? '',
      /in percentage points: summarization \+30\.0, math −25\.0\./,
    );
    assert.match((await card.textContent()) ?? '', /data\/other\.itune\.jsonl: 2\.83 of 3/);
    await page.waitForFunction(() => document.querySelectorAll('[data-drawn]').length >= 1);
    await screenshot('balance-compare');
    assert.deepEqual(
      (await cellsOf(page, 'declaredTypes')).map((cells) => cells.slice(0, 6)),
      [
        ['open_qa', '500', '50.0 %', '200', '50.0 %', '0'],
        ['summarization', '300', '30.0 %', '0', '0.0 %', '+30.0'],
        ['brainstorming', '150', '15.0 %', '100', '25.0 %', '−10.0'],
        ['=cmd|x', '50', '5.0 %', '0', '0.0 %', '+5.0'],
        ['math', '0', '0.0 %', '100', '25.0 %', '−25.0'],
      ],
    );
    assert.deepEqual(errors, []);
  });

  test('of lengths has the bins of both, in order, and none for what lies between', async () => {
    const { page } = await suite.open({ panel, compared });
    await compare(page);
    await page.locator('[data-chart=comparison]').waitFor();
    const own = sampleBalance().measures.totalTokens.bins;
    const cells = await cellsOf(page, 'lengths');
    assert.deepEqual(
      cells.map(([, count, , other]) => [count, other]),
      [...own.map(({ count }, i) => [String(count), i < 4 ? '0' : String(count)]), ['0', '0'], ['0', '7']],
    );
    assert.equal(cells.at(-1)?.[0], '2,000 to 2,999');
  });

  test('shows charts that only the other dataset has a reason for', async () => {
    const { page } = await suite.open({ panel, compared });
    await compare(page);
    await page.locator('[data-chart=comparison]').waitFor();
    assert.deepEqual(
      (await cellsOf(page, 'languages')).map((cells) => cells.slice(0, 5)),
      [
        ['English', '360', '92.3 %', '0', '0.0 %'],
        ['German', '30', '7.7 %', '0', '0.0 %'],
        ['French', '0', '0.0 %', '400', '100.0 %'],
      ],
    );
  });

  test('with the saved version follows it, lasts over a reload, and ends', async () => {
    const { page, host } = await suite.open({ panel, compared: { name: 'Saved version', data: sampleBalance() } });
    await compare(page, 'saved');
    await page.getByText('As many examples as Saved version.').waitFor();
    assert.match((await page.locator('[data-chart=declaredTypes]').textContent()) ?? '', /those of Saved version\./);
    const less = { ...sampleBalance(), examples: 998 };
    await host((fake, data) => fake.changeCompared({ name: 'Saved version', data }), less);
    await page.getByText('2 more examples than Saved version.').waitFor();
    const stored = await host((fake) => fake.stored);
    const again = await suite.open({ panel, stored, compared: { name: 'Saved version', data: less } });
    await again.page.locator('[data-chart=comparison]').waitFor();
    await compare(again.page, '');
    await again.page.locator('[data-chart=comparison]').waitFor({ state: 'detached' });
    assert.deepEqual(
      await again.host((fake) => fake.calls.filter(({ method }) => method === 'compare').map(({ params }) => params)),
      [{ with: { kind: 'saved' } }, {}],
    );
  });

  test('says in words why there is none, and goes on when the file is back', async () => {
    const error = 'data/other.itune.jsonl is not there any more.';
    const { page, host } = await suite.open({ panel, compared: { name: 'data/other.itune.jsonl', error } });
    await compare(page);
    assert.equal(await page.locator('.is-comparison [role=alert]').textContent(), error);
    assert.equal(await page.locator('.bar-fill.is-other').count(), 0);
    // The workspace does not list it any more; the choice stays.
    await host((fake) => fake.tellPanel({ others: [] }));
    assert.equal(await page.getByLabel('Compare with').inputValue(), OTHER);
    await host((fake, back) => fake.changeCompared(back), compared);
    await page.locator('[data-chart=comparison]').waitFor();
  });

  test('copies with both datasets', async () => {
    const { page, host } = await suite.open({ panel, compared });
    await compare(page);
    await page.locator('[data-chart=comparison]').waitFor();
    const copied = async (button: string, entry: string): Promise<string> => {
      await page.getByRole('button', { name: button }).click();
      const before = await host((fake) => fake.calls.filter(({ method }) => method === 'copyText').length);
      await page.getByRole('menuitem', { name: entry }).click();
      await page.waitForFunction(
        (count) => window.fakeBalance.calls.filter(({ method }) => method === 'copyText').length > count,
        before,
      );
      return host((fake) => (fake.calls.at(-1)?.params as { text: string }).text);
    };
    const types = await copied('Copy or save Task types, as declared', 'Copy as CSV');
    assert.match(types, /^Task type,Examples,Share,data\/other\.itune\.jsonl: examples,/);
    assert.equal(types.split('\r\n').length, DECLARED.length + 3);
    assert.match(await copied('Copy or save Task types, as declared', 'Copy as SVG'), /data\/other\.itune\.jsonl/);
    assert.match(await copied('Copy Compared with', 'Copy as Markdown'), /\| Examples \| 1,000 \| 400 \| \+600 \|/);
  });
});
