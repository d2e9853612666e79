import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readRowsOf } from '../../../../src/core/document/readRowsOf';
import { rewriteOperations } from '../../../../src/host/findings/fixOperations';
import { toRowFilter } from '../../../../src/host/findings/rowFilter';
import { opened, rowAt, texts } from '../../core/document/openDataset';

void describe('rewriting rows', () => {
  test('replaces, splits, joins and deletes rows, whose places change on the way', async () => {
    const dataset = opened('a\nb\nc\nd\ne\nf\n');
    const at = (index: number) => rowAt(dataset, index);
    const rewrites = [
      { row: await at(0), count: 1, lines: [] },
      { row: await at(1), count: 1, lines: ['b1', 'b2', 'b3'] },
      { row: await at(2), count: 2, lines: ['cd'] },
      { row: await at(4), count: 1, lines: ['E'] },
    ];
    const [, second] = rewrites;
    dataset.edit('Fix', rewriteOperations(dataset, rewrites));
    assert.deepEqual(await texts(dataset), ['b1', 'b2', 'b3', 'cd', 'E', 'f']);
    assert.equal(dataset.indexOf(second?.row.id ?? -1), 0, 'the row that was split is the first of its parts');
    dataset.undo();
    assert.deepEqual(await texts(dataset), ['a', 'b', 'c', 'd', 'e', 'f']);
  });

  test('reads rows that lie apart, in order, each once', async () => {
    const dataset = opened(Array.from({ length: 100 }, (_, i) => `${i}\n`).join(''));
    const rows = await readRowsOf(dataset, [70, 3, 5, 99, 1_000], 1_000);
    assert.deepEqual(
      rows.map(({ id, text }) => [id, text]),
      [
        [3, '3'],
        [5, '5'],
        [70, '70'],
        [99, '99'],
      ],
    );
  });
});

void describe('a filter of a page', () => {
  test('takes whole clusters for named codes, and nothing for a code that there is not', () => {
    assert.deepEqual(toRowFilter({ codes: [], severities: [] }), {});
    assert.deepEqual(toRowFilter({ codes: ['duplicate/exact', 'no/such'], severities: ['error'] }), {
      codes: ['duplicate/exact'],
      wholeClusters: true,
      severities: ['error'],
    });
  });
});
