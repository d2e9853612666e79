import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { FindingFix, FindingsState, RowFinding } from '../../src/protocol/findings.js';
import {
  lines,
  openDataset,
  type Opened,
  redo,
  rows,
  rowTexts,
  save,
  undo,
  until,
  waitForDirty,
} from './datasetFixture.js';

const NO_FILTER = { codes: [], severities: [] };

/** Waits until the checks are through, for the rows as they are. */
async function checked({ dataset }: Opened): Promise<FindingsState> {
  return until('the checks are through', () => {
    const state = dataset.findings();
    return state.done ? state : undefined;
  });
}

function countOf({ counts }: FindingsState, code: string): number {
  return counts.filter((known) => known.code === code).reduce((sum, { count }) => sum + count, 0);
}

async function idAt({ dataset }: Opened, index: number): Promise<number> {
  const [id] = await dataset.call('getIds', { from: index, count: 1, view: 'all' });
  assert.ok(id !== undefined, `there is a row ${index}`);
  return id;
}

async function findingsAt(opened: Opened, index: number): Promise<readonly RowFinding[]> {
  return (await opened.dataset.call('getFindings', { id: await idAt(opened, index) })).findings;
}

async function findingAt(opened: Opened, index: number, code: string): Promise<RowFinding> {
  const found = await findingsAt(opened, index);
  const finding = found.find((known) => known.code === code);
  assert.ok(finding, `row ${index} has ${code}: ${found.map((known) => known.code).join()}`);
  return finding;
}

function fixOf({ fixes }: RowFinding, key: string): FindingFix {
  const fix = fixes.find((known) => known.key === key);
  assert.ok(fix, `${key} is one of: ${fixes.map((known) => known.key).join()}`);
  return fix;
}

/** Sets a setting for the time of the test. */
async function configure(name: string, value: unknown): Promise<void> {
  const { Workspace } = vscode.ConfigurationTarget;
  await vscode.workspace.getConfiguration('itune').update(name, value, Workspace);
  configured.push(name);
}

const configured: string[] = [];

function problemsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'itune');
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

const [fine = '', other = '', third = ''] = rows(3);
const placeholder = '{"instruction": "Sort the list.",  "input": "<noinput>", "output": "Sorted: 1, 2."}';
const empty = '{"instruction": "Say something.", "input": "", "output": ""}';
const broken = '{"instruction": "Broken", "input": "" "output": "Row"}';

