import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { toValue } from '../../../../src/core/json/node';
import { parseLine } from '../../../../src/core/json/parser';
import { majorityShape } from '../../../../src/core/record/recognise';
import type { JsonRecord } from '../../../../src/core/record/shapes';
import { summarise } from '../../../../src/core/record/summarise';
import { toExampleView } from '../../../../src/core/record/toExampleView';
import type { ExampleView, Shape } from '../../../../src/core/record/view';
import { keysOf } from './viewKeys';

const CORPUS = '../shared/corpus';
const skip = existsSync(CORPUS) ? false : 'skipped: no corpus';

/** Rows of each shape, file by file. */
const EXPECTED: Readonly<Record<string, Partial<Record<Shape, number>>>> = {
  dolly: { alpaca: 1498 },
  'gpteacher-codegen': { dolly: 4535 },
  'gpteacher-roleplay': { dolly: 1923 },
  'gpteacher-toolformer': { dolly: 7673 },
  gsm8k: { 'question-answer': 7473 },
  'llamafactory-dpo': { 'sharegpt-preference': 300 },
  'llamafactory-glaive-toolcall': { sharegpt: 300 },
  'llamafactory-identity': { alpaca: 91 },
  'llamafactory-kto': { 'unpaired-preference': 300 },
  'llamafactory-reason-tool': { 'blocks-chat': 50 },
  'llamafactory-v1-dpo': { 'blocks-preference': 10 },
  'llamafactory-v1-sft': { 'blocks-chat': 500 },
  'oasst-trees': { unknown: 100 },
  'self-instruct-seed-tasks': { 'self-instruct': 175 },
  'self-instruct-user-oriented': { 'self-instruct': 252 },
};

function linesOf(name: string): string[] {
  return readFileSync(`${CORPUS}/${name}.jsonl`, 'utf8').split('\n').filter(Boolean);
}

describe('the corpus', () => {
  for (const [name, counts] of Object.entries(EXPECTED)) {
    test(`${name}: every row parses as JSON.parse does, has its shape, and shows every key`, { skip }, () => {
      const seen: Partial<Record<Shape, number>> = {};
      const shapes: Shape[] = [];
      for (const line of linesOf(name)) {
        const { shape } = checkRow(line);
        seen[shape] = (seen[shape] ?? 0) + 1;
        shapes.push(shape);
      }
      assert.deepEqual(seen, counts);
      assert.equal(majorityShape(shapes), Object.keys(counts)[0]);
    });
  }

  test('is summed up with a prompt and an answer, but for trees', { skip }, () => {
    for (const name of Object.keys(EXPECTED)) {
      if (name === 'oasst-trees') continue;
      const summaries = linesOf(name).map((line) => summarise(line));
      assert.ok(summaries.every((summary) => summary.kind === 'example'));
      const empty = summaries.filter((summary) => summary.instruction === '' || summary.response === '');
      assert.ok(empty.length <= summaries.length * 0.02, `${name}: ${empty.length} without text`);
    }
  });
});

function checkRow(line: string): ExampleView {
  const { root, errors } = parseLine(line);
  const value = JSON.parse(line) as JsonRecord;
  assert.deepEqual(errors, []);
  assert.ok(root?.kind === 'object');
  assert.deepEqual(toValue(root), value);
  const view = toExampleView(root);
  assert.deepEqual(keysOf(view), Object.keys(value).sort());
  return view;
}
