import assert from 'node:assert/strict';
import { closeSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { lines, type Opened, open, rows, save, testApi, until, writeDataset } from './datasetFixture.js';

const MIB = 2 ** 20;
const nest = (inside: string, depth = 10_000) => `${'['.repeat(depth)}${inside}${']'.repeat(depth)}`;
const utf8 = (text: string) => Buffer.from(text);
const example = (output: string | Buffer) =>
  Buffer.concat([utf8('{"instruction": "Odd?", "input": "", "output": '), Buffer.from(output), utf8('}')]);

/** Rows that no author would write, each with the code that is told of it. */
const ODD: readonly (readonly [name: string, row: Buffer, code: string])[] = [
  ['10,000 lists in each other', example(nest('1')), 'json/syntax'],
  ['10,000 objects in each other', example('{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000)), 'json/syntax'],
  ['brackets that are never closed', utf8('[{"a":'.repeat(10_000)), 'json/syntax'],
  ['a NUL inside of a text', example('"a\0b"'), 'json/syntax'],
  ['nothing but NULs', Buffer.alloc(40), 'json/syntax'],
  ['half of a surrogate pair, escaped', example('"a \\ud800 b"'), 'text/control-characters'],
  ['the other half, escaped', example('"a \\udc80 b"'), 'text/control-characters'],
  [
    'half of a surrogate pair, as bytes',
    example(Buffer.concat([utf8('"a '), Buffer.from([0xed, 0xa0, 0x80, 0xff]), utf8('"')])),
    'json/encoding',
  ],
  [
    'keys of the prototype',
    utf8('{"__proto__": {"polluted": 1}, "constructor": 1, "toString": 2, "instruction": "A?", "output": "B."}'),
    'schema/unknown-field',
  ],
  [
    '__proto__ twice',
    utf8('{"__proto__": {"polluted": 1}, "__proto__": 1, "instruction": "C?", "output": "D."}'),
    'json/duplicate-key',
  ],
];

/** Rows around the odd one; the first has a problem with a safe fix, which is there to be edited. */
const [first = '', second = '', third = ''] = rows(3);
const broken = first.replace('", "', '" "');

async function codesOf({ dataset }: Opened, index: number): Promise<string[]> {
  await until('the checks are through', () => (dataset.findings().done ? true : undefined), 60_000);
  const [id = -1] = await dataset.call('getIds', { from: index, count: 1, view: 'all' });
  const { findings } = await dataset.call('getFindings', { id });
  return findings.map(({ code }) => code);
}

function problems(uri: vscode.Uri): string[] {
  return vscode.languages
    .getDiagnostics(uri)
    .map(({ code, range }) => `${range.start.line} ${String(typeof code === 'object' ? code.value : code)}`);
}

describe('rows that no author would write', () => {
  it('are told of in the visual editor, shown, and kept byte by byte when another row is saved', async () => {
    const before = Buffer.concat(
      [broken, ...ODD.map(([, row]) => row), third].flatMap((row) => [Buffer.from(row), utf8('\n')]),
    );
    const opened = await open(writeDataset(before));
    for (const [i, [name, , code]] of ODD.entries()) {
      assert.ok((await codesOf(opened, i + 1)).includes(code), `${name}: ${(await codesOf(opened, i + 1)).join()}`);
      const [id = -1] = await opened.dataset.call('getIds', { from: i + 1, count: 1, view: 'all' });
      await opened.dataset.call('getExample', { id });
    }
    await opened.edit(0, second);
    await save();
    const after = Buffer.concat([utf8(second), before.subarray(broken.length)]);
    assert.ok(readFileSync(opened.path).equals(after));
    assert.ok(!('polluted' in {}), 'no object has got what a row named');
  });

  it('are told of in the text editor, and stay as they are when the others are fixed', async () => {
    // What is no UTF-8 does not outlive a text editor: VS Code replaces it when it opens the file.
    const odd = ODD.filter(([, , code]) => code !== 'json/encoding');
    const uri = writeDataset(lines(broken, ...odd.map(([, row]) => row.toString()), third));
    await testApi();
    await vscode.commands.executeCommand('vscode.openWith', uri, 'default', { preview: false });
    const document = await vscode.workspace.openTextDocument(uri);
    for (const [i, [name, , code]] of odd.entries()) {
      await until(`${name} is told`, () => problems(uri).includes(`${i + 1} ${code}`) || undefined);
    }
    for (let line = 0; line < document.lineCount; line++) {
      const at = new vscode.Position(line, 0);
      await vscode.commands.executeCommand('vscode.executeHoverProvider', uri, at);
      await vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, new vscode.Range(at, at));
    }
    await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', uri);
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      all,
      'source.fixAll.itune',
      1,
    );
    assert.ok(actions[0]?.edit);
    await vscode.workspace.applyEdit(actions[0].edit);
    await document.save();
    const expected = ODD.filter(([, , code]) => code !== 'json/encoding').map(([name, row]) =>
      name === 'a NUL inside of a text' ? row.toString().replace('\0', '\\u0000') : row.toString(),
    );
    assert.equal(readFileSync(uri.fsPath, 'utf8'), lines(first, ...expected, third));
    assert.ok(!('polluted' in {}), 'no object has got what a row named');
  });

  it('of 100 MB are told of, not read; the others are checked, found, edited and saved, in little memory', async function () {
    this.timeout(180_000);
    const uri = writeDataset('');
    const word = Buffer.from('word and another. '.repeat(MIB / 16));
    const file = openSync(uri.fsPath, 'w');
    writeSync(file, `${broken}\n{"instruction": "Long?", "input": "", "output": "`);
    for (let written = 0; written < 100 * MIB; written += word.length) writeSync(file, word);
    writeSync(file, `"}\n${second}\n`);
    closeSync(file);
    const { size } = statSync(uri.fsPath);
    try {
      const memory = process.memoryUsage().rss;
      const opened = await open(uri);
      assert.deepEqual(await codesOf(opened, 0), ['json/syntax']);
      assert.deepEqual(await codesOf(opened, 1), ['json/long-line']);
      assert.deepEqual(await codesOf(opened, 2), []);
      const [id = -1] = await opened.dataset.call('getIds', { from: 1, count: 1, view: 'all' });
      await opened.dataset.call('getExample', { id });
      await opened.edit(0, third);
      await save();
      // The worker is a thread of this process.
      const grown = (process.memoryUsage().rss - memory) / MIB;
      assert.ok(grown < 300, `${grown.toFixed(0)} MiB more`);
      const saved = readFileSync(uri.fsPath);
      assert.equal(saved.length, size + third.length - broken.length);
      assert.ok(
        saved
          .subarray(0, third.length + 30)
          .toString()
          .startsWith(`${third}\n{"instruction": "Long?"`),
      );
      assert.ok(saved.subarray(-second.length - 4).equals(utf8(`"}\n${second}\n`)));
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      rmSync(dirname(uri.fsPath), { recursive: true, force: true });
    }
  });
});

describe('a schema that calls itself without end', () => {
  it('is told of, and the checks go on', async () => {
    const schema = { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } };
    const uri = writeDataset(lines(broken, second));
    const beside = (name: string) => join(dirname(uri.fsPath), name);
    writeFileSync(beside('loop.json'), JSON.stringify(schema));
    writeFileSync(beside('.itune.json'), JSON.stringify({ schema: 'loop.json' }));
    await testApi();
    await vscode.commands.executeCommand('vscode.openWith', uri, 'default', { preview: false });
    const told = () =>
      [uri, vscode.Uri.file(beside('.itune.json'))]
        .flatMap((file) => vscode.languages.getDiagnostics(file))
        .some(({ message }) => message.includes('calls itself without end'));
    await until('it is told', () => told() || undefined, 30_000);
    await until('the row is told', () => problems(uri).includes('0 json/syntax') || undefined);
  });
});
