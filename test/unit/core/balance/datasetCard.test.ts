import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parse } from 'yaml';
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

interface Header {
  readonly pretty_name: unknown;
  readonly license: unknown;
  readonly size_categories: unknown;
  readonly task_categories: unknown;
  readonly tags: unknown;
  readonly language: unknown;
  readonly configs: unknown;
}

/** The header as a YAML parser reads it: the hub's (PyYAML) knows version 1.1. */
function headerOf(card: string, version: '1.1' | '1.2'): Header {
  const [, header = ''] = card.split(/^---$/m);
  return parse(header, { version, strict: true }) as Header;
}

for (const version of ['1.1', '1.2'] as const) {
  test(`a YAML ${version} parser reads the header`, () => {
    const card = datasetCard(dataOf(lines(120, ['open_qa', 'open_qa', 'brainstorming'])), undefined, OPTIONS);
    assert.deepEqual(headerOf(card, version), {
      pretty_name: 'Birds: "small" ones',
      license: 'unknown',
      language: ['en', 'fr'],
      size_categories: ['n<1K'],
      task_categories: headerOf(card, version).task_categories,
      tags: ['instruction-tuning'],
      configs: [{ config_name: 'default', data_files: [{ split: 'train', path: 'birds.jsonl' }] }],
    });
    assert.ok((headerOf(card, version).task_categories as string[]).includes('text-generation'));
  });

  test(`names of any kind come through the header (YAML ${version})`, () => {
    const data = dataOf([]);
    const odd = fc.constantFrom(
      'no',
      '~',
      '1e3',
      '12:30',
      '- x',
      '# y',
      '---',
      'a: b',
      "'",
      '\\',
      '\u0085',
      '\u2028\u007f\ufeff',
    );
    const text = fc.oneof(odd, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(text, text, text, (name, split, path) => {
        const header = headerOf(datasetCard(data, undefined, { ...OPTIONS, name, files: [{ split, path }] }), version);
        assert.equal(header.pretty_name, name);
        assert.deepEqual(header.configs, [{ config_name: 'default', data_files: [{ split, path }] }]);
      }),
    );
  });
}

test('the header holds no character that YAML does not allow, or takes for the end of a line', () => {
  const name = '\u007f\u0085\u009f\u2028\u2029\ufeff\ufffe\uffff';
  const [, header = ''] = datasetCard(dataOf([]), undefined, { ...OPTIONS, name }).split(/^---$/m);
  assert.match(header, /^[\n\x20-\x7e]*$/);
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
