import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deleteLines, type DocumentEdit, replaceLines, type TextLines } from '../../../../src/host/language/lineEdits';

function documentOf(text: string): TextLines {
  const lines = text.split('\n');
  return { lineCount: lines.length, lineAt: (line) => ({ text: lines[line] ?? '' }) };
}

/** As VS Code does: all edits are of the text as it was. */
function apply(text: string, edits: readonly DocumentEdit[]): string {
  const lines = text.split('\n');
  const offset = ({ line, column }: { line: number; column: number }) =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + column;
  return [...edits]
    .sort((a, b) => offset(b.start) - offset(a.start))
    .reduce((result, edit) => result.slice(0, offset(edit.start)) + edit.text + result.slice(offset(edit.end)), text);
}

const deleted = (text: string, ...lines: number[]) => apply(text, deleteLines(documentOf(text), lines));

test('a line goes with its line end, the last one with the line end before it', () => {
  assert.equal(deleted('a\nb\nc\n', 1), 'a\nc\n');
  assert.equal(deleted('a\nb\nc', 2), 'a\nb');
  assert.equal(deleted('a\nb\nc', 1, 2), 'a');
  assert.equal(deleted('a\nb\nc', 2, 0), 'b');
  assert.equal(deleted('a', 0), '');
  assert.equal(deleted('a\nb\nc\n', 2, 0, 1), '');
});

test('a replacement touches only what differs, across lines too', () => {
  const text = '[{"a": 1}, {"b": 2}]\nnext\n';
  const edits = replaceLines(documentOf(text), 0, 1, ['{"a": 1}', '{"b": 2}'], '\n');
  assert.equal(apply(text, edits), '{"a": 1}\n{"b": 2}\nnext\n');
  const joined = replaceLines(documentOf('ab\ncd\n'), 0, 2, ['abcd'], '\n');
  assert.deepEqual(joined, [{ start: { line: 0, column: 2 }, end: { line: 1, column: 0 }, text: '' }]);
  assert.deepEqual(replaceLines(documentOf('ab\n'), 0, 1, ['ab'], '\n'), []);
});
