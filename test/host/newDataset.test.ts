import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { attach, pause, rowTexts, tabsOf, until, waitForDirty, type Opened } from './datasetFixture.js';

async function create(format: string): Promise<void> {
  await vscode.commands.executeCommand('itune.newDataset', format);
}

/** Gives the list an answer until it takes it: it does so some time after it was asked for, and nothing tells when. */
async function answer(creation: Promise<void>, command: string): Promise<void> {
  const done = creation.then(() => true);
  while (!(await Promise.race([done, pause(100).then(() => false)]))) await vscode.commands.executeCommand(command);
}

async function untitled(number: number): Promise<Opened> {
  return attach(vscode.Uri.from({ scheme: 'untitled', path: `Untitled-${number}.itune.jsonl` }));
}

describe('a new dataset', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  it('opens unsaved, with one empty example of the chosen format', async () => {
    await create('alpaca');
    const opened = await untitled(1);
    assert.deepEqual(await rowTexts(opened), ['{"instruction": "", "input": "", "output": ""}']);
    await waitForDirty(opened, true);
  });

  it('has the format that was chosen, also for the next example', async () => {
    await create('openai-chat');
    const opened = await untitled(1);
    const [chat] = await rowTexts(opened);
    assert.match(chat ?? '', /^\{"messages": \[\{"role": "user"/);
    await opened.dataset.call('insertExample', { at: 1 });
    assert.deepEqual(await rowTexts(opened), [chat, chat]);
  });

  it('takes the next number where one is open', async () => {
    await create('preference');
    await untitled(1);
    await create('preference');
    await untitled(2);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('asks for the format where none is named', async () => {
    await answer(create('no such format'), 'workbench.action.acceptSelectedQuickOpenItem');
    assert.deepEqual(await rowTexts(await untitled(1)), ['{"instruction": "", "input": "", "output": ""}']);
  });

  it('is not opened when the author chooses no format', async () => {
    await answer(create('no such format'), 'workbench.action.closeQuickOpen');
    assert.deepEqual(tabsOf(vscode.Uri.from({ scheme: 'untitled', path: 'Untitled-1.itune.jsonl' })), []);
  });

  it('is taken back to nothing by undo', async () => {
    await create('preference');
    const opened = await untitled(1);
    await waitForDirty(opened, true);
    await vscode.commands.executeCommand('itune.undo');
    await until('the example is gone', async () => ((await rowTexts(opened)).length === 0 ? true : undefined));
  });
});
