import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AcrossDatasets } from '../../../../src/core/checks/acrossDatasets';
import { DatasetChecker } from '../../../../src/core/checks/datasetChecker';
import { acrossFilesFinding } from '../../../../src/core/checks/duplicate';
import { describeFinding } from '../../../../src/core/checks/describe';
import { CheckConfig } from '../../../../src/core/config/checkConfig';
import { mergeSettings } from '../../../../src/core/config/readSettings';
import type { Split } from '../../../../src/core/config/settings';
import { MemoryByteSource } from '../../../../src/core/text/byteSource';
import { LineIndex } from '../../../../src/core/text/lineIndex';

interface Given {
  readonly name: string;
  readonly split?: Split;
  readonly rows: readonly string[];
  readonly settings?: object;
  /** What stands in the file when it is read again. */
  readonly changed?: readonly string[];
}

const row = (instruction: string, output: string, input = '') => JSON.stringify({ instruction, input, output });

const LONG = 'The wren sings early in the morning, long before the heron stands in the reeds of the quiet river.';
const NEAR = LONG.replace('quiet', 'quick');
const FOLDED = LONG.toUpperCase().replace(',', ' ;');

/** Of the rows of the own file: it must not be asked of those of another. */
const rowNumber = () => undefined;

/** Every finding, as `name:row severity words`, in the order of the names. */
async function findingsIn(datasets: readonly Given[]): Promise<string[]> {
  const configs = datasets.map(({ settings = {} }) => new CheckConfig(mergeSettings(settings)));
  const across = new AcrossDatasets(configs);
  for (const [i, { name, split = 'train', rows, changed = rows }] of datasets.entries()) {
    const config = configs[i] ?? assert.fail();
    const checker = new DatasetChecker(config);
    const index = new LineIndex();
    const number = across.begin();
    for (const [at, line] of rows.entries()) {
      index.push(Buffer.byteLength(line) + 1);
      const view = checker.add(at, line);
      if (view !== undefined) across.add(number, at, view);
    }
    const source = new MemoryByteSource(Buffer.from(`${changed.join('\n')}\n`));
    across.end(number, { name, location: `/${name}`, split, config, clusters: checker.clusters, source, index });
  }
  await across.findNear((steps) => Promise.resolve(Array.from(steps).length >= 0));
  const found = datasets.flatMap(({ name, rows }, number) =>
    rows.flatMap((line, at) =>
      across.copiesOf(number, at).map((copy) => {
        const finding = acrossFilesFinding(copy, line.length, configs[number] ?? assert.fail()) ?? assert.fail();
        assert.deepEqual([finding.code, finding.start, finding.end], ['duplicate/across-files', 0, line.length]);
        const goes = across.isToGo(number, finding) ? ' goes' : '';
        return `${name}:${at + 1} ${finding.severity}${goes} ${describeFinding(finding, { rowNumber })} @${finding.related?.[0]?.dataset}`;
      }),
    ),
  );
  return found.sort();
}

const train = { name: 'train.jsonl', rows: [row('Who?', 'Nobody.'), row('What of birds?', LONG)] };
const validation = (text: string): Given => ({
  name: 'valid.jsonl',
  split: 'validation',
  rows: [row('What of birds?', text)],
});

describe('a row of the validation data that the training data has too', () => {
  test('exactly, is told on both sides', async () => {
    assert.deepEqual(await findingsIn([train, validation(LONG)]), [
      'train.jsonl:2 warning goes The same example stands in valid.jsonl (example 1): training and validation data share it @/valid.jsonl',
      'valid.jsonl:1 warning The same example stands in train.jsonl (example 2): training and validation data share it @/train.jsonl',
    ]);
  });

  test('apart from case and punctuation', async () => {
    assert.deepEqual(await findingsIn([train, validation(FOLDED)]), [
      'train.jsonl:2 warning goes The same example apart from case, spacing and punctuation stands in valid.jsonl (example 1): training and validation data share it @/valid.jsonl',
      'valid.jsonl:1 warning The same example apart from case, spacing and punctuation stands in train.jsonl (example 2): training and validation data share it @/train.jsonl',
    ]);
  });

  test('nearly', async () => {
    assert.deepEqual(await findingsIn([train, validation(NEAR)]), [
      'train.jsonl:2 warning goes 88 % the same as an example in valid.jsonl (example 1): training and validation data share most of it @/valid.jsonl',
      'valid.jsonl:1 warning 88 % the same as an example in train.jsonl (example 2): training and validation data share most of it @/train.jsonl',
    ]);
  });
});

describe('datasets of the same split', () => {
  const other = { ...train, name: 'a.jsonl', rows: [row('What of birds?', NEAR)] };
  const expected = ['train.jsonl:2 information goes 88 % the same as an example in a.jsonl (example 1) @/a.jsonl'];

  test('are told of near copies in the later one by name, in whichever order they are read', async () => {
    assert.deepEqual(await findingsIn([train, other]), expected);
    assert.deepEqual(await findingsIn([other, train]), expected);
  });

  test('that have a row in a third one, too, have a finding for each', async () => {
    const third = { ...train, name: 'z.jsonl', rows: [row('What of birds?', FOLDED)] };
    assert.deepEqual(await findingsIn([third, train, other]), [
      ...expected,
      'z.jsonl:1 information goes 88 % the same as an example in a.jsonl (example 1) @/a.jsonl',
      'z.jsonl:1 information goes The same example apart from case, spacing and punctuation stands in train.jsonl (example 2) @/train.jsonl',
    ]);
  });
});

describe('settings', () => {
  const near = validation(NEAR);
  const count = async (settings: object, other: Given = near, mine: Given = train) =>
    (await findingsIn([{ ...mine, settings }, other])).filter((found) => found.startsWith('train')).length;

  test('say how alike rows must be, and each dataset goes by its own', async () => {
    assert.equal(await count({ thresholds: { nearDuplicate: 0.95 } }), 0);
    assert.equal(await count({ thresholds: { nearDuplicate: 0.7 } }), 1);
    assert.equal((await findingsIn([{ ...train, settings: { thresholds: { nearDuplicate: 0.95 } } }, near])).length, 1);
  });

  test('say what is compared', async () => {
    const same = { ...near, rows: [row(LONG, 'One answer of a few words.')] };
    const mine = {
      ...train,
      rows: [row(NEAR, 'Something else that is said, with many more words than the other has.')],
    };
    assert.equal(await count({}, same, mine), 0);
    assert.equal(await count({ nearDuplicatesBy: 'prompt' }, same, mine), 1);
    assert.equal(await count({ nearDuplicatesBy: 'response' }, same, mine), 0);
  });

  test('leave out what is not wanted', async () => {
    assert.equal(await count({ severity: { 'duplicate/near': 'off' } }), 0);
    assert.equal(await count({ severity: { 'duplicate/across-files': 'off' } }), 0);
    assert.equal(await count({ severity: { 'duplicate/normalized': 'off' } }, validation(FOLDED)), 0);
    assert.equal(await count({ severity: { 'duplicate/near': 'off' } }, validation(LONG)), 1);
  });
});

test('nothing is said of a file that changed before it was read again', async () => {
  const changed = train.rows.map((line) => line.replace(/wren/g, 'tern').replace(/[a-m]/g, 'x'));
  assert.deepEqual(await findingsIn([{ ...train, changed }, validation(NEAR)]), []);
  assert.deepEqual(await findingsIn([{ ...train, changed: [] }, validation(NEAR)]), []);
});
