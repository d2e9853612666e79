import type { RowPlan } from './rowPlan';

/** Consecutive whole lines of a file, for another thread to read. */
export interface BlockRequest {
  /** Tells requests apart. */
  readonly number: number;
  readonly lines: number;
  /** Where the lines stand, in bytes. */
  readonly offset: number;
  readonly length: number;
}

/** What tier 1 needs to know of the lines of a request: of most of them, all of it. */
export interface ScannedBlock {
  readonly number: number;
  /** How many plans the blocks before had. All plans of a thread are numbered in their order, from 1. */
  readonly knownPlans: number;
  /** Plans that no block before had. */
  readonly plans: readonly RowPlan[];
  /** Of each line: the number of the plan that it fits (`FastRows`), `BROKEN` where it is no JSON, 0 where it takes a parser. */
  readonly planNumbers: Uint16Array;
  /** Of each line with a plan: the digest of all, then that of the prompt where its plan has one; `DIGEST_WORDS` a line. */
  readonly digests: Int32Array;
  /** The texts of lines that take a parser, so that nobody has to read them again; none where those are many. */
  readonly texts: ReadonlyMap<number, string>;
}

/** Stands for the number of a plan where a line is broken off or no JSON otherwise (`KernelRows.isBroken`). There are fewer plans. */
export const BROKEN = 0xffff;

/** The words of a line's digests: high and low of each. */
export const DIGEST_WORDS = 4;

/** Share of a block's lines that may take a parser: more are read faster by the sweep, many at once. */
export const MOST_PARSED = 0.25;

/** Checks what a thread says. Undefined for anything but a block as it was asked for. */
export function readScannedBlock(message: unknown, { number, lines }: BlockRequest): ScannedBlock | undefined {
  const block = message as Partial<ScannedBlock> | null;
  const isBlock =
    block?.number === number &&
    Array.isArray(block.plans) &&
    block.planNumbers instanceof Uint16Array &&
    block.planNumbers.length === lines &&
    block.digests instanceof Int32Array &&
    block.digests.length === lines * DIGEST_WORDS &&
    block.texts instanceof Map;
  return isBlock ? (block as ScannedBlock) : undefined;
}
