/** What an author typed is never lost: saving, undoing, closing and reloading at once after typing, and crashes. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { copyWorkspace, launchWorkbench, type Workbench } from '../vscode/workbench.js';
import { capture } from './capture.js';

const rows = Array.from({ length: 40 }, (_, i) => `{"instruction": "Question ${i}", "output": "Answer ${i}"}`);
const content = `${rows.join('\n')}\n`;
/** Long enough that it takes the page some messages to send it. */
const typed = 'typed in one go, without a pause ';

let workbench: Workbench;
let folder: string;
let files = 0;
const FILES = 6;

before(async () => {
  const workspace = await copyWorkspace();
  folder = workspace.path;
  // All at once: Quick Open lists the files that were there when it was first used.
  for (let i = 1; i <= FILES; i++) writeFileSync(join(folder, `unsaved-${i}.itune.jsonl`), content);
  workbench = await launchWorkbench({ workspaceFolder: workspace.path, name: 'workbench-unsaved' });
});

after(() => workbench.dispose());

/** Opens a fresh dataset at its third row, with the cursor at the start of the instruction. */
async function openFresh(): Promise<{ path: string; name: string; field: Locator }> {
  const name = `unsaved-${++files}.itune.jsonl`;
  const path = join(folder, name);
  await workbench.openFile(name);
  return { path, name, field: await chooseRow() };
}

async function chooseRow(): Promise<Locator> {
  const view = workbench.webview();
  await view.locator('[role=row]', { hasText: 'Question 2' }).first().click();
  const field = view.locator('textarea').first();
  await field.waitFor();
  await until('the form shows the row', async () => (await field.inputValue()).includes('Question 2'));
  await field.click();
  await workbench.page.keyboard.press('Control+Home');
  return field;
}

/** VS Code asks for a backup a second after the edit and notes it once it is written: later on a loaded machine. */
const backedUp = () => new Promise((resolve) => setTimeout(resolve, 10_000));

const tab = (name: string) => workbench.page.locator('.tab', { hasText: name });
const dirtyTab = (name: string) => workbench.page.locator('.tab.dirty', { hasText: name });

async function closeTab(name: string): Promise<void> {
  await workbench.runCommand('View: Revert and Close Editor');
  await tab(name).waitFor({ state: 'detached' });
}

async function until(what: string, check: () => Promise<boolean> | boolean, within = 15_000): Promise<void> {
  for (const end = Date.now() + within; !(await check());) {
    if (Date.now() > end) throw new Error(`Waited ${within} ms in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const withTyped = content.replace('"Question 2"', `"${typed}Question 2"`);

function check(name: string, body: () => Promise<void>): void {
  test(name, () => capture(workbench, name, body));
}

check('Ctrl+S right after typing saves all of it', async () => {
  const { path, name } = await openFresh();
  await workbench.page.keyboard.type(typed);
  await workbench.page.keyboard.press('Control+s');
  await until('the file is saved', () => readFileSync(path, 'utf8') !== content);
  await dirtyTab(name).waitFor({ state: 'detached' });
  assert.equal(readFileSync(path, 'utf8'), withTyped);
  await closeTab(name);
});

check('Ctrl+Z right after typing takes it back', async () => {
  const { path, name, field } = await openFresh();
  await workbench.page.keyboard.type('abc');
  await workbench.page.keyboard.press('Control+z');
  await until('the field is as before', async () => (await field.inputValue()) === 'Question 2');
  await dirtyTab(name).waitFor({ state: 'detached' });
  assert.equal(readFileSync(path, 'utf8'), content);
  await closeTab(name);
});

check('closing right after typing asks, and Save keeps all of it', async () => {
  const { path, name } = await openFresh();
  await workbench.page.keyboard.type(typed);
  await tab(name).click({ button: 'middle' });
  const save = workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Save', exact: true });
  await save.click();
  await tab(name).waitFor({ state: 'detached' });
  assert.equal(readFileSync(path, 'utf8'), withTyped);
});

check('reloading right after typing either asks or brings it back, unsaved', async () => {
  const { path, name, field } = await openFresh();
  const { page } = workbench;
  const asked = page.waitForEvent('dialog', { timeout: 60_000 });
  await page.keyboard.type(typed);
  await page.evaluate(() => {
    setTimeout(() => {
      location.reload();
    });
  });
  // The browser workbench cannot back up while it goes away, so it asks; the desktop backs up first.
  const outcome = await Promise.race([asked, page.waitForEvent('load', { timeout: 60_000 }).then(() => undefined)]);
  if (outcome !== undefined) {
    await outcome.dismiss();
    assert.equal(await field.inputValue(), `${typed}Question 2`);
    await backedUp();
    await workbench.reload();
  }
  await dirtyTab(name).waitFor();
  await workbench.webview().locator('[role=row]', { hasText: typed.trim() }).first().waitFor();
  assert.equal(readFileSync(path, 'utf8'), content, 'nothing was written');
  await tab(name).click();
  await page.keyboard.press('Control+s');
  await dirtyTab(name).waitFor({ state: 'detached' });
  assert.equal(readFileSync(path, 'utf8'), withTyped);
  await closeTab(name);
});

check('a crash some seconds after typing loses nothing', async () => {
  const { path, name } = await openFresh();
  await workbench.page.keyboard.type(typed);
  await backedUp();
  await workbench.reload('page');
  await dirtyTab(name).waitFor();
  await workbench.webview().locator('[role=row]', { hasText: typed.trim() }).first().waitFor();
  assert.equal(readFileSync(path, 'utf8'), content, 'nothing was written');
  await closeTab(name);
  assert.equal(readFileSync(path, 'utf8'), content, 'a revert drops the restored changes');
});

check('a hidden tab comes back with what was typed, and shows it', async () => {
  const { path, name, field } = await openFresh();
  await workbench.page.keyboard.type(typed);
  await workbench.openFile('text.itune.jsonl');
  await field.waitFor({ state: 'detached' });
  await tab(name).click();
  await workbench.webview().locator('[role=row]', { hasText: typed.trim() }).first().waitFor();
  await workbench.page.keyboard.press('Control+s');
  await dirtyTab(name).waitFor({ state: 'detached' });
  assert.equal(readFileSync(path, 'utf8'), withTyped);
});
