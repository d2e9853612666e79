// Which texts of a bucket are compared with each other where only texts of different datasets are.
import { LARGE_BUCKET, REACH } from './bandTable';

/** Pairs of two groups of a bucket up to which their texts are compared each with each. */
const MOST_PAIRS = LARGE_BUCKET * LARGE_BUCKET;

/**
 * Every pair of a bucket that is to be compared: of texts that are not held by the same datasets. Of two groups with many pairs, each
 * text with its neighbours of the other group in the order of `compare`, so that the result depends on the texts alone.
 *
 * @param groupOf which datasets hold a text, as a number
 * @param compare an order in which no two texts are equal
 */
export function* pairsAcross(
  bucket: Int32Array,
  groupOf: (text: number) => number,
  compare: (a: number, b: number) => number,
): Generator<readonly [number, number]> {
  const groups = groupsOf(bucket, groupOf);
  for (const [i, left] of groups.entries()) {
    for (const right of groups.slice(i + 1)) {
      if (left.length * right.length <= MOST_PAIRS) yield* allPairs(left, right);
      else yield* neighbours(left.sort(compare), right.sort(compare), compare);
    }
  }
}

function groupsOf(bucket: Int32Array, groupOf: (text: number) => number): number[][] {
  const groups = new Map<number, number[]>();
  for (const text of bucket) {
    const group = groups.get(groupOf(text));
    if (group === undefined) groups.set(groupOf(text), [text]);
    else group.push(text);
  }
  return [...groups.values()];
}

function* allPairs(left: readonly number[], right: readonly number[]): Generator<readonly [number, number]> {
  for (const a of left) for (const b of right) yield [a, b];
}

/** Each of one side with those of the other that stand just before and after it, were both sides one list; and the other way round. */
function* neighbours(
  left: readonly number[],
  right: readonly number[],
  compare: (a: number, b: number) => number,
): Generator<readonly [number, number]> {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    let at = 0;
    for (const a of one) {
      while (at < other.length && compare(other[at] ?? 0, a) < 0) at++;
      for (const b of other.slice(Math.max(0, at - REACH), at + REACH)) yield [a, b];
    }
  }
}
