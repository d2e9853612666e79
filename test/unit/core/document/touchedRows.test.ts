import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { touchedRows } from '../../../../src/core/document/touchedRows';
import { Rows } from '../../../../src/core/document/rows';
import type { Run } from '../../../../src/core/document/run';
import type { RowSplice } from '../../../../src/core/document/spliceLog';

const line = (id: number, count: number, start: number): Run => ({ id, count, source: 'base', start });

/** The line of each row. */
function linesOf(rows: Rows): Map<number, number> {
  const lines = new Map<number, number>();
  for (const { id, count, start } of rows.slice()) for (let i = 0; i < count; i++) lines.set(id + i, start + i);
  return lines;
}

test('every row that came, went or changed is told, and no row that did not', () => {
  const splice = fc.record({ at: fc.nat(30), removed: fc.nat(6), back: fc.boolean(), rewrite: fc.boolean() });
  const check = (steps: readonly { at: number; removed: number; back: boolean; rewrite: boolean }[]) => {
    const rows = new Rows([line(0, 30, 0)]);
    const before = linesOf(rows);
    const splices: RowSplice[] = [];
    const gone: Run[] = [];
    for (const { at, removed, back, rewrite } of steps) {
      const place = Math.min(at, rows.count);
      const inserted = back ? gone.splice(0, 1) : [];
      const taken = rows.splice(place, Math.min(removed, rows.count - place), inserted);
      splices.push({ at: place, removed: taken, inserted });
      for (const run of taken) gone.push(rewrite ? { ...run, start: run.start + 1000 } : run);
    }
    const after = linesOf(rows);
    const { changed, came, moved } = touchedRows(splices);
    const ids = (ranges: typeof changed) =>
      new Set(ranges.flatMap(({ id, count }) => Array.from({ length: count }, (_, i) => id + i)));
    const told = ids(changed);
    const present = ids(came);
    for (const id of present) assert.ok(told.has(id));
    for (const [id, start] of after) if (before.get(id) !== start) assert.ok(present.has(id), `row ${id} came`);
    for (let id = 0; id < 30; id++) if (before.get(id) !== after.get(id)) assert.ok(told.has(id), `row ${id}`);
    for (const id of ids(moved)) if (!told.has(id)) assert.equal(after.get(id), before.get(id));
  };
  fc.assert(fc.property(fc.array(splice, { maxLength: 12 }), check), { numRuns: 2000 });
});

test('a row that is only moved is told as moved', () => {
  const run = line(5, 3, 5);
  const splices = [
    { at: 5, removed: [run], inserted: [] },
    { at: 0, removed: [], inserted: [run] },
  ];
  assert.deepEqual(touchedRows(splices), { changed: [], came: [], moved: [run] });
});
