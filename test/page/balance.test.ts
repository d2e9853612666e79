import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { balanceSuite } from './support/balanceSuite';
import type { Theme } from './support/pageServer';
import type { BalanceData } from '../../src/core/balance/balanceData';
import { DECLARED, sampleBalance } from './fakeBalance/sampleBalance';

const suite = balanceSuite();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const themes: readonly Theme[] = ['dark', 'light', 'hc-dark', 'hc-light'];

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const results = await page.evaluate(() =>
    (window as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run({
      rules: { region: { enabled: false } },
    }),
  );
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** The sample, with some translations. */
function rareTypes(): BalanceData {
  const data = sampleBalance();
  const types = data.guessedTypes.types.map((each) => (each.type === 'translation' ? { ...each, count: 20 } : each));
  return { ...data, guessedTypes: { ...data.guessedTypes, types } };
}

async function drawn(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelectorAll('[data-drawn]').length >= 2);
}

describe('the balance panel', () => {
  for (const theme of themes)
    test(`is there for everyone in the theme ${theme}`, { timeout: 120_000 }, async () => {
      const { page, errors, screenshot } = await suite.open({ theme });
      await drawn(page);
      await page.waitForSelector('.rich-text');
      await screenshot(`balance-${theme}`);
      assert.deepEqual(await violations(page), []);
      await page.getByRole('button', { name: 'As the model sees it' }).click();
      await page.waitForSelector('.model-text');
      await screenshot(`balance-model-${theme}`);
      assert.deepEqual(await violations(page), []);
      // Nothing that the policy of the page refuses.
      assert.deepEqual(errors, []);
    });

  test('stands beside an editor, in a narrow column', async () => {
    const { page, screenshot } = await suite.open({ width: 640, height: 900 });
    await drawn(page);
    await screenshot('balance-narrow');
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), false);
  });

  test('every chart has a table with its figures', async () => {
    const { page } = await suite.open();
    const buttons = page.getByRole('button', { name: /as a table$/ });
    for (let left = await buttons.count(); left > 0; left--) await buttons.first().click();
    const cells = await page
      .locator('[data-chart=declaredTypes] tbody tr')
      .evaluateAll((rows) => rows.map((row) => [...row.children].slice(0, 3).map((cell) => cell.textContent)));
    assert.deepEqual(
      cells,
      DECLARED.map(({ name, count }) => [name, String(count), `${(count / 10).toFixed(1)} %`]),
    );
    const bins = await page.locator('[data-chart=lengths] tbody tr td:nth-child(2)').allTextContents();
    assert.deepEqual(
      bins.map(Number),
      sampleBalance().measures.totalTokens.bins.map(({ count }) => count),
    );
    const openings = await page.locator('[data-chart=openings] tbody th').allTextContents();
    assert.deepEqual(openings.slice(0, 4), ['what', 'what capital', 'what difference', 'write']);
    assert.equal(await page.locator('[data-chart]').count(), await page.locator('[data-chart] table').count());
  });

  test('a bar filters the dataset editor and fills the preview; again, it ends', async () => {
    const { page, host } = await suite.open();
    await page.locator('[data-chart=declaredTypes] .bar', { hasText: 'summarization' }).click();
    await page.waitForFunction(() => document.querySelector('.preview-place')?.textContent === '1 of 2');
    const filter = [{ by: 'declaredType', name: 'summarization' }];
    assert.deepEqual(
      await host((fake) => fake.calls.filter(({ method }) => method === 'showRows').map(({ params }) => params)),
      [{ filter }],
    );
    assert.equal(await page.locator('.preview-label').textContent(), 'Task types, as declared: summarization');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('.preview-place')?.textContent === '1 of 3');
    assert.deepEqual(
      await host((fake) => fake.calls.filter(({ method }) => method === 'showRows').map(({ params }) => params)),
      [{ filter }, {}],
    );
  });

  test('a click on a drawn bar picks its bin', async () => {
    const { page, host } = await suite.open();
    await drawn(page);
    const chart = page.locator('[data-chart=lengths] .drawn-chart');
    await chart.scrollIntoViewIfNeeded();
    const box = await chart.boundingBox();
    assert.ok(box !== null);
    await page.mouse.click(box.x + 56 + (box.width - 76) * 0.5, box.y + box.height - 34);
    await page.waitForFunction(() => document.querySelector('.preview-label')?.textContent.startsWith('Lengths: '));
    const [asked] = await host((fake) =>
      fake.calls.filter(({ method }) => method === 'showRows').map(({ params }) => params),
    );
    assert.match(JSON.stringify(asked), /"by":"measure","measure":"totalTokens"/);
  });

  test('the examples over the context limit can be shown', async () => {
    const overLimit = { limit: 256, examples: { promptTokens: 0, responseTokens: 1, totalTokens: 2 } };
    const { page, host } = await suite.open({ data: { ...sampleBalance(), overLimit } });
    const card = page.locator('[data-chart=lengths]');
    assert.match((await card.locator('.card-summary').textContent()) ?? '', / 2 examples over the limit of 256\./);
    await card.getByRole('button', { name: 'Show examples over the limit' }).click();
    await page.waitForFunction(() => document.querySelector('.preview-label')?.textContent.endsWith('over the limit'));
    assert.deepEqual(
      await host((fake) => fake.calls.filter(({ method }) => method === 'showRows').map(({ params }) => params)),
      [{ filter: [{ by: 'measure', measure: 'totalTokens', from: 257 }] }],
    );
    await card.locator('select').selectOption('promptTokens');
    assert.equal(await card.getByRole('button', { name: 'Show examples over the limit' }).count(), 0);
  });

  test('declared and guessed types stay apart, and a guess says how sure it is', async () => {
    const { page } = await suite.open();
    await page.getByRole('button', { name: 'Guessed' }).click();
    const card = page.locator('[data-chart=guessedTypes]');
    assert.match((await card.textContent()) ?? '', /Estimated from 400 of 1,000 rows/);
    assert.match((await card.textContent()) ?? '', /agrees with the declared type in 75 %/);
    await card.getByRole('button', { name: /as a table$/ }).click();
    assert.match((await card.locator('tbody tr', { hasText: 'open_qa' }).textContent()) ?? '', /0\.90/);
    assert.match((await card.locator('tbody').textContent()) ?? '', /No guess/);
  });

  test('types that go by rules are marked in bars and table', async () => {
    const { page } = await suite.open({ data: rareTypes() });
    await page.getByRole('button', { name: 'Guessed' }).click();
    const card = page.locator('[data-chart=guessedTypes]');
    assert.match((await card.locator('.bar', { hasText: 'translation' }).textContent()) ?? '', /unmeasured/);
    assert.equal(await card.locator('.bar', { hasText: 'open_qa' }).locator('.bar-note').count(), 0);
    await card.getByRole('button', { name: /as a table$/ }).click();
    assert.match((await card.locator('tbody tr', { hasText: 'translation' }).textContent()) ?? '', /unmeasured/);
  });

  test('says which words decided a guess, and where a rule did', async () => {
    const { page } = await suite.open();
    const guess = page.locator('.guess');
    assert.equal(await guess.locator('summary').textContent(), 'Guessed: open_qa, 82 % sure');
    await guess.locator('summary').click();
    assert.deepEqual(await guess.locator('li').allTextContents(), [
      'begins with “what” +1.3',
      '“capital of” +0.6',
      'response of about 7 words +0.3',
    ]);
    await page.getByRole('button', { name: 'Next example' }).click();
    await page.waitForFunction(() => document.querySelector('.guess summary')?.textContent.includes('translation'));
    assert.match((await guess.locator('summary').textContent()) ?? '', /by a keyword rule \(unmeasured\)/);
    assert.match((await guess.textContent()) ?? '', /keywords of translation/);
  });

  test('a target shows what is over, under, and to add', async () => {
    const { page, host } = await suite.open();
    await page
      .locator('[data-chart=declaredTypes]')
      .getByRole('button', { name: /as a table$/ })
      .click();
    const row = page.locator('[data-chart=declaredTypes] tbody tr', { hasText: 'brainstorming' });
    // Four types alike: 250 each; to keep the 500 of the largest, 350 more.
    assert.deepEqual((await row.locator('td').allTextContents()).slice(2), ['25 %', '−100', '350']);
    await page.getByLabel('Target').selectOption('instructgpt');
    await page.waitForFunction(() =>
      document.querySelector('[data-chart=declaredTypes] tbody')?.textContent.includes('rewriting'),
    );
    assert.deepEqual(await host((fake) => fake.panel.target), { kind: 'instructgpt' });
  });

  test('figures follow edits', async () => {
    const { page, host } = await suite.open();
    await host((fake) => {
      fake.change((data) => ({ ...data, examples: 1_234 }));
    });
    await page.waitForFunction(() =>
      document.querySelector('.balance-facts')?.textContent.startsWith('1,234 examples'),
    );
  });

  test('figures of an edit draw the charts in sight that have others, and those out of sight when one scrolls there', async () => {
    const { page, host } = await suite.open({ height: 1400 });
    await drawn(page);
    // The canvases that are drawn on from now on, by chart.
    const redrawn = await page.evaluateHandle(() => {
      const charts = new Set<string>();
      const proto = CanvasRenderingContext2D.prototype;
      const begin = Object.getOwnPropertyDescriptor(proto, 'beginPath')?.value as () => void;
      proto.beginPath = function (this: CanvasRenderingContext2D) {
        const id = this.canvas.closest<HTMLElement>('[data-chart]')?.dataset.chart;
        if (id !== undefined) charts.add(id);
        begin.call(this);
      };
      return charts;
    });
    const taken = () =>
      redrawn.evaluate((charts) => {
        const ids = [...charts].sort();
        charts.clear();
        return ids;
      });
    const scrollTo = async (chart: string) => {
      await page.locator(`[data-chart=${chart}]`).scrollIntoViewIfNeeded();
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
    };
    await scrollTo('lengths');
    await taken();
    await host((fake) => {
      fake.change((data) => ({ ...data, sources: { ...data.sources, without: data.sources.without + 1 } }));
    });
    await page.locator('[data-revision="2"]').waitFor();
    assert.deepEqual(await taken(), []);
    await host((fake) => {
      fake.change((data) => {
        const { totalTokens } = data.measures;
        const bins = totalTokens.bins.map((bin, i) => (i === 0 ? { ...bin, count: bin.count + 1 } : bin));
        return { ...data, measures: { ...data.measures, totalTokens: { ...totalTokens, bins } } };
      });
    });
    await page.locator('[data-revision="3"]').waitFor();
    assert.deepEqual(await taken(), ['lengths']);
    await page.setViewportSize({ width: 1400, height: 300 });
    await page.locator('.charts').evaluate((charts) => charts.scrollTo(0, 0));
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
    await taken();
    await host((fake) => {
      fake.change((data) => ({
        ...data,
        openings: {
          ...data.openings,
          words: data.openings.words.map((each) => ({ ...each, count: each.count + 1 })),
        },
      }));
    });
    await page.locator('[data-revision="4"]').waitFor();
    assert.deepEqual(await taken(), []);
    await scrollTo('openings');
    assert.ok((await taken()).includes('openings'));
  });

  test('another dataset takes the place of the old one', async () => {
    const { page, host } = await suite.open();
    await host((fake) => {
      fake.data = fake.data && { ...fake.data, examples: 7 };
      fake.tellPanel({ dataset: { name: 'other.itune.jsonl', uri: 'file:///other.itune.jsonl' } });
    });
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'other.itune.jsonl');
    await page.waitForFunction(() => document.querySelector('.balance-facts')?.textContent.startsWith('7 examples'));
  });

  test('copies as Markdown, CSV, SVG, and saves as PNG', async () => {
    const { page, host } = await suite.open();
    const copy = async (entry: string): Promise<void> => {
      await page.getByRole('button', { name: 'Copy or save Task types, as declared' }).click();
      await page.getByRole('menuitem', { name: entry }).click();
    };
    const last = async (method: string): Promise<Record<string, string>> => {
      await page.waitForFunction((wanted) => window.fakeBalance.calls.some((call) => call.method === wanted), method);
      return host(
        (fake, wanted) => fake.calls.filter((call) => call.method === wanted).at(-1)?.params as Record<string, string>,
        method,
      );
    };
    await copy('Copy as Markdown');
    assert.match((await last('copyText')).text ?? '', /\| open\\_qa \| 500 \| 50\.0 % \|/);
    await copy('Copy as CSV');
    // A name that a spreadsheet would run is a text there.
    assert.match((await last('copyText')).text ?? '', /'=cmd\|x,50,5\.0 %/);
    await copy('Copy as SVG');
    await page.waitForFunction(() => JSON.stringify(window.fakeBalance.calls.at(-1)?.params).includes('<svg'));
    await copy('Save as PNG…');
    const saved = await last('saveFile');
    assert.equal(
      Buffer.from(saved.content ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
      'PNG',
    );
  });

  for (const [what, setup, words] of [
    ['no dataset', { data: null }, /Open a dataset/],
    ['no rows', { data: { ...sampleBalance(), examples: 0, notExamples: 0 } }, /no rows yet/],
    [
      'broken rows only',
      { data: { ...sampleBalance(), examples: 0, notExamples: 9 } },
      /None of the 9 rows is an example/,
    ],
  ] as const)
    test(`says what to do where there is ${what}`, async () => {
      const { page } = await suite.open(setup);
      assert.match((await page.locator('.empty').textContent()) ?? '', words);
    });
});

