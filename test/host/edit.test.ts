import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  lines,
  open,
  openDataset,
  pause,
  redo,
  rows,
  rowTexts,
  save,
  undo,
  until,
  waitForDirty,
  writeDataset,
} from './datasetFixture.js';

const edited = '{"instruction": "Changed", "input": "", "output": "By me"}';

describe('editing in the visual editor', () => {
  it('opens *.itune.jsonl by default, and shows its rows', async () => {
    const uri = writeDataset(lines(...rows(300)));
    await vscode.commands.executeCommand('vscode.open', uri);
    const opened = await open(uri);
    await opened.dataset.indexed();
    assert.equal(opened.dataset.total, 300);
    const { rows: first, total } = await opened.dataset.call('getRows', { from: 0, count: 5, view: 'all' });
    assert.equal(total, 300);
    assert.deepEqual(
      first.map(({ index, kind, instruction, response }) => [index, kind, instruction, response]),
      [0, 1, 2, 3, 4].map((i) => [i, 'example', `Question ${i}`, `Answer ${i}`]),
    );
    await until('the shape is known', () => opened.dataset.state().shape === 'alpaca' || undefined);
    assert.equal(opened.tab()?.isDirty, false);
  });

  it('undoes and redoes, and the tab tells whether there is something to save', async () => {
    const opened = await openDataset(lines(...rows(3)));
    assert.equal((await opened.edit(1, edited)).kind, 'applied');
    await waitForDirty(opened, true);
    await undo();
    assert.deepEqual(await rowTexts(opened), rows(3));
    await waitForDirty(opened, false);
    await redo();
    assert.equal(await opened.dataset.rowText(1), edited);
    await waitForDirty(opened, true);
  });

  it('undoes after a save, and saves that', async () => {
    const content = lines(...rows(3));
    const opened = await openDataset(content);
    await opened.edit(1, edited);
    await save();
    await waitForDirty(opened, false);
    assert.equal(opened.text(), lines(rows(3)[0] ?? '', edited, rows(3)[2] ?? ''));
    await undo();
    await waitForDirty(opened, true);
    assert.deepEqual(await rowTexts(opened), rows(3));
    await save();
    await waitForDirty(opened, false);
    assert.equal(opened.text(), content);
    await redo();
    await save();
    assert.match(opened.text(), /Changed/);
  });

  it('gathers typing into one step, and starts another after a pause', async () => {
    const opened = await openDataset(lines(...rows(2)));
    const type = (text: string) => opened.edit(0, `{"instruction": "${text}"}`, { typing: true });
    for (const text of ['H', 'He', 'Hel']) await type(text);
    await pause(500);
    for (const text of ['Hell', 'Hello']) await type(text);
    await undo();
    assert.equal(await opened.dataset.rowText(0), '{"instruction": "Hel"}');
    await undo();
    assert.equal(await opened.dataset.rowText(0), rows(2)[0]);
    await waitForDirty(opened, false);
    await redo();
    await redo();
    assert.equal(await opened.dataset.rowText(0), '{"instruction": "Hello"}');
  });

  it('saves what was typed less than 100 ms ago', async () => {
    const opened = await openDataset(lines(...rows(2)));
    await opened.edit(0, edited, { typing: true });
    await save();
    assert.match(opened.text(), /Changed/);
    const again = edited.replace('Changed', 'Typed on');
    await opened.edit(0, again, { typing: true });
    await undo();
    assert.equal(await opened.dataset.rowText(0), edited, 'the save ended the burst');
  });

  it('adds, duplicates, moves and deletes examples, and undoes each', async () => {
    const opened = await openDataset(lines(...rows(4)));
    const [a, b, c, d] = rows(4);
    const ids = await opened.dataset.call('getIds', { from: 0, count: 4, view: 'all' });
    const steps: [() => Promise<unknown>, (string | undefined)[]][] = [
      [() => opened.dataset.call('insertExample', { at: 1, text: edited }), [a, edited, b, c, d]],
      [() => opened.dataset.call('duplicateExamples', { ids: [ids[0] ?? 0, ids[2] ?? 0] }), [a, a, edited, b, c, c, d]],
      [() => opened.dataset.call('moveExamples', { ids: [ids[3] ?? 0], to: 0 }), [d, a, a, edited, b, c, c]],
      [() => opened.dataset.call('deleteExamples', { ids: [ids[0] ?? 0, ids[1] ?? 0] }), [d, a, edited, c, c]],
    ];
    const states = [await rowTexts(opened)];
    for (const [step, expected] of steps) {
      await step();
      assert.deepEqual(await rowTexts(opened), expected);
      states.push(await rowTexts(opened));
    }
    for (const state of states.reverse().slice(1)) {
      await undo();
      assert.deepEqual(await rowTexts(opened), state);
    }
    await waitForDirty(opened, false);
  });

  it('adds an empty example of the shape of the file, also to an empty file', async () => {
    const chat = await openDataset('{"messages": [{"role": "user", "content": "Hi"}]}\n');
    await chat.dataset.call('insertExample', { at: 1 });
    assert.match(await chat.dataset.rowText(1), /"messages"/);
    const empty = await openDataset('');
    assert.equal(empty.dataset.total, 0);
    await empty.dataset.call('insertExample', { at: 0, text: edited });
    await save();
    await waitForDirty(empty, false);
    assert.equal(empty.text().trimEnd(), edited);
  });

  it('refuses an edit of a row that another view has changed, and hands back the row', async () => {
    const uri = writeDataset(lines(...rows(2)));
    const first = await open(uri);
    const second = await open(uri, vscode.ViewColumn.Two);
    await until('there are two views', () => second.dataset.views === 2 || undefined);
    const seen = (await first.dataset.call('getRows', { from: 0, count: 1, view: 'all' })).rows[0]?.version ?? 0;
    await first.edit(0, edited, { view: 0 });
    const outcome = await second.edit(0, '{"mine": 1}', { view: 1, version: seen });
    assert.ok(outcome.kind === 'conflict');
    assert.equal(outcome.text, edited);
    const own = await first.edit(0, '{"next": 1}', { view: 0, version: seen });
    assert.equal(own.kind, 'applied', 'a view may build on its own edits without waiting for their answers');
  });

  it('lets go of the file when its last tab closes', async () => {
    const opened = await openDataset(lines(...rows(2)));
    const tab = opened.tab();
    assert.ok(tab);
    await vscode.window.tabGroups.close(tab);
    const { testApi } = await import('./datasetFixture.js');
    const api = await testApi();
    await until('the dataset is closed', () => (api.dataset(opened.uri) === undefined ? true : undefined));
  });
});
