import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DocumentChange, EditorCalls, RowSummary } from '../../../src/protocol/editor';
import { RowLoader } from '../../../webview/editor/model/rowLoader';

type GetRows = EditorCalls['getRows'];

/** A document of rows that are only ids, and requests that the test answers when it likes. */
function setUp(total: number) {
  let ids = Array.from({ length: total }, (_, index) => index);
  let revision = 1;
  const waiting: { params: GetRows['params']; answer: () => void; fail: (message: string) => void }[] = [];
  const loader = new RowLoader(
    (params) =>
      new Promise((resolve, reject) => {
        // What the host reads it reads now; the answer may come much later.
        const rows = ids
          .slice(params.from, params.from + params.count)
          .map((id, offset) => rowOf(id, params.from + offset));
        const value = { revision, total: ids.length, rows };
        waiting.push({ params, answer: () => resolve(value), fail: (message) => reject(new Error(message)) });
      }),
  );
  const change = (
    at: number,
    removed: number,
    inserted: readonly number[],
    touched: NonNullable<DocumentChange['touched']> | 'all' = [],
  ) => {
    ids = [...ids.slice(0, at), ...inserted, ...ids.slice(at + removed)];
    revision++;
    loader.apply({
      revision,
      total: ids.length,
      splices: removed === 0 && inserted.length === 0 ? [] : [{ at, removed, inserted: inserted.length }],
      ...(touched === 'all' ? {} : { touched }),
      cause: 'edit',
    });
  };
  const settle = async () => {
    for (let round = 0; round < 50; round++) {
      waiting.splice(0).forEach(({ answer }) => answer());
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { loader, waiting, change, settle, ids: () => ids };
}

function rowOf(id: number, index: number): RowSummary {
  return { id, version: 1, index, kind: 'example', instruction: String(id), response: '' };
}

describe('loading rows', () => {
  test('asks before it knows how many there are, and then for what is in sight and around it', async () => {
    const { loader, waiting, settle } = setUp(1000);
    loader.show({ from: 0, to: 10 });
    assert.deepEqual(
      waiting.map(({ params }) => params),
      [{ from: 0, count: 100, view: 'all' }],
    );
    await settle();
    assert.equal(loader.total.value, 1000);
    for (let place = 0; place < 210; place++) assert.equal(loader.row(place)?.id, place);
    assert.equal(loader.row(500), undefined);
  });

  test('has one request on its way, and the next is for what is in sight by then', async () => {
    const { loader, waiting, settle } = setUp(100_000);
    loader.show({ from: 0, to: 10 });
    for (let from = 1000; from <= 90_000; from += 1000) loader.show({ from, to: from + 10 });
    assert.equal(waiting.length, 1);
    waiting.shift()?.answer();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(
      waiting.map(({ params }) => params.from),
      [90_000],
    );
    await settle();
    assert.equal(loader.row(90_005)?.id, 90_005);
    assert.equal(loader.row(50_000), undefined);
  });

  test('puts an answer that is older than a change where its rows stand now', async () => {
    const { loader, waiting, change, settle, ids } = setUp(300);
    loader.show({ from: 0, to: 20 });
    await settle();
    loader.show({ from: 250, to: 270 });
    change(10, 2, []);
    change(0, 0, [900, 901, 902]);
    assert.ok(waiting.length > 0 || loader.row(250) !== undefined);
    await settle();
    for (let place = 245; place < 275; place++) assert.equal(loader.row(place)?.id, ids()[place], String(place));
    assert.equal(loader.row(260)?.index, 260);
  });

  test('never shows a wrong row, whatever comes in whatever order', async () => {
    for (let seed = 1; seed <= 30; seed++) {
      const { loader, waiting, change, settle, ids } = setUp(400);
      let state = seed;
      const random = (below: number) => (state = (state * 16_807) % 2_147_483_647) % below;
      let next = 1000;
      for (let step = 0; step < 40; step++) {
        const from = random(Math.max(1, ids().length - 20));
        if (random(3) === 0) loader.show({ from, to: from + 20 });
        if (random(3) === 0)
          change(
            from,
            random(5),
            Array.from({ length: random(5) }, () => next++),
          );
        if (random(3) === 0) waiting.shift()?.answer();
        if (random(8) === 0) change(0, 0, [], 'all');
        await new Promise((resolve) => setImmediate(resolve));
      }
      loader.show({ from: 100, to: 120 });
      await settle();
      for (let place = 100; place < 120; place++)
        assert.equal(loader.freshRow(place)?.id, ids()[place], `seed ${seed}, row ${place}`);
    }
  });

  test('shows the old text of a row until the new one is there', async () => {
    const { loader, change, settle } = setUp(50);
    loader.show({ from: 0, to: 20 });
    await settle();
    change(3, 1, [3], [{ id: 3, version: 2 }]);
    assert.equal(loader.row(3)?.id, 3);
    assert.equal(loader.freshRow(3), undefined);
    assert.equal(loader.freshRow(4)?.id, 4);
    await settle();
    assert.equal(loader.freshRow(3)?.id, 3);
  });

  test('stops at an error and goes on when asked to', async () => {
    const { loader, waiting, settle } = setUp(50);
    loader.show({ from: 0, to: 20 });
    waiting.shift()?.fail('No disk.');
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(loader.failure.value, 'No disk.');
    assert.equal(waiting.length, 0);
    loader.refresh();
    await settle();
    assert.equal(loader.failure.value, undefined);
    assert.equal(loader.row(5)?.id, 5);
  });

  test('shows the rows that came with the page, and asks only for the rest', () => {
    const { loader, waiting } = setUp(1000);
    loader.begin({ revision: 1, total: 1000, rows: Array.from({ length: 50 }, (_, id) => rowOf(id, id)) });
    assert.equal(loader.total.value, 1000);
    assert.equal(loader.row(49)?.instruction, '49');
    loader.show({ from: 0, to: 10 });
    assert.deepEqual(waiting[0]?.params, { from: 50, count: 50, view: 'all' });
  });

  test('shows a row as it was edited here until the host has it so', async () => {
    const { loader, change, settle } = setUp(10);
    loader.show({ from: 0, to: 10 });
    await settle();
    loader.showOwn(3, { kind: 'example', instruction: 'typed', response: '' });
    assert.equal(loader.row(3)?.instruction, 'typed');
    change(3, 1, [3], [{ id: 3, version: 2 }]);
    await settle();
    assert.equal(loader.row(3)?.instruction, 'typed');
    loader.dropOwn(3, true);
    assert.equal(loader.row(3)?.instruction, 'typed');
    change(3, 1, [3], [{ id: 3, version: 3 }]);
    await settle();
    assert.equal(loader.row(3)?.instruction, '3');
  });

  test('shows what the host has once an edit was not taken', async () => {
    const { loader, settle } = setUp(10);
    loader.show({ from: 0, to: 10 });
    await settle();
    loader.showOwn(3, { kind: 'example', instruction: 'typed', response: '' });
    loader.dropOwn(3, false);
    assert.equal(loader.row(3)?.instruction, '3');
  });
});
