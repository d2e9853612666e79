import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { attach, lines, rows, tabsOf, testApi, until, writeDataset } from './datasetFixture.js';

const ROW = '{"instruction": "Name a colour.", "input": "", "output": "Green is a colour."}';

/** Shows a dataset in the text editor. */
async function openText(content: string, name?: string): Promise<vscode.TextEditor> {
  await testApi();
  const uri = writeDataset(content, name);
  await vscode.commands.executeCommand('vscode.openWith', uri, 'default', { preview: false });
  const document = await vscode.workspace.openTextDocument(uri);
  return vscode.window.showTextDocument(document, { preview: false });
}

function codes(uri: vscode.Uri): string[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'itune')
    .map(({ code }) => String(typeof code === 'object' ? code.value : code));
}

async function waitForCodes(uri: vscode.Uri, ...wanted: readonly string[]): Promise<void> {
  const text = [...wanted].sort().join();
  await until(
    `the problems are ${text === '' ? 'none' : text}`,
    () => [...codes(uri)].sort().join() === text || undefined,
  ).catch((error: unknown) => assert.equal(codes(uri).sort().join(), text, String(error)));
}

async function replaceLine(editor: vscode.TextEditor, line: number, text: string): Promise<void> {
  await editor.edit((edit) => edit.replace(editor.document.lineAt(line).range, text));
}

async function actionsAt(
  { document }: vscode.TextEditor,
  line: number,
  column = 0,
  kind?: string,
): Promise<vscode.CodeAction[]> {
  const range = new vscode.Range(line, column, line, document.lineAt(line).text.length);
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, range, kind, 30);
}

/** Applies the action of that title as VS Code does. */
async function apply(editor: vscode.TextEditor, line: number, title: string, kind?: string): Promise<void> {
  const actions = await actionsAt(editor, line, 0, kind);
  const action = actions.find((known) => known.title.startsWith(title));
  assert.ok(action, `"${title}" is one of: ${actions.map((known) => known.title).join(' | ')}`);
  if (action.edit !== undefined) assert.ok(await vscode.workspace.applyEdit(action.edit));
  const { command } = action;
  if (command !== undefined) {
    await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
  }
}

const textOf = ({ document }: vscode.TextEditor): string => document.getText();

