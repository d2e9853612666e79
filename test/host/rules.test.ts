import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { lines, open, type Opened, rows, testApi, undo, until, writeDataset } from './datasetFixture.js';

const SLOW = { properties: { output: { pattern: '^(a+)+$' } } };
const QUESTION = 'Natalia sold clips to 48 of her friends in April and then she sold half as many clips in May.';

/** A dataset in a folder of its own, with other files beside it. */
function writeFolder(dataset: string, others: Readonly<Record<string, unknown>>): vscode.Uri {
  const uri = writeDataset(dataset);
  for (const [name, content] of Object.entries(others)) write(uri, name, content);
  return uri;
}

function write(beside: vscode.Uri, name: string, content: unknown): void {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(join(dirname(beside.fsPath), name), text);
}

async function openText(uri: vscode.Uri): Promise<vscode.TextEditor> {
  await testApi();
  await vscode.commands.executeCommand('vscode.openWith', uri, 'default', { preview: false });
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

function messages(uri: vscode.Uri): string[] {
  return vscode.languages.getDiagnostics(uri).map(({ message }) => message);
}

function codesOf(uri: vscode.Uri): string[] {
  return vscode.languages
    .getDiagnostics(uri)
    .map(({ code }) => String(typeof code === 'object' ? code.value : (code ?? '')));
}

async function untilCodes(uri: vscode.Uri, ...wanted: readonly string[]): Promise<void> {
  await until(`${uri.path} has ${wanted.join() || 'no problems'}`, () => {
    return codesOf(uri).sort().join() === [...wanted].sort().join() || undefined;
  }).catch((error: unknown) => assert.deepEqual(messages(uri), wanted, String(error)));
}

/** The codes of the findings of a row, as the page is told. */
async function findingsAt({ dataset }: Opened, index: number): Promise<string[]> {
  const [id = -1] = await dataset.call('getIds', { from: index, count: 1, view: 'all' });
  return (await dataset.call('getFindings', { id })).findings.map(({ code }) => code);
}

/** Waits until the checks and the author's rules are through, and have found so many of each code. */
async function untilCounts({ dataset }: Opened, wanted: Readonly<Record<string, number>>): Promise<void> {
  const counts = () => Object.fromEntries(dataset.findings().counts.map(({ code, count }) => [code, count]));
  const isThere = () => dataset.findings().done && JSON.stringify(counts()) === JSON.stringify(wanted);
  await until(`there are ${JSON.stringify(wanted)}`, () => isThere() || undefined).catch((error: unknown) =>
    assert.deepEqual(counts(), wanted, String(error)),
  );
}

const beside = (uri: vscode.Uri, name: string) => vscode.Uri.joinPath(uri, '..', name);

describe("rules of the author's own", () => {
  it('a schema is applied to each row, followed through edits of rows and of itself', async () => {
    const uri = writeFolder(lines(...rows(3)), {
      'schema.json': { properties: { instruction: { maxLength: 100 } } },
      '.itune.json': { schema: 'schema.json' },
    });
    const editor = await openText(uri);
    const long = (rows(3)[1] ?? '').replace('Question 1', `Question 1 ${', and more'.repeat(20)}`);
    await editor.edit((edit) => edit.replace(editor.document.lineAt(1).range, long));
    await untilCodes(uri, 'schema/custom');
    const [found] = vscode.languages.getDiagnostics(uri);
    assert.equal(found?.range.start.line, 1);
    assert.match(found.message, /`instruction` must NOT have more than 100 characters/);
    write(uri, 'schema.json', { properties: { instruction: { maxLength: 1000 } } });
    await untilCodes(uri);
    write(uri, 'schema.json', { required: ['source'] });
    await untilCodes(uri, 'schema/custom', 'schema/custom', 'schema/custom');
    await vscode.workspace.fs.delete(beside(uri, '.itune.json'));
    await untilCodes(uri);
  });

  it('what is wrong with a schema is told where the setting stands, with the place in the schema', async () => {
    const uri = writeFolder(lines(...rows(1)), {
      'schema.json': '{\n  "properties": {"output": {"type": "strong"}}\n}',
      '.itune.json': '{\n  "schema": "schema.json"\n}',
    });
    await openText(uri);
    const project = beside(uri, '.itune.json');
    const problem = await until('the problem is told', () => vscode.languages.getDiagnostics(project)[0]);
    assert.match(problem.message, /schema\.json cannot be used: .*\(line 2\)/);
    assert.deepEqual([problem.range.start.line, problem.range.start.character], [1, 12]);
    const [related] = problem.relatedInformation ?? [];
    assert.equal(related?.location.uri.toString(), beside(uri, 'schema.json').toString());
    assert.equal(related.location.range.start.line, 1);
    await untilCodes(uri);
    write(uri, 'schema.json', { type: 'object' });
    await until('it is mended', () => messages(project).length === 0 || undefined);
    write(uri, '.itune.json', { schema: 'none.json' });
    await until(
      'the missing file is told',
      () => messages(project).some((text) => text.includes('none.json')) || undefined,
    );
  });

  it('of the settings of VS Code are told there, too', async () => {
    const uri = writeFolder(lines(...rows(1)), {});
    await openText(uri);
    const section = vscode.workspace.getConfiguration('itune', uri);
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? uri;
    const file = vscode.Uri.joinPath(folder, '.vscode', 'settings.json');
    try {
      await section.update('schema', 'not-there.json', vscode.ConfigurationTarget.Workspace);
      const problem = await until('the problem is told', () =>
        vscode.languages.getDiagnostics(file).find(({ message }) => message.includes('not-there.json')),
      );
      const document = await vscode.workspace.openTextDocument(file);
      assert.equal(document.getText(problem.range), '"not-there.json"');
    } finally {
      await section.update('schema', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await until(
      'nothing is told of it',
      () => !messages(file).some((text) => text.includes('not-there.json')) || undefined,
    );
  });

  it('a pattern that never ends is stopped: the row is named, then the setting; the host goes on', async function () {
    this.timeout(60_000);
    const stuck = JSON.stringify({ instruction: 'A?', input: '', output: `${'a'.repeat(40)}b` });
    const uri = writeFolder(lines(...rows(2), stuck), {
      'schema.json': SLOW,
      '.itune.json': { schema: 'schema.json' },
    });
    const editor = await openText(uri);
    await until(
      'the row is named',
      () =>
        vscode.languages
          .getDiagnostics(uri)
          .some(({ range, message }) => range.start.line === 2 && message.includes('a pattern that never ends')) ||
        undefined,
      20_000,
    );
    await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), `${stuck}\n${stuck}\n`));
    const project = beside(uri, '.itune.json');
    await until(
      'the schema is given up',
      () => messages(project).some((text) => text.includes('not applied any more')) || undefined,
      30_000,
    );
  });

  it('benchmarks are looked for in each row', async () => {
    const leaked = JSON.stringify({ instruction: `Solve this: ${QUESTION}`, input: '', output: 'It is 72.' });
    const uri = writeFolder(lines(...rows(1), leaked), {
      'bench.jsonl': lines(JSON.stringify({ question: QUESTION })),
      '.itune.json': '{"benchmarks": ["bench*.jsonl", "other-*.jsonl"]}',
    });
    const editor = await openText(uri);
    await untilCodes(uri, 'leak/benchmark');
    const [found] = vscode.languages.getDiagnostics(uri);
    assert.equal(editor.document.getText(found?.range), QUESTION.slice(0, -1));
    const project = beside(uri, '.itune.json');
    const problem = await until(
      'the glob that fits nothing is told',
      () => vscode.languages.getDiagnostics(project)[0],
    );
    assert.match(problem.message, /No benchmark file fits "other-\*\.jsonl"/);
    assert.equal((await vscode.workspace.openTextDocument(project)).getText(problem.range), '"other-*.jsonl"');
  });

  it('hold for the check of all datasets', async function () {
    this.timeout(120_000);
    await testApi();
    const uri = writeFolder(lines(...rows(2), JSON.stringify({ instruction: QUESTION, input: '', output: '72' })), {
      'schema.json': { properties: { output: { minLength: 5 } } },
      'bench.txt': QUESTION,
      // Datasets of other tests in this workspace hold the same rows.
      '.itune.json': {
        schema: 'schema.json',
        benchmarks: ['bench.txt'],
        severity: { 'duplicate/across-files': 'off' },
      },
    });
    await vscode.commands.executeCommand('itune.checkAll');
    await untilCodes(uri, 'leak/benchmark', 'schema/custom');
  });

  it('hold in the visual editor: followed through edits, undo, changes of the schema and of the setting', async () => {
    const long = (rows(3)[1] ?? '').replace('Question 1', `Question 1 ${', and more'.repeat(20)}`);
    const [first = '', , last = ''] = rows(3);
    const uri = writeFolder(lines(first, long, last), {
      'schema.json': { properties: { instruction: { maxLength: 100 } } },
      '.itune.json': { schema: 'schema.json' },
    });
    const opened = await open(uri);
    await untilCounts(opened, { 'schema/custom': 1 });
    assert.deepEqual(await findingsAt(opened, 1), ['schema/custom']);
    await untilCodes(uri, 'schema/custom');
    const filter = { codes: ['schema/custom'], severities: [] };
    assert.equal((await opened.dataset.call('nextProblem', { from: -1, backwards: false, filter }))?.index, 1);
    const { rows: listed } = await opened.dataset.call('getRows', { from: 0, count: 3, view: 'all' });
    assert.deepEqual(
      listed.map(({ problems }) => problems?.count ?? 0),
      [0, 1, 0],
    );
    await opened.edit(1, rows(3)[1] ?? '');
    assert.deepEqual(await findingsAt(opened, 1), []);
    await untilCounts(opened, {});
    await untilCodes(uri);
    await undo();
    await untilCounts(opened, { 'schema/custom': 1 });
    write(uri, 'schema.json', { required: ['source'] });
    await untilCounts(opened, { 'schema/custom': 3 });
    await untilCodes(uri, 'schema/custom', 'schema/custom', 'schema/custom');
    await vscode.workspace.fs.delete(beside(uri, '.itune.json'));
    await untilCounts(opened, {});
    await untilCodes(uri);
  });

  it('a leak of a benchmark is found in the visual editor, and all leaking examples can be deleted there', async () => {
    const leaked = (i: number) => JSON.stringify({ instruction: `Solve ${i}: ${QUESTION}`, input: '', output: '72' });
    const uri = writeFolder(lines(leaked(1), ...rows(2), leaked(2)), {
      'bench.jsonl': lines(JSON.stringify({ question: QUESTION })),
      '.itune.json': '{"benchmarks": ["bench.jsonl"], "severity": {"duplicate/near": "off"}}',
    });
    const opened = await open(uri);
    await untilCounts(opened, { 'leak/benchmark': 2 });
    const kind = { code: 'leak/benchmark', fix: 'delete-example' };
    assert.deepEqual(await opened.dataset.call('applyFixAll', { ...kind, except: [] }), { fixed: 2 });
    assert.equal(opened.dataset.total, 2);
    await untilCounts(opened, {});
    await undo();
    await untilCounts(opened, { 'leak/benchmark': 2 });
  });
});
