import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EditChain } from '../../../../src/host/editor/editChain';

test('an edit fits the current version, and versions that the view itself has passed', () => {
  const chain = new EditChain();
  assert.ok(chain.fits(7, 3, 3));
  assert.ok(!chain.fits(7, 2, 3));
  chain.add(7, 3, 4);
  chain.add(7, 4, 5);
  for (const seen of [3, 4, 5]) assert.ok(chain.fits(7, seen, 5), `seen ${seen}`);
  assert.ok(!chain.fits(7, 2, 5));
  assert.ok(!chain.fits(8, 3, 5));
});

test('a change by somebody else breaks the chain', () => {
  const chain = new EditChain();
  chain.add(7, 3, 4);
  assert.ok(!chain.fits(7, 3, 5));
  assert.ok(!chain.fits(7, 4, 5));
  chain.add(7, 5, 6);
  assert.ok(chain.fits(7, 5, 6));
  assert.ok(!chain.fits(7, 4, 6), 'what the view did before the other change does not count');
});

test('old rows are forgotten, the row being typed in is not', () => {
  const chain = new EditChain();
  chain.add(1, 0, 1);
  for (let row = 100; row < 400; row++) {
    chain.add(row, 0, 1);
    if (row % 10 === 0) chain.add(1, row, row + 10);
  }
  assert.ok(!chain.fits(100, 0, 1));
  assert.ok(chain.fits(399, 0, 1));
  assert.ok(chain.fits(1, 390, 400));
});
