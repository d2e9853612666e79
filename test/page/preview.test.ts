import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { control } from './support/form';
import type { Theme } from './support/pageServer';
import { pageSuite, type OpenPage } from './support/pageSuite';

const suite = pageSuite();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const lines = [
  '{"instruction": "What is the capital of France?", "output": "The capital is **Paris**."}',
  '{"instruction": "What is a cairn?", "output": "A heap of stones."}',
  '{"prompt": "Say hello.", "chosen": "Hello there.", "rejected": "No."}',
  '{"instruction": "Broken',
];

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const results = await page.evaluate(() =>
    (window as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run({
      // Landmarks and a heading of the first level are the workbench's.
      rules: { 'page-has-heading-one': { enabled: false }, region: { enabled: false } },
    }),
  );
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

async function openPreview({ page, host }: OpenPage): Promise<void> {
  await page.locator('.row').first().click();
  await control(page, ['instruction']).waitFor();
  await host((fake) => {
    fake.command('togglePreview');
  });
  await page.waitForSelector('.detail-preview .bubble');
}

async function showModel(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'As the model sees it' }).click();
  await page.waitForSelector('.detail-preview .model-text');
}

const bubbles = (page: Page, text: string) =>
  page.waitForFunction((words) => document.querySelector('.detail-preview')?.textContent.includes(words), text);

describe('the preview of the dataset editor', () => {
  for (const theme of ['dark', 'light', 'hc-dark', 'hc-light'] satisfies readonly Theme[])
    test(`shows the open example as people and as the model see it, in the theme ${theme}`, async () => {
      const opened = await suite.open({ lines, theme, contextLimit: 9 });
      const { page, errors, screenshot } = opened;
      await openPreview(opened);
      await page.waitForSelector('.detail-preview .rich-text strong');
      await screenshot(`preview-people-${theme}`);
      assert.deepEqual(await violations(page), []);
      await showModel(page);
      await screenshot(`preview-model-${theme}`);
      assert.deepEqual(await violations(page), []);
      assert.match((await page.locator('.model-text').textContent()) ?? '', /<\|im_start\|>assistant/);
      assert.match((await page.locator('.detail-preview').textContent()) ?? '', /Context limit: 9 tokens/);
      assert.match((await page.locator('.detail-preview').textContent()) ?? '', /Trained on are the answers/);
      // The toolkit's own templates have style attributes, which the policy refuses.
      assert.deepEqual(
        errors.filter((error) => !error.includes('Applying inline style violates')),
        [],
      );
    });

  test('follows the selection and what is typed', async () => {
    const opened = await suite.open({ lines });
    const { page } = opened;
    await openPreview(opened);
    await page.locator('.row').nth(1).click();
    await bubbles(page, 'A heap of stones.');
    await showModel(page);
    await control(page, ['output']).fill('Stones upon stones.');
    await bubbles(page, 'Stones upon stones.');
    await page.waitForFunction(() =>
      document.querySelector('.model-text')?.textContent.includes('Stones upon stones.<|im_end|>'),
    );
  });

  test('opens and closes by the keyboard, which it does not take away', async () => {
    const opened = await suite.open({ lines });
    const { page, host } = opened;
    await openPreview(opened);
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'grid');
    const button = page.getByRole('button', { name: /^Preview/ });
    assert.equal(await button.getAttribute('aria-pressed'), 'true');
    await page.getByRole('button', { name: 'As the model sees it' }).focus();
    await host((fake) => {
      fake.command('togglePreview');
    });
    await page.waitForSelector('.detail-preview', { state: 'detached' });
    assert.equal(await button.evaluate((element) => element === document.activeElement), true);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.detail-preview .bubble');
  });

  test('shows either side of a preference, by the template that the author chooses', async () => {
    const opened = await suite.open({ lines });
    const { page } = opened;
    await openPreview(opened);
    await page.locator('.row').nth(2).click();
    await bubbles(page, 'Hello there.');
    await showModel(page);
    await page.getByRole('button', { name: 'Rejected', exact: true }).click();
    await page.waitForFunction(() => document.querySelector('.model-text')?.textContent.includes('No.<|im_end|>'));
    await page.getByLabel('Chat template').selectOption('llama3');
    await page.waitForFunction(() => document.querySelector('.model-text')?.textContent.includes('No.<|eot_id|>'));
    await page.getByRole('button', { name: 'From a file…' }).click();
    await page.waitForSelector('.detail-preview .is-error');
    assert.match((await page.locator('.detail-preview').textContent()) ?? '', /failed: Expected a statement/);
  });

  test('says of a broken and of a too large row what it is', async () => {
    const opened = await suite.open({ lines, large: { 1: 4_000_000 } });
    const { page } = opened;
    await openPreview(opened);
    await page.locator('.row').nth(1).click();
    await bubbles(page, '4,000,000 bytes, which is too long to preview');
    await page.locator('.row').nth(3).click();
    await page.waitForSelector('.detail-preview .raw-line');
    await page.getByRole('button', { name: 'As the model sees it' }).click();
    await bubbles(page, 'not a JSON object that can be read');
  });

  test('is there again after a reload, and costs the first script nothing', async () => {
    const opened = await suite.open({ lines });
    const { page, host } = opened;
    const loaded = () =>
      page.evaluate(() =>
        performance.getEntriesByType('resource').filter(({ name }) => name.includes('examplePreview')),
      );
    assert.equal((await loaded()).length, 0);
    await openPreview(opened);
    assert.equal((await loaded()).length, 1);
    await showModel(page);
    await page.waitForFunction(() => JSON.stringify(window.fakeHost.stored).includes('"previewView":"model"'));
    const stored = await host((fake) => fake.stored);
    const again = await suite.open({ lines, stored });
    await again.page.locator('.row').first().click();
    await again.page.waitForSelector('.detail-preview .model-text');
  });
});
