import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import {
  lines,
  open,
  pause,
  rows,
  systemError,
  testApi,
  undo,
  until,
  withFault,
  writeDataset,
} from './datasetFixture.js';

/** Longer (ms) than a check that was cancelled may go on. */
const STOPS_WITHIN = 3_000;

const text = 'The wren sings early in the morning, long before the heron stands in the reeds of the quiet river.';
const example = (output: string): string => JSON.stringify({ instruction: 'What of birds?', input: '', output });

const faulty = '{"instruction": "Name a herb.", "input": "", "output": ""}';

/** Settles with the words that the command shows at its end. */
async function checkAll(): Promise<string | undefined> {
  return vscode.commands.executeCommand<string | undefined>('itune.checkAll');
}

/** Training data whose last row is nearly the only one of the validation data. */
function writeLeak(): { readonly train: vscode.Uri; readonly valid: vscode.Uri } {
  const train = writeDataset(lines(...rows(3), example(text)), 'train.itune.jsonl');
  const valid = writeDataset(lines(example(text.replace('quiet', 'quick'))), 'valid.itune.jsonl');
  return { train, valid };
}

/** The problem of a file that tells of a near copy in another. */
function leakIn(uri: vscode.Uri, other: vscode.Uri, otherLine: number): vscode.Diagnostic | undefined {
  const words = leakWords(other, otherLine);
  return vscode.languages.getDiagnostics(uri).find(({ message }) => message === words);
}

function leakWords(other: vscode.Uri, otherLine: number): string {
  const name = vscode.workspace.asRelativePath(other);
  return `88 % the same as an example in ${name} (example ${otherLine + 1}): training and validation data share most of it`;
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
    const { train, valid } = writeLeak();
    await checkAll();
    for (const [uri, line, other, otherLine] of [
      [train, 3, valid, 0],
      [valid, 0, train, 3],
    ] as const) {
      const problem = leakIn(uri, other, otherLine);
      assert.ok(problem, 'it is told');
      assert.equal(problem.range.start.line, line);
      assert.equal(problem.severity, vscode.DiagnosticSeverity.Warning);
      const related = problem.relatedInformation?.map(({ location }) => [
        location.uri.toString(),
        location.range.start.line,
      ]);
      assert.deepEqual(related, [[other.toString(), otherLine]]);
    }
  });

  it('leaves what files share to be seen in the text editor, where it can be mended', async function () {
    this.timeout(60_000);
    await testApi();
    const { train, valid } = writeLeak();
    await checkAll();
    const document = await vscode.workspace.openTextDocument(train);
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), `${faulty}\n`));
    await until(
      'the row is told of where it stands now',
      () => leakIn(train, valid, 0)?.range.start.line === 4 || undefined,
    );
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      train,
      new vscode.Range(4, 0, 4, 1),
    );
    const deletion = actions.find(({ title }) => title.startsWith('Delete'));
    assert.ok(deletion?.edit, actions.map(({ title }) => title).join(' | '));
    assert.ok(await vscode.workspace.applyEdit(deletion.edit));
    assert.equal(document.getText(), lines(faulty, ...rows(3)));
    await until('nothing is shared', () => leakIn(train, valid, 0) === undefined || undefined);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('tells an open visual editor what its file shares, where it can be mended', async function () {
    this.timeout(60_000);
    await testApi();
    const { train, valid } = writeLeak();
    const opened = await open(train);
    await checkAll();
    await until('the row is told of', () => leakIn(train, valid, 0)?.range.start.line === 3 || undefined);
    const id = (await opened.dataset.call('getRows', { from: 3, count: 1, view: 'all' })).rows[0]?.id ?? assert.fail();
    const { findings } = await opened.dataset.call('getFindings', { id });
    // Other tests have left datasets with the same row.
    const leak =
      findings.find(({ message }) => message === leakWords(valid, 0)) ?? assert.fail('the row has a finding');
    assert.deepEqual(
      leak.fixes.map(({ deletes }) => deletes),
      [true],
    );
    const kind = { code: 'duplicate/across-files', fix: 'delete-example' };
    const { fixed } = await opened.dataset.call('applyFixAll', { ...kind, except: [] });
    assert.equal(opened.dataset.total, 4 - fixed);
    await until('nothing is shared', () => leakIn(train, valid, 0) === undefined || undefined);
    await undo();
    await until('it is shared again', () => leakIn(train, valid, 0) !== undefined || undefined);
    await opened.edit(3, example('The heron stands still.'));
    await until('it is another row now', () => leakIn(train, valid, 0) === undefined || undefined);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('lets go of a file that cannot be read to its end', async function () {
    this.timeout(60_000);
    const uri = writeDataset(lines(...rows(3)));
    /** The first two find out what the file is. */
    let reads = 0;
    let open = 0;
    const words = await withFault(
      'open',
      (real) => async (path, flags, mode) => {
        const file = await real(path, flags, mode);
        if (path !== uri.fsPath) return file;
        open++;
        return {
          ...file,
          read: (...place) => (++reads > 2 ? Promise.reject(systemError('EIO')) : file.read(...place)),
          close: () => {
            open--;
            return file.close();
          },
        };
      },
      checkAll,
    );
    assert.match(words ?? '', /set\.itune\.jsonl was not checked: EIO/);
    assert.equal(open, 0, 'it is closed');
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
