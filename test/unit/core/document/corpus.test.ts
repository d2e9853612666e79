import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { detectEncoding } from '../../../../src/core/text/encoding';
import { cutLines } from './naiveModel';
import { opened, replace, save, textOf } from './openDataset';

const corpus = join(process.cwd(), '..', 'shared', 'corpus');
const files = existsSync(corpus) ? readdirSync(corpus).filter((name) => name.endsWith('.jsonl')) : [];

void describe('a file of the corpus', { skip: files.length === 0 && 'skipped: no corpus' }, () => {
  for (const name of files) {
    void test(`${name}: one edited row is the one line that differs, and undo gives the file back`, async () => {
      const bytes = readFileSync(join(corpus, name));
      const bomLength = detectEncoding(bytes) === 'utf-8-bom' ? 3 : 0;
      const dataset = opened(bytes, { bomLength });
      const middle = dataset.count >> 1;
      dataset.edit('Edit', [await replace(dataset, middle, '{"instruction":"new","output":"ö"}')]);
      const before = cutLines(bytes);
      const after = cutLines(await save(dataset));
      assert.equal(after.length, before.length);
      const differing = after.flatMap((line, i) => (line.equals(before[i] ?? Buffer.alloc(0)) ? [] : [i]));
      assert.deepEqual(differing, [middle]);
      dataset.undo();
      assert.ok(bytes.equals(await save(dataset)));
      assert.equal(await textOf(dataset), bytes.toString());
    });
  }
});
