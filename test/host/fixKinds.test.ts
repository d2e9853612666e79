import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { FixId } from '../../src/core/checks/catalogue/entry.js';
import { DatasetChecker } from '../../src/core/checks/datasetChecker.js';
import { CheckConfig } from '../../src/core/config/checkConfig.js';
import { mergeSettings } from '../../src/core/config/readSettings.js';
import { type Fix, FIX_IDS, titleOf } from '../../src/core/fixes/fix.js';
import { fixesFor } from '../../src/core/fixes/fixesFor.js';
import { type Case, CASES } from '../golden/cases.js';
import { lines, rows, testApi, until, writeDataset } from './datasetFixture.js';

/** VS Code takes the byte order mark away itself, and shows bytes that are not UTF-8 as U+FFFD: nothing is left to mend there. */
const NOT_IN_TEXT: readonly FixId[] = ['remove-bom', 'replace-bytes'];

/** A file whose last row has a problem, the fix of it, and what the last row becomes; undefined where the author writes it. */
interface Sample {
  readonly item: Case;
  readonly code: string;
  readonly title: string;
  readonly after: readonly string[] | undefined;
}

/** For each kind of fix, the first golden case that offers it. */
function samples(): Map<FixId, Sample> {
  const found = new Map<FixId, Sample>();
  for (const { defects } of Object.values(CASES)) for (const item of defects) addSamples(item, found);
  return found;
}

function addSamples(item: Case, found: Map<FixId, Sample>): void {
  const config = new CheckConfig(mergeSettings(item.settings ?? {}));
  const checker = new DatasetChecker(config);
  item.rows.forEach((row, i) => checker.add(i, row));
  const last = item.rows.length - 1;
  const line = item.rows[last] ?? '';
  for (const finding of checker.findingsOf(last, line, { lineOf: (row) => item.rows[row] })) {
    for (const fix of fixesFor(finding, line, checker.facts, config)) {
      if (!found.has(fix.id))
        found.set(fix.id, { item, code: finding.code, title: titleOf(fix), after: afterOf(fix, item) });
    }
  }
}

function afterOf({ change }: Fix, { rows: before }: Case): readonly string[] | undefined {
  switch (change.kind) {
    case 'line':
      return [...before.slice(0, -1), change.line];
    case 'rows':
      return [...before.slice(0, -1), ...change.lines];
    case 'delete-others':
      return before.slice(-1);
    case 'reveal':
    case 'file':
      return undefined;
  }
}

async function openText(content: string, settings: object = {}): Promise<vscode.TextEditor> {
  await testApi();
  const uri = writeDataset(content);
  writeFileSync(join(dirname(uri.fsPath), '.itune.json'), JSON.stringify(settings));
  await vscode.commands.executeCommand('vscode.openWith', uri, 'default', { preview: false });
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

/** Waits for the problem, asks VS Code for the actions at its line, and does the one of that title. */
async function applyFix({ document }: vscode.TextEditor, line: number, code: string, title: string): Promise<void> {
  const { uri } = document;
  await until(`${code} is listed`, () => {
    const known = vscode.languages.getDiagnostics(uri).filter(({ range }) => range.start.line === line);
    return known.some((each) => (typeof each.code === 'object' ? each.code.value : each.code) === code) || undefined;
  });
  // As the light bulb does: VS Code asks again when problems change, and a busy machine may answer the first time with none.
  const action = await until(`"${title}" is offered`, async () => {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      document.lineAt(line).range,
      vscode.CodeActionKind.QuickFix.value,
      30,
    );
    return actions.find((known) => known.title === title || known.title.startsWith(`${title} (`));
  });
  if (action.edit !== undefined) assert.ok(await vscode.workspace.applyEdit(action.edit));
  const { command } = action;
  if (command !== undefined)
    await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
}

describe('language: every kind of fix', () => {
  const found = samples();
  for (const [id, { item, code, title, after }] of found) {
    if (NOT_IN_TEXT.includes(id)) continue;
    it(`${id}, for ${item.name}`, async () => {
      const before = lines(...item.rows);
      const editor = await openText(before, item.settings);
      await applyFix(editor, item.rows.length - 1, code, title);
      if (after === undefined) {
        assert.equal(editor.document.getText(), before, 'the author is only led there');
        assert.equal(vscode.window.activeTextEditor?.selection.active.line, item.rows.length - 1);
        return;
      }
      assert.equal(editor.document.getText(), after.length === 0 ? '' : lines(...after));
      await vscode.commands.executeCommand('undo');
      assert.equal(editor.document.getText(), before, 'one undo step');
    });
  }

  it('join-lines, for a record over several lines', async () => {
    const [first = '', second = ''] = rows(2);
    const editor = await openText(
      lines(first, '{', '  "instruction": "Name a herb.",', '  "output": "Dill."', '}', second),
    );
    await applyFix(editor, 1, 'json/syntax', 'Join 4 lines to one record');
    assert.equal(
      editor.document.getText(),
      lines(first, '{ "instruction": "Name a herb.", "output": "Dill." }', second),
    );
  });

  it('fix all joins spread records, too', async () => {
    const [first = ''] = rows(1);
    const spread = (name: string) => ['{', `  "instruction": "Name a ${name}.",`, `  "output": "Any ${name}."`, '}'];
    const editor = await openText(lines(...spread('herb'), first, ...spread('tree')));
    await applyFix(editor, 0, 'json/syntax', 'Fix all safe problems in the file');
    const joined = (name: string) => `{ "instruction": "Name a ${name}.", "output": "Any ${name}." }`;
    assert.equal(editor.document.getText(), lines(joined('herb'), first, joined('tree')));
  });

  it('add-final-newline, for a last line without one', async () => {
    const editor = await openText(rows(2).join('\n'));
    await applyFix(editor, 1, 'file/no-final-newline', 'Add a newline at the end');
    assert.equal(editor.document.getText(), lines(...rows(2)));
  });

  it('and there is no other kind', () => {
    const covered = new Set([...found.keys(), ...NOT_IN_TEXT, 'join-lines', 'add-final-newline']);
    assert.deepEqual(
      FIX_IDS.filter((id) => !covered.has(id)),
      [],
    );
  });
});
