import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RowColumn } from '../../../../src/core/analysis/rowColumn';
import { RowSlots } from '../../../../src/core/analysis/rowSlots';
import { FIRST_TYPED_ID } from '../../../../src/core/document/run';

test('every row has a slot of its own, which says its id again', () => {
  const id = fc.oneof(
    fc.nat(20_000),
    fc.nat(20_000).map((typed) => FIRST_TYPED_ID + typed),
  );
  const check = (ids: readonly number[]) => {
    const slots = new RowSlots();
    const given = new Map(ids.map((each) => [each, slots.slotOf(each)]));
    assert.equal(new Set(given.values()).size, given.size);
    for (const [each, slot] of given) {
      assert.equal(slots.slotOf(each), slot);
      assert.equal(slots.idOf(slot), each);
    }
    const blocks = new Set([...given.keys()].map((each) => Math.floor(each / 4096)));
    assert.ok(Math.max(-1, ...given.values()) < blocks.size * 4096, 'slots leave few gaps');
  };
  fc.assert(fc.property(fc.array(id, { maxLength: 50 }), check));
});

test('ranges of rows fall apart where their slots do', () => {
  const slots = new RowSlots();
  slots.slotOf(9000);
  const parts = [...slots.rangesOf(4000, 6000)];
  assert.deepEqual(
    parts.map(({ id, count }) => [id, count]),
    [
      [4000, 96],
      [4096, 4096],
      [8192, 1808],
    ],
  );
  for (const { id, slot, count } of parts) {
    for (const i of [0, count - 1]) assert.equal(slots.slotOf(id + i), slot + i);
  }
});

test('a column gives back what was set, as wide and as long as it takes', () => {
  const cell = fc.tuple(fc.nat(5000), fc.oneof(fc.nat(300), fc.nat(70_000), fc.nat(2 ** 31)));
  const check = (cells: readonly (readonly [number, number])[]) => {
    const column = new RowColumn();
    const expected = new Map<number, number>();
    for (const [slot, value] of cells) {
      column.set(slot, value);
      expected.set(slot, value);
    }
    for (let slot = 0; slot < 5100; slot++) assert.equal(column.get(slot), expected.get(slot) ?? 0);
  };
  fc.assert(fc.property(fc.array(cell, { maxLength: 40 }), check));
});

test('the rows with a marked number are found, however many have the same', () => {
  const stretch = fc.record({ rows: fc.integer({ min: 1, max: 30 }), number: fc.integer({ min: 1, max: 5 }) });
  const check = (
    stretches: readonly { readonly rows: number; readonly number: number }[],
    wide: number,
    marked: readonly number[],
    from: number,
    further: number,
  ) => {
    const column = new RowColumn(64);
    const numbers: number[] = [];
    // A larger number asks for wider numbers of all rows: two rows in a word, or one.
    const set = (number: number) => column.set(numbers.push(number) - 1, number);
    for (const { rows, number } of stretches) for (let i = 0; i < rows; i++) set(number);
    set(wide);
    for (const { rows, number } of stretches) for (let i = 0; i < rows; i++) set(number);
    const marks = new Uint8Array(wide + 1);
    for (const number of marked) marks[number] = 1;
    const isMarked = (slot: number) => marks[numbers[slot] ?? 0] === 1;
    for (const end of [from + further, numbers.length, numbers.length + 100]) {
      let expected = from;
      while (expected < end && !isMarked(expected)) expected++;
      assert.equal(column.nextMarked(from, end, marks), Math.min(expected, end));
    }
  };
  fc.assert(
    fc.property(
      fc.array(stretch, { maxLength: 12 }),
      fc.constantFrom(5, 255, 256, 65_535, 65_536),
      fc.subarray([1, 2, 3, 4, 5]),
      fc.nat(200),
      fc.nat(400),
      check,
    ),
  );
});
