import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ScrollMap } from '../../../webview/shared/list/scrollMap';

const rowHeight = 63;
const viewport = 700;

function mapOf(total: number): ScrollMap {
  const map = new ScrollMap();
  map.resize(total, rowHeight, viewport);
  return map;
}

describe('the scroll map', () => {
  test('is native for lists that fit', () => {
    const map = mapOf(1000);
    assert.equal(map.physicalHeight, 63_000);
    map.scrolled(1234);
    assert.equal(map.top, 1234);
    assert.deepEqual(map.visible, { from: 19, to: 31 });
  });

  test('keeps long lists within what a browser can lay out', () => {
    assert.ok(mapOf(10_000_000).physicalHeight < 16_000_000);
  });

  test('shows nothing of an empty list', () => {
    assert.deepEqual(mapOf(0).visible, { from: 0, to: 0 });
  });

  test('goes from place to scrollbar and back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 200_000, max: 20_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (total, share) => {
          const map = mapOf(total);
          const top = share * (total * rowHeight - viewport);
          map.scrollTo(top);
          const other = mapOf(total);
          other.scrolled(map.physical);
          // One pixel of the scrollbar is worth many of the list.
          const pixel = (total * rowHeight) / other.physicalHeight;
          assert.ok(Math.abs(other.top - top) <= pixel * 2 + viewport * 3, `${top} came back as ${other.top}`);
        },
      ),
    );
  });

  test('grows with the scrollbar, end to end', () => {
    const map = mapOf(10_000_000);
    let last = -1;
    for (let share = 0; share <= 1; share += 0.01) {
      const far = mapOf(10_000_000);
      far.scrolled(share * (map.physicalHeight - viewport));
      assert.ok(far.top > last || share === 0);
      last = far.top;
    }
    const end = mapOf(10_000_000);
    end.scrolled(map.physicalHeight - viewport);
    assert.equal(end.visible.to, 10_000_000);
  });

  test('moves by the wheel as far as the wheel does, wherever it is, and never stops short of an end', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.integer({ min: -800, max: 800 }), { maxLength: 400 }),
        (share, steps) => {
          const map = mapOf(10_000_000);
          const most = 10_000_000 * rowHeight - viewport;
          map.scrollTo(share * most);
          for (const step of steps) {
            const before = map.top;
            const bar = Math.min(Math.max(0, map.physical + step), map.physicalHeight - viewport);
            map.scrolled(bar);
            const wanted = Math.min(Math.max(0, before + step), most);
            assert.ok(Math.abs(map.top - wanted) < 1e-3, `from ${before} by ${step} to ${map.top}`);
          }
        },
      ),
    );
  });

  test('reaches the first row by the wheel alone', () => {
    const map = mapOf(10_000_000);
    map.scrollTo(900_000);
    for (let step = 0; step < 9_001 && map.top > 0; step++) map.scrolled(Math.max(0, map.physical - 100));
    assert.equal(map.top, 0);
  });

  test('reveals a row whole, with as little movement as can be', () => {
    const map = mapOf(1000);
    map.reveal(5, false);
    assert.equal(map.top, 0);
    map.reveal(11, false);
    assert.equal(map.top, 12 * rowHeight - viewport);
    map.reveal(0, false);
    assert.equal(map.top, 0);
    map.reveal(500, true);
    assert.equal(map.top, 500 * rowHeight - (viewport - rowHeight) / 2);
  });

  test('stays where it is when rows are added below or the page changes size', () => {
    const map = mapOf(1000);
    map.scrollTo(10_000);
    map.resize(5000, rowHeight, 400);
    assert.equal(map.top, 10_000);
    map.resize(50, rowHeight, 400);
    assert.equal(map.top, 50 * rowHeight - 400);
  });
});