describe('the preview', () => {
  test('shows Markdown, code, tables and math', async () => {
    const { page, screenshot } = await suite.open();
    await page.getByRole('button', { name: 'Next example' }).click();
    await page.waitForSelector('.rich-text table');
    assert.equal((await page.locator('.rich-text .hljs-built_in, .rich-text .hljs-number').count()) > 0, true);
    assert.equal(await page.locator('.rich-text math').count(), 1);
    assert.match((await page.locator('.bubble.is-answers').textContent()) ?? '', /costs \$5 and \$6/);
    await screenshot('balance-people');
  });

  test('runs and loads nothing of a hostile example', async () => {
    const { page, errors } = await suite.open();
    await page.getByRole('button', { name: 'Next example' }).click();
    await page.getByRole('button', { name: 'Next example' }).click();
    await page.waitForFunction(() => document.querySelector('.rich-text')?.textContent.includes('hostile'));
    const bubbles = page.locator('.bubbles');
    assert.equal(await bubbles.locator('script, img, style, [href], [src], [onerror]').count(), 0);
    assert.match((await bubbles.textContent()) ?? '', /<script>alert\(2\)<\/script>/);
    assert.match((await bubbles.textContent()) ?? '', /\[picture: p\]/);
    assert.deepEqual(errors, []);
  });

  test('marks special tokens and what is trained on, and draws the cut', async () => {
    const { page, host } = await suite.open({ panel: { contextLimit: 9 } });
    await page.getByRole('button', { name: 'As the model sees it' }).click();
    await page.waitForSelector('.model-text');
    assert.deepEqual(
      await page.locator('.model-text .is-special').allTextContents(),
      ['<|im_start|>', '<|im_end|>', '<|im_start|>', ' (trained on from here:) ', '<|im_end|>'].filter(
        (text) => !text.includes('trained'),
      ),
    );
    assert.equal(
      (await page.locator('.model-text .run.is-trained').allTextContents())
        .join('')
        .replace(' (trained on from here:) ', ''),
      'The capital is **Paris**.<|im_end|>',
    );
    assert.match((await page.locator('.cut-line').textContent()) ?? '', /Context limit: 9 tokens/);
    await page.getByLabel('Chat template').selectOption('llama3');
    await page.waitForFunction(() => document.querySelector('.model-text')?.textContent.includes('<|eot_id|>'));
    assert.deepEqual(await host((fake) => fake.previews.state.template), { builtIn: 'llama3' });
  });

  test("says why an author's template fails", async () => {
    const { page } = await suite.open();
    await page.getByRole('button', { name: 'As the model sees it' }).click();
    await page.getByRole('button', { name: 'From a file…' }).click();
    await page.waitForSelector('.preview-body .is-error');
    assert.match((await page.locator('.preview-body').textContent()) ?? '', /Expected a statement/);
    assert.equal(await page.getByLabel('Chat template').inputValue(), 'file');
  });

  test('draws a sample, the same again after a reload', async () => {
    const { page, host } = await suite.open();
    await page.getByLabel('Which examples').selectOption('5');
    await page.waitForFunction(() => document.querySelector('.bubble.is-asks')?.textContent.includes('hostile'));
    assert.deepEqual(await host((fake) => fake.calls.filter(({ method }) => method === 'getSample').at(-1)?.params), {
      filter: [],
      count: 5,
      seed: 1,
    });
    const stored = await host((fake) => fake.stored);
    const again = await suite.open({ stored });
    await again.page.waitForFunction(() => document.querySelector('.bubble.is-asks')?.textContent.includes('hostile'));
    assert.equal(await again.page.getByLabel('Which examples').inputValue(), '5');
  });
});
