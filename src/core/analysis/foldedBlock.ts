import type { NearSettings } from '../config/checkConfig';
import { bandsFor } from '../duplicates/bandPlan';
import { MARK_WORDS } from '../kernel/nearLayout';
import type { BlockRequest } from './scannedBlock';

/** What tier 2 needs to know of the lines of a request, but for what patterns find in them. */
export interface FoldedBlock {
  readonly number: number;
  /** Of each line: what its texts may hold (`KernelRows.marksOf`). */
  readonly marks: Int32Array;
  /** Of each line: `TAKES_PARSER`, `FOLDED` or `SKETCHED`. */
  readonly states: Uint8Array;
  /** `foldedWords` a line, none where its state is `TAKES_PARSER`. */
  readonly words: Int32Array;
}

/** The bytes of a line do not tell what it folds to. */
export const TAKES_PARSER = 0;
/** The key of its normalized duplicates is known, and its text is not to be compared with others. */
export const FOLDED = 1;
/** The hash and the sketch of its text are known, too. */
export const SKETCHED = 2;

/** Where the words of a line have what: the key of its normalized duplicates, the hash of its text, then its sketch: marks and keys. */
export const FOLDED_KEY = 0;
export const FOLDED_HASH = 2;
export const FOLDED_MARKS = 4;
export const FOLDED_BANDS = FOLDED_MARKS + MARK_WORDS;

/** How many words a line has. */
export function foldedWords(near: NearSettings | undefined): number {
  return near === undefined ? FOLDED_HASH : FOLDED_BANDS + bandsFor(near.threshold, near.recall).count;
}

/** Checks what a thread says. Undefined for anything but a block as it was asked for, of so many words a line. */
export function readFoldedBlock(
  message: unknown,
  { number, lines }: BlockRequest,
  wordsOfLine: number,
): FoldedBlock | undefined {
  const block = message as Partial<FoldedBlock> | null;
  const isBlock =
    block?.number === number &&
    block.marks instanceof Int32Array &&
    block.marks.length === lines &&
    block.states instanceof Uint8Array &&
    block.states.length === lines &&
    block.words instanceof Int32Array &&
    block.words.length === lines * wordsOfLine;
  return isBlock ? (block as FoldedBlock) : undefined;
}
