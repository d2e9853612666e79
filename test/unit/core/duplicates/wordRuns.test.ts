import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BenchmarkIndex } from '../../../../src/core/duplicates/wordRuns';

const QUESTION = 'Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May.';

test('finds a shared run whatever its case and marks, as long as it goes, with its place', () => {
  const index = new BenchmarkIndex(13);
  index.add(
    'other.jsonl',
    'Something else entirely that has more than thirteen words in it, but no word of the one that is asked.',
  );
  index.add('gsm8k.jsonl', QUESTION);
  const text = `Solve this: "NATALIA sold clips to 48 of her friends in April; and then she sold half as many clips" or so.`;
  const found = index.find(text);
  assert.equal(found?.file, 'gsm8k.jsonl');
  assert.equal(found.words, 18);
  assert.equal(
    text.slice(found.start, found.end),
    'NATALIA sold clips to 48 of her friends in April; and then she sold half as many clips',
  );
});

test('stays quiet on a shorter run, and on a run that two texts make together', () => {
  const index = new BenchmarkIndex(13);
  index.add('a', QUESTION.split(' ').slice(0, 8).join(' '));
  index.add('a', QUESTION.split(' ').slice(8).join(' '));
  assert.equal(index.find(QUESTION), undefined);
  assert.equal(new BenchmarkIndex(13).find(QUESTION), undefined);
});

test('agrees with looking at every window', () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 30 });
  fc.assert(
    fc.property(words, words, (benchmark, text) => {
      const index = new BenchmarkIndex(5);
      index.add('f', benchmark.join(' '));
      const windows = new Set(benchmark.slice(4).map((_, i) => benchmark.slice(i, i + 5).join(' ')));
      const expected = text.slice(4).some((_, i) => windows.has(text.slice(i, i + 5).join(' ')));
      assert.equal(index.find(text.join(' ')) !== undefined, expected);
    }),
    { numRuns: 500 },
  );
});