describe('language: problems', () => {
  it('come and go with edits', async () => {
    const editor = await openText(lines(ROW, '{"instruction": "Why?", "input": "", "output": ""}'));
    const { uri } = editor.document;
    await waitForCodes(uri, 'pair/empty-response');
    await replaceLine(editor, 0, ROW.slice(0, -1));
    await waitForCodes(uri, 'json/syntax', 'pair/empty-response');
    await replaceLine(editor, 0, ROW);
    await waitForCodes(uri, 'pair/empty-response');
    await replaceLine(editor, 1, '{"instruction": "Why?", "input": "", "output": "Because it is so."}');
    await waitForCodes(uri);
  });

  it('stay with their rows when lines come above them, and name rows by their numbers', async () => {
    const editor = await openText(lines(ROW, rows(1)[0] ?? '', ROW));
    const { uri } = editor.document;
    await waitForCodes(uri, 'duplicate/exact');
    const [before] = vscode.languages.getDiagnostics(uri);
    assert.equal(before?.range.start.line, 2);
    assert.match(before.message, /example 1;/);
    assert.equal(before.relatedInformation?.[0]?.location.range.start.line, 0);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), `${rows(2)[1] ?? ''}\n`));
    await until(
      'the problem has moved',
      () => vscode.languages.getDiagnostics(uri)[0]?.message.includes('example 2;') === true || undefined,
    );
    assert.equal(vscode.languages.getDiagnostics(uri)[0]?.range.start.line, 3);
    await editor.edit((edit) => edit.delete(new vscode.Range(1, 0, 2, 0)));
    await waitForCodes(uri);
  });

  it('of the whole file follow the last line', async () => {
    const editor = await openText(ROW);
    const { uri } = editor.document;
    await waitForCodes(uri, 'file/no-final-newline');
    await apply(editor, 0, 'Add a newline at the end');
    await waitForCodes(uri);
    assert.equal(textOf(editor), `${ROW}\n`);
  });

  it('are capped, worst first, with a summary', async () => {
    const copies = Array.from({ length: 31 }, () => ROW);
    const editor = await openText(lines(...copies, '{"instruction": '));
    const { uri } = editor.document;
    const section = vscode.workspace.getConfiguration('itune', uri);
    await waitForCodes(uri, 'json/syntax', ...copies.slice(1).map(() => 'duplicate/exact'));
    try {
      await section.update('maxProblems', 5, vscode.ConfigurationTarget.Workspace);
      // The rows are judged anew, and told of as they come: what counts is where that ends.
      await until('the error, four others and the rest as a number are listed', () => {
        const found = vscode.languages.getDiagnostics(uri);
        const isCounted = found.some(({ message }) => message.startsWith('26 more problems'));
        return (found.length === 6 && codes(uri).includes('json/syntax') && isCounted) || undefined;
      });
    } finally {
      await section.update('maxProblems', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('are all there where they are many, and follow when they become fewer', async () => {
    const broken = Array.from({ length: 450 }, (_, i) => `{"instruction": "Question ${i}", "output": "Answer ${i}"`);
    const editor = await openText(lines(...broken));
    const { document } = editor;
    const at = (): number[] => vscode.languages.getDiagnostics(document.uri).map(({ range }) => range.start.line);
    const listed = (rows: number) =>
      until(`${rows} rows have a problem`, () => new Set(at()).size === rows || undefined).catch((error: unknown) =>
        assert.fail(`${String(error)} There are ${at().length}.`),
      );
    await listed(450);
    assert.equal(at().length, 450, 'none is listed twice');
    await editor.edit((edit) => edit.delete(new vscode.Range(0, 0, 300, 0)));
    await listed(150);
    await editor.edit((edit) => edit.delete(new vscode.Range(0, 0, 150, 0)));
    await listed(0);
  });

  it('go when the text editor makes way for the visual editor', async () => {
    const editor = await openText(lines(ROW, ROW));
    const { uri } = editor.document;
    await waitForCodes(uri, 'duplicate/exact');
    await vscode.commands.executeCommand('itune.editExample', uri.toString(), 1);
    const opened = await attach(uri);
    assert.equal(tabsOf(uri).length, 1);
    await until('the row is selected', () => (opened.dataset.selected() === 1 ? true : undefined));
  });

  it('of the first rows are there before a large file is read, and the event loop stays free', async function () {
    this.timeout(120_000);
    const many = Array.from(
      { length: 10_000 },
      (_, i) => `{"instruction": "Explain number ${i}.", "input": "", "output": "It is ${i * 7}, in line ${i}."}`,
    );
    many[3] = '{"instruction": "Explain.", "input": "", "output": ""}';
    many[9_999] = '{"instruction": "Explain.", "input": "", "output": ';
    await testApi();
    const uri = writeDataset(lines(...many));
    const seen: { readonly at: number; readonly codes: readonly string[] }[] = [];
    let opened = 0;
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    const listeners = vscode.Disposable.from(
      { dispose: () => clearInterval(timer) },
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (document.uri.toString() !== uri.toString()) return;
        opened = performance.now();
        longest = 0;
      }),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some((changed) => changed.toString() === uri.toString())) {
          seen.push({ at: performance.now() - opened, codes: codes(uri) });
        }
      }),
    );
    try {
      await vscode.workspace.openTextDocument(uri);
      await until('the last row is checked', () => codes(uri).includes('json/syntax') || undefined, 60_000);
      const first = seen.find((state) => state.codes.length > 0);
      assert.deepEqual(first?.codes, ['pair/empty-response'], 'the last row was not waited for');
      // Told, not asserted: how busy the machine is decides.
      console.log(`first ${first.at.toFixed(0)} ms after opening, longest pause ${longest.toFixed(0)} ms`);
    } finally {
      listeners.dispose();
    }
  });
});

describe('language: the page about a check', () => {
  it('is where the code of a problem leads, and comes with the extension', async () => {
    const { document } = await openText(lines('{"instruction": "Why?", "input": "", "output": ""}'));
    await waitForCodes(document.uri, 'pair/empty-response');
    const [problem] = vscode.languages.getDiagnostics(document.uri);
    assert.ok(typeof problem?.code === 'object');
    const { target } = problem.code;
    // Hovers follow no links to commands.
    assert.equal(target.toString(), 'itune-check:/pair/empty-response.md');
    const page = await vscode.workspace.openTextDocument(target);
    assert.match(
      page.getText(),
      /^# pair\/empty-response\n\n\*\*Empty response\.\*\*[^#]*`delete-example`, `write`\.\n$/,
    );
    assert.equal(page.languageId, 'markdown');
  });

  it('is there for every check', async () => {
    await testApi();
    const listed = vscode.extensions.getExtension('itune.itune')?.packageJSON as {
      contributes: { configuration: { properties: Record<string, { properties?: Record<string, unknown> }> } };
    };
    const { properties } = listed.contributes.configuration.properties['itune.severity'] ?? {};
    const names = Object.keys(properties ?? {});
    assert.ok(names.length > 40);
    for (const name of names) {
      const page = await vscode.workspace.openTextDocument(vscode.Uri.parse(`itune-check:/${name}.md`));
      assert.ok(page.getText().startsWith(`# ${name}\n\n**`), name);
    }
  });
});

