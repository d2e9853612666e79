// Which nodes of a bucket are compared with each other. Buckets are in the order of their nodes' hashes.
import { LARGE_BUCKET, REACH } from './bandTable';

type Pair = readonly [number, number];

/** Calls back with every pair of a bucket that is to be compared; `sort` is asked for the order of a large one. */
export function pairsOf(
  bucket: number[],
  sort: (bucket: number[]) => number[],
  callback: (a: number, b: number) => void,
): void {
  const isLarge = bucket.length > LARGE_BUCKET;
  const nodes = isLarge ? sort(bucket) : bucket;
  const reach = isLarge ? REACH : nodes.length;
  // Without iterators and slices: there are hundreds of thousands of buckets.
  for (let i = 0; i < nodes.length; i++) {
    const end = Math.min(nodes.length, i + 1 + reach);
    for (let j = i + 1; j < end; j++) callback(nodes[i] ?? 0, nodes[j] ?? 0);
  }
}

/** Whether two nodes of a bucket are compared. */
export function isInReach(bucket: readonly number[], a: number, b: number): boolean {
  return bucket.length <= LARGE_BUCKET || Math.abs(bucket.indexOf(a) - bucket.indexOf(b)) <= REACH;
}

/** With whom a node of the bucket is compared. */
export function newNeighbours(bucket: readonly number[], node: number): number[] {
  const at = bucket.indexOf(node);
  const near = bucket.length <= LARGE_BUCKET ? bucket : bucket.slice(Math.max(0, at - REACH), at + REACH + 1);
  return near.filter((other) => other !== node);
}

/** The pairs of other nodes that are compared in the bucket without the node, and not with it. */
export function dividedPairs(bucket: readonly number[], node: number): Pair[] {
  if (bucket.length <= LARGE_BUCKET) return [];
  const place = bucket.indexOf(node);
  if (bucket.length > LARGE_BUCKET + 1) {
    return across(
      bucket.filter((other) => other !== node),
      place,
    );
  }
  // Without the node, the bucket is small.
  return bucket.flatMap((a, i) => {
    const far = a === node ? [] : bucket.slice(i + REACH + 1).filter((b) => b !== node);
    return far.map((b): Pair => [a, b]);
  });
}

/** Neighbours that are just in reach of each other, on both sides of a place. */
function across(nodes: readonly number[], place: number): Pair[] {
  const found: Pair[] = [];
  for (let i = Math.max(0, place - REACH); i < place && i + REACH < nodes.length; i++) {
    const [a, b] = [nodes[i], nodes[i + REACH]];
    if (a !== undefined && b !== undefined) found.push([a, b]);
  }
  return found;
}
