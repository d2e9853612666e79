/** Problems in the visual editor, as an author meets them: stepping, fixing with a preview, undo, narrowing, fixing all, comparing. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { copyWorkspace, launchWorkbench, type Workbench } from '../vscode/workbench.js';
import { capture } from './capture.js';

let workbench: Workbench;

before(async () => {
  const workspace = await copyWorkspace();
  workbench = await launchWorkbench({ workspaceFolder: workspace.path, name: 'workbench-findings' });
});

after(() => workbench.dispose());

function check(name: string, body: () => Promise<void>): void {
  test(name, () => capture(workbench, name, body));
}

const keys = (key: string) => workbench.page.keyboard.press(key);

const inRow = (text: string) => workbench.webview().locator('[role=row]', { hasText: text });

check('problems show in the list, and F8 leads to the first with its fixes', async () => {
  await workbench.openFile('defects.itune.jsonl');
  const view = workbench.webview();
  await inRow('Name the five oceans').locator('.row-problem.is-error').waitFor();
  await view.getByRole('button', { name: /^Problems \d/ }).waitFor();
  await inRow('What is a cairn?').click();
  await keys('F8');
  await view.locator('.detail-title', { hasText: 'Example 4' }).waitFor();
  await view.locator('.finding', { hasText: 'empty' }).first().waitFor();
  await view.locator('.fix-button:focus').waitFor();
  await workbench.screenshot('findings: F8');
});

check('a fix is previewed, done, and taken back with Ctrl+Z', async () => {
  const view = workbench.webview();
  await inRow('Suggest a name for a canal boat').click();
  const fix = view
    .locator('.finding', { hasText: /placeholder/i })
    .locator('.fix-button')
    .first();
  await fix.hover();
  await view.locator('#fix-preview .diff-removed', { hasText: '<noinput>' }).waitFor();
  await workbench.screenshot('findings: preview of a fix');
  await fix.click();
  await view.locator('.finding', { hasText: /placeholder/i }).waitFor({ state: 'detached' });
  assert.equal(await view.locator(`[data-focus='text ["input"]']`).inputValue(), '');
  await keys('Control+z');
  await view.locator('.finding', { hasText: /placeholder/i }).waitFor();
  assert.equal(await view.locator(`[data-focus='text ["input"]']`).inputValue(), '<noinput>');
});

check('Ctrl+. offers the fixes of the field', async () => {
  const view = workbench.webview();
  await view.locator(`[data-focus='text ["input"]']`).click();
  await keys('Control+.');
  const menu = view.getByRole('menu', { name: 'Quick fixes' });
  await menu.getByRole('menuitem').first().waitFor();
  await view.locator('#quick-fix-preview .diff-removed').waitFor();
  await workbench.screenshot('findings: quick fixes');
  await keys('Escape');
  await menu.waitFor({ state: 'detached' });
});

check('all of a kind are fixed at once but the ones that are unticked, as one step of undo', async () => {
  const view = workbench.webview();
  await view
    .getByRole('button', { name: /^Fix all of this kind/ })
    .first()
    .click();
  const dialog = view.getByRole('dialog');
  const rows = dialog.getByRole('option');
  await dialog.locator('.diff-removed').first().waitFor();
  const count = await rows.count();
  assert.ok(count >= 2, `${count} rows`);
  await workbench.screenshot('findings: fix all');
  await rows.last().click();
  await dialog.getByRole('button', { name: /^Fix \d/ }).click();
  await dialog.locator('.dialog-words', { hasText: 'mended' }).waitFor();
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await view.locator('.finding', { hasText: /placeholder/i }).waitFor({ state: 'detached' });
  await inRow('Suggest a name for a canal boat').click();
  await keys('Control+z');
  await view.locator('.finding', { hasText: /placeholder/i }).waitFor();
});

check('the list is narrowed to a kind of problem', async () => {
  const view = workbench.webview();
  await view.getByRole('button', { name: /^Problems/ }).click();
  const panel = view.getByRole('dialog', { name: 'Problems of the file' });
  await panel.locator('.problems-code[title="duplicate/exact"] input').check();
  await view.locator('.filter-bar', { hasText: 'Showing 3 of' }).waitFor();
  await inRow('Why do gulls follow a plough').first().waitFor();
  await workbench.screenshot('findings: filter');
  await keys('Escape');
});

check('duplicates are compared side by side, and one is kept', async () => {
  const view = workbench.webview();
  await inRow('Why do gulls follow a plough').last().click();
  await view
    .getByRole('button', { name: /^Compare side by side/ })
    .first()
    .click();
  const dialog = view.getByRole('dialog', { name: 'Equal examples' });
  await dialog.getByRole('columnheader', { name: /^This/ }).waitFor();
  await workbench.screenshot('findings: compare');
  await dialog.getByRole('button', { name: 'Keep this' }).click();
  await dialog.getByText('1 of 1 that repeat this one').waitFor();
  await keys('Escape');
  await dialog.waitFor({ state: 'detached' });
  await view.locator('.filter-bar', { hasText: 'Showing 2 of' }).waitFor();
});

check('a broken line is repaired, with a preview of the change', async () => {
  const view = workbench.webview();
  await view.locator('.filter-bar').getByRole('button', { name: 'Show all' }).click();
  await view.locator('.filter-bar').waitFor({ state: 'detached' });
  await view.getByRole('button', { name: /^Problems/ }).click();
  const panel = view.getByRole('dialog', { name: 'Problems of the file' });
  await panel.locator('.problems-code[title="json/syntax"] input').check();
  await keys('Escape');
  await inRow('missing-comma').first().click();
  const fix = view.locator('.finding .fix-button').first();
  await fix.hover();
  await view.locator('#fix-preview .diff-added').first().waitFor();
  await workbench.screenshot('findings: repair');
  await fix.click();
  await view.locator('.finding.is-error').waitFor({ state: 'detached' });
  assert.match(await view.locator(`[data-focus='text []']`).inputValue(), /a weir\?", "input"/);
});
