import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { lines, open, openDataset, rows, rowTexts, save, testApi, until, writeDataset } from './datasetFixture.js';

const content = lines(...rows(3));
const mine = '{"instruction": "Mine"}';

describe('a backup', () => {
  it('holds the edits, not the file', async () => {
    const big = lines(...rows(20_000));
    const opened = await openDataset(big);
    await opened.edit(1, mine);
    const api = await testApi();
    const bytes = await api.backup(opened.uri);
    assert.ok(bytes.length < 4096, `${bytes.length} bytes`);
    const restored = await api.restore(opened.uri, bytes);
    assert.equal(restored.rows.length, 20_000);
    assert.equal(restored.rows[1], mine);
    assert.equal(restored.isDirty, true);
  });

  it('that cannot be read is told, and the file is shown as it is on disk', async () => {
    const api = await testApi();
    for (const bytes of [new Uint8Array(), new TextEncoder().encode('no backup'), new Uint8Array(500).fill(7)]) {
      const restored = await api.restore(writeDataset(content), bytes);
      assert.deepEqual(restored.rows, rows(3));
      assert.equal(restored.isDirty, false);
      const banner = restored.banners.find(({ id }) => id === 'unreadableBackup');
      assert.match(banner?.message ?? '', /could not be read.*kept in .*unreadable-backups/s);
    }
  });

  it('of a file that has changed since is applied where it fits', async () => {
    const opened = await openDataset(content);
    await opened.edit(1, mine);
    const api = await testApi();
    const bytes = await api.backup(opened.uri);
    const other = writeDataset(content);
    appendFileSync(other.fsPath, lines('{"instruction": "Theirs"}'));
    const restored = await api.restore(other, bytes);
    assert.deepEqual(restored.rows, [rows(3)[0], mine, rows(3)[2], '{"instruction": "Theirs"}']);
    assert.equal(restored.isDirty, true);
  });
});

describe('unsaved rows', () => {
  it('are still offered when the dataset is opened again', async () => {
    const opened = await openDataset(content);
    await opened.dataset.indexed();
    await opened.edit(1, mine);
    writeFileSync(opened.path, lines('{"instruction": "Theirs"}'));
    const banner = (of: typeof opened) => of.dataset.state().banners.find(({ id }) => id === 'unsavedRows');
    await until('the banner is shown', () => banner(opened));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    const again = await open(opened.uri);
    await until('the banner is shown again', () => banner(again));
    await again.dataset.call('bannerAction', { banner: 'unsavedRows', action: 'insert' });
    assert.ok((await rowTexts(again)).includes(mine));
    await save();
    assert.equal(again.text(), lines('{"instruction": "Theirs"}', mine));
  });
});
