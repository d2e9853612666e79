/** The preview of an example in a real workbench: by its keys under the form of the dataset editor, and in the hover of the text editor. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { temporaryFolder } from '../vscode/processes.js';
import { launchWorkbench, type Workbench } from '../vscode/workbench.js';
import { capture } from './capture.js';

const rows = [
  {
    instruction: 'Why is the sky blue?',
    output:
      'Air scatters **blue** light more than red: `I ~ 1/wavelength^4`.\n\n1. Sunlight enters.\n2. Blue is scattered.',
  },
  { instruction: 'Say <b>hello</b> to [me](command:x).', output: 'Hello & welcome.' },
];

describe('the preview of an example in a workbench', () => {
  let workbench: Workbench;

  before(async () => {
    const folder = join(temporaryFolder().path, 'preview');
    mkdirSync(folder);
    writeFileSync(join(folder, 'set.itune.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    workbench = await launchWorkbench({ workspaceFolder: folder, name: 'workbench-preview' });
  });
  after(() => workbench.dispose());

  test('opens under the form by Ctrl+K V, and shows what the model sees', () =>
    capture(workbench, 'preview', async () => {
      const { page } = workbench;
      await workbench.openFile('set.itune.jsonl');
      const editor = workbench.webview();
      await editor.locator('[role="row"]').first().click();
      await editor.locator('.detail-body textarea').first().waitFor();
      await page.keyboard.press('Control+K');
      await page.keyboard.press('V');
      await editor.locator('.detail-preview .rich-text strong').waitFor();
      await workbench.screenshot('preview-people');
      await editor.getByRole('button', { name: 'As the model sees it' }).click();
      await editor.locator('.detail-preview .model-text .is-trained').first().waitFor();
      assert.match((await editor.locator('.model-text').textContent()) ?? '', /<\|im_start\|>assistant/);
      await workbench.screenshot('preview-model');
    }));

  test('stands in the hover of the text editor, as text', () =>
    capture(workbench, 'preview-hover', async () => {
      const { page } = workbench;
      await page.locator('.editor-actions .action-label[aria-label*="Open as Text"]').first().click();
      const line = page.locator('.view-line', { hasText: 'hello' });
      await line.waitFor();
      await line.hover({ position: { x: 120, y: 8 } });
      const hover = page.locator('.monaco-hover');
      await hover.locator('code', { hasText: '<|im_start|>' }).first().waitFor();
      await workbench.screenshot('preview-hover');
      assert.match((await hover.locator('b', { hasText: 'Hello' }).first().textContent()) ?? '', /Hello & welcome\./);
      assert.equal(await hover.locator('a', { hasText: 'me' }).count(), 0);
    }));
});
