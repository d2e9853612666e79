// The exact similarity of two texts by their sets of grams: one text stands in a table, the other goes through it.
import { CELLS_AT, HASHES_AT, LEFT_POINTS_AT, MAX_CELLS, MAX_SLOTS, POINTS_AT, TABLE_AT } from '../nearLayout';
import { hashGrams } from './gramHashes';

/**
 * A slot holds the hash of a gram, and in its low half: whether it is one of the left text, the turn in which it was met last, and
 * where in its text it begins. Slots of other grams are free once their turn is over: they were put behind those of the left text.
 */
const IS_LEFT: u32 = 0x80000000;
const TURN_SHIFT: u32 = 18;
const TURN_MASK: u32 = 0x1fff;
const PLACE_MASK: u32 = 0x3ffff;
const TURNS: u32 = 0x2000;

/** A cell has its highest bit set where a gram of the left text falls into it; below it the turn in which any gram did last. */
const CELL_LEFT: u32 = 0x80;
const CELL_TURN: u32 = 0x7f;
/** Cells a gram, at least. */
const SPARSE = 16;

let leftDistinct: i32 = 0;
/** Cells into which grams of the left text fall. */
let leftCells: i32 = 0;
let cellMask: u32 = 0;
let cellTurn: u32 = 0;
let leftThreshold: f64 = 1;
let mask: i32 = 0;
let turn: u32 = 0;

/** Keeps a text of `count` code points for comparisons, and returns how many different grams it has. */
export function setLeft(count: i32, threshold: f64): i32 {
  memory.copy(LEFT_POINTS_AT, POINTS_AT, count << 2);
  const grams = hashGrams(count);
  // Room for as many grams of another text as are looked at before it is known to be too different, or as any text has.
  const most = i32(min(f64(MAX_SLOTS / 4), (f64(grams) + 8) / threshold));
  const size = 1 << (32 - clz(most + (most >> 1)));
  memory.fill(TABLE_AT, 0, size << 3);
  mask = size - 1;
  turn = 0;
  leftDistinct = 0;
  leftThreshold = threshold;
  for (let i = 0; i < grams; i++) {
    const hash = load<u32>(HASHES_AT + (i << 2));
    let slot = <i32>hash & mask;
    while (true) {
      const entry = load<u64>(TABLE_AT + (slot << 3));
      if (entry == 0) {
        store<u64>(TABLE_AT + (slot << 3), (u64(hash) << 32) | IS_LEFT | u32(i));
        leftDistinct++;
        break;
      }
      if (u32(entry >> 32) == hash && isSame(LEFT_POINTS_AT + (placeOf(u32(entry)) << 2), POINTS_AT + (i << 2))) break;
      slot = (slot + 1) & mask;
    }
  }
  fillCells(grams);
  return leftDistinct;
}

function fillCells(grams: i32): void {
  const cells = min(MAX_CELLS, 1 << (32 - clz(grams * SPARSE - 1)));
  memory.fill(CELLS_AT, 0, cells);
  cellMask = u32(cells) - 1;
  cellTurn = 0;
  leftCells = 0;
  for (let i = 0; i < grams; i++) {
    const cell: usize = CELLS_AT + (load<u32>(HASHES_AT + (i << 2)) & cellMask);
    leftCells += i32(load<u8>(cell) == 0);
    store<u8>(cell, CELL_LEFT);
  }
}

/**
 * Whether the input may reach the threshold, by the cells that its grams fall into: without a branch, in a fifth of the time. It has at
 * least as many grams that the left text lacks as it has cells of its own; of those that both have, several may stand in one cell,
 * but no more than the left text has grams beyond its cells.
 */
function mayReach(grams: i32): bool {
  if (++cellTurn > CELL_TURN) {
    for (let cell: u32 = 0; cell <= cellMask; cell += 16) {
      const at: usize = CELLS_AT + cell;
      v128.store(at, v128.and(v128.load(at), i8x16.splat(-128)));
    }
    cellTurn = 1;
  }
  let shared: u32 = 0;
  let all: u32 = 0;
  for (let i = 0; i < grams; i++) {
    const at: usize = CELLS_AT + (load<u32>(HASHES_AT + (i << 2)) & cellMask);
    const cell = u32(load<u8>(at));
    const isNew = u32((cell & CELL_TURN) != cellTurn);
    all += isNew;
    shared += isNew & (cell >> 7);
    store<u8>(at, (cell & CELL_LEFT) | cellTurn);
  }
  const most = min(leftDistinct, i32(shared) + leftDistinct - leftCells);
  return f64(most) >= leftThreshold * f64(leftDistinct + i32(all - shared)) - 1e-6;
}

/** The Jaccard similarity of the input, `count` code points, and the left text; 0 where it is below the threshold of `setLeft`. */
export function compare(count: i32): f64 {
  const grams = hashGrams(count);
  const threshold = leftThreshold;
  const distinct = f64(leftDistinct);
  // The small step back here and below: what is just enough must not be rounded away.
  if (f64(grams) < threshold * distinct - 1e-6 || !mayReach(grams)) return 0;
  if (++turn == TURNS) forgetTurns();
  let shared = 0;
  let others = 0;
  const met: u32 = turn << TURN_SHIFT;
  for (let i = 0; i < grams; i++) {
    const hash = load<u32>(HASHES_AT + (i << 2));
    let slot = <i32>hash & mask;
    while (true) {
      const at: usize = TABLE_AT + (slot << 3);
      const entry = load<u64>(at);
      const low = u32(entry);
      if ((low & IS_LEFT) != 0) {
        if (u32(entry >> 32) == hash && isSame(LEFT_POINTS_AT + (placeOf(low) << 2), POINTS_AT + (i << 2))) {
          if (turnOf(low) != turn) {
            store<u32>(at, IS_LEFT | met | placeOf(low));
            shared++;
          }
          break;
        }
      } else if (turnOf(low) != turn) {
        others++;
        // All that is left may be shared, and no gram of the left text is shared twice.
        const most = min(leftDistinct, shared + grams - i - 1);
        if (f64(most) < threshold * (distinct + f64(others)) - 1e-6) return 0;
        store<u64>(at, (u64(hash) << 32) | met | u32(i));
        break;
      } else if (u32(entry >> 32) == hash && isSame(POINTS_AT + (placeOf(low) << 2), POINTS_AT + (i << 2))) break;
      slot = (slot + 1) & mask;
    }
  }
  const similarity = f64(shared) / (distinct + f64(others));
  return shared == 0 || similarity < threshold ? 0 : similarity;
}

/** The table knows no more turns. */
function forgetTurns(): void {
  for (let slot = 0; slot <= mask; slot++) {
    const entry = load<u64>(TABLE_AT + (slot << 3));
    const low = u32(entry);
    store<u64>(TABLE_AT + (slot << 3), (low & IS_LEFT) == 0 ? 0 : (entry >> 32 << 32) | IS_LEFT | placeOf(low));
  }
  turn = 1;
}

// @ts-ignore: decorator
@inline
function turnOf(low: u32): u32 {
  return (low >> TURN_SHIFT) & TURN_MASK;
}

// @ts-ignore: decorator
@inline
function placeOf(low: u32): u32 {
  return low & PLACE_MASK;
}

// @ts-ignore: decorator
@inline
function isSame(a: usize, b: usize): bool {
  return !v128.any_true(v128.xor(v128.load(a), v128.load(b))) && load<u32>(a, 16) == load<u32>(b, 16);
}
