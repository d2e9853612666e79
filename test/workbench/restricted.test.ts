/** A workspace that the author does not trust: datasets open, can be edited and saved. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { copyWorkspace, launchWorkbench, type Workbench } from '../vscode/workbench.js';
import { capture } from './capture.js';

let workbench: Workbench;
let folder: string;

before(async () => {
  const workspace = await copyWorkspace();
  folder = workspace.path;
  workbench = await launchWorkbench({
    workspaceFolder: workspace.path,
    name: 'workbench-restricted',
    trusted: false,
    userSettings: { 'security.workspace.trust.startupPrompt': 'never' },
  });
});

after(() => workbench.dispose());

test('a restricted workspace opens, edits and saves datasets', () =>
  capture(workbench, 'a restricted workspace', async () => {
    const { page } = workbench;
    await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    const path = join(folder, 'questions.itune.jsonl');
    const before = readFileSync(path, 'utf8').split('\n');
    await workbench.openFile('questions.itune.jsonl');
    const view = workbench.webview();
    await view.locator('[role=row]').first().click();
    await view.locator('textarea').first().click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('Restricted ');
    await page.locator('.tab.dirty').waitFor();
    await page.keyboard.press('Control+s');
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
    const saved = readFileSync(path, 'utf8').split('\n');
    assert.equal(saved.length, before.length);
    assert.deepEqual(
      saved.filter((line, i) => line !== before[i]).map((line) => line.includes('Restricted ')),
      [true],
    );
  }));
