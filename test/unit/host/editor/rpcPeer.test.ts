import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editorEvents, editorParams } from '../../../../src/host/editor/editorShapes';
import { count, object } from '../../../../src/host/editor/messageShape';
import { RpcClosed, RpcPeer } from '../../../../src/host/editor/rpcPeer';
import type { Frame } from '../../../../src/protocol/rpc';

interface Mine {
  double: { params: { readonly n: number }; result: number };
}
interface Theirs {
  flush: { params: Record<string, never>; result: null };
}

function setUp() {
  const posted: Frame[] = [];
  const events: number[] = [];
  const errors: string[] = [];
  const peer = new RpcPeer<Mine, { hit: number }, Theirs, { state: string }>({
    post: (frame) => posted.push(frame),
    handlers: {
      double: ({ n }) => {
        if (n === 13) throw new Error('no 13 here');
        return n * 2;
      },
    },
    params: { double: object({ n: count }) },
    onEvent: { hit: (n) => events.push(n) },
    events: { hit: count },
    describe: (method, error) => {
      errors.push(`${method}: ${String(error)}`);
      return error instanceof Error ? error.message : '';
    },
  });
  return { posted, events, errors, peer };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('a call is answered with its value, or with the words of its error', async () => {
  const { peer, posted } = setUp();
  peer.receive({ type: 'call', id: 1, method: 'double', params: { n: 4 } });
  peer.receive({ type: 'call', id: 2, method: 'double', params: { n: 13 } });
  await settle();
  posted.sort((a, b) => ('id' in a && 'id' in b ? a.id - b.id : 0));
  assert.deepEqual(posted, [
    { type: 'value', id: 1, value: 8 },
    { type: 'error', id: 2, message: 'no 13 here' },
  ]);
});

test('bad parameters and unknown methods are answered with an error, never left open', async () => {
  const { peer, posted } = setUp();
  peer.receive({ type: 'call', id: 1, method: 'double', params: { n: '4' } });
  peer.receive({ type: 'call', id: 2, method: 'toString', params: {} });
  peer.receive({ type: 'call', id: 3, method: 'double', params: null });
  await settle();
  assert.deepEqual(
    posted.map((frame) => frame.type),
    ['error', 'error', 'error'],
  );
});

test('messages that are no frames are dropped and reported', () => {
  const { peer, errors, posted } = setUp();
  for (const message of [undefined, 7, 'x', [], {}, { type: 'call' }, { type: 'event', name: 'hit', data: -1 }])
    peer.receive(message);
  peer.receive({ type: 'event', name: '__proto__', data: {} });
  assert.equal(errors.length, 8);
  assert.deepEqual(posted, []);
});

test('calls of the page settle once: by its answer, by a reload, by the end', async () => {
  const { peer, posted, events } = setUp();
  const first = peer.call('flush', {});
  assert.deepEqual(posted, [{ type: 'call', id: 1, method: 'flush', params: {} }]);
  peer.receive({ type: 'value', id: 1, value: null });
  peer.receive({ type: 'value', id: 1, value: null });
  assert.equal(await first, null);
  const second = peer.call('flush', {});
  peer.reset();
  await assert.rejects(second, RpcClosed);
  const third = peer.call('flush', {});
  peer.close();
  await assert.rejects(third, RpcClosed);
  await assert.rejects(peer.call('flush', {}), RpcClosed);
  peer.receive({ type: 'event', name: 'hit', data: 1 });
  assert.deepEqual(events, []);
});

test('nothing is posted after the end, not even the answer to a call that came before', async () => {
  const { peer, posted } = setUp();
  peer.receive({ type: 'call', id: 1, method: 'double', params: { n: 4 } });
  peer.close();
  peer.send('state', 'x');
  await settle();
  assert.deepEqual(posted, []);
});

test('edits of a page are checked to the bottom', () => {
  const apply = (edit: unknown) =>
    editorParams.applyEdit({ id: 1, version: 0, sequence: 1, edit, typing: false }, 'applyEdit');
  const good = [
    { kind: 'set', path: ['messages', 0, 'content'], value: { a: [1, null, 'x'] } },
    { kind: 'remove', path: ['a'] },
    { kind: 'rename', path: ['a'], key: 'b' },
    { kind: 'insert', path: ['a'], index: 0, value: true },
    { kind: 'move', path: ['a'], from: 0, to: 2 },
    { kind: 'swap', path: ['chosen'], with: ['rejected'] },
    { kind: 'raw', text: '{"a": 1}' },
  ];
  for (const edit of good) apply(edit);
  const bad = [
    undefined,
    { kind: 'eval', path: [] },
    { kind: 'set', path: 'a', value: 1 },
    { kind: 'set', path: [-1], value: 1 },
    { kind: 'set', path: ['a'], value: undefined },
    { kind: 'set', path: ['a'], value: Number.NaN },
    { kind: 'set', path: ['a'], value: () => 1 },
    { kind: 'raw', text: 'a\nb' },
    { kind: 'raw', text: 'a\rb' },
    { kind: 'move', path: ['a'], from: 0.5, to: 2 },
  ];
  for (const edit of bad) assert.throws(() => apply(edit), /applyEdit/, JSON.stringify(edit));
  assert.throws(() => editorParams.getRows({ from: 0, count: 1e9, view: 'all' }, 'getRows'));
  assert.throws(() => editorParams.deleteExamples({ ids: ['1'] }, 'deleteExamples'));
  assert.deepEqual(editorEvents.selection({ id: undefined, count: 0 }, 'selection'), { id: undefined, count: 0 });
});
