/** The balance panel beside the dataset editor, in a real workbench: it draws, a bar filters, the model's view is there, a reload keeps it. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { temporaryFolder } from '../vscode/processes.js';
import { launchWorkbench, type Workbench } from '../vscode/workbench.js';
import { capture } from './capture.js';

const TYPES = ['open_qa', 'open_qa', 'open_qa', 'summarization', 'brainstorming'];

function rows(count: number): string {
  const row = (i: number): string =>
    JSON.stringify({
      instruction: `${['What is', 'Write about', 'Summarize'][i % 3] ?? ''} topic ${i}?`,
      context: i % 5 === 3 ? 'A text. '.repeat(i % 40) : '',
      response: `Answer ${i}: ${'words and **more words** '.repeat(1 + ((i * 7) % 60))}`,
      category: TYPES[i % 5],
    });
  return Array.from({ length: count }, (_, i) => `${row(i)}\n`).join('');
}

describe('the balance panel in a workbench', () => {
  let workbench: Workbench;

  before(async () => {
    const folder = join(temporaryFolder().path, 'balance');
    mkdirSync(folder);
    writeFileSync(join(folder, 'set.itune.jsonl'), rows(2_000));
    workbench = await launchWorkbench({
      workspaceFolder: folder,
      name: 'workbench-balance',
      userSettings: { 'itune.maxTokens': 300 },
    });
  });
  after(() => workbench.dispose());

  test('opens to the side, filters the editor, shows the model’s view, and is there after a reload', () =>
    capture(workbench, 'balance', async () => {
      const { page } = workbench;
      await workbench.openFile('set.itune.jsonl');
      await workbench.webview().locator('[role="row"]').first().waitFor();
      await page.locator('.editor-actions .action-label[aria-label*="Open Balance to the Side"]').first().click();
      const panel = () => workbench.webview(1);
      await panel().locator('[data-chart=declaredTypes] .bar').first().waitFor();
      await panel().locator('[data-drawn]').first().waitFor();
      await panel().locator('.rich-text').first().waitFor();
      await workbench.screenshot('balance-people');
      await panel().getByRole('button', { name: 'Show examples over the limit' }).click();
      await workbench
        .webview()
        .getByText(/Shown are the \d+ examples/)
        .waitFor();
      await workbench.screenshot('balance-over-limit');
      await panel().locator('[data-chart=declaredTypes] .bar', { hasText: 'summarization' }).click();
      await panel().locator('.preview-place', { hasText: '1 of 400' }).waitFor();
      await workbench.webview().getByText('Shown are the 400 examples').waitFor();
      await panel().getByRole('button', { name: 'As the model sees it' }).click();
      await panel().locator('.model-text .is-trained').first().waitFor();
      await workbench.screenshot('balance-model');
      await workbench.reload();
      // Which of the two pages comes first after a reload is not said.
      const restored = await findPanel(workbench);
      await restored.locator('[data-chart=declaredTypes] .bar').first().waitFor();
      assert.equal(
        await restored.getByRole('button', { name: 'As the model sees it' }).getAttribute('aria-pressed'),
        'true',
      );
    }));
});

async function findPanel(workbench: Workbench): Promise<ReturnType<Workbench['webview']>> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    for (const index of [0, 1]) {
      const page = workbench.webview(index);
      const isPanel =
        (await page
          .locator('.balance')
          .count()
          .catch(() => 0)) > 0;
      if (isPanel) return page;
    }
    await workbench.page.waitForTimeout(200);
  }
  throw new Error('The panel did not come back.');
}
