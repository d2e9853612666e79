import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type LineChange, LineRows } from '../../../../src/host/language/lineRows';

const change = (
  startLine: number,
  startColumn: number,
  endLine: number,
  endColumn: number,
  text: string,
): LineChange => ({
  startLine,
  startColumn,
  endLine,
  endColumn,
  text,
});

test('typing in a line leaves every row its id', () => {
  const rows = new LineRows(3);
  assert.deepEqual(rows.apply([change(1, 2, 1, 4, 'x')]), { touched: [1], removed: [] });
  assert.deepEqual(rows.all, [0, 1, 2]);
});

test('whole lines that are put in come new, the line behind them stays', () => {
  const rows = new LineRows(3);
  const applied = rows.apply([change(1, 0, 1, 0, 'a\nb\r\n')]);
  assert.deepEqual(rows.all, [0, 3, 4, 1, 2]);
  assert.deepEqual(applied.removed, []);
  assert.equal(rows.lineOf(1), 3);
});

test('a line break at the end of a line makes the next line new', () => {
  const rows = new LineRows(2);
  rows.apply([change(0, 5, 0, 5, '\n{}')]);
  assert.deepEqual(rows.all, [0, 2, 1]);
});

test('whole lines that are taken out go, with the line end after them or before them', () => {
  const after = new LineRows(4);
  assert.deepEqual(after.apply([change(1, 0, 3, 0, '')]).removed, [1, 2]);
  assert.deepEqual(after.all, [0, 3]);
  assert.equal(after.lineOf(1), undefined);
  const before = new LineRows(3);
  assert.deepEqual(before.apply([change(1, 7, 2, 9, '')]).removed, [2]);
  assert.deepEqual(before.all, [0, 1]);
});

/** A document as VS Code keeps it, to hold the rows against. */
function applyToText(
  lines: readonly string[],
  { startLine, startColumn, endLine, endColumn, text }: LineChange,
): string[] {
  const head = (lines[startLine] ?? '').slice(0, startColumn);
  const tail = (lines[endLine] ?? '').slice(endColumn);
  return [...lines.slice(0, startLine), ...`${head}${text}${tail}`.split('\n'), ...lines.slice(endLine + 1)];
}

test('after any changes there is one id a line, none twice, and untouched rows keep their text', () => {
  const step = fc.record({
    at: fc.nat(),
    span: fc.nat(3),
    a: fc.nat(9),
    b: fc.nat(9),
    text: fc.constantFrom('', 'x', '\n', 'a\nb', 'a\n', '\n\nq'),
  });
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{0,8}$/), { minLength: 1, maxLength: 6 }),
      fc.array(step, { maxLength: 12 }),
      (start, steps) => {
        let lines: string[] = start;
        const rows = new LineRows(lines.length);
        let known = new Map(rows.all.map((id, line) => [id, lines[line]]));
        for (const { at, span, a, b, text } of steps) {
          const startLine = at % lines.length;
          const endLine = Math.min(startLine + span, lines.length - 1);
          const x = a % ((lines[startLine]?.length ?? 0) + 1);
          const y = b % ((lines[endLine]?.length ?? 0) + 1);
          const [startColumn, endColumn] = startLine === endLine ? [Math.min(x, y), Math.max(x, y)] : [x, y];
          const one = change(startLine, startColumn, endLine, endColumn, text);
          lines = applyToText(lines, one);
          const { touched, removed } = rows.apply([one]);
          assert.equal(rows.count, lines.length);
          assert.equal(new Set(rows.all).size, lines.length);
          const now = new Map(rows.all.map((id, line) => [id, lines[line]]));
          for (const [id, line] of now) if (!touched.includes(id)) assert.equal(line, known.get(id));
          for (const id of known.keys()) assert.equal(now.has(id), !removed.includes(id));
          for (const [line, id] of rows.all.entries()) assert.equal(rows.lineOf(id), line);
          known = now;
        }
      },
    ),
  );
});
