import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'itune-bad-'));
const script = join(folder, 'cli.js');
/** Tells at the end how much memory the process took (KiB), and whether an object has got what a row named. */
const probe = join(folder, 'probe.cjs');
const MIB = 2 ** 20;

before(() => {
  buildSync({
    entryPoints: ['src/cli/main.ts'],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
  });
  writeFileSync(
    probe,
    "process.on('exit', () => process.stderr.write(JSON.stringify({ memory: process.resourceUsage().maxRSS, polluted: 'polluted' in {} })));",
  );
});
after(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly memory: number;
}

/** Runs the command line, which must come to an end by itself, and leave the prototype of objects alone. */
function run(...args: readonly string[]): Run {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, ['--require', probe, script, ...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 120_000,
  });
  assert.equal(error, undefined);
  assert.match(stderr, /^\{.*\}$/, 'nothing but what the probe says');
  const { memory, polluted } = JSON.parse(stderr) as { memory: number; polluted: boolean };
  assert.equal(polluted, false);
  return { status, stdout, memory };
}

interface Told {
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly message: string;
}

/** What is found, which both formats must agree in. */
function check(name: string): readonly Told[] {
  const json = run('check', '--format', 'json', name);
  const text = run('check', name);
  const { files } = JSON.parse(json.stdout) as { files: [{ findings: (Told & { severity: string })[] }] };
  const { findings } = files[0];
  const serious = findings.some(({ severity }) => severity === 'error' || severity === 'warning');
  assert.deepEqual([json.status, text.status], serious ? [1, 1] : [0, 0]);
  assert.deepEqual(
    text.stdout.split('\n').slice(0, -2),
    findings.map(
      ({ line, column, severity, code, message }) => `${name}:${line}:${column}: ${severity} ${code} ${message}`,
    ),
  );
  return findings;
}

const codesAt = (findings: readonly Told[]) => findings.map(({ line, code }) => `${line} ${code}`);
const good = (name: string) => JSON.stringify({ instruction: `Name a ${name}.`, input: '', output: `A good ${name}.` });
const broken = '{"instruction": "Name a stone." "input": "", "output": "Basalt, say."}';
const mended = broken.replace('" "', '", "');

/** Writes rows between two good ones, with a broken one behind them. */
function write(name: string, ...rows: readonly (string | Buffer)[]): Buffer {
  const lines = [good('bird'), ...rows, good('fish'), broken].map((line) => Buffer.from(line));
  const bytes = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
  writeFileSync(join(folder, name), bytes);
  return bytes;
}

/** Fixes what is safe: the broken row, and nothing else. */
function assertFixTouchesOne(name: string, bytes: Buffer): void {
  assert.equal(run('fix', '--write', '--only', 'json/syntax', name).status, 0);
  const expected = Buffer.concat([bytes.subarray(0, bytes.length - broken.length - 1), Buffer.from(`${mended}\n`)]);
  assert.ok(readFileSync(join(folder, name)).equals(expected), 'every other byte is as it was');
}

describe('a line of 100 MB', () => {
  test('is told of and passed over; what stands around it is checked, mended and kept, in little memory', () => {
    const path = join(folder, 'long.jsonl');
    const word = Buffer.from('word and another. '.repeat(MIB / 16));
    const file = openSync(path, 'w');
    // A record that breaks off before the long line must not take it in.
    writeSync(file, `${good('bird')}\n{"instruction": "Name a tree.",\n{"instruction": "Long?", "output": "`);
    for (let written = 0; written < 100 * MIB; written += word.length) writeSync(file, word);
    writeSync(file, `"}\n"output": "An oak."}\n${good('fish')}\n${broken}\n`);
    closeSync(file);
    const { size } = statSync(path);

    const { status, stdout, memory } = run('check', '--format', 'json', 'long.jsonl');
    const { files } = JSON.parse(stdout) as { files: [{ examples: number; findings: Told[] }] };
    assert.equal(status, 1);
    assert.equal(files[0].examples, 6);
    assert.deepEqual(codesAt(files[0].findings), [
      '2 json/syntax',
      '3 json/long-line',
      '4 json/syntax',
      '6 json/syntax',
    ]);
    assert.match(files[0].findings[1]?.message ?? '', /^The line has 10\d\.\d MB and was not checked/);
    assert.ok(memory < 512 * 1024, `${memory} KiB of memory`);

    const fixed = run('fix', '--write', 'long.jsonl');
    assert.match(fixed.stdout, /3 changes\n$/);
    assert.ok(fixed.memory < 512 * 1024, `${fixed.memory} KiB of memory`);
    const after = readFileSync(path);
    assert.equal(after.length, size + 2, 'a bracket for each half, a comma, and none of the comma that was left over');
    const expected = `"}\n{"output": "An oak."}\n${good('fish')}\n${mended}\n`;
    assert.equal(after.subarray(-expected.length).toString(), expected);
  });
});

