import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { buildSync } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'itune-cli-'));
const script = join(folder, 'cli.js');

before(() => {
  buildSync({
    entryPoints: ['src/cli/main.ts'],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
  });
});
after(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 });
}

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return name;
}

interface Report {
  readonly files: readonly {
    readonly path: string;
    readonly examples: number;
    readonly bytes: number;
    readonly findings: readonly Record<string, unknown>[];
    readonly counts: Record<string, number>;
  }[];
}

const report = (...args: readonly string[]) => JSON.parse(run('check', '--format', 'json', ...args).stdout) as Report;
const row = (instruction: string, output: string) => JSON.stringify({ instruction, input: '', output });
const GOOD = `${row('Name a bird.', 'Wren.')}\n${row('Name a fish.', 'Carp.')}\n`;

describe('check', () => {
  test('a clean file: nothing to say, status 0', () => {
    const { status, stdout } = run('check', file('good.jsonl', GOOD));
    assert.equal(status, 0);
    assert.equal(stdout, 'no problems\n');
  });

  test('text: path, line and column from 1, and a summary; status 1', () => {
    const { status, stdout } = run('check', file('bad.jsonl', `${GOOD}{"instruction": "A?" "output": "B."}\n`));
    assert.equal(status, 1);
    assert.match(
      stdout,
      /^bad\.jsonl:3:21: error json\/syntax Not valid JSON: expected a comma after the value of `instruction`/,
    );
    assert.match(stdout, /\nerror 1\n$/);
  });

  test('JSON: one object of the agreed shape, columns in UTF-16 units', () => {
    const content = `${GOOD}${row('😀', 'Ba\u200bd.')}\n`;
    const { files } = report(file('json.jsonl', content));
    assert.equal(files.length, 1);
    const [{ path, examples, bytes, findings, counts }] = files as [Report['files'][number]];
    assert.deepEqual([path, examples, bytes], ['json.jsonl', 3, Buffer.byteLength(content)]);
    assert.deepEqual(counts, { 'text/control-characters': 1 });
    const line = content.split('\n')[2] ?? '';
    assert.deepEqual(findings, [
      {
        code: 'text/control-characters',
        severity: 'warning',
        line: 3,
        column: line.indexOf('\u200b') + 1,
        endLine: 3,
        endColumn: line.indexOf('\u200b') + 2,
        message: '`output` holds a zero-width space (U+200B)',
        fixable: true,
      },
    ]);
  });

  test('hints and information alone are clean', () => {
    const { status } = run('check', file('hint.jsonl', `${GOOD}${row('Who are you?', 'I am {{name}}. ')}\n`));
    assert.equal(status, 0);
  });

  test('BOM, CR LF, bytes that are not UTF-8, blank lines and a missing newline', () => {
    const bytes = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from(GOOD.replace(/\n/g, '\r\n')),
      Buffer.from('\r\n{"instruction": "Caf'),
      Buffer.from([0xe9]),
      Buffer.from('?", "output": "Yes."}'),
    ]);
    const [found] = report(file('bytes.jsonl', bytes)).files;
    assert.deepEqual(found?.counts, { 'json/encoding': 2, 'json/blank-line': 1, 'file/no-final-newline': 1 });
    assert.equal(found.examples, 3);
  });

  test('a row that is longer than a block of reading', () => {
    const long = row('Long?', `${'a long text of words, number and number '.repeat(150_000)}.`);
    const [found] = report(file('long.jsonl', `${GOOD}${long}\n${GOOD}`)).files;
    assert.equal(found?.examples, 5);
    assert.equal(found.counts['json/syntax'], undefined);
    assert.equal(found.counts['duplicate/exact'], 2);
  });

  test('several files: leaks between training and test data are told on both sides', () => {
    const { files } = report(file('train.jsonl', GOOD), file('test.jsonl', `${row('Name a fish.', 'Carp.')}\n`));
    assert.deepEqual(
      files.map(({ counts }) => counts['duplicate/across-files']),
      [1, 1],
    );
    assert.match(String(files[0]?.findings[0]?.message), /test\.jsonl \(example 1\): training and test data share it/);
  });

  test('several files: near copies between training and validation data are told on both sides, in any order', () => {
    const text = 'The wren sings early in the morning, long before the heron stands in the reeds of the quiet river.';
    const train = file('near-train.jsonl', `${GOOD}${row('What of birds?', text)}\n`);
    const valid = file('near-valid.jsonl', `${row('What of birds?', text.replace('quiet', 'quick'))}\n`);
    const said = (...files: readonly string[]) =>
      report(...files)
        .files.flatMap(({ path, findings }) =>
          findings
            .filter(({ code }) => code === 'duplicate/across-files')
            .map(({ line, severity, message }) => [path, line, severity, message]),
        )
        .sort();
    const expected = [
      [
        train,
        3,
        'warning',
        '88 % the same as an example in near-valid.jsonl (example 1): training and validation data share most of it',
      ],
      [
        valid,
        1,
        'warning',
        '88 % the same as an example in near-train.jsonl (example 3): training and validation data share most of it',
      ],
    ];
    assert.deepEqual(said(train, valid), expected);
    assert.deepEqual(said(valid, train), expected);
    assert.equal(run('check', train, valid).status, 1);
    assert.equal(run('check', train).status, 0);
  });

  test('an empty file', () => {
    assert.deepEqual(report(file('empty.jsonl', '')).files, [
      { path: 'empty.jsonl', examples: 0, bytes: 0, findings: [], counts: {} },
    ]);
  });
});

