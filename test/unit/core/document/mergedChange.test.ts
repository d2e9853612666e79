import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Change } from '../../../../src/core/document/change';
import { mergedChange } from '../../../../src/core/document/mergedChange';
import { opened, replace } from './openDataset';

void describe('several changes told as one', () => {
  test('name every splice and touched row, as long as they are few', async () => {
    const dataset = opened('a\nb\nc\n');
    const changes: Change[] = [];
    dataset.onChange((change) => changes.push(change));
    dataset.edit('Fix', [await replace(dataset, 1, 'B')], { extend: true });
    dataset.edit('Fix', [{ kind: 'delete', ids: [0] }], { extend: true });
    dataset.edit('Fix', [await replace(dataset, 0, 'BB')], { extend: true });
    assert.deepEqual(mergedChange(changes, 3, 2), {
      cause: 'edit',
      label: 'Fix',
      splices: [{ at: 0, removed: 1, inserted: 0 }],
      touched: [{ id: 1, version: 3 }],
      reveal: 1,
    });
    assert.equal(mergedChange([], 3, 3), undefined);
  });

  test('are covered by one splice where they are many', () => {
    const dataset = opened('x\n'.repeat(1_500));
    const changes: Change[] = [];
    dataset.onChange((change) => changes.push(change));
    for (let i = 0; i < 1_400; i++) dataset.edit('Fix', [{ kind: 'delete', ids: [i] }], { extend: true });
    assert.deepEqual(mergedChange(changes, 1_500, 100)?.splices, [{ at: 0, removed: 1_500, inserted: 100 }]);
  });
});
