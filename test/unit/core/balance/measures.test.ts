import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { diversityOf } from '../../../../src/core/balance/diversity';
import { binOf, binStart } from '../../../../src/core/balance/logBins';
import { divergence, measuresOf } from '../../../../src/core/balance/measures';
import { NameTable } from '../../../../src/core/balance/nameTable';
import { openingOf } from '../../../../src/core/balance/openings';
import { sampleOf, scattered, stratifiedSample } from '../../../../src/core/balance/sampling';
import { compareWithTarget } from '../../../../src/core/balance/targets';
import { holdsCode, holdsList, holdsMath } from '../../../../src/core/balance/textTraits';
import { bitOf, traitsOf } from '../../../../src/core/balance/rowTraits';
import { viewOf } from '../../../../src/core/record/toExampleView';

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} for ${expected}`);

test('equal types are as many effective types, and perfectly even', () => {
  const { types, evenness, effectiveTypes, largestToSmallest } = measuresOf([5, 5, 5, 5, 0]);
  assert.equal(types, 4);
  near(evenness, 1);
  near(effectiveTypes, 4);
  near(largestToSmallest, 1);
});

test('measures follow their formulas', () => {
  const { evenness, effectiveTypes, largestToSmallest } = measuresOf([75, 25]);
  const entropy = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
  near(evenness, entropy / Math.log(2));
  near(effectiveTypes, Math.exp(entropy));
  near(largestToSmallest, 3);
  assert.deepEqual(measuresOf([]), { types: 0, evenness: 0, effectiveTypes: 0, largestToSmallest: 0 });
  assert.deepEqual(measuresOf([7]), { types: 1, evenness: 0, effectiveTypes: 1, largestToSmallest: 1 });
});

test('divergence is 0 for the same, 1 for strangers, and symmetric', () => {
  const map = (counts: Record<string, number>) => new Map(Object.entries(counts));
  near(divergence(map({ a: 1, b: 3 }), map({ a: 10, b: 30 })), 0);
  near(divergence(map({ a: 1 }), map({ b: 1 })), 1);
  near(divergence(map({ a: 1, b: 3 }), map({ a: 5 })), divergence(map({ a: 5 }), map({ a: 1, b: 3 })));
  assert.equal(divergence(map({}), map({ a: 5 })), 0);
});

test('against an equal target, what to add makes all types as many as the largest', () => {
  const rows = compareWithTarget(
    [
      { name: 'a', count: 60 },
      { name: 'b', count: 30 },
      { name: 'c', count: 10 },
    ],
    { kind: 'equal' },
  );
  assert.deepEqual(
    rows.map(({ name, toAdd }) => [name, toAdd]),
    [
      ['a', 0],
      ['b', 30],
      ['c', 50],
    ],
  );
  near(rows[0]?.difference ?? 0, 60 - 100 / 3);
});

test('with what is to add, every type has its share of any own target', () => {
  const part = fc.integer({ min: 1, max: 50 });
  const row = fc.record({ name: fc.stringMatching(/^[a-z]{1,6}$/), count: fc.nat(1000), part });
  fc.assert(
    fc.property(fc.uniqueArray(row, { selector: ({ name }) => name, minLength: 1, maxLength: 8 }), (rows) => {
      const parts = Object.fromEntries(rows.map((each) => [each.name, each.part]));
      const compared = compareWithTarget(rows, { kind: 'own', parts });
      const grown = compared.map(({ count, toAdd }) => count + (toAdd ?? 0));
      const total = grown.reduce((sum, count) => sum + count, 0);
      compared.forEach(({ targetShare, difference, count, toAdd }, i) => {
        assert.ok((toAdd ?? -1) >= 0);
        assert.ok(Math.abs((grown[i] ?? 0) - targetShare * total) <= rows.length, 'within rounding of its share');
        near(difference, count - targetShare * rows.reduce((sum, each) => sum + each.count, 0));
      });
    }),
  );
});

test('the mix of InstructGPT meets declared labels by the table of taxonomies', () => {
  const rows = compareWithTarget(
    [
      { name: 'generation', count: 10 },
      { name: 'brainstorm', count: 10 },
      { name: 'mine', count: 5 },
    ],
    { kind: 'instructgpt' },
  );
  const share = (name: string) => rows.find((row) => row.name === name)?.targetShare;
  near((share('generation') ?? 0) / (share('brainstorm') ?? 1), 0.456 / 0.112);
  assert.equal(share('mine'), 0);
  assert.equal(rows.find(({ name }) => name === 'mine')?.toAdd, undefined);
  assert.ok((rows.find(({ name }) => name === 'summarization')?.toAdd ?? 0) > 0);
});

test('an empty set, and a target of nothing, are no error', () => {
  assert.deepEqual(compareWithTarget([], { kind: 'equal' }), []);
  const [row] = compareWithTarget([{ name: 'a', count: 3 }], { kind: 'own', parts: { a: -1, b: Number.NaN } });
  assert.deepEqual(row, { name: 'a', count: 3, share: 1, targetShare: 0, difference: 3 });
});

test('every whole number lies in its bin, and bins follow each other', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (value) => {
      const bin = binOf(value);
      assert.ok(binStart(bin) <= value && value < binStart(bin + 1));
      assert.ok(value < 32 ? binStart(bin) === value : binStart(bin + 1) - binStart(bin) <= value / 16);
    }),
  );
  for (let bin = 0; bin < 400; bin++) assert.equal(binOf(binStart(bin)), bin);
});

test('names beyond the limit share one number', () => {
  const table = new NameTable(5);
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => table.numberOf(name));
  assert.equal(table.numberOf('a'), a);
  assert.notEqual(a, b);
  assert.equal(c, d);
  assert.ok(table.isNamed(a ?? 0) && !table.isNamed(c ?? 0));
});

test('openings are the first word and the next content word', () => {
  assert.deepEqual(openingOf('Write me a short poem'), { word: 'write', next: 'short' });
  assert.deepEqual(openingOf('"Who was the King?"'), { word: 'who', next: 'king' });
  assert.deepEqual(openingOf('C++ or C#?'), { word: 'c++', next: 'c#' });
  assert.deepEqual(openingOf('… !'), { word: '', next: '' });
});

test('samples are seeded, spread and without repeats', () => {
  const sample = stratifiedSample(1000, 100, 7);
  assert.deepEqual(stratifiedSample(1000, 100, 7), sample);
  assert.notDeepEqual(stratifiedSample(1000, 100, 8), sample);
  sample.forEach((value, i) => assert.equal(Math.floor(value / 10), i));
  assert.deepEqual(stratifiedSample(3, 100, 1), [0, 1, 2]);
  const values = Float64Array.from({ length: 50 }, (_, i) => i * 3);
  const some = sampleOf(values, 10, 1);
  assert.equal(new Set(some).size, 10);
  assert.ok(some.every((value) => values.includes(value)));
  assert.equal(sampleOf(values, 99, 1).length, 50);
});

test('scattered values are all there, and every part of them is spread', () => {
  for (const length of [0, 1, 2, 7, 100, 618]) {
    const values = Array.from({ length }, (_, i) => i);
    const order = scattered(values);
    assert.deepEqual(
      [...order].sort((a, b) => a - b),
      values,
    );
    const part = order.slice(0, Math.ceil(length / 10));
    if (length >= 100) assert.ok(part.some((i) => i < length / 3) && part.some((i) => i > (2 * length) / 3));
  }
});

test('instructions in the same words are less diverse than others', () => {
  const same = Array.from({ length: 50 }, (_, i) => `What is the capital of country ${i}?`);
  const other = Array.from(
    { length: 50 },
    (_, i) => `${'abcdefghij'.repeat(3).slice(i % 20)} ${i} ${'klmnopqrst'.slice(i % 9)}`,
  );
  assert.ok(diversityOf('a', same).selfSimilarity > 0.6);
  assert.ok(diversityOf('b', other).selfSimilarity < 0.2);
  assert.ok(diversityOf('a', same).distinct2 < diversityOf('b', other).distinct2);
  assert.deepEqual(diversityOf('c', []), { name: 'c', sampled: 0, distinct2: 1, selfSimilarity: 0 });
});

test('code, mathematics and lists are seen, prose is not', () => {
  const prose = 'The bill came to $12 and $14. On the other hand, 3 of 4 were late.\nclass of 1999';
  assert.deepEqual([holdsCode(prose), holdsMath(prose), holdsList(prose)], [false, false, false]);
  for (const code of ['```js\n1\n```', 'def add(a, b):\n  return a', '#include <stdio.h>', 'x\nSELECT name FROM birds'])
    assert.ok(holdsCode(code), code);
  for (const math of ['so $x^2$ grows', '\\frac{1}{2}', '48 + 24 = 72 clips']) assert.ok(holdsMath(math), math);
  assert.ok(holdsList('Birds:\n1. Wren\n2. Robin') && holdsList('- a\n- b'));
});

test('what is counted of each shape', () => {
  const of = (record: Parameters<typeof viewOf>[0]) => {
    const { turns, promptCharacters, responseCharacters, traits } = traitsOf(viewOf(record));
    return [turns, promptCharacters, responseCharacters, traits];
  };
  assert.deepEqual(of({ instruction: 'abc', input: 'de', output: 'f' }), [2, 5, 1, bitOf('input')]);
  assert.deepEqual(of({ instruction: 'abc', output: '' }), [1, 3, 0, 0]);
  assert.deepEqual(of({ text: 'abcd' }), [1, 0, 4, 0]);
  assert.deepEqual(of({ prompt: 'ab', chosen: 'c', rejected: 'ddd' }), [2, 2, 1, 0]);
  const chat = {
    messages: [
      { role: 'system', content: 's' },
      { role: 'user', content: 'uu' },
      { role: 'assistant', content: 'a' },
    ],
    tools: [],
  };
  assert.deepEqual(of(chat), [2, 3, 1, bitOf('system') | bitOf('tools')]);
  assert.deepEqual(of({ instruction: 'i', instances: [{ input: 'xx', output: 'yyy' }] }), [2, 3, 3, bitOf('input')]);
  const segments = [
    { label: false, text: 'ab' },
    { label: true, text: 'c' },
  ];
  assert.deepEqual(of({ segments }), [1, 2, 1, 0]);
});