describe('settings', () => {
  test('change severities, thresholds and the trainer', () => {
    const config = file(
      'settings.json',
      JSON.stringify({ trainer: 'openai', severity: { 'trainer/dropped': 'error', 'file/too-few': 'off' } }),
    );
    const [found] = report('--config', config, file('good.jsonl', GOOD)).files;
    assert.deepEqual(found?.counts, { 'trainer/dropped': 2 });
  });

  test('that are wrong end the run with their place, status 2', () => {
    const config = file('wrong.json', '{\n  "trainer": "opanai"\n}');
    const { status, stderr } = run('check', '--config', config, file('good.jsonl', GOOD));
    assert.equal(status, 2);
    assert.match(stderr, /wrong\.json:2:14: `trainer` must be one of/);
  });

  test("name the author's schema, which is applied in a thread of its own", () => {
    file('schema.json', JSON.stringify({ properties: { output: { maxLength: 4 } } }));
    const config = file('with-schema.json', JSON.stringify({ schema: 'schema.json' }));
    const [found] = report('--config', config, file('good.jsonl', `${GOOD}${row('A?', 'Hi.')}\n`)).files;
    assert.deepEqual(found?.counts, { 'schema/custom': 2 });
    file('schema.json', JSON.stringify({ properties: { output: { type: 'strong' } } }));
    const { status, stderr } = run('check', '--config', config, 'good.jsonl');
    assert.equal(status, 2);
    assert.match(stderr, /schema\.json: \/properties\/output\/type/);
    file('schema.json', '{"properties": {"output": {}');
    assert.match(run('check', '--config', config, 'good.jsonl').stderr, /schema\.json: \/: not valid JSON: /);
  });

  test('name a schema that does not come to an end: an error at each such example, and in the end a refusal', () => {
    const config = file('with-slow.json', JSON.stringify({ schema: 'slow.json' }));
    file('slow.json', JSON.stringify({ properties: { output: { pattern: '^(a+)+$' } } }));
    const stuck = row('A?', `${'a'.repeat(40)}b`);
    const [found] = report('--config', config, file('stuck.jsonl', `${GOOD}${stuck}\n${row('B?', 'aaa')}\n`)).files;
    assert.deepEqual(
      found?.findings
        .map(({ line, message }) => `${String(line)}: ${String(message)}`)
        .filter((text) => text.includes('end')),
      [
        '3: Your schema could not be applied to this row: no end after 2 seconds; it may hold a pattern that never ends',
      ],
    );
    assert.equal(found.counts['schema/custom'], 3, 'the rows before and after it are looked at');
    const many = file('many.jsonl', `${stuck}\n`.repeat(5));
    const { status, stderr } = run('check', '--config', config, many);
    assert.equal(status, 2);
    assert.match(stderr, /took too long on 3 examples and was stopped/);
  });

  test('name a schema that calls itself without end', () => {
    const config = file('with-loop.json', JSON.stringify({ schema: 'loop.json' }));
    file(
      'loop.json',
      JSON.stringify({ $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } }),
    );
    const { status, stdout, stderr } = run('check', '--config', config, file('good.jsonl', GOOD));
    assert.match(stdout + stderr, /calls itself without end/);
    assert.notEqual(status, 0);
  });

  test('name benchmarks, relative to the settings', () => {
    const question = 'Natalia sold clips to 48 of her friends in April and then she sold half as many clips in May.';
    file('bench.jsonl', `${JSON.stringify({ question })}\n`);
    const config = file('with-bench.json', JSON.stringify({ benchmarks: ['bench*.jsonl'] }));
    const [found] = report('--config', config, file('leak.jsonl', `${GOOD}${row(`Solve: ${question}`, '72')}\n`)).files;
    assert.deepEqual(found?.counts, { 'leak/benchmark': 1 });
  });
});