describe('language: fixes', () => {
  const cases: readonly [name: string, before: string[], line: number, title: string, after: string[]][] = [
    [
      'repairs JSON',
      ['{"instruction": "A thing" "output": "A thing of use."}'],
      0,
      'Add the missing comma',
      ['{"instruction": "A thing", "output": "A thing of use."}'],
    ],
    [
      'deletes a blank line with its line end',
      [ROW, '', rows(1)[0] ?? ''],
      1,
      'Delete the line',
      [ROW, rows(1)[0] ?? ''],
    ],
    ['deletes an example', [ROW, rows(1)[0] ?? '', ROW], 2, 'Delete the example', [ROW, rows(1)[0] ?? '']],
    [
      'keeps this and deletes the others',
      [ROW, rows(1)[0] ?? '', ROW],
      2,
      'Keep this, delete the others',
      [rows(1)[0] ?? '', ROW],
    ],
    [
      'splits a list',
      [`[${ROW}, ${rows(1)[0] ?? ''}]`, rows(2)[1] ?? ''],
      0,
      'Split into 2 lines',
      [ROW, rows(1)[0] ?? '', rows(2)[1] ?? ''],
    ],
    [
      'keeps the last of two keys',
      ['{"instruction": "A?", "output": "No.", "output": "Yes, so it is."}'],
      0,
      'Keep the last',
      ['{"instruction": "A?", "output": "Yes, so it is."}'],
    ],
  ];
  for (const [name, before, line, title, after] of cases) {
    it(name, async () => {
      const editor = await openText(lines(...before));
      await apply(editor, line, title);
      assert.equal(textOf(editor), lines(...after));
      await vscode.commands.executeCommand('undo');
      assert.equal(textOf(editor), lines(...before));
    });
  }

  it('touches only the characters that differ', async () => {
    const editor = await openText(lines('{"instruction": "A thing" "output": "A thing of use."}'));
    const action = (await actionsAt(editor, 0)).find(({ isPreferred }) => isPreferred);
    const [edit] = action?.edit?.get(editor.document.uri) ?? [];
    assert.equal(edit?.newText, ',');
    assert.equal(action?.isPreferred, true);
    assert.ok(edit.range.isEmpty && edit.range.start.character === 25);
  });

  it('keeps CRLF', async () => {
    const editor = await openText([ROW, '', rows(1)[0] ?? '', ''].join('\r\n'));
    await apply(editor, 1, 'Delete the line');
    assert.equal(textOf(editor), [ROW, rows(1)[0] ?? '', ''].join('\r\n'));
  });

  it('leads to the field that is to be written', async () => {
    const editor = await openText(lines(ROW, '{"instruction": "Why?", "input": "", "output": ""}'));
    await apply(editor, 1, 'Write `output`');
    const { selection } = vscode.window.activeTextEditor ?? editor;
    assert.deepEqual([selection.active.line, selection.active.character], [1, 48]);
  });

  it('turns a check off in the settings', async () => {
    const editor = await openText(lines(ROW, '{"instruction": "Why?", "input": "", "output": ""}'));
    const { uri } = editor.document;
    await waitForCodes(uri, 'pair/empty-response');
    const section = () => vscode.workspace.getConfiguration('itune', uri);
    try {
      await apply(editor, 1, 'Disable check pair/empty-response');
      await waitForCodes(uri);
      assert.deepEqual(section().get('severity'), { 'pair/empty-response': 'off' });
    } finally {
      await section().update('severity', undefined, vscode.ConfigurationTarget.WorkspaceFolder);
    }
    await waitForCodes(uri, 'pair/empty-response');
  });

  it('fixes all of a kind in 5,000 rows in one undo step', async function () {
    this.timeout(120_000);
    const broken = rows(5000).map((row) => row.replace('", "output"', '" "output"'));
    const editor = await openText(lines(...broken));
    await until('the last row is checked', () => codes(editor.document.uri).length > 999 || undefined, 60_000);
    await apply(editor, 0, 'Fix all of this kind in the file (5000)');
    assert.equal(textOf(editor), lines(...rows(5000)));
    await waitForCodes(editor.document.uri);
    await vscode.commands.executeCommand('undo');
    assert.equal(textOf(editor), lines(...broken));
    await vscode.commands.executeCommand('redo');
    assert.equal(textOf(editor), lines(...rows(5000)));
  });

  it('fixes on save what is safe, and only that', async () => {
    const editor = await openText(
      lines(
        '{"instruction": "A thing" "output": "A thing of use."}',
        '{"instruction": "Why?", "output": ""}',
        ROW,
        ROW,
      ),
    );
    const { uri } = editor.document;
    const section = vscode.workspace.getConfiguration('editor', uri);
    await section.update(
      'codeActionsOnSave',
      { 'source.fixAll.itune': 'explicit' },
      vscode.ConfigurationTarget.Workspace,
    );
    try {
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n'));
      assert.ok(await editor.document.save());
      const wanted = lines(
        '{"instruction": "A thing", "output": "A thing of use."}',
        '{"instruction": "Why?", "output": ""}',
        ROW,
        ROW,
      );
      assert.equal(textOf(editor), wanted);
    } finally {
      await section.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });
});

describe('language: reading and writing', () => {
  it('shows the example and why a finding matters', async () => {
    const hostile = '{"instruction": "See ![x](https://example.org/x.png) <b>bold</b>", "output": ""}';
    const { document } = await openText(lines(hostile));
    await waitForCodes(document.uri, 'pair/empty-response');
    const at = new vscode.Position(0, hostile.length - 2);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at,
    );
    const parts = hovers.flatMap(({ contents }) => contents).map((part) => part as vscode.MarkdownString);
    const text = parts.map(({ value }) => value.replaceAll('&nbsp;', ' ')).join('\n');
    assert.match(text, /Instruction/);
    assert.match(text, /\*\*Empty response\*\*/);
    assert.match(text, /Trainers do not drop such rows/);
    assert.doesNotMatch(text, /answer with nothing\.\n\nThe model/, 'VS Code shows the message itself');
    assert.doesNotMatch(text, /!\[x\]\(https/, 'text of the dataset cannot become an image');
    assert.match(text, /\(command:itune\.editExample\?/);
    assert.ok(parts.every(({ isTrusted }) => isTrusted !== true));
    const model = parts.find(({ supportHtml }) => supportHtml === true)?.value ?? '';
    // Which template is chosen in the workspace is another test's affair.
    assert.match(model, /^<b>As the model sees it<\/b>/);
    assert.match(model, /<code>&#60;/);
    assert.doesNotMatch(model, /!\[x\]/);
  });

  it('offers keys, roles and task types of the file', async () => {
    const chat =
      '{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello, friend."}], "category": "chat"}';
    const editor = await openText(lines(chat, '{"messages": [{"role": ""}], "category": "", ""}'));
    const { document } = editor;
    await until('the file is read', () => codes(document.uri).length > 0 || undefined);
    const offered = async (column: number): Promise<string[]> => {
      const at = new vscode.Position(1, column);
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        at,
      );
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    const line = document.lineAt(1).text;
    assert.deepEqual((await offered(line.indexOf('""') + 1)).slice(0, 2).sort(), ['assistant', 'user']);
    assert.ok((await offered(line.indexOf('"category": "') + 13)).includes('chat'));
    await replaceLine(editor, 1, '{"');
    const keys = await offered(2);
    assert.ok(keys.includes('messages') && keys.includes('category'), keys.join());
  });

  it('offers true and false for the labels of KTO', async () => {
    for (const key of ['label', 'kto_tag']) {
      const bad = `{"prompt": "Name a herb.", "completion": "Iron.", "${key}": false}`;
      const editor = await openText(lines(bad, `{"prompt": "Name a tree.", "completion": "An oak.", "${key}": }`));
      const { document } = editor;
      await until('the file is read', () => codes(document.uri).length > 0 || undefined);
      const offered = async (): Promise<vscode.CompletionItem[]> => {
        const at = new vscode.Position(1, document.lineAt(1).text.length - 1);
        const command = 'vscode.executeCompletionItemProvider';
        const list = await vscode.commands.executeCommand<vscode.CompletionList>(command, document.uri, at);
        return list.items.filter(({ kind }) => kind === vscode.CompletionItemKind.Keyword);
      };
      const words = (items: readonly vscode.CompletionItem[]) => items.map(({ label }) => label);
      assert.deepEqual(words(await offered()), ['false', 'true'], key);
      // What is typed of the word already is replaced.
      await replaceLine(editor, 1, document.lineAt(1).text.replace(/ \}$/, ' tr}'));
      const item = (await offered()).find(({ label }) => label === 'true');
      assert.ok(item?.range instanceof vscode.Range);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, item.range, typeof item.insertText === 'string' ? item.insertText : 'true');
      assert.ok(await vscode.workspace.applyEdit(edit));
      assert.match(document.lineAt(1).text, new RegExp(`"${key}": true\\}$`));
    }
  });

  it('outlines examples, and hundreds of them in a large file', async function () {
    this.timeout(60_000);
    const symbolsOf = ({ document }: vscode.TextEditor) =>
      vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri);
    const small = await symbolsOf(await openText(lines(...rows(3))));
    assert.deepEqual(
      small.map(({ name }) => name),
      ['1: Question 0', '2: Question 1', '3: Question 2'],
    );
    const large = await symbolsOf(await openText(lines(...rows(5001))));
    assert.equal(large.length, 51);
    assert.equal(large.at(-1)?.name, 'Examples 5001 to 5001');
  });

  it('renames a field in every example', async () => {
    const editor = await openText(lines(...rows(3)));
    const { uri } = editor.document;
    const rename = (name: string) =>
      vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        uri,
        new vscode.Position(1, 4),
        name,
      );
    const edit = await rename('question');
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(textOf(editor), lines(...rows(3)).replaceAll('"instruction"', '"question"'));
    await assert.rejects(async () => rename('output'), /already/);
  });

  it('formats lines when asked', async () => {
    const editor = await openText(lines('{"instruction":"A \\u00e9","output" : [1.50,{ }]}', 'broken {', ROW));
    await vscode.commands.executeCommand('editor.action.formatDocument');
    assert.equal(textOf(editor), lines('{"instruction": "A \\u00e9", "output": [1.50, {}]}', 'broken {', ROW));
  });
});

