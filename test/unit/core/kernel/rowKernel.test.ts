import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { JsRowKernel } from '../../../../src/core/kernel/jsRowKernel';
import * as layout from '../../../../src/core/kernel/kernelLayout';
import type { RowKernel } from '../../../../src/core/kernel/rowKernel';
import { TextHasher } from '../../../../src/core/kernel/textHash';
import { WasmRowKernel } from '../../../../src/core/kernel/wasmRowKernel';
import { mutate, randomNumbers } from './mutate';
import { jsonLine } from './randomRows';
import { readAll, verdictOf } from './readRows';

const { VALUE_WORDS } = layout;
const corpus = '../shared/corpus';
const encoder = new TextEncoder();
const hasher = new TextHasher();

function wasm(): RowKernel {
  const kernel = WasmRowKernel.create();
  assert.ok(kernel, 'this machine runs the kernel in WebAssembly');
  return kernel;
}

function lines(...texts: (string | Uint8Array)[]): Uint8Array {
  const parts = texts.map((text) => (typeof text === 'string' ? encoder.encode(text) : text));
  return Buffer.concat(parts.flatMap((part) => [part, encoder.encode('\n')]));
}

/** Real rows where the corpus is there, else made ones. */
function sampleLines(most: number): Uint8Array[] {
  if (!existsSync(corpus)) return fc.sample(jsonLine, { numRuns: most, seed: 1 }).map((line) => encoder.encode(line));
  const files = readdirSync(corpus).filter((name) => name.endsWith('.jsonl'));
  return files.flatMap((name) =>
    readFileSync(`${corpus}/${name}`, 'utf8')
      .split('\n')
      .slice(0, Math.ceil(most / files.length))
      .map((line) => encoder.encode(line)),
  );
}

test('both kernels and JSON.parse agree on random rows', () => {
  const [fast, slow] = [wasm(), new JsRowKernel()];
  const check = (texts: readonly string[]) => {
    const bytes = lines(...texts);
    const rows = readAll(fast, bytes);
    assert.deepEqual(rows, readAll(slow, bytes));
    assert.deepEqual(
      rows.map((row) => (row[1] ?? 0) & layout.VERDICT_MASK),
      texts.map((line) => verdictOf(encoder.encode(line))),
    );
  };
  fc.assert(fc.property(fc.array(jsonLine, { maxLength: 8 }), check), { numRuns: 2000 });
});

test('both kernels and JSON.parse agree on mutated rows', () => {
  const [fast, slow] = [wasm(), new JsRowKernel()];
  const random = randomNumbers(3);
  const samples = sampleLines(2000);
  const mutants = Array.from({ length: 30_000 }, (_, i) =>
    mutate(samples[i % samples.length] ?? new Uint8Array(), random),
  );
  const rows = readAll(fast, lines(...mutants));
  assert.equal(rows.length, mutants.length);
  const verdicts = new Map<number, number>();
  for (const [i, line] of mutants.entries()) {
    const verdict = (rows[i]?.[1] ?? 0) & layout.VERDICT_MASK;
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    // A carriage return at the end belongs to the line end.
    const content = line.at(-1) === 0x0d ? line.subarray(0, -1) : line;
    assert.equal(verdict, verdictOf(content), Buffer.from(line).toString('latin1'));
  }
  // The one in JavaScript is slow.
  assert.deepEqual(rows.slice(0, 6000), readAll(slow, lines(...mutants.slice(0, 6000))));
  assert.ok(verdicts.size >= 3, 'the mutants are of several kinds');
});

test('hashes are those of the decoded texts, keys and numbers', () => {
  const kernel = wasm();
  const check = (row: Record<string, string>) => {
    kernel.input.set(encoder.encode(`${JSON.stringify(row)}\n`));
    assert.equal(kernel.scan(0, encoder.encode(JSON.stringify(row)).length + 1, false), 1);
    let value = 1;
    for (const [key, text] of Object.entries(row)) {
      const words = kernel.values.subarray(value * VALUE_WORDS, ++value * VALUE_WORDS);
      assert.deepEqual([...words.subarray(4, 8)], [hashOf(text), hashOf(key)].flat());
      assert.deepEqual([...words.subarray(8)], [text.length, hasher.text(text).length]);
    }
  };
  fc.assert(fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), check));
});

function hashOf(text: string): number[] {
  const { low, high } = hasher.text(text);
  return [low, high];
}