describe('usage', () => {
  test('anything that is not understood ends with status 2 and says why', () => {
    const wrong = [
      [],
      ['check'],
      ['chek', 'a'],
      ['check', 'none.jsonl'],
      ['check', '--format', 'xml', 'a'],
      ['fix', 'a'],
      ['fix', '--dry-run', '--write', 'a'],
      ['fix', '--dry-run', '--only', 'no/code', 'a'],
      ['check', '--unknown', 'a'],
      ['check', '--config', 'none.json', 'a'],
      ['check', '.'],
    ];
    for (const args of wrong) {
      const { status, stdout, stderr } = run(...args);
      assert.equal(status, 2, args.join(' '));
      assert.equal(stdout, '');
      assert.match(stderr, /^itune: /);
    }
    assert.equal(run('--help').status, 0);
  });

  test('a file that cannot be read is named, whichever of them it is', () => {
    file('utf16.jsonl', Buffer.from(`\ufeff${GOOD}`, 'utf16le'));
    const good = file('good.jsonl', GOOD);
    const said = (name: string) => run('check', good, name).stderr;
    assert.equal(said('none.jsonl'), 'itune: none.jsonl: there is no such file\n');
    assert.equal(said('good.jsonl/x.jsonl'), 'itune: good.jsonl/x.jsonl: there is no such file\n');
    assert.equal(said('.'), 'itune: .: this is not a file\n');
    assert.equal(said('utf16.jsonl'), 'itune: utf16.jsonl: the file is utf-16le; save it as UTF-8\n');
  });

  test('a file that is named twice is no duplicate of itself', () => {
    const { files } = report(file('good.jsonl', GOOD), './good.jsonl');
    assert.deepEqual(
      files.map(({ path, findings }) => [path, findings]),
      [['good.jsonl', []]],
    );
  });

  test('output that nobody takes ends the run with status 2: quietly where the reader has left', async () => {
    const path = file('many.jsonl', `${row('Name a bird.', '')}\n`.repeat(20_000));
    const child = spawn(process.execPath, [script, 'check', path], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.once('data', () => child.stdout.destroy());
    const [status, stderr] = await Promise.all([
      new Promise((done) => child.once('close', done)),
      textOf(child.stderr),
    ]);
    assert.deepEqual([status, stderr], [2, '']);
    if (!existsSync('/dev/full')) return;
    const full = openSync('/dev/full', 'w');
    const refused = spawnSync(process.execPath, [script, 'check', path], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /^itune: ENOSPC/);
  });
});

describe('fix', () => {
  const MIXED = [
    row('Name a bird.', 'Wren.'),
    '',
    '{"instruction": "Name a fish.", "input": "<noinput>", "output": "Carp."}',
    '{"instruction": "Name a tree.", "input": "", "output": "Ash.",}',
    '{',
    '  "instruction": "Name a herb.",',
    '  "output": "Dill."',
    '}',
    row('Name a stone.', ''),
  ].join('\r\n');

  test('--dry-run shows the changes and writes nothing', () => {
    const path = file('dry.jsonl', MIXED);
    const { status, stdout } = run('fix', '--dry-run', path);
    assert.equal(status, 0);
    assert.match(stdout, /dry\.jsonl:3: pair\/placeholder-input/);
    assert.match(stdout, /5 changes \(not written\)/);
    assert.equal(readFileSync(join(folder, path), 'utf8'), MIXED);
  });

  test('--write mends what is safe, keeps every other byte and the line ends, and is done after once', () => {
    const path = file('write.jsonl', MIXED);
    assert.equal(run('fix', '--write', path).status, 0);
    const expected = [
      row('Name a bird.', 'Wren.'),
      '{"instruction": "Name a fish.", "input": "", "output": "Carp."}',
      '{"instruction": "Name a tree.", "input": "", "output": "Ash."}',
      '{ "instruction": "Name a herb.", "output": "Dill." }',
      row('Name a stone.', ''),
      '',
    ].join('\r\n');
    assert.equal(readFileSync(join(folder, path), 'utf8'), expected);
    assert.match(run('fix', '--write', path).stdout, /0 changes\n$/);
    assert.equal(readFileSync(join(folder, path), 'utf8'), expected);
  });

  test('--unsafe takes what training and test data share from the training data only', () => {
    const train = file('shared-train.jsonl', GOOD);
    const shared = `${row('Name a fish.', 'Carp.')}\n`;
    const test = file('shared-test.jsonl', shared);
    run('fix', '--write', '--unsafe', '--only', 'duplicate/across-files', train, test);
    assert.equal(readFileSync(join(folder, train), 'utf8'), `${row('Name a bird.', 'Wren.')}\n`);
    assert.equal(readFileSync(join(folder, test), 'utf8'), shared);
  });

  test('--only limits the codes, --unsafe adds the rest', () => {
    const path = file('only.jsonl', `${MIXED}\n`);
    run('fix', '--write', '--only', 'pair/empty-response', path);
    assert.equal(readFileSync(join(folder, path), 'utf8'), `${MIXED}\n`);
    run('fix', '--write', '--unsafe', '--only', 'pair/empty-response', path);
    assert.equal(readFileSync(join(folder, path), 'utf8'), `${MIXED}\n`.replace(`${row('Name a stone.', '')}\n`, ''));
  });

  test('bytes that are not UTF-8 stay as they are in rows that change', () => {
    const bytes = (input: string) =>
      Buffer.concat([
        Buffer.from('{"instruction": "Caf'),
        Buffer.from([0xe9]),
        Buffer.from(`?", "input": "${input}", "output": "Yes."}\n`),
      ]);
    const path = file('latin.jsonl', bytes('<noinput>'));
    run('fix', '--write', path);
    assert.deepEqual(readFileSync(join(folder, path)), bytes(''));
  });
});

test('the samples of the workspace that are clean are clean', () => {
  for (const name of ['field-guide', 'chat', 'sharegpt', 'preference', 'kto', 'segments', 'history', 'blocks-chat']) {
    const { stdout } = run('check', resolve(`test/workspace/${name}.itune.jsonl`));
    assert.equal(stdout, 'no problems\n', name);
  }
});
