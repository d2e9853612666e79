/** Nodes that hang together by edges. */
export interface Component {
  readonly nodes: readonly number[];
  /** What callers remember of it; a new component begins with none. */
  memo: unknown;
}

export interface Edge {
  readonly node: number;
  readonly similarity: number;
}

const FIRST_EDGES = 64;

/**
 * Which nodes are alike, and how much; and what hangs together by that. All edges are kept, so that what a deletion tears apart falls
 * apart. Lists in typed arrays: 16 bytes an edge and end. Components are worked out when they are asked for.
 */
export class NearGraph {
  /** Edge + 1 of the first of each node. */
  private heads = new Int32Array(FIRST_EDGES);
  private to = new Int32Array(FIRST_EDGES);
  private next = new Int32Array(FIRST_EDGES);
  private similarity = new Float64Array(FIRST_EDGES);
  private used = 0;
  /** Edge + 1 of the first of those that are free. */
  private free = 0;
  private readonly components = new Map<number, Component>();
  /** Nodes whose component is not known. */
  private readonly unknown = new Set<number>();
  private saved = 0;

  isAlone(node: number): boolean {
    return (this.heads[node] ?? 0) === 0;
  }

  has(a: number, b: number): boolean {
    for (let edge = this.heads[a] ?? 0; edge !== 0; edge = this.next[edge - 1] ?? 0) {
      if (this.to[edge - 1] === b) return true;
    }
    return false;
  }

  /** Adds an edge that is not there. */
  link(a: number, b: number, similarity: number): void {
    this.forgetComponent(a);
    this.forgetComponent(b);
    this.push(a, b, similarity);
    this.push(b, a, similarity);
  }

  unlink(a: number, b: number): void {
    this.forgetComponent(a);
    this.drop(a, b);
    this.drop(b, a);
  }

  /** Removes a node with its edges. */
  remove(node: number): void {
    if (this.isAlone(node)) return;
    this.forgetComponent(node);
    for (const { node: other } of this.edgesOf(node)) {
      this.drop(other, node);
      this.drop(node, other);
    }
    this.unknown.delete(node);
  }

  clear(): void {
    this.heads.fill(0);
    this.used = this.free = this.saved = 0;
    this.components.clear();
    this.unknown.clear();
  }

  edgesOf(node: number): Edge[] {
    const edges: Edge[] = [];
    for (let edge = this.heads[node] ?? 0; edge !== 0; edge = this.next[edge - 1] ?? 0) {
      edges.push({ node: this.to[edge - 1] ?? 0, similarity: this.similarity[edge - 1] ?? 0 });
    }
    return edges;
  }

  /** The component of a node; undefined for one without edges. The same object until it changes. */
  componentOf(node: number): Component | undefined {
    if (this.isAlone(node)) return undefined;
    return this.components.get(node) ?? this.findComponent(node);
  }

  /** What callers remember of the node's component no longer holds. */
  forgetMemo(node: number): void {
    const component = this.components.get(node);
    if (component !== undefined) component.memo = undefined;
  }

  /** How many nodes there are more than components. */
  get surplus(): number {
    this.findUnknown();
    return this.saved;
  }

  /** Every component of two or more nodes. */
  allComponents(): ReadonlySet<Component> {
    this.findUnknown();
    return new Set(this.components.values());
  }

  private findUnknown(): void {
    for (const node of this.unknown) this.componentOf(node);
    this.unknown.clear();
  }

  private findComponent(node: number): Component {
    const nodes = [node];
    const component: Component = { nodes, memo: undefined };
    this.components.set(node, component);
    for (const member of nodes) {
      for (let edge = this.heads[member] ?? 0; edge !== 0; edge = this.next[edge - 1] ?? 0) {
        const other = this.to[edge - 1] ?? 0;
        if (this.components.has(other)) continue;
        this.components.set(other, component);
        nodes.push(other);
      }
    }
    this.saved += nodes.length - 1;
    return component;
  }

  private forgetComponent(node: number): void {
    const component = this.components.get(node);
    this.unknown.add(node);
    if (component === undefined) return;
    this.saved -= component.nodes.length - 1;
    for (const member of component.nodes) {
      this.components.delete(member);
      this.unknown.add(member);
    }
  }

  private push(from: number, to: number, similarity: number): void {
    if (from >= this.heads.length) this.heads = grown(this.heads, Int32Array, from + 1);
    const edge = this.free > 0 ? this.free - 1 : this.used++;
    if (this.free > 0) this.free = this.next[edge] ?? 0;
    if (edge >= this.to.length) {
      this.to = grown(this.to, Int32Array, edge + 1);
      this.next = grown(this.next, Int32Array, edge + 1);
      this.similarity = grown(this.similarity, Float64Array, edge + 1);
    }
    this.to[edge] = to;
    this.similarity[edge] = similarity;
    this.next[edge] = this.heads[from] ?? 0;
    this.heads[from] = edge + 1;
  }

  private drop(from: number, to: number): void {
    let before = 0;
    for (let edge = this.heads[from] ?? 0; edge !== 0; before = edge, edge = this.next[edge - 1] ?? 0) {
      if (this.to[edge - 1] !== to) continue;
      const after = this.next[edge - 1] ?? 0;
      if (before === 0) this.heads[from] = after;
      else this.next[before - 1] = after;
      this.next[edge - 1] = this.free;
      this.free = edge;
      return;
    }
  }
}

function grown<T extends Int32Array | Float64Array>(array: T, Kind: new (length: number) => T, atLeast: number): T {
  const copy = new Kind(Math.max(atLeast, array.length * 2));
  copy.set(array);
  return copy;
}
