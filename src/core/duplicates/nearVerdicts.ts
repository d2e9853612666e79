import type { ClusterTable } from './clusterTable';
import type { Component, NearGraph } from './nearGraph';

/** What is said of a row that is like others. */
export interface NearVerdict {
  /** The first row of the cluster. */
  readonly kept: number;
  /** Rows of the cluster. */
  readonly size: number;
  /** The row that is most alike, and how much. */
  readonly nearest: Neighbour;
}

export interface Neighbour {
  readonly row: number;
  /** Exact Jaccard similarity of the two rows' character 5-grams, from the threshold to 1. */
  readonly similarity: number;
}

/** Where a row stands in the file. */
export type RowOrder = (row: number) => number;

interface ClusterFacts {
  readonly size: number;
  readonly first: number;
  readonly order: RowOrder;
}

/** Says of rows how they are like others, from their texts and from which nodes, one for each different text, are alike. */
export class NearVerdicts {
  constructor(
    private readonly graph: NearGraph,
    private readonly texts: ClusterTable,
    /** One row of a node. */
    private readonly rowOf: (node: number) => number,
  ) {}

  /** What is to be said of a row and its node; undefined for one that is the first of its cluster, or like no other. */
  verdictOf(row: number, node: number, order: RowOrder): NearVerdict | undefined {
    const component = this.graph.componentOf(node);
    const { size, first } = component === undefined ? this.factsOf([node], order) : this.clusterFacts(component, order);
    if (first === row || size < 2) return undefined;
    return { kept: first, size, nearest: this.nearestTo(row, node, order) };
  }

  /** The row with the same text; else one with the most similar text, the first in the file of several. */
  private nearestTo(row: number, node: number, order: RowOrder): Neighbour {
    const same = this.texts.firstOf(row, order) ?? row;
    if (same !== row) return { row: same, similarity: 1 };
    let nearest: Neighbour = { row, similarity: 0 };
    for (const { node: other, similarity } of this.graph.edgesOf(node)) {
      if (similarity < nearest.similarity) continue;
      const first = this.firstOf(other, order);
      if (similarity > nearest.similarity || order(first) < order(nearest.row)) nearest = { row: first, similarity };
    }
    return nearest;
  }

  private clusterFacts(component: Component, order: RowOrder): ClusterFacts {
    const memo = component.memo as ClusterFacts | undefined;
    if (memo?.order === order) return memo;
    const facts = this.factsOf(component.nodes, order);
    component.memo = facts;
    return facts;
  }

  private factsOf(nodes: readonly number[], order: RowOrder): ClusterFacts {
    let first = -1;
    let size = 0;
    for (const node of nodes) {
      const candidate = this.firstOf(node, order);
      if (first < 0 || order(candidate) < order(first)) first = candidate;
      size += this.texts.sizeOf(this.rowOf(node));
    }
    return { size, first, order };
  }

  private firstOf(node: number, order: RowOrder): number {
    const row = this.rowOf(node);
    return this.texts.isAlone(row) ? row : (this.texts.firstOf(row, order) ?? row);
  }
}