describe('odd rows', () => {
  test('lists and objects nested 10,000 deep', () => {
    const nest = (open: string, close: string) => open.repeat(10_000) + close.repeat(10_000);
    const inside = (value: string) => `{"instruction": "A?", "input": "", "output": ${value}}`;
    const bytes = write(
      'deep.jsonl',
      inside(nest('[', ']')),
      inside(nest('{"a":', '}')),
      nest('[', ']'),
      '[{"a":'.repeat(10_000),
    );
    const findings = check('deep.jsonl');
    assert.deepEqual(
      codesAt(findings),
      [2, 3, 4, 5, 7].map((line) => `${line} json/syntax`),
    );
    assert.ok(findings.slice(0, 4).every(({ message }) => message.includes('nested more than 1000 deep')));
    assertFixTouchesOne('deep.jsonl', bytes);
  });

  test('NUL bytes, raw and escaped', () => {
    const bytes = write('nul.jsonl', '{"instruction": "A\\u0000?", "input": "", "output": "B."}', '\0\0\0\0');
    const findings = check('nul.jsonl');
    assert.deepEqual(codesAt(findings), ['2 text/control-characters', '3 json/syntax', '5 json/syntax']);
    assert.equal(findings[1]?.message, 'Not valid JSON: did not expect `␀␀␀␀`');
    assertFixTouchesOne('nul.jsonl', bytes);
    writeFileSync(join(folder, 'nuls.jsonl'), Buffer.alloc(1000));
    const { status, stderr } = spawnSync(process.execPath, [script, 'check', 'nuls.jsonl'], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(status, 2);
    assert.match(stderr, /^itune: nuls\.jsonl: the file is not text\n$/);
  });

  test('files that are no text are named for what they are, once', () => {
    const row = Buffer.from('{"instruction": "A?", "input": "", "output": "B."}\n');
    writeFileSync(join(folder, 'rows.jsonl'), gzipSync(row));
    writeFileSync(join(folder, 'table.jsonl'), Buffer.concat([Buffer.from('PAR1'), row, Buffer.from('PAR1')]));
    const said = (file: string) => {
      const { status, stderr, stdout } = spawnSync(process.execPath, [script, 'check', file], {
        cwd: folder,
        encoding: 'utf8',
      });
      assert.equal(status, 2);
      assert.equal(stdout, '');
      return stderr;
    };
    assert.equal(said('rows.jsonl'), 'itune: rows.jsonl: the file is compressed (gzip); unpack it first\n');
    assert.equal(
      said('table.jsonl'),
      'itune: table.jsonl: the file is Parquet, not JSON Lines; export its rows as JSON Lines first\n',
    );
  });

  test('lone surrogates: escaped, and as bytes that are not UTF-8', () => {
    const encoded = Buffer.from([0xed, 0xa0, 0x80, 0xff]);
    const bytes = write(
      'surrogates.jsonl',
      '{"instruction": "A\\ud800?", "input": "", "output": "One \\udc80 two."}',
      Buffer.concat([Buffer.from('{"instruction": "'), encoded, Buffer.from('?", "input": "", "output": "C."}')]),
    );
    assert.deepEqual(codesAt(check('surrogates.jsonl')), [
      '2 text/control-characters',
      '2 text/control-characters',
      '3 json/encoding',
      '5 json/syntax',
    ]);
    assertFixTouchesOne('surrogates.jsonl', bytes);
  });

  test('keys and roles of the prototype', () => {
    const bytes = write(
      'prototype.jsonl',
      '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "toString": null, "instruction": "A?", "input": "", "output": "B."}',
      '{"instruction": "C?", "__proto__": 1, "__proto__": 2, "input": "", "output": "D."}',
      '{"messages": [{"role": "__proto__", "content": "A?"}, {"role": "constructor", "content": "B."}]}',
    );
    assert.deepEqual(codesAt(check('prototype.jsonl')), [
      '2 schema/unknown-field',
      '2 schema/unknown-field',
      '3 json/duplicate-key',
      '4 schema/mixed-shape',
      '4 chat/unknown-role',
      '4 chat/unknown-role',
      '6 json/syntax',
    ]);
    run('fix', '--dry-run', '--unsafe', 'prototype.jsonl');
    assertFixTouchesOne('prototype.jsonl', bytes);
  });

  test('what a row says can do nothing to the terminal', () => {
    write(
      'terminal.jsonl',
      '{"messages": [{"role": "\\u001b]0;x\\u0007", "content": "A?"}, {"role": "assistant", "content": "B."}]}',
      '\u001b[2J {"instruction": "A?", "output": "B."}',
    );
    const shown = check('terminal.jsonl').map(({ message }) => message);
    const { stdout } = run('fix', '--dry-run', '--unsafe', 'terminal.jsonl');
    assert.ok(shown.some((message) => message.includes('␛]0;x␇')));
    assert.match(stdout, /- ␛\[2J/);
    // eslint-disable-next-line no-control-regex -- that is what must not be there
    for (const text of [...shown, stdout]) assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f]/);
  });
});
