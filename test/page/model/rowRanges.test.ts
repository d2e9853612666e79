import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { RowRanges } from '../../../webview/editor/model/rowRanges';

const size = 30;
const place = fc.integer({ min: 0, max: size });
type Step = readonly ['with' | 'without' | 'toggle' | 'splice', number, number, number];
const step = fc.tuple(
  fc.constantFrom('with', 'without', 'toggle', 'splice'),
  place,
  place,
  fc.integer({ min: 0, max: 4 }),
);

/** The same steps on a plain list of yes and no. */
function naive(rows: boolean[], [kind, a, b, c]: Step): boolean[] {
  const [from, to] = [Math.min(a, b), Math.max(a, b)];
  if (kind === 'with' || kind === 'without')
    return rows.map((is, at) => (at >= from && at < to ? kind === 'with' : is));
  if (kind === 'toggle') return rows.map((is, at) => (at === a ? !is : is));
  const removed = Math.min(to - from, rows.length - from);
  const replaced = Math.min(removed, c);
  const inserted = Array.from({ length: c - replaced }, () => false);
  return [...rows.slice(0, from + replaced), ...inserted, ...rows.slice(from + removed)];
}

function apply(ranges: RowRanges, [kind, a, b, c]: Step, length: number): RowRanges {
  const [from, to] = [Math.min(a, b), Math.max(a, b)];
  if (kind === 'with') return ranges.with(from, to);
  if (kind === 'without') return ranges.without(from, to);
  if (kind === 'toggle') return ranges.toggle(a);
  return ranges.splice(from, Math.min(to - from, length - from), c);
}

describe('ranges of rows', () => {
  test('are a set of rows, whatever is done to it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let rows = Array.from({ length: size + 1 }, () => false);
        let ranges = RowRanges.none;
        for (const each of steps) {
          if (Math.max(each[1], each[2]) >= rows.length) continue;
          ranges = apply(ranges, each, rows.length);
          rows = naive(rows, each);
          assert.deepEqual(
            rows.map((_, at) => ranges.has(at)),
            rows,
          );
          assert.equal(ranges.size, rows.filter(Boolean).length);
          assert.equal(ranges.first, rows.includes(true) ? rows.indexOf(true) : undefined);
        }
      }),
    );
  });

  test('hold ten million rows as one', () => {
    const all = RowRanges.of(0, 10_000_000);
    assert.equal(all.ranges.length, 1);
    assert.equal(all.toggle(5).size, 9_999_999);
  });
});