test('a label is seen wherever it stands, and however it is written', () => {
  const kernel = wasm();
  const flagOf = (text: string): number => {
    const bytes = encoder.encode(`{"a": "${text}"}\n`);
    kernel.input.set(bytes);
    assert.equal(kernel.scan(0, bytes.length, true), 1);
    return (kernel.values[VALUE_WORDS] ?? 0) & layout.MAY_HOLD_LABEL;
  };
  for (let before = 0; before < 50; before++) {
    const plain = 'p'.repeat(before);
    for (const label of ['put:', 'ction:', 'pu\\u0074:', 'ctio\\u006e\\u003a']) {
      for (const start of [plain, `é${plain}`, `\\n${plain}`]) {
        for (const rest of ['', ' and so on, for more than a block']) {
          assert.equal(flagOf(start + label + rest), layout.MAY_HOLD_LABEL, start + label + rest);
        }
      }
    }
    for (const none of ['ut:', 'tion:', 'pt:', 'n:', 'put\\u0000:'])
      assert.equal(flagOf(plain.replace(/./g, 'x') + none), 0);
  }
});

test('bytes and strings hash alike', () => {
  const check = (text: string) => {
    assert.deepEqual(hashOf(text), [hasher.utf8(encoder.encode(text)).low, hasher.high]);
  };
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), check));
});

test('a text differs from the same with a byte of zero behind', () => {
  assert.notDeepEqual(hashOf('a'), hashOf('a\0'));
  assert.notDeepEqual(hashOf(''), hashOf('\0'));
});

test('rows do not depend on how the input is cut', () => {
  const kernel = wasm();
  const bytes = lines('{"a": "b"}', '', '{"a": [1, {"b": null}]}\r', '[broken', '{"a": "ü"}');
  const whole = readAll(kernel, bytes);
  assert.deepEqual(
    whole.map((row) => row[1]),
    [0, 2, 0, 3, 0],
  );
  for (const size of [25, 26, 27, 28, 29, 30, 31, 47, 64]) assert.deepEqual(readAll(kernel, bytes, size), whole);
});

test('a last line without line end is read when it is the last', () => {
  const kernel = wasm();
  kernel.input.set(encoder.encode('{"a":1}\n{"b":2}'));
  assert.equal(kernel.scan(0, 15, false), 1);
  assert.equal(kernel.consumed(), 8);
  assert.equal(kernel.scan(8, 15, true), 1);
  assert.equal(kernel.consumed(), 15);
  assert.equal(kernel.rows[layout.ROW_END], 15);
});

test('what does not fit is left to another parser', () => {
  const kernel = wasm();
  const cases: [string, number][] = [
    [`${'['.repeat(256)}${']'.repeat(256)}`, layout.VERDICT_OTHER_VALUE],
    [`${'['.repeat(257)}${']'.repeat(257)}`, layout.VERDICT_UNREAD],
    [`[${'1,'.repeat(layout.MAX_VALUES - 2)}1]`, layout.VERDICT_OTHER_VALUE],
    [`[${'1,'.repeat(layout.MAX_VALUES - 1)}1]`, layout.VERDICT_UNREAD],
  ];
  for (const [line, verdict] of cases) {
    const bytes = lines('{}', line, '{}');
    const verdicts = [layout.VERDICT_OBJECT, verdict, layout.VERDICT_OBJECT];
    for (const each of [kernel, new JsRowKernel()])
      assert.deepEqual(
        readAll(each, bytes).map((row) => row[1]),
        verdicts,
      );
  }
});

test('keys that stand twice are seen at any depth', () => {
  const kernel = wasm();
  const many = Array.from({ length: 65 }, (_, i) => `"k${i}": 0`).join(',');
  const bytes = lines('{"a":1,"a":2}', '{"a":[{"b":1,"\\u0062":2}]}', '{"a":{"a":{"a":1}}}', `{${many}}`);
  const flags = readAll(kernel, bytes).map((row) => (row[1] ?? 0) & ~layout.VERDICT_MASK);
  assert.deepEqual(flags, [layout.ROW_DUPLICATE_KEY, layout.ROW_DUPLICATE_KEY, 0, layout.ROW_MANY_KEYS]);
});

test('rows of the same keys and kinds share a signature', () => {
  const kernel = wasm();
  const bytes = lines('{"a":1,"b":true}', '{"a" : 2.5, "b": false}', '{"b":1,"a":true}', '{"a":"1","b":true}');
  const [first, second, ...others] = readAll(kernel, bytes).map((row) => row.slice(3, 5).join());
  assert.equal(first, second);
  assert.equal(new Set([first, ...others]).size, 3);
});

test('the longest line that the input holds is read, a longer one is not', () => {
  const kernel = wasm();
  const long = `{"a":"${'x'.repeat(layout.INPUT_BYTES - 9)}"}\n`;
  kernel.input.set(encoder.encode(long));
  assert.equal(kernel.scan(0, layout.INPUT_BYTES, false), 1);
  assert.equal(kernel.scan(0, layout.INPUT_BYTES - 1, false), 0);
  assert.equal(kernel.consumed(), 0);
});
