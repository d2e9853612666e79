/**
 * The workbench suite: tests that drive a real VS Code from outside with Playwright, as an author's hands and eyes do.
 *
 * How to write one: add `test/workbench/<subject>.test.ts` with node:test and `node:assert/strict`; import `launchWorkbench` and
 * `copyWorkspace` from `../vscode/workbench.js`. One VS Code a file (it takes some 5 s to start), started in `before` and given back
 * in `after`; call `capture` from `./capture.js` around each step that may fail, so that a failure leaves a picture and the logs.
 * - `workbench.page` is the window, `workbench.webview()` the visual editor's content, both with Playwright's locators.
 * - `workbench.openFile('chat.itune.jsonl')`, `runCommand('File: Save')`, `reload()`, `screenshot('name')`.
 * - The workspace is a copy; read and change its files with Node's `fs`.
 * - To leave out a test: `{ skip: 'why' }` or `t.skip('why')`. Without a reason it counts as failed.
 * - One test by name: `npm test -- workbench --grep "shows the workspace"`.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { copyWorkspace, launchWorkbench, type Workbench } from '../vscode/workbench.js';
import { capture } from './capture.js';

let workbench: Workbench;

before(async () => {
  const workspace = await copyWorkspace();
  workbench = await launchWorkbench({ workspaceFolder: workspace.path, name: 'workbench-smoke' });
});

after(() => workbench.dispose());

test('the workbench shows the workspace', () =>
  capture(workbench, 'the workbench shows the workspace', async () => {
    const files = workbench.page.locator('.explorer-folders-view .monaco-list-row');
    await files.filter({ hasText: '.itune.jsonl' }).first().waitFor();
    assert.match(await workbench.page.title(), /Extension Development Host/);
  }));