describe('language: settings', () => {
  const folder = (): string => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const empty = '{"instruction": "Why?", "input": "", "output": ""}';

  it('of .itune.json hold for its folder, and those of VS Code win', async () => {
    const editor = await openText(lines(ROW, empty));
    const { uri } = editor.document;
    await waitForCodes(uri, 'pair/empty-response');
    const project = vscode.Uri.joinPath(uri, '..', '.itune.json');
    writeFileSync(
      project.fsPath,
      '{"severity": {"pair/empty-response": "hint", "duplicate/exact": "off"}, "trainr": 1}',
    );
    await until(
      'it is a hint',
      () => vscode.languages.getDiagnostics(uri)[0]?.severity === vscode.DiagnosticSeverity.Hint || undefined,
    );
    const [problem] = await until('the mistake is told', () => {
      const found = vscode.languages.getDiagnostics(project);
      return found.length > 0 ? found : undefined;
    });
    assert.match(problem?.message ?? '', /`trainr` is not a setting/);
    const section = vscode.workspace.getConfiguration('itune', uri);
    try {
      await section.update('severity', { 'pair/empty-response': 'error' }, vscode.ConfigurationTarget.Workspace);
      await until(
        'it is an error',
        () => vscode.languages.getDiagnostics(uri)[0]?.severity === vscode.DiagnosticSeverity.Error || undefined,
      );
    } finally {
      await section.update('severity', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await vscode.workspace.fs.delete(project);
    await until('nothing is told of it', () => vscode.languages.getDiagnostics(project).length === 0 || undefined);
  });

  it('are offered in .itune.json', async function () {
    this.timeout(60_000);
    await testApi();
    const uri = writeDataset('{"trainer": ""}', '.itune.json');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await until(
      'the trainers are offered',
      async () => {
        const at = new vscode.Position(0, 13);
        const list = await vscode.commands.executeCommand<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          uri,
          at,
        );
        return (
          list.items.some(({ label }) => (typeof label === 'string' ? label : label.label).includes('trl-sft')) ||
          undefined
        );
      },
      40_000,
    );
  });

  it('make other files datasets', async () => {
    const section = vscode.workspace.getConfiguration('itune');
    await section.update('files', ['**/*.rows.txt'], vscode.ConfigurationTarget.Workspace);
    try {
      const { document } = await openText(lines(empty), 'some.rows.txt');
      await waitForCodes(document.uri, 'pair/empty-response');
    } finally {
      await section.update('files', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('check all datasets of the workspace, those that are open nowhere too', async function () {
    this.timeout(120_000);
    await testApi();
    const uri = writeDataset(lines(ROW, empty), 'unopened.itune.jsonl');
    await vscode.commands.executeCommand('itune.checkAll');
    await until('its problem is listed', () => codes(uri).includes('pair/empty-response') || undefined);
    const defects = vscode.Uri.file(join(folder(), 'defects.itune.jsonl'));
    assert.ok(codes(defects).length > 80, `${codes(defects).length} problems of the sample are listed`);
    writeFileSync(uri.fsPath, lines(ROW));
    await until('old problems are forgotten', () => codes(uri).length === 0 || undefined);
  });
});
