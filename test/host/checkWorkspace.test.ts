import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { lines, pause, rows, testApi, until, writeDataset } from './datasetFixture.js';

/** Longer (ms) than a check that was cancelled may go on. */
const STOPS_WITHIN = 3_000;

const faulty = '{"instruction": "Name a herb.", "input": "", "output": ""}';

/** Settles with the words that the command shows at its end. */
function checkAll(): Thenable<string | undefined> {
  return vscode.commands.executeCommand<string | undefined>('itune.checkAll');
}

describe('language: "Check All Datasets in Workspace"', () => {
  it('lists what is wrong in files that nobody opened, and says how much', async function () {
    this.timeout(60_000);
    await testApi();
    const uri = writeDataset(lines(...rows(3), faulty));
    assert.match((await checkAll()) ?? '', /^Examples: [\d,]+, datasets: \d+\. Errors: \d+/);
    // The rows above it may repeat those of datasets that other tests have left.
    const at = vscode.languages.getDiagnostics(uri).map(({ range }) => range.start.line);
    assert.ok(at.includes(3), `problems in lines ${at.join(', ')}`);
  });

  it('stops when it is cancelled, and says so', async function () {
    this.timeout(90_000);
    await testApi();
    const uri = writeDataset(`${rows(600_000).join('\n')}\n${faulty}\n`);
    try {
      const ended: (string | undefined)[] = [];
      const check = checkAll().then((words) => ended.push(words));
      await pause(1500);
      assert.equal(ended.length, 0, 'it is at work');
      const cancelled = Date.now();
      await until('it stops', async () => {
        // The button of its notification, as by its key.
        await vscode.commands.executeCommand('notification.acceptPrimaryAction');
        return ended.length > 0 || undefined;
      });
      await check;
      assert.ok(Date.now() - cancelled < STOPS_WITHIN, `it went on for ${Date.now() - cancelled} ms`);
      assert.match(ended[0] ?? '', /^The check was cancelled\. Examples: /);
      assert.deepEqual(
        vscode.languages.getDiagnostics(uri),
        [],
        'nothing is listed of a file that was not read to its end',
      );
    } finally {
      rmSync(dirname(uri.fsPath), { recursive: true });
    }
  });
});
