import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DatasetChecker } from '../../../../src/core/checks/datasetChecker';
import type { Finding } from '../../../../src/core/checks/finding';
import { CheckConfig } from '../../../../src/core/config/checkConfig';
import { mergeSettings } from '../../../../src/core/config/readSettings';
import { fixRow } from '../../../../src/core/fixes/fixAll';
import { fixesFor } from '../../../../src/core/fixes/fixesFor';
import { minimalEdit } from '../../../../src/core/fixes/minimalEdit';
import { joinSpreadRecord } from '../../../../src/core/fixes/spreadRecord';
import { CASES } from '../../../golden/cases';

const config = new CheckConfig(mergeSettings());
/** Every row of the golden cases: rows of all shapes with every defect, and good ones. */
const POOL = Object.values(CASES)
  .flatMap(({ defects, quiet }) => [...defects, ...quiet].flatMap(({ rows }) => rows))
  .filter((row) => row.length < 2_000);
const files = fc.array(fc.constantFrom(...POOL), { minLength: 1, maxLength: 12 });

function load(rows: readonly string[]): DatasetChecker {
  const checker = new DatasetChecker(config);
  rows.forEach((row, i) => checker.add(i, row));
  return checker;
}

const kindOf = ({ code, path }: Finding) => `${code} ${JSON.stringify(path ?? [])}`;
/** Findings that compare rows are other rows' business: an input set to "" may make a row the copy that it always was to its reader. */
const isOwn = ({ code }: Finding) => !code.startsWith('duplicate/');

test('after the safe fixes no finding of a row is new, and a second run changes nothing', () => {
  fc.assert(
    fc.property(files, (rows) => {
      const before = load(rows);
      const fixed = rows.map((row) => fixRow(row, before.facts, config));
      for (const [i, { lines, applied }] of fixed.entries()) {
        const [line] = lines;
        if (line === undefined || lines.length > 1 || applied.some(({ code }) => code === 'json/syntax')) continue;
        const known = new Set(
          before
            .findingsOf(i, rows[i] ?? '')
            .filter(isOwn)
            .map(kindOf),
        );
        const now = new DatasetChecker(config);
        rows.forEach((row, k) => now.add(k, k === i ? line : row));
        const after = now.findingsOf(i, line).filter(isOwn).map(kindOf);
        assert.deepEqual(
          after.filter((kind) => !known.has(kind)),
          [],
          line,
        );
      }
      for (const { lines } of fixed) {
        for (const line of lines) assert.deepEqual(fixRow(line, before.facts, config).lines, [line]);
      }
    }),
    { numRuns: 300 },
  );
});

test('safe fixes keep every text of the record, but for what the rule says', () => {
  for (const row of POOL) {
    const checker = load([row]);
    const { lines, applied } = fixRow(row, checker.facts, config);
    if (
      applied.length === 0 ||
      !applied.every(({ code }) => code !== 'json/syntax' && code !== 'pair/placeholder-input')
    )
      continue;
    const texts = (line: string): unknown[] => {
      const found: unknown[] = [];
      JSON.stringify(JSON.parse(line), (_, value: unknown) => (found.push(value), value));
      return found.filter((value) => typeof value === 'string').sort();
    };
    if (lines.length === 1) assert.deepEqual(texts(lines[0] ?? ''), texts(row));
  }
});

test('nothing that deletes, trims, converts, masks, decodes, swaps or splits is safe', () => {
  const unsafe = [
    'delete-example',
    'keep-this',
    'keep-first',
    'keep-last',
    'trim',
    'convert',
    'convert-shape',
    'mask',
    'decode',
    'swap',
    'split-example',
    'split-array',
    'delete-turn',
    'delete-key',
    'write',
    'remove-characters',
  ];
  for (const row of POOL) {
    const checker = load([row]);
    for (const finding of checker.findingsOf(0, row)) {
      for (const { id, safe } of fixesFor(finding, row, checker.facts, config)) {
        assert.ok(!(safe && unsafe.includes(id)), `${finding.code} ${id}`);
      }
    }
  }
});

test('the smallest edit leads from one text to the other', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
      const { start, end, text } = minimalEdit(before, after);
      assert.equal(before.slice(0, start) + text + before.slice(end), after);
    }),
  );
  assert.deepEqual(minimalEdit('a😀c', 'a😁c'), { start: 1, end: 3, text: '😁' });
});

describe('a record over several lines', () => {
  test('is joined with every text as it was', () => {
    const record = { instruction: 'A?', input: 'two\nlines', output: 'B.', tags: ['x', 'y'] };
    const pretty = JSON.stringify(record, null, 2).split('\n');
    const joined = joinSpreadRecord([...pretty, '{"instruction": "next"}']);
    assert.equal(joined?.count, pretty.length);
    assert.deepEqual(JSON.parse(joined.line), record);
  });

  test('with raw line breaks in a text is joined with escapes', () => {
    const joined = joinSpreadRecord(['{"instruction": "A?", "output": "one', 'two', 'three"}', 'x']);
    assert.deepEqual(joined, { count: 3, line: '{"instruction": "A?", "output": "one\\ntwo\\nthree"}' });
  });

  test('is not made of a broken row and a good one after it', () => {
    assert.equal(
      joinSpreadRecord(['{"instruction": "A?", "output": "one', '{"instruction": "B?", "output": "two"}']),
      undefined,
    );
    assert.equal(joinSpreadRecord(['{"a": 1', 'text', '{"b": 2}']), undefined);
  });
});
