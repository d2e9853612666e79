import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Rows } from '../../../../src/core/document/rows';
import { countRows, type Run } from '../../../../src/core/document/run';

interface Single {
  readonly id: number;
  readonly place: string;
}

void test('random splices match an array of single rows, with many leaves and frozen copies', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 2000 }),
      fc.array(
        fc.record({
          at: fc.nat({ max: 1_000_000 }),
          deleteCount: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 900 })),
          counts: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }),
          back: fc.boolean(),
        }),
        { maxLength: 40 },
      ),
      (size, steps) => {
        // Every other row is of the journal, so that each is a run of its own.
        const start = scattered(size, 0);
        const rows = new Rows(start);
        let expected = singles(start);
        let nextId = 1_000_000;
        for (const step of steps) {
          const at = step.at % (expected.length + 1);
          const deleteCount = Math.min(step.deleteCount, expected.length - at);
          const inserted = step.counts.map((count) => run((nextId += 10) - 10, count, 'journal', nextId));
          const frozen = rows.freeze();
          const before = expected;
          const removed = rows.splice(at, deleteCount, inserted);
          assert.deepEqual(singles(removed), before.slice(at, at + deleteCount));
          expected = before.toSpliced(at, deleteCount, ...singles(inserted));
          compare(rows, expected);
          assert.deepEqual(singles(frozen.runs()), before, 'a frozen copy stays as it was');
          if (step.back) {
            rows.splice(at, countRows(inserted), removed);
            expected = before;
            compare(rows, expected);
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});

void test('runs that an edit and its undo cut and put back are one run again', () => {
  const rows = new Rows([run(0, 10_000_000, 'base', 0)]);
  const removed = rows.splice(5_000_000, 1, [run(5_000_000, 1, 'journal', 0)]);
  assert.equal(rows.slice().length, 3);
  rows.splice(5_000_000, 1, removed);
  assert.deepEqual(rows.slice(), [run(0, 10_000_000, 'base', 0)]);
});

void test('rows that are not there are refused', () => {
  const rows = new Rows([run(0, 3, 'base', 0)]);
  assert.equal(rows.indexOf(3), -1);
  assert.equal(rows.indexOf(-1), -1);
  assert.throws(() => rows.at(3), RangeError);
  assert.throws(() => rows.at(-1), RangeError);
  assert.throws(() => rows.at(NaN), RangeError);
  assert.throws(() => rows.splice(2, 2, []), RangeError);
  assert.throws(() => rows.splice(2, -1, []), RangeError);
  assert.deepEqual(rows.slice(2, 5), [run(2, 1, 'base', 2)]);
  assert.deepEqual(rows.slice(3), []);
});

function run(id: number, count: number, source: Run['source'], start: number): Run {
  return { id, count, source, start };
}

function scattered(size: number, id: number): Run[] {
  return Array.from({ length: size }, (_, i) => run(id + i, 1, i % 2 === 0 ? 'base' : 'journal', i));
}

function singles(runs: Iterable<Run>): Single[] {
  return [...runs].flatMap(({ id, count, source, start }) =>
    Array.from({ length: count }, (_, i) => ({ id: id + i, place: `${source} ${start + i}` })),
  );
}

function compare(rows: Rows, expected: readonly Single[]): void {
  assert.equal(rows.count, expected.length);
  assert.deepEqual(singles(rows.slice()), expected);
  for (let index = 0; index < expected.length; index += 1 + (expected.length >> 5)) {
    const id = expected[index]?.id ?? -1;
    assert.equal(rows.indexOf(id), index);
    assert.equal(rows.at(index).id, id);
  }
  const last = expected.length - 1;
  if (last >= 0) assert.equal(rows.indexOf(expected[last]?.id ?? -1), last);
}
