import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DatasetChecker } from '../../../../src/core/checks/datasetChecker';
import { checkRow } from '../../../../src/core/checks/registry';
import { NO_FACTS } from '../../../../src/core/checks/datasetFacts';
import { CODES } from '../../../../src/core/checks/catalogue';
import { CheckConfig } from '../../../../src/core/config/checkConfig';
import { mergeSettings } from '../../../../src/core/config/readSettings';
import { fixRow } from '../../../../src/core/fixes/fixAll';

const everything = new CheckConfig(
  mergeSettings({
    severity: Object.fromEntries(CODES.map((code) => [code, 'warning'])),
    maxTokens: 10,
    trainer: 'axolotl',
  }),
);
const MEGABYTE = 2 ** 20;
const row = (output: string) => JSON.stringify({ instruction: 'A?', input: '', output });
const nest = (open: string, inside: string, close: string, depth: number) =>
  open.repeat(depth) + inside + close.repeat(depth);

/** Each must be answered: with findings or without, but in time and without a throw. */
const HOSTILE: Readonly<Record<string, string>> = {
  'one long line': row('word and another. '.repeat((4 * MEGABYTE) / 18)),
  'one long line of one letter': row('a'.repeat(4 * MEGABYTE)),
  'one long broken line': row('word and another. '.repeat((4 * MEGABYTE) / 18)).slice(0, -2),
  'many keys': `{${Array.from({ length: 50_000 }, (_, i) => `"k${i}": ${i}`).join(', ')}}`,
  'many turns': JSON.stringify({
    messages: Array.from({ length: 20_000 }, (_, i) => ({ role: i % 2 ? 'assistant' : 'user', content: `t${i}` })),
  }),
  'deep lists': nest('[', '1', ']', 10_000),
  'deep objects': nest('{"a":', '1', '}', 10_000),
  'deep inside a field': `{"instruction": ${nest('[', '1', ']', 900)}, "output": "x"}`,
  'deep and never closed': '[{"a":'.repeat(50_000),
  'NULs raw and escaped': '{"instruction": "\u0000\\u0000", "output": "\\u0000"}\u0000',
  'lone surrogates': '{"instruction": "\ud800", "output": "\\udfff\udc80"}',
  'keys of the prototype':
    '{"__proto__": {"instruction": "x"}, "constructor": 1, "toString": null, "hasOwnProperty": [], "instruction": "A?", "output": "B."}',
  'roles of the prototype':
    '{"messages": [{"role": "__proto__", "content": "A?"}, {"role": "constructor", "content": "B."}, {"from": "toString"}]}',
  'turns that are none':
    '{"messages": [null, 1, "x", [], {}, {"role": 1}, {"role": null, "content": {"a": 1}}], "tools": {"a": 1}}',
  'sides that are none': '{"prompt": 1, "chosen": null, "rejected": [null, 1]}',
  'calls that are none':
    '{"messages": [{"role": "assistant", "tool_calls": [null, 1, {"function": null}, {"function": {"name": 1, "arguments": 2}}]}], "tools": [null, 1]}',
  'parts that are none': '{"instruction": 1, "instances": [null, 1, {"input": null}]}',
  'only quotes': '"'.repeat(200_000),
  'only backslashes': `{"a": "${'\\'.repeat(200_000)}"}`,
  'only commas': ','.repeat(200_000),
  entities: row('&amp;&#38;&'.repeat(50_000)),
  tags: row('<p '.repeat(100_000)),
  fences: row('```\n'.repeat(50_001)),
  mojibake: row('Ã©â€™Ã'.repeat(50_000)),
  braces: row('{{a {{ [insert '.repeat(30_000)),
  'numbered lists': row('\n1. Instruction:\n1. Input:\n1. Output:'.repeat(5_000)),
};

for (const [name, line] of Object.entries(HOSTILE)) {
  test(`answers ${name}`, () => {
    const start = performance.now();
    for (const { start: from, end } of checkRow(line, NO_FACTS, everything)) {
      assert.ok(from >= 0 && from <= end && end <= line.length);
    }
    const checker = new DatasetChecker(everything);
    checker.add(0, line);
    checker.add(1, line);
    checker.findingsOf(1, line, { lineOf: () => line });
    checker.remove(0);
    assert.ok(performance.now() - start < 20_000, 'in time, on a busy machine too');
  });
}

describe('fixing', () => {
  for (const name of [
    'turns that are none',
    'calls that are none',
    'keys of the prototype',
    'lone surrogates',
    'numbered lists',
    'many turns',
  ]) {
    test(`answers ${name}`, () => {
      const fixed = fixRow(HOSTILE[name] ?? '', NO_FACTS, everything, { unsafe: true });
      assert.ok(fixed.applied.length <= 100 * (fixed.lines.length + 1));
    });
  }
});
