/** Texts of a file to be compared with each other, for another thread. Nodes are numbers for them. */
export interface PairsRequest {
  /** Tells requests apart. */
  readonly number: number;
  /** Nodes that no request before told of, or whose text is another: each with where its line stands, `PLACE_WORDS` words. */
  readonly places: Float64Array;
  /** Two nodes each. */
  readonly pairs: Int32Array;
  /** How many nodes there are among which pairs are looked for. */
  readonly among: number;
}

/** The words of a place: the node, and where its line begins and how long it is, in bytes. */
export const PLACE_WORDS = 3;

/** What is said of them. */
export interface ComparedBlock {
  readonly number: number;
  /** The Jaccard similarity of each pair, 0 below the threshold; not a number where the bytes do not tell. */
  readonly similarities: Float64Array;
}

/** Checks what a thread says. Undefined for anything but the answer to the request. */
export function readComparedBlock(message: unknown, { number, pairs }: PairsRequest): ComparedBlock | undefined {
  const block = message as Partial<ComparedBlock> | null;
  const isBlock =
    block?.number === number &&
    block.similarities instanceof Float64Array &&
    block.similarities.length === pairs.length / 2;
  return isBlock ? (block as ComparedBlock) : undefined;
}
