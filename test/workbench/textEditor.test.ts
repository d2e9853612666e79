/** Datasets in the text editor, as an author meets them: a problem, and the page about its check. */
import { after, before, test } from 'node:test';
import { copyWorkspace, launchWorkbench, type Workbench } from '../vscode/workbench.js';
import { capture } from './capture.js';

let workbench: Workbench;

before(async () => {
  const workspace = await copyWorkspace();
  workbench = await launchWorkbench({
    workspaceFolder: workspace.path,
    name: 'workbench-text',
    userSettings: { 'workbench.editorAssociations': { '*.itune.jsonl': 'default' } },
  });
});

after(() => workbench.dispose());

function check(name: string, body: () => Promise<void>): void {
  test(name, () => capture(workbench, name, body));
}

const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await workbench.page.keyboard.press(key);
};

check('the code of a problem leads to the page about its check', async () => {
  const { page } = workbench;
  await workbench.openFile('defects.itune.jsonl');
  await page.locator('.squiggly-error').first().waitFor();
  await press('Control+Home', 'F8');
  const link = page.locator('.marker-widget a', { hasText: 'pair/empty-response' });
  await link.click();
  await page.locator('.tab.active', { hasText: 'empty-response.md' }).waitFor();
  await page.locator('.view-line', { hasText: 'Trainers do not drop such rows' }).waitFor();
  await workbench.screenshot('text: page about a check');
});
