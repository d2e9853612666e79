import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { jsonrepair } from 'jsonrepair';
import { parseLine } from '../../../../../src/core/json/parser';
import type { JsonValue } from '../../../../../src/core/json/path';
import { repairLine, type Repair } from '../../../../../src/core/json/repair';
import { applyTextEdits } from '../../../../../src/core/json/textEdit';
import { sameValue } from '../../../../../src/core/json/valueEdits';
import { CORRUPTION_KINDS, corrupt, randomNumbers, textsOf, type Corruption, type CorruptionKind } from './corruption';

/** Rows of every main shape, with what hurts: escapes, quotes, code, JSON in texts, other scripts. */
const ROWS = [
  '{"instruction": "Name three primary colours.", "input": "", "output": "Red, \\"blue\\" and yellow.\\nThat is all: {three}."}',
  '{"question":"What is 2+2?","answer":"2+2 = <<2+2=4>>4\\n#### 4","level":3,"checked":true,"note":null}',
  '{"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Écris \\"bonjour\\" 你好。"}, {"role": "assistant", "content": "bonjour\\n\\n```python\\nprint(\\"x\\")\\n```"}], "label": true}',
  '{"conversations": [{"from": "human", "value": "Weather in Rome?"}, {"from": "function_call", "value": "{\\"name\\": \\"weather\\", \\"arguments\\": {\\"city\\": \\"Rome\\"}}"}], "tools": "[{\\"name\\": \\"weather\\"}]"}',
  '{"chosen": {"from": "gpt", "value": "Yes. It\'s \\u00e9t\\u00e9."}, "rejected": {"from": "gpt", "value": "No, C:\\\\temp\\\\x."}, "tags": ["a", "b"], "score": 0.25}',
];

function* corruptions(count: number): Generator<Corruption> {
  const random = randomNumbers(20_250_101);
  for (let made = 0, i = 0; made < count; i++) {
    const kind: CorruptionKind = CORRUPTION_KINDS[i % CORRUPTION_KINDS.length] ?? 'delete';
    const found = corrupt(ROWS[Math.floor(random() * ROWS.length)] ?? '', kind, random);
    if (found === undefined || found.line === '') continue;
    made++;
    yield found;
  }
}

function valueOf(lines: readonly string[]): JsonValue {
  const values = lines.map((line) => JSON.parse(line) as JsonValue);
  return values.length === 1 ? (values[0] ?? null) : values;
}

/** Real rows beside the project, on the machines that have them: as `repair.bench.ts`, which records 100,000, damages them. */
const CORPUS = '../shared/corpus';

function* realCorruptions(count: number): Generator<Corruption> {
  const random = randomNumbers(77);
  const rows = readdirSync(CORPUS)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(CORPUS, name), 'utf8').split('\n').filter(Boolean).slice(0, 400));
  for (let made = 0; made < count;) {
    const kind = CORRUPTION_KINDS[made % CORRUPTION_KINDS.length] ?? 'delete';
    const found = corrupt(rows[Math.floor(random() * rows.length)] ?? '', kind, random);
    if (found === undefined || found.line === '') continue;
    made++;
    yield found;
  }
}

describe('random damage of real rows', { skip: existsSync(CORPUS) ? false : 'skipped: no corpus' }, () => {
  test('is repaired in time, safe repairs lose nothing, and more is exact than by jsonrepair', () => {
    const exact = { ours: 0, theirs: 0 };
    const slow: string[] = [];
    for (const { line, ideal, survivors } of realCorruptions(400)) {
      const [first] = repairInTime(line, slow);
      if (first !== undefined && sameValue(valueOf(first.lines), ideal)) exact.ours++;
      if (isExactByLibrary(line, ideal)) exact.theirs++;
      if (first?.safe !== true) continue;
      const texts = new Set(textsOf(valueOf(first.lines)));
      for (const text of survivors) assert.ok(texts.has(text), `${text} of ${line}`);
    }
    assert.deepEqual(slow, []);
    assert.ok(exact.ours > exact.theirs * 1.5, JSON.stringify(exact));
  });
});

/** The least of three tries counts: a loaded machine may take a break in one. */
function repairInTime(line: string, slow: string[]): Repair[] {
  let repairs: Repair[] = [];
  let least = Infinity;
  for (let tries = 0; tries < 3 && least >= 50; tries++) {
    const start = performance.now();
    repairs = repairLine(line);
    least = Math.min(least, performance.now() - start);
  }
  if (least >= 50) slow.push(line);
  return repairs;
}

function isExactByLibrary(line: string, ideal: JsonValue): boolean {
  try {
    return sameValue(JSON.parse(jsonrepair(line)) as JsonValue, ideal);
  } catch {
    return false;
  }
}

describe('random damage', () => {
  test('never makes parser or repairs throw, and every repair is valid JSON', () => {
    for (const { line } of corruptions(4000)) {
      assert.ok(parseLine(line).errors.length > 0);
      const repairs = repairLine(line);
      assert.ok(repairs.length > 0, line);
      for (const { lines, edits } of repairs) {
        assert.equal(applyTextEdits(line, edits), lines.join('\n'));
        for (const text of lines) assert.doesNotThrow(() => void JSON.parse(text), line);
      }
    }
  });

  test('leaves every surviving text as it is in repairs that are called safe', () => {
    let safe = 0;
    for (const { line, survivors } of corruptions(4000)) {
      const [first] = repairLine(line);
      if (first?.safe !== true) continue;
      safe++;
      const texts = textsOf(valueOf(first.lines));
      for (const text of survivors) {
        const at = texts.indexOf(text);
        assert.ok(at >= 0, `${text} of ${line}`);
        texts.splice(at, 1);
      }
    }
    assert.ok(safe > 400, `only ${safe} of 4000 were safe`);
  });

  test('is mostly undone exactly by the first repair', () => {
    const exact: Record<CorruptionKind, [number, number]> = {
      delete: [0, 0],
      insert: [0, 0],
      swap: [0, 0],
      truncate: [0, 0],
    };
    for (const { kind, line, ideal } of corruptions(4000)) {
      const isExact = repairLine(line).some(({ lines }) => sameValue(valueOf(lines), ideal));
      exact[kind][0] += isExact ? 1 : 0;
      exact[kind][1]++;
    }
    for (const [kind, [good, all]] of Object.entries(exact)) assert.ok(good / all > 0.85, `${kind}: ${good} of ${all}`);
  });
});
