import { LONGEST_TEXT, SHORTEST_TEXT } from '../../../../src/core/duplicates/nearDuplicates';
import type { Neighbour } from '../../../../src/core/duplicates/nearVerdicts';
import { GramSets, jaccard } from './gramSets';

/**
 * Pairs of rows that are alike, found exactly: every pair at or above the threshold and no other. Only rows that share one of
 * their rarest grams are compared (the prefix filter of Bayardo et al. 2007, https://doi.org/10.1145/1242572.1242591), which holds
 * up to some 20,000 rows. Rows come and go one by one; the result does not depend on their order.
 */
export class AllPairs {
  private readonly grams = new GramSets();
  private readonly sets = new Map<number, Int32Array>();
  /** Rows by the grams of their prefix. */
  private readonly postings = new Map<number, number[]>();
  private readonly edges = new Map<number, Map<number, number>>();

  constructor(private readonly threshold: number) {}

  get size(): number {
    return this.sets.size;
  }

  /** Adds a row with its folded text; gives its neighbours among the rows added before. */
  add(row: number, foldedText: string): readonly Neighbour[] {
    this.remove(row);
    if (foldedText.length < SHORTEST_TEXT || foldedText.length > LONGEST_TEXT) return [];
    const set = this.grams.gramsOf(foldedText);
    const neighbours = this.probe(set);
    this.sets.set(row, set);
    for (const gram of this.prefixOf(set)) {
      const rows = this.postings.get(gram);
      if (rows === undefined) this.postings.set(gram, [row]);
      else rows.push(row);
    }
    for (const { row: other, similarity } of neighbours) {
      this.edgesOf(row).set(other, similarity);
      this.edgesOf(other).set(row, similarity);
    }
    return neighbours;
  }

  remove(row: number): void {
    const set = this.sets.get(row);
    if (set === undefined) return;
    this.sets.delete(row);
    for (const gram of this.prefixOf(set)) {
      const rows = (this.postings.get(gram) ?? []).filter((other) => other !== row);
      if (rows.length === 0) this.postings.delete(gram);
      else this.postings.set(gram, rows);
    }
    for (const other of this.edges.get(row)?.keys() ?? []) this.edges.get(other)?.delete(row);
    this.edges.delete(row);
  }

  /** The rows that are alike, most alike first. */
  neighboursOf(row: number): readonly Neighbour[] {
    return [...(this.edges.get(row) ?? [])]
      .map(([other, similarity]) => ({ row: other, similarity }))
      .sort((a, b) => b.similarity - a.similarity || a.row - b.row);
  }

  /** Every row that is alike directly or through others, the row itself too; only itself when none is. */
  clusterOf(row: number): number[] {
    const cluster = new Set([row]);
    for (const member of cluster) for (const other of this.edges.get(member)?.keys() ?? []) cluster.add(other);
    return [...cluster];
  }

  /** Calls back with each cluster of two or more, in no order. */
  forEachCluster(callback: (rows: readonly number[]) => void): void {
    const seen = new Set<number>();
    for (const [row, others] of this.edges) {
      if (others.size === 0 || seen.has(row)) continue;
      const cluster = this.clusterOf(row);
      for (const member of cluster) seen.add(member);
      callback(cluster);
    }
  }

  private probe(set: Int32Array): Neighbour[] {
    const candidates = new Set<number>();
    for (const gram of this.prefixOf(set)) for (const row of this.postings.get(gram) ?? []) candidates.add(row);
    const neighbours: Neighbour[] = [];
    for (const row of candidates) {
      const other = this.sets.get(row);
      if (other === undefined || !this.mayReach(set.length, other.length)) continue;
      const similarity = jaccard(set, other);
      if (similarity >= this.threshold) neighbours.push({ row, similarity });
    }
    return neighbours;
  }

  /** Sets of too different size cannot be alike, whatever they share. */
  private mayReach(a: number, b: number): boolean {
    return Math.min(a, b) >= this.threshold * Math.max(a, b);
  }

  /**
   * The grams of which two sets must share one to reach the threshold: all but the ⌈t·n⌉ - 1 lowest. The order may be any that stays
   * the same; the newest grams first, because what was seen late is rare.
   */
  private prefixOf(set: Int32Array): Int32Array {
    // The small step back keeps t·n from being rounded up past a whole number (0.85 · 20 = 17.000000000000004).
    const needed = Math.ceil(this.threshold * set.length - 1e-9);
    return set.subarray(Math.max(0, needed - 1));
  }

  private edgesOf(row: number): Map<number, number> {
    let edges = this.edges.get(row);
    if (edges === undefined) this.edges.set(row, (edges = new Map<number, number>()));
    return edges;
  }
}
