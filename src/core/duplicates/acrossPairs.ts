// Which texts of a bucket are compared with each other where only texts of different datasets are.
import { LARGE_BUCKET, REACH } from './bandTable';
import type { Hash64 } from './contentHash';

/** Pairs of two groups of a bucket up to which their texts are compared each with each. */
const MOST_PAIRS = LARGE_BUCKET * LARGE_BUCKET;

/** Texts that are put in order between two breaths. */
const AT_ONCE = 4096;

type Pair = readonly [number, number];

/**
 * Every pair of a bucket that is to be compared: of texts that are not held by the same datasets; and undefined now and then, time to
 * breathe. Of two groups with many pairs, each text with its neighbours of the other group in the order of their hashes, so that the
 * result depends on the texts alone.
 *
 * @param groupOf which datasets hold a text, as a number
 * @param keyOf the hash of a text, which no other has; hashes are spread evenly
 */
export function* pairsAcross(
  bucket: readonly number[],
  groupOf: (text: number) => number,
  keyOf: (text: number) => Hash64,
): Generator<Pair | undefined> {
  const groups = groupsOf(bucket, groupOf);
  const ordered = new Map<number[], number[]>();
  function* inOrder(group: number[]): Generator<undefined, number[]> {
    const known = ordered.get(group) ?? (yield* sorted(group, keyOf));
    ordered.set(group, known);
    return known;
  }
  for (const [i, left] of groups.entries()) {
    for (const right of groups.slice(i + 1)) {
      if (left.length * right.length <= MOST_PAIRS) yield* allPairs(left, right);
      else yield* neighbours(yield* inOrder(left), yield* inOrder(right), keyOf);
    }
  }
}

function groupsOf(bucket: readonly number[], groupOf: (text: number) => number): number[][] {
  const groups = new Map<number, number[]>();
  for (const text of bucket) {
    const group = groups.get(groupOf(text));
    if (group === undefined) groups.set(groupOf(text), [text]);
    else group.push(text);
  }
  return [...groups.values()];
}

function* allPairs(left: readonly number[], right: readonly number[]): Generator<Pair> {
  for (const a of left) for (const b of right) yield [a, b];
}

/** Texts in the order of their hashes: spread over parts by the first bits, since a large bucket sorted at once would hold the thread. */
function* sorted(texts: readonly number[], keyOf: (text: number) => Hash64): Generator<undefined, number[]> {
  const parts: number[][] = Array.from({ length: Math.ceil(texts.length / AT_ONCE) }, () => []);
  for (const [i, text] of texts.entries()) {
    parts[Math.floor(((keyOf(text).high >>> 0) / 2 ** 32) * parts.length)]?.push(text);
    if (i % AT_ONCE === 0) yield;
  }
  const all: number[] = [];
  for (const part of parts) {
    for (const text of part.sort((a, b) => compare(keyOf(a), keyOf(b)))) all.push(text);
    yield;
  }
  return all;
}

function compare(a: Hash64, b: Hash64): number {
  return (a.high >>> 0) - (b.high >>> 0) || (a.low >>> 0) - (b.low >>> 0);
}

/** Each of one side with those of the other that stand just before and after it, were both sides one list; and the other way round. */
function* neighbours(
  left: readonly number[],
  right: readonly number[],
  keyOf: (text: number) => Hash64,
): Generator<Pair> {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    let at = 0;
    for (const a of one) {
      const key = keyOf(a);
      while (at < other.length && compare(keyOf(other[at] ?? 0), key) < 0) at++;
      for (const b of other.slice(Math.max(0, at - REACH), at + REACH)) yield [a, b];
    }
  }
}
