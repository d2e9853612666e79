import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EditOutcome, EditorCalls } from '../../../src/protocol/editor';
import { OpenRows } from '../../../webview/editor/model/openRows';
import { rewriteLine, valueAt } from '../../../webview/editor/model/rowContent';

type ApplyEdit = EditorCalls['applyEdit']['params'];

/** An open row, and a host whose answers to edits the test gives. */
async function open(text: string) {
  const sent: ApplyEdit[] = [];
  const answers: ((outcome: EditOutcome) => void)[] = [];
  const rows = new OpenRows({
    viewId: 'view',
    getExample: (id) => Promise.resolve({ id, version: 1, index: 0, text }),
    applyEdit: (params) => {
      sent.push(params);
      return new Promise((resolve) => answers.push(resolve));
    },
    endBurst: () => Promise.resolve(null),
    canEdit: () => true,
    edited: () => undefined,
    caughtUp: () => undefined,
  });
  rows.open(1);
  await settled();
  const type = (key: string, value: string) => {
    const edit = { kind: 'set', path: [key], value } as const;
    rows.edit(edit, rewriteLine(rows.row.value?.text ?? '', edit) ?? '', { label: 'Edit', typing: true });
  };
  const answer = async (outcome: EditOutcome) => {
    answers.shift()?.(outcome);
    await settled();
  };
  return { rows, sent, type, answer };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('what was still held when the row changed elsewhere is kept with the rest', async () => {
  const { rows, sent, type, answer } = await open('{"a": "1", "b": "2"}');
  type('a', '1x');
  type('a', '1xy');
  type('b', '2z');
  type('b', '2zz');
  const theirs = { kind: 'conflict', version: 5, text: '{"a": "theirs", "b": "2", "c": 3}' } as const;
  while (rows.row.value?.unsent === undefined || sent.length > rows.row.value.unsent.edits.length) await answer(theirs);
  const before = sent.length;
  rows.keepMine({ rewriteLine, valueAt });
  assert.equal(rows.row.value.text, '{"a": "1xy", "b": "2zz", "c": 3}');
  const last = new Map(
    sent
      .slice(before)
      .map(({ edit }) => [JSON.stringify('path' in edit ? edit.path : []), 'value' in edit && edit.value]),
  );
  assert.deepEqual([...last.values()], ['1xy', '2zz']);
});
