/** What VS Code asks the author, and its menus: the context menu, Don't Save, Save As, and our own questions. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { copyWorkspace, launchWorkbench, type Workbench } from '../vscode/workbench.js';
import { capture } from './capture.js';

const rows = [0, 1, 2].map((i) => `{"instruction": "Question ${i}", "output": "Answer ${i}"}`);
const content = `${rows.join('\n')}\n`;

let workbench: Workbench;
let folder: string;

before(async () => {
  const workspace = await copyWorkspace();
  folder = workspace.path;
  for (const name of ['menu', 'discard', 'save-as']) writeFileSync(join(folder, `${name}.itune.jsonl`), content);
  writeFileSync(join(folder, 'utf16.itune.jsonl'), Buffer.from(`\ufeff${content}`, 'utf16le'));
  writeFileSync(join(folder, 'mixed.itune.jsonl'), content.replace('\n', '\r\n'));
  // VS Code draws its own menus and asks in its own dialogs, which a test can see and press.
  const userSettings = { 'window.menuStyle': 'custom', 'window.dialogStyle': 'custom' };
  workbench = await launchWorkbench({ workspaceFolder: folder, name: 'workbench-dialogs', userSettings });
});

after(() => workbench.dispose());

const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const tab = (name: string) => workbench.page.locator('.tab', { hasText: name });
const dialog = () => workbench.page.locator('.monaco-dialog-box');
const row = (text: string) => workbench.webview().locator('[role=row]', { hasText: text });

async function until(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await check());) {
    if (Date.now() > end) throw new Error(`Waited in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function check(name: string, body: () => Promise<void>): void {
  test(name, () => capture(workbench, name, body));
}

async function typeInto(text: string): Promise<void> {
  await row(text).first().click();
  const field = workbench.webview().locator('textarea').first();
  await until('the form shows the row', async () => (await field.inputValue()).includes(text));
  await field.click();
  await workbench.page.keyboard.press('Control+Home');
  await workbench.page.keyboard.type('New ');
  await workbench.page.locator('.tab.dirty').waitFor();
}

/** Right-clicks a row and takes an item. A menu of VS Code pays no heed to the mouse in the first moments that it is there. */
async function fromMenu(text: string, name: string): Promise<void> {
  await row(text).first().click({ button: 'right' });
  const item = workbench.page.getByRole('menuitem', { name });
  await item.waitFor();
  await until(`${name} is taken`, async () => {
    await workbench.page.waitForTimeout(500);
    await item.click({ timeout: 1000 }).catch(() => undefined);
    return (await item.count()) === 0;
  });
}

check('the context menu of a row works on that row', async () => {
  const { page } = workbench;
  await workbench.openFile('menu.itune.jsonl');
  await fromMenu('Question 1', 'Duplicate');
  await row('Question 1').nth(1).waitFor();
  await fromMenu('Question 2', 'Delete');
  await row('Question 2').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+s');
  await page.locator('.tab.dirty').waitFor({ state: 'detached' });
  assert.equal(read('menu.itune.jsonl'), `${[rows[0], rows[1], rows[1]].join('\n')}\n`);
});

check("Don't Save leaves the file as it was", async () => {
  const { page } = workbench;
  await workbench.openFile('discard.itune.jsonl');
  await typeInto('Question 0');
  await tab('discard').click({ button: 'middle' });
  await dialog().getByRole('button', { name: "Don't Save" }).click();
  await tab('discard').waitFor({ state: 'detached' });
  assert.equal(read('discard.itune.jsonl'), content);
  await workbench.openFile('discard.itune.jsonl');
  await row('Question 0').first().waitFor();
  assert.equal(await page.locator('.tab.dirty').count(), 0);
  assert.equal(await row('New Question').count(), 0);
});

check('Save As writes the changes to another file and leaves this one', async () => {
  const { page } = workbench;
  await workbench.openFile('save-as.itune.jsonl');
  await typeInto('Question 0');
  await workbench.runCommand('File: Save As...');
  const input = page.locator('.quick-input-widget input[type=text]');
  await input.waitFor();
  // The dialog proposes a name some time after it is there, and selects it.
  await until('the dialog proposes a name', async () => (await input.inputValue()).endsWith('save-as.itune.jsonl'));
  const target = join(folder, 'saved-as.itune.jsonl');
  await until('the name is in', async () => {
    await input.fill(target);
    await page.waitForTimeout(300);
    return (await input.inputValue()) === target;
  });
  await page.keyboard.press('Enter');
  await until('the new file is there', () => existsSync(join(folder, 'saved-as.itune.jsonl')));
  await tab('saved-as').waitFor();
  await page.locator('.tab.dirty').waitFor({ state: 'detached' });
  assert.equal(read('saved-as.itune.jsonl'), content.replace('Question 0', 'New Question 0'));
  assert.equal(read('save-as.itune.jsonl'), content);
});

check('a file in UTF-16 is converted when the author says so', async () => {
  await workbench.openFile('utf16.itune.jsonl');
  const convert = workbench.webview().getByRole('button', { name: /Convert/ });
  await convert.click();
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  assert.equal(readFileSync(join(folder, 'utf16.itune.jsonl'))[0], 0xff);
  await convert.click();
  await dialog().getByRole('button', { name: 'Convert' }).click();
  await until('the file is UTF-8', () => read('utf16.itune.jsonl') === content);
  await row('Question 0').first().waitFor();
  await convert.waitFor({ state: 'detached' });
});

check('opening mixed line ends as text asks first', async () => {
  const { page } = workbench;
  await workbench.openFile('mixed.itune.jsonl');
  await row('Question 0').first().waitFor();
  await workbench.runCommand('Open as Text');
  await dialog().getByText('line ends are mixed').waitFor();
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  await row('Question 0').first().waitFor();
  await workbench.runCommand('Open as Text');
  await dialog().getByRole('button', { name: 'Open as Text' }).click();
  await page.locator('.monaco-editor .view-lines').getByText('Question 0').waitFor();
});