describe('findings in the visual editor', () => {
  afterEach(async () => {
    const { Workspace } = vscode.ConfigurationTarget;
    for (const name of configured.splice(0)) {
      await vscode.workspace.getConfiguration('itune').update(name, undefined, Workspace);
    }
  });

  it('are not told of an example that was just added, until its author leaves it, asks for problems or saves', async () => {
    const faulty = '{"instruction": "Name a sea.", "input": "", "output": ""}';
    const opened = await openDataset(lines(faulty, ...rows(2)));
    const { dataset, uri } = opened;
    const problems = () => problemsOf(uri).map((problem) => `${problem.range.start.line} ${codeOf(problem)}`);
    const isTold = async () => {
      await checked(opened);
      const [row] = (await dataset.call('getRows', { from: 3, count: 1, view: 'all' })).rows;
      const told = [countOf(dataset.findings(), 'pair/empty-instruction'), row?.problems?.count ?? 0];
      const own = (await findingsAt(opened, 3)).map(({ code }) => code);
      return { told, own };
    };
    await checked(opened);
    await until(
      'the problem of the first row is listed',
      () => problems().includes('0 pair/empty-response') || undefined,
    );

    await dataset.call('insertExample', { at: 3 });
    assert.deepEqual(await isTold(), { told: [0, 0], own: [] });
    assert.equal(countOf(dataset.findings(), 'pair/empty-response'), 1, 'that of the first row');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.deepEqual(problems(), ['0 pair/empty-response']);

    await opened.edit(3, '{"instruction": "Name a\\u0007 lake.", "input": "", "output": ""}');
    await until(
      'a fault of what is written is told',
      async () => (await findingsAt(opened, 3)).some(({ code }) => code === 'text/control-characters') || undefined,
    );
    assert.ok(!(await isTold()).own.includes('pair/empty-response'));

    await dataset.call('nextProblem', { from: 0, backwards: false, filter: NO_FILTER });
    assert.ok((await isTold()).own.includes('pair/empty-response'));
    await until('it is listed', () => problems().includes('3 pair/empty-response') || undefined);

    await dataset.call('insertExample', { at: 4 });
    assert.deepEqual(
      (await findingsAt(opened, 4)).map(({ code }) => code),
      [],
    );
    await save();
    await until('a save tells', async () => (await findingsAt(opened, 4)).length > 0 || undefined);
  });

  it('come by themselves, in words, with their fixes and badges', async () => {
    const opened = await openDataset(lines(fine, empty, placeholder));
    const state = await checked(opened);
    assert.equal(state.checkedRows, 3);
    assert.equal(countOf(state, 'pair/empty-response'), 1);
    assert.ok(state.counts.every(({ title }) => title.length > 3));
    assert.deepEqual(await findingsAt(opened, 0), []);
    const finding = await findingAt(opened, 1, 'pair/empty-response');
    assert.equal(finding.severity, 'error');
    assert.deepEqual(finding.path, ['output']);
    assert.ok(finding.message.length > 5 && finding.explanation.length > 20);
    assert.equal(empty.slice(finding.start, finding.end), '""');
    assert.deepEqual(
      finding.fixes.map(({ key, safe, deletes, reveal }) => ({ key, safe, deletes, reveal })),
      [
        { key: 'write', safe: false, deletes: undefined, reveal: ['output'] },
        { key: 'delete-example', safe: false, deletes: true, reveal: undefined },
      ],
    );
    const { rows: listed } = await opened.dataset.call('getRows', { from: 0, count: 3, view: 'all' });
    assert.deepEqual(
      listed.map(({ problems }) => problems),
      [undefined, { count: 1, worst: 'error' }, { count: 1, worst: 'warning' }],
    );
  });

  it('appear and vanish with edits, undo and redo', async () => {
    const opened = await openDataset(lines(fine, other));
    await checked(opened);
    await opened.edit(0, empty);
    assert.equal((await findingsAt(opened, 0)).length, 1);
    assert.equal(countOf(await checked(opened), 'pair/empty-response'), 1);
    await undo();
    assert.deepEqual(await findingsAt(opened, 0), []);
    assert.deepEqual((await checked(opened)).counts, []);
  });

  it('of duplicates follow their cluster, and the others can be deleted in one step', async () => {
    const opened = await openDataset(lines(fine, other, fine, fine, third));
    await checked(opened);
    const finding = await findingAt(opened, 2, 'duplicate/exact');
    assert.deepEqual(finding.cluster, { kind: 'exact', size: 3 });
    const id = await idAt(opened, 2);
    const cluster = await opened.dataset.call('getCluster', { id, kind: 'exact' });
    assert.deepEqual(
      cluster.members.map(({ index, text }) => [index, text]),
      [0, 2, 3].map((index) => [index, fine]),
    );
    const { version } = await opened.dataset.call('getFindings', { id });
    const params = { id, version, finding: finding.key, fix: fixOf(finding, 'keep-this').key };
    assert.deepEqual(await opened.dataset.call('applyFix', params), {});
    assert.deepEqual(await rowTexts(opened), [other, fine, third]);
    assert.deepEqual((await checked(opened)).counts, []);
    await undo();
    assert.deepEqual(await rowTexts(opened), [fine, other, fine, fine, third]);
    assert.equal(countOf(await checked(opened), 'duplicate/exact'), 2);
  });

  it('are mended by a fix with a preview, as one step that changes nothing else', async () => {
    const opened = await openDataset(lines(fine, placeholder));
    await checked(opened);
    const finding = await findingAt(opened, 1, 'pair/placeholder-input');
    const id = await idAt(opened, 1);
    const choice = { id, finding: finding.key, fix: 'set-empty' };
    const preview = await opened.dataset.call('previewFix', choice);
    const after = placeholder.replace('<noinput>', '');
    assert.ok(preview);
    assert.deepEqual([preview.index, preview.before, preview.after], [1, placeholder, [after]]);
    const { version } = preview;
    assert.deepEqual(await opened.dataset.call('applyFix', { ...choice, version }), {});
    assert.equal(await opened.dataset.rowText(1), after);
    const again = await opened.dataset.call('applyFix', { ...choice, version });
    assert.match(again.message ?? '', /changed since/);
    await undo();
    assert.equal(await opened.dataset.rowText(1), placeholder);
    await waitForDirty(opened, false);
  });

  it('of one kind are all mended in one step, but for the rows that were unticked', async () => {
    const count = 5_000;
    const texts = Array.from({ length: count }, (_, i) => placeholder.replace('list', `list ${i}`));
    const opened = await openDataset(lines(...texts));
    await checked(opened);
    const finding = await findingAt(opened, 7, 'pair/placeholder-input');
    assert.equal(fixOf(finding, 'set-empty').alsoFor, count);
    const kind = { code: finding.code, fix: 'set-empty' };
    const preview = await opened.dataset.call('previewFixAll', { ...kind, from: 4_990, limit: 50 });
    assert.equal(preview.total, count);
    assert.deepEqual(
      preview.rows.map(({ index }) => index),
      Array.from({ length: 10 }, (_, i) => 4_990 + i),
    );
    const except = [await idAt(opened, 0), await idAt(opened, 4_999)];
    const result = await opened.dataset.call('applyFixAll', { ...kind, except });
    assert.deepEqual(result, { fixed: count - 2 });
    const mended = texts.map((text, i) => (i === 0 || i === 4_999 ? text : text.replace('<noinput>', '')));
    assert.deepEqual(await rowTexts(opened), mended);
    assert.equal(countOf(await checked(opened), 'pair/placeholder-input'), 2);
    const only = [await idAt(opened, 4_999)];
    assert.deepEqual(await opened.dataset.call('applyFixAll', { ...kind, except: [], only }), { fixed: 1 });
    assert.equal(countOf(await checked(opened), 'pair/placeholder-input'), 1);
    await undo();
    await undo();
    assert.deepEqual(await rowTexts(opened), texts);
    await waitForDirty(opened, false);
    assert.equal(countOf(await checked(opened), 'pair/placeholder-input'), count);
  });

  it('of the file as a whole are mended: the last newline as a step, the byte order mark by writing anew', async () => {
    const opened = await openDataset(`\ufeff${fine}\n${other}`);
    const fixesOf = async () => (await checked(opened)).file.map(({ code, fix }) => [code, fix]);
    const both = [
      ['json/encoding', 'Save without the byte order mark'],
      ['file/no-final-newline', 'Add a newline at the end'],
    ];
    await until('both are found', async () => JSON.stringify(await fixesOf()) === JSON.stringify(both) || undefined);
    assert.deepEqual(await opened.dataset.call('fixFile', { code: 'file/no-final-newline' }), {});
    await until('the newline is there', async () => (await fixesOf()).length === 1 || undefined);
    const refused = await opened.dataset.call('fixFile', { code: 'json/encoding' });
    assert.match(refused.message ?? '', /Save your changes first/);
    await save();
    await waitForDirty(opened, false);
    assert.deepEqual(await opened.dataset.call('fixFile', { code: 'json/encoding' }), {});
    assert.equal(opened.bytes().toString('utf8'), lines(fine, other));
    await until('nothing is found', async () => (await fixesOf()).length === 0 || undefined);
    assert.deepEqual(await rowTexts(opened), [fine, other]);
    await opened.edit(0, third);
    await save();
    assert.equal(opened.text(), lines(third, other));
  });

  it('lead from one row to the next, and back, going round', async () => {
    const opened = await openDataset(lines(fine, empty, other, broken, third));
    await checked(opened);
    const next = async (from: number, backwards = false, filter: typeof NO_FILTER | object = {}) => {
      const params = { from, backwards, filter: { ...NO_FILTER, ...filter } };
      return (await opened.dataset.call('nextProblem', params))?.index;
    };
    assert.equal(await next(-1), 1);
    assert.equal(await next(1), 3);
    assert.equal(await next(3), 1);
    assert.equal(await next(1, true), 3);
    assert.equal(await next(3, true), 1);
    assert.equal(await next(3, false, { codes: ['json/syntax'] }), 3);
    assert.equal(await next(0, false, { severities: ['hint'] }), undefined);
  });

  it('filter the list, with whole clusters of duplicates, and the list follows edits', async () => {
    const opened = await openDataset(lines(fine, empty, other, fine, third));
    await checked(opened);
    const { dataset } = opened;
    const shown = async () => {
      const answer = await dataset.call('getRows', { from: 0, count: 10, view: 'matches' });
      return answer.rows.map(({ index }) => index).join();
    };
    const filter = (codes: string[]) => dataset.call('filterByFindings', { filter: { codes, severities: [] } });
    assert.deepEqual(await filter(['duplicate/exact']), { total: 2 });
    assert.equal(await shown(), '0,3');
    assert.equal(await dataset.call('locate', { id: await idAt(opened, 3), view: 'matches' }), 1);
    assert.deepEqual(await filter([]), { total: 2 });
    assert.equal(await shown(), '1,3');
    await opened.edit(4, broken);
    await until('the broken row is among them', async () => ((await shown()) === '1,3,4' ? true : undefined));
    await undo();
    // The row that the author is on stays in the list until another is looked at.
    await vscode.commands.executeCommand('itune.revealRow', opened.uri, 0);
    await until('it is mended', async () => ((await shown()) === '1,3' ? true : undefined));
    await dataset.call('filterByFindings', { filter: undefined });
    assert.equal(await shown(), '');
  });

  it('stand in the Problems view, with links that lead to the row, until the dataset is closed', async () => {
    const opened = await openDataset(lines(fine, empty, other, placeholder).trimEnd());
    const { uri } = opened;
    const listed = await until('the problems are listed', () => {
      const all = problemsOf(uri);
      return all.length === 3 ? all : undefined;
    });
    assert.deepEqual(
      listed.map(({ range }) => range.start.line),
      [1, 3, 3],
    );
    const link = (listed[0]?.code as { readonly target: vscode.Uri } | undefined)?.target;
    assert.equal(link?.scheme, 'command');
    await opened.dataset.painted();
    await vscode.commands.executeCommand(link.path, ...(JSON.parse(link.query) as unknown[]));
    await until('the row is shown', () => (opened.dataset.selected() === 1 ? true : undefined));
    await opened.edit(1, other);
    await until('the mended row is not listed, its copy is', () => {
      const codes = problemsOf(uri).map(codeOf);
      return codes.includes('pair/empty-response') || !codes.includes('duplicate/exact') ? undefined : true;
    });
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until('nothing is listed', () => (problemsOf(uri).length === 0 ? true : undefined));
  });

  it('are listed by the text editor while the file is open there too, and by the visual editor again afterwards', async () => {
    const opened = await openDataset(lines(fine, empty));
    const { uri } = opened;
    // The visual editor's problems lead to their row, those of the text editor to the page about the check.
    const isLinked = () =>
      problemsOf(uri).map(({ code }) => typeof code === 'object' && code.target.scheme === 'command');
    await until('the visual editor lists', () => (isLinked().join() === 'true' ? true : undefined));
    await vscode.commands.executeCommand('vscode.openWith', uri, 'default', { viewColumn: vscode.ViewColumn.Two });
    await until('the text editor lists', () => (isLinked().join() === 'false' ? true : undefined));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until('the visual editor lists again', () => (isLinked().join() === 'true' ? true : undefined));
    await vscode.commands.executeCommand('itune.checkAll');
    assert.deepEqual(isLinked(), [true]);
  });

  it('are capped in the Problems view, the worst first, and follow the settings', async () => {
    const texts = Array.from({ length: 50 }, (_, i) => placeholder.replace('list', `list ${i}`));
    const opened = await openDataset(lines(...texts, empty));
    const { uri } = opened;
    await configure('maxProblems', 10);
    const listed = await until('eleven are listed', () => {
      const all = problemsOf(uri);
      return all.length === 11 ? all : undefined;
    });
    assert.ok(listed.some((problem) => codeOf(problem) === 'pair/empty-response'));
    assert.match(listed.at(-1)?.message ?? '', /41 more problems/);
    await configure('severity', { 'pair/placeholder-input': 'off' });
    await until('only the other is listed', () => (problemsOf(uri).length === 1 ? true : undefined));
    assert.deepEqual(
      (await checked(opened)).counts.map(({ code }) => code),
      ['pair/empty-response'],
    );
    assert.deepEqual(await findingsAt(opened, 0), []);
  });

  it('that are safe to mend are mended before a save, as one step, where that is set', async () => {
    const spread = ['{', '  "instruction": "Spread", "input": "",', '  "output": "Over lines"', '}'];
    const opened = await openDataset(lines(fine, placeholder, '', empty, ...spread, other).trimEnd());
    await configure('fixOnSave', true);
    await checked(opened);
    await opened.edit(0, third);
    await save();
    await waitForDirty(opened, false);
    const joined = '{ "instruction": "Spread", "input": "", "output": "Over lines" }';
    const mended = lines(third, placeholder.replace('<noinput>', ''), empty, joined, other);
    assert.equal(opened.text(), mended);
    await undo();
    await waitForDirty(opened, true);
    assert.deepEqual(await rowTexts(opened), [third, placeholder, '', empty, ...spread, other]);
    await redo();
    await waitForDirty(opened, false);
  });

  it('say why where a file cannot be checked, and go on when it can', async () => {
    const utf16 = await openDataset(Buffer.from(`\ufeff${fine}\n`, 'utf16le'));
    assert.match(utf16.dataset.findings().failed ?? '', /UTF-8/);
    const opened = await openDataset(lines(fine, empty));
    await checked(opened);
    writeFileSync(opened.path, lines(fine, empty, broken, other));
    await until('the new rows are checked', () =>
      countOf(opened.dataset.findings(), 'json/syntax') === 1 ? true : undefined,
    );
    const state = await checked(opened);
    assert.equal(state.failed, undefined);
    assert.equal((await findingAt(opened, 2, 'json/syntax')).severity, 'error');
  });

  it('are stepped through by F8 and Shift+F8, and a link of a problem shows its row in the page', async () => {
    const opened = await openDataset(lines(fine, empty, other, broken, third));
    await opened.dataset.painted();
    await checked(opened);
    const goesTo = (index: number) =>
      until(`row ${index} is shown`, () => (opened.dataset.selected() === index ? true : undefined));
    await vscode.commands.executeCommand('itune.revealRow', opened.uri, 0);
    await goesTo(0);
    for (const index of [1, 3, 1]) {
      await vscode.commands.executeCommand('itune.nextProblem');
      await goesTo(index);
    }
    await vscode.commands.executeCommand('itune.previousProblem');
    await goesTo(3);
  });
});
