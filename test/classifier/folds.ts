import type { LabelledRow } from './labelledRows';

/** Rows that are this alike, by character 5-grams of the instruction or of the whole example, never stand on both sides of a split. */
const ALIKE = 0.6;

/**
 * A fold, from 0 to `count` - 1, for every row: whole clusters of near duplicates at a time, dealt out by the hash of a cluster's
 * smallest text, so that the split depends on the rows alone.
 */
export function foldsOf(rows: readonly LabelledRow[], count: number): number[] {
  const cluster = clusters(rows);
  const keys = new Map<number, string>();
  rows.forEach((row, i) => {
    const text = `${row.example.instruction}\n${row.example.response}`;
    const root = cluster[i] ?? i;
    const key = keys.get(root);
    if (key === undefined || text < key) keys.set(root, text);
  });
  return rows.map((_, i) => hash(keys.get(cluster[i] ?? i) ?? '') % count);
}

function clusters(rows: readonly LabelledRow[]): number[] {
  const parent = rows.map((_, i) => i);
  const find = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at] ?? at;
    return (parent[i] = at);
  };
  for (const texts of [
    rows.map(({ example }) => example.instruction),
    rows.map(({ example }) => `${example.instruction}\n${example.input}\n${example.response}`),
  ]) {
    for (const [a, b] of alikePairs(texts.map((text) => grams(folded(text).slice(0, 400))))) parent[find(a)] = find(b);
  }
  return rows.map((_, i) => find(i));
}

function grams(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (let i = 0; i + 5 <= Math.max(5, text.length); i++) found.add(text.slice(i, i + 5));
  return found;
}

/**
 * Pairs of sets that are alike. Two such sets share one of their rarest grams (prefix filter of Bayardo et al. 2007), so only sets
 * that do are compared.
 */
function* alikePairs(sets: readonly ReadonlySet<string>[]): Generator<readonly [number, number]> {
  const counts = new Map<string, number>();
  for (const set of sets) for (const gram of set) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  const rowsByGram = new Map<string, number[]>();
  for (const [i, set] of sets.entries()) {
    const rarest = [...set].sort((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0) || (a < b ? -1 : 1));
    const candidates = new Set<number>();
    for (const gram of rarest.slice(0, set.size - Math.ceil(ALIKE * set.size) + 1)) {
      const rows = rowsByGram.get(gram) ?? [];
      for (const row of rows) candidates.add(row);
      rowsByGram.set(gram, [...rows, i]);
    }
    for (const j of candidates) if (areAlike(set, sets[j] ?? new Set())) yield [i, j];
  }
}

function areAlike(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  if (small.size < ALIKE * large.size) return false;
  let shared = 0;
  for (const gram of small) if (large.has(gram)) shared++;
  return shared / (small.size + large.size - shared) >= ALIKE;
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}

function folded(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
