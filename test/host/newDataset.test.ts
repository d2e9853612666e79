import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
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

const nameOf = (number: number) => `Untitled-${number}.itune.jsonl`;

/** In the folder of the workspace, where the dialog of the first save begins. */
function placeOf(number: number): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder, 'the workspace is open');
  return vscode.Uri.joinPath(folder, nameOf(number)).with({ scheme: 'untitled' });
}

async function untitled(number: number): Promise<Opened> {
  return attach(placeOf(number));
}

describe('a new dataset', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  it('opens unsaved, with one empty example of the chosen format', async () => {
    await create('alpaca');
    const opened = await untitled(1);
    assert.deepEqual(await rowTexts(opened), ['{"instruction": "", "input": "", "output": ""}']);
    await waitForDirty(opened, true);
    const { counts } = await until('the checks are through', () => {
      const state = opened.dataset.findings();
      return state.done ? state : undefined;
    });
    assert.deepEqual(counts, [], 'nobody says what is missing before it is written');
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

  it('takes the next number where the folder has such a file', async () => {
    const file = placeOf(1).with({ scheme: 'file' });
    writeFileSync(file.fsPath, '');
    try {
      await create('alpaca');
      await untitled(2);
    } finally {
      rmSync(file.fsPath);
    }
  });

  it('asks for the format where none is named', async () => {
    await answer(create('no such format'), 'workbench.action.acceptSelectedQuickOpenItem');
    assert.deepEqual(await rowTexts(await untitled(1)), ['{"instruction": "", "input": "", "output": ""}']);
  });

  it('is not opened when the author chooses no format', async () => {
    await answer(create('no such format'), 'workbench.action.closeQuickOpen');
    assert.deepEqual(tabsOf(placeOf(1)), []);
  });

  it('is taken back to nothing by undo', async () => {
    await create('preference');
    const opened = await untitled(1);
    await waitForDirty(opened, true);
    await vscode.commands.executeCommand('itune.undo');
    await until('the example is gone', async () => ((await rowTexts(opened)).length === 0 ? true : undefined));
  });
});
