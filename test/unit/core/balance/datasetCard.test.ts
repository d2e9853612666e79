import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adviceOf } from '../../../../src/core/balance/advice';
import type { BalanceData } from '../../../../src/core/balance/balanceData';
import { datasetCard } from '../../../../src/core/balance/datasetCard';
import { bytesOf } from '../analysis/analysed';
import { Counted } from './counted';

function dataOf(lines: readonly string[]): BalanceData {
  const { balance, rows } = new Counted(bytesOf(lines)).finish();
  return { revision: rows.revision, isWorking: false, ...balance.figures(), problems: [], clusters: [] };
}

function lines(count: number, types: readonly string[]): string[] {
  return Array.from({ length: count }, (_, i) =>
    JSON.stringify({ instruction: `Name bird number ${i}.`, output: 'A wren.', category: types[i % types.length] }),
  );
}

const OPTIONS = {
  name: 'Birds: "small" ones',
  files: [{ split: 'train', path: 'birds.jsonl' }],
  target: { kind: 'equal' },
} as const;

test('a card has a header that the hub reads, and tables of the figures', () => {
  const card = datasetCard(dataOf(lines(120, ['open_qa', 'open_qa', 'brainstorming'])), undefined, OPTIONS);
  const [, header = '', body = ''] = card.split(/^---$/m);
  for (const line of [
    'pretty_name: "Birds: \\"small\\" ones"',
    'size_categories:\n  - "n<1K"',
    '  - "instruction-tuning"',
    '      - split: "train"\n        path: "birds.jsonl"',
    'language:\n  - "en"\n  - "fr"',
  ]) {
    assert.ok(header.includes(line), `${line}\n${header}`);
  }
  assert.match(body, /^# Birds: "small" ones$/m);
  assert.match(body, /^\| open_qa \| 80 \| 66\.7 % \| 50\.0 % \| 0 \|$/m);
  assert.match(body, /^\| brainstorming \| 40 \| 33\.3 % \| 50\.0 % \| 40 \|$/m);
  assert.match(body, /^\| name \| 120 \| bird \|$/m);
  for (const line of body.split('\n').filter((each) => each.startsWith('|'))) assert.ok(line.endsWith('|'));
});

test('nothing that names hold breaks out of its cell', () => {
  const card = datasetCard(dataOf(lines(3, ['a|b', '<script>x</script>', '[x](http://y)\n# z'])), undefined, OPTIONS);
  assert.ok(card.includes('a\\|b') && !card.includes('<script>') && !card.includes('[x](') && !/^# z/m.test(card));
});

test('an empty dataset has a card', () => {
  const card = datasetCard(dataOf([]), { revision: 0, types: [], advice: [] }, OPTIONS);
  assert.match(card, /0 examples/);
  assert.ok(!card.includes('NaN') && !card.includes('Infinity'));
});

test('advice says what to write next', () => {
  const data = dataOf(lines(1200, [...Array.from({ length: 30 }, () => 'open_qa'), 'summarization']));
  const types = [
    { name: 'open_qa', sampled: 200, distinct2: 0.3, selfSimilarity: 0.7 },
    { name: 'summarization', sampled: 38, distinct2: 0.9, selfSimilarity: 0.05 },
  ];
  const advice = adviceOf(data, types);
  const thin = advice.find(({ kind }) => kind === 'thin-type');
  assert.match(thin?.text ?? '', /^summarization has 38 examples, where an even share would be 600/);
  assert.deepEqual(thin?.filter, [{ by: 'declaredType', name: 'summarization' }]);
  assert.match(
    advice.find(({ kind }) => kind === 'repetitive-type')?.text ?? '',
    /^Instructions of open_qa are much alike/,
  );
  assert.ok(advice.some(({ kind }) => kind === 'thin-length') && advice.some(({ kind }) => kind === 'single-turn'));
  assert.ok(
    adviceOf(dataOf(lines(40, ['x'])), []).some(({ kind, text }) => kind === 'size' && text.includes('40 examples')),
  );
  assert.deepEqual(adviceOf(dataOf([]), []), []);
});
