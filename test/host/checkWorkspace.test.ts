import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { lines, pause, rows, testApi, until, writeDataset } from './datasetFixture.js';

/** Longer (ms) than a check that was cancelled may go on. */
const STOPS_WITHIN = 3_000;

const text = 'The wren sings early in the morning, long before the heron stands in the reeds of the quiet river.';
const example = (output: string): string => JSON.stringify({ instruction: 'What of birds?', input: '', output });

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

  it('lists near copies of training rows in validation data on both sides, with a way to the other row', async function () {
    this.timeout(60_000);
    await testApi();
    const train = writeDataset(lines(...rows(3), example(text)), 'train.itune.jsonl');
    const valid = writeDataset(lines(example(text.replace('quiet', 'quick'))), 'valid.itune.jsonl');
    await checkAll();
    for (const [uri, line, other, otherLine] of [
      [train, 3, valid, 0],
      [valid, 0, train, 3],
    ] as const) {
      const name = vscode.workspace.asRelativePath(other);
      const words = `88 % the same as an example in ${name} (example ${otherLine + 1}): training and validation data share most of it`;
      const problem = vscode.languages.getDiagnostics(uri).find(({ message }) => message === words);
      assert.ok(problem, `"${words}" is told`);
      assert.equal(problem.range.start.line, line);
      assert.equal(problem.severity, vscode.DiagnosticSeverity.Warning);
      const related = problem.relatedInformation?.map(({ location }) => [
        location.uri.toString(),
        location.range.start.line,
      ]);
      assert.deepEqual(related, [[other.toString(), otherLine]]);
    }
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
