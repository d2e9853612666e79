import type { SlotRange } from '../analysis/rowSlots';
import type { RowId } from '../document/run';
import { ABSTAINED, type BalanceColumns, guessValue, TRAITS_KNOWN } from './balanceColumns';
import type { BalanceCondition } from './balanceData';
import { bitOf } from './rowTraits';

type Numbers = Uint8Array | Uint16Array | Uint32Array;

/** A condition as a test of one column: its value lies in a range, is marked, or has bits. */
type Test =
  | { readonly kind: 'range'; readonly values: Numbers; readonly from: number; readonly to: number }
  | { readonly kind: 'marks'; readonly values: Numbers; readonly marks: Uint8Array }
  | { readonly kind: 'bits'; readonly values: Numbers; readonly mask: number; readonly wanted: number };

/**
 * The rows for which conditions hold, in the order of `ranges`. Findings and clusters are not in columns: `rowsOf` gives their rows.
 * A million rows take a millisecond or two.
 */
export function selectRows(
  columns: BalanceColumns,
  conditions: readonly BalanceCondition[],
  ranges: Iterable<SlotRange>,
  rowsOf: (condition: BalanceCondition) => ReadonlySet<RowId>,
): Float64Array {
  const tests: Test[] = [];
  const sets: ReadonlySet<RowId>[] = [];
  for (const condition of conditions) {
    const test = testOf(columns, condition);
    if (test === undefined) sets.push(rowsOf(condition));
    else tests.push(test);
  }
  const [first = examplesOf(columns), ...others] = tests;
  const ids = new Ids();
  for (const range of ranges) scan(first, others, range, ids);
  const found = ids.take();
  return sets.length === 0 ? found : found.filter((id) => sets.every((set) => set.has(id)));
}

/** Tests the rows of a range by one column, and those that pass by the others. One loop a kind of test, for the compiler. */
function scan(first: Test, others: readonly Test[], { id, slot, count }: SlotRange, ids: Ids): void {
  const end = Math.min(slot + count, first.values.length);
  const { values } = first;
  const offset = id - slot;
  const isOnly = others.length === 0;
  const add = (at: number): void => {
    if (isOnly || others.every((test) => holds(test, at))) ids.push(at + offset);
  };
  if (first.kind === 'range') {
    const { from, to } = first;
    for (let at = slot; at < end; at++) {
      const value = values[at] ?? 0;
      if (value >= from && value < to) add(at);
    }
  } else if (first.kind === 'marks') {
    const { marks } = first;
    for (let at = slot; at < end; at++) if (marks[values[at] ?? 0] === 1) add(at);
  } else {
    const { mask, wanted } = first;
    for (let at = slot; at < end; at++) if (((values[at] ?? 0) & mask) === wanted) add(at);
  }
}

function holds(test: Test, slot: number): boolean {
  const value = test.values[slot] ?? 0;
  if (test.kind === 'range') return value >= test.from && value < test.to;
  return test.kind === 'marks' ? test.marks[value] === 1 : (value & test.mask) === test.wanted;
}

function testOf(columns: BalanceColumns, condition: BalanceCondition): Test | undefined {
  switch (condition.by) {
    case 'measure': {
      const { values } = columns.measures[condition.measure];
      const { from, to = Infinity } = condition;
      return { kind: 'range', values, from: Math.max(1, from + 1), to: to + 1 };
    }
    case 'trait': {
      const bit = bitOf(condition.trait);
      const wanted = condition.has ? bit | TRAITS_KNOWN : TRAITS_KNOWN;
      return { kind: 'bits', values: columns.traits.values, mask: bit | TRAITS_KNOWN, wanted };
    }
    case 'guessedType': {
      const value = condition.type === 'abstained' ? ABSTAINED : guessValue(condition.type);
      return { kind: 'range', values: columns.guesses.values, from: value, to: value + 1 };
    }
    case 'opening':
      return { kind: 'marks', values: columns.openings.column.values, marks: openingMarks(columns, condition) };
    case 'responseOpening':
      return nameTest(columns, 'responseOpening', condition.word);
    case 'declaredType':
    case 'source':
    case 'split':
    case 'language':
    case 'review':
      return nameTest(columns, condition.by, condition.name);
    case 'problem':
    case 'cluster':
      return undefined;
  }
}

function nameTest(columns: BalanceColumns, by: keyof BalanceColumns['named'], name: string): Test {
  const { table, column } = columns.named[by];
  const number = table.find(name);
  const from = number ?? Infinity;
  return { kind: 'range', values: column.values, from, to: from + 1 };
}

function openingMarks(
  columns: BalanceColumns,
  { word, next }: { readonly word: string; readonly next?: string },
): Uint8Array {
  const { openings } = columns;
  const marks = new Uint8Array(openings.table.size);
  for (const [number] of openings.column.entries()) {
    const opening = openings.openingOf(number);
    if (opening.word === word && (next === undefined || opening.next === next)) marks[number] = 1;
  }
  return marks;
}

function examplesOf({ traits }: BalanceColumns): Test {
  return { kind: 'bits', values: traits.values, mask: TRAITS_KNOWN, wanted: TRAITS_KNOWN };
}

/** Row ids, as many as come. */
class Ids {
  private ids = new Float64Array(4096);
  private count = 0;

  push(id: RowId): void {
    if (this.count === this.ids.length) {
      const longer = new Float64Array(this.count * 2);
      longer.set(this.ids);
      this.ids = longer;
    }
    this.ids[this.count++] = id;
  }

  take(): Float64Array {
    return this.ids.slice(0, this.count);
  }
}
