import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import type { Theme } from './support/pageServer';
import { brokenLine, linesOf } from './support/findingRows';
import { pageSuite } from './support/pageSuite';
import { sampleLines } from './support/samples';

const suite = pageSuite();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Violations of WCAG 2.2 A and AA and of good practice, each with the elements that it is about. */
async function violations(page: Page, only?: string): Promise<readonly string[]> {
  await page.evaluate(axe);
  const results = await page.evaluate(
    (rule) =>
      (window as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run({
        ...(rule === undefined ? {} : { runOnly: [rule] }),
        // The page is a part of a workbench: landmarks and a heading of the first level are the workbench's.
        rules: { 'page-has-heading-one': { enabled: false }, region: { enabled: false } },
      }),
    only,
  );
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** One row of every shape, and of everything that is none. */
const lines = [
  'field-guide',
  'chat',
  'sharegpt',
  'preference',
  'preference-chat',
  'openai-preference',
  'kto',
  'stepwise',
  'self-instruct',
  'segments',
  'history',
  'blocks-chat',
  'text',
  'prompt-completion',
].map((name) => sampleLines(`${name}.itune.jsonl`)[0] ?? '');
const others = [
  '{"instruction": "broken',
  '',
  '[1, 2]',
  '{"instruction": 4, "output": null, "flag": true, "list": [1]}',
];

const themes: readonly Theme[] = ['dark', 'light', 'hc-dark', 'hc-light'];

describe('nothing stands in the way of a screen reader or of weak eyes', () => {
  for (const theme of themes) {
    test(`in the theme ${theme}`, { timeout: 180_000 }, async () => {
      const { page } = await suite.open({
        lines: [...lines, ...others],
        theme,
        problems: {
          0: { count: 1, worst: 'error' },
          1: { count: 2, worst: 'warning' },
          2: { count: 3, worst: 'information' },
        },
      });
      await page.waitForSelector('.detail-header');
      for (let row = 0; row < lines.length + others.length; row++) {
        await page.locator('.list').focus();
        await page.waitForFunction(
          (wanted) => document.querySelector('.detail-title')?.textContent === `Example ${wanted}`,
          row + 1,
        );
        // Themes differ by colour only.
        assert.deepEqual(await violations(page, theme === 'dark' ? undefined : 'color-contrast'), [], `row ${row + 1}`);
        await page.keyboard.press('ArrowDown');
      }
    });

    test(`with messages, matches and a menu in the theme ${theme}`, async () => {
      const { page, host } = await suite.open({
        lines: [...lines, ...others],
        theme,
        state: {
          readOnly: { message: 'The file is read-only.', actions: [{ id: 'a', title: 'Save as' }] },
          banners: [
            {
              id: 'b',
              severity: 'warning',
              message: 'The file changed on disk.',
              actions: [{ id: 'r', title: 'Reload' }],
            },
          ],
        },
      });
      await page.locator('vscode-text-field').click();
      await page.keyboard.type('the');
      await page.waitForFunction(() => document.querySelector('.find-count') !== null);
      await page.keyboard.press('Enter');
      assert.deepEqual(await violations(page), [], 'matches');
      await page.getByRole('button', { name: 'More actions' }).click();
      assert.deepEqual(await violations(page), [], 'menu');
      await page.keyboard.press('Escape');
      await host((fake) => fake.command('goTo'));
      assert.deepEqual(await violations(page), [], 'go to');
    });
  }

  for (const theme of themes) {
    test(`with problems, fixes and dialogs in the theme ${theme}`, { timeout: 180_000 }, async () => {
      const { page, screenshot } = await suite.open({
        lines: [...linesOf('both', 'emptyResponse', 'kept', 'copy', 'placeholder', 'role'), brokenLine],
        theme,
        checks: true,
      });
      await page.locator('.finding').first().waitFor();
      assert.deepEqual(await violations(page), [], 'form');
      await page.locator('.fix-button').first().hover();
      await page.locator('#fix-preview .diff-removed').waitFor();
      assert.deepEqual(await violations(page), [], 'preview');
      await screenshot(`findings-form-${theme}`);
      await page.locator('.list').focus();
      await page.keyboard.press('Control+.');
      await page.locator('#quick-fix-preview .diff-removed').waitFor();
      assert.deepEqual(await violations(page), [], 'menu of fixes');
      await screenshot(`findings-menu-${theme}`);
      await page.keyboard.press('Escape');
      await page
        .getByRole('button', { name: /^Fix all of this kind/ })
        .first()
        .click();
      await page.locator('dialog .diff-removed').first().waitFor();
      assert.deepEqual(await violations(page), [], 'fixing all');
      await screenshot(`findings-fix-all-${theme}`);
      await page.keyboard.press('Escape');
      await page.locator('.row').nth(3).click();
      await page.getByRole('button', { name: /^Compare side by side/ }).click();
      await page.locator('dialog table').waitFor();
      assert.deepEqual(await violations(page), [], 'comparing');
      await screenshot(`findings-compare-${theme}`);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^Problems/ }).click();
      await page.getByRole('button', { name: /warning/ }).click();
      await page.locator('.filter-bar').waitFor();
      assert.deepEqual(await violations(page), [], 'narrowed list');
      await screenshot(`findings-panel-${theme}`);
      await page.locator('.filter-bar').getByRole('button', { name: 'Show all' }).click();
      await page.locator('.row').last().click();
      await page.locator('.finding', { hasText: 'closing bracket' }).waitFor();
      assert.deepEqual(await violations(page), [], 'broken line');
    });
  }

  test('in a file without rows', async () => {
    const { page } = await suite.open({ lines: [] });
    assert.deepEqual(await violations(page), []);
  });

  test('in a narrow page', async () => {
    const { page } = await suite.open({ lines, width: 640 });
    assert.deepEqual(await violations(page), []);
    await page.locator('.row').first().click();
    await page.waitForSelector('.detail-header');
    assert.deepEqual(await violations(page), []);
  });
});
