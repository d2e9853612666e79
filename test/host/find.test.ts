import assert from 'node:assert/strict';
import type { FindQuery } from '../../src/protocol/editor.js';
import { lines, openDataset, rows, until, type Opened } from './datasetFixture.js';

const plain = { matchCase: false, wholeWord: false, regex: false };
let searchId = 0;

async function find(opened: Opened, query: Partial<FindQuery> & { text: string }, matches: number): Promise<void> {
  const result = await opened.dataset.call('find', { query: { ...plain, ...query }, searchId: ++searchId });
  assert.equal(result.error, undefined);
  await until(`${matches} matches are found`, async () => {
    const { total } = await opened.dataset.call('getRows', { from: 0, count: 0, view: 'matches' });
    return total === matches ? true : undefined;
  });
}

describe('finding', () => {
  it('finds in all fields, forwards and backwards, going round', async () => {
    const opened = await openDataset(lines(...rows(1200)));
    await opened.dataset.indexed();
    await find(opened, { text: 'QUESTION 111' }, 11); // 111 and 1110 to 1119
    const { rows: first } = await opened.dataset.call('getRows', { from: 0, count: 2, view: 'matches' });
    assert.deepEqual(
      first.map(({ index }) => index),
      [111, 1110],
    );
    const next = (from: number, backwards: boolean) => opened.dataset.call('findNext', { from, backwards });
    assert.deepEqual((await next(0, false))?.index, 111);
    assert.deepEqual((await next(111, false))?.index, 1110);
    assert.deepEqual((await next(1119, false))?.index, 111);
    assert.deepEqual((await next(111, true))?.index, 1119);
    assert.equal(await opened.dataset.call('locate', { id: first[1]?.id ?? -1, view: 'matches' }), 1);
  });

  it('follows edits: rows that come and go change the matches', async () => {
    const opened = await openDataset(lines(...rows(20)));
    await find(opened, { text: 'Answer 7' }, 1);
    await opened.dataset.call('insertExample', { at: 0, text: '{"instruction": "x", "output": "answer 7"}' });
    await until('the new row is found', async () => {
      const { total } = await opened.dataset.call('getRows', { from: 0, count: 0, view: 'matches' });
      return total === 2 ? true : undefined;
    });
    assert.deepEqual(
      (await opened.dataset.call('getRows', { from: 0, count: 9, view: 'matches' })).rows.map(({ index }) => index),
      [0, 8],
    );
  });

  it('says what is wrong with a pattern', async () => {
    const opened = await openDataset(lines(...rows(3)));
    const query = { ...plain, text: '(', regex: true };
    const result = await opened.dataset.call('find', { query, searchId: ++searchId });
    assert.match(result.error ?? '', /\S/);
  });
});
