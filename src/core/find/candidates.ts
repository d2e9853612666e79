import { MAX_LENGTHS } from '../kernel/findLayout';
import type { Prefilter } from './prefilter';

/** Finds the places in blocks of a file where a line may match. One scanner serves one search. */
export interface CandidateScanner {
  /** Where the next block is put, from its start on. */
  readonly block: Uint8Array;
  /** Where the lengths of its lines are put, from the first on: so many lines at most. */
  readonly lengths: Uint32Array;
  /** Says that `length` bytes of a new block are there. */
  begin(length: number): void;
  /** The first candidate at or behind `from`, as a position in the block; -1 when there is none. */
  next(from: number): number;
  /**
   * Those of the first `count` lines that have a candidate, in order, as `candidateLine` has them. Surely a match is a line where the
   * needle stands in one of the values, if it is JSON and the needle is the whole query; a scanner that cannot tell says so of none. Good
   * until the next call.
   */
  search(count: number, isWholeQuery: boolean): Uint32Array;
}

/** A line of a block and whether it surely holds the needle in a value, as one number. */
export function candidateLine(line: number, isSure: boolean): number {
  return 2 * line + (isSure ? 1 : 0);
}

export function lineOfCandidate(candidate: number): number {
  return candidate >>> 1;
}

export function isSureCandidate(candidate: number): boolean {
  return (candidate & 1) === 1;
}

/** Turns bytes into a string of as many characters, each of its byte's code. */
export type ToLatin1 = (bytes: Uint8Array, length: number) => string;

/** For every machine; a platform may have a faster one (`Buffer.latin1Slice`). */
export const toLatin1: ToLatin1 = (bytes, length) => {
  let text = '';
  for (let at = 0; at < length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, Math.min(at + 8192, length)));
  }
  return text;
};

/** The scanner in JavaScript: what the one in WebAssembly is tested against, and what runs where there is none. */
export class PatternScanner implements CandidateScanner {
  readonly block: Uint8Array;
  readonly lengths = new Uint32Array(MAX_LENGTHS);
  private readonly needle: RegExp;
  private readonly escapes: RegExp;
  private text = '';
  private nextNeedle = 0;
  private nextEscape = 0;

  constructor(
    { needle, foldCase, escapes }: Prefilter,
    blockBytes: number,
    private readonly decode: ToLatin1 = toLatin1,
  ) {
    this.block = new Uint8Array(blockBytes);
    // The flag `i` finds a little more than ASCII letters of both cases here: a prefilter may.
    const bytes = toLatin1(needle, needle.length).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    this.needle = new RegExp(bytes, foldCase ? 'gi' : 'g');
    const codes = escapes.map((unit) => unit.toString(16).padStart(4, '0'));
    this.escapes = new RegExp(`\\\\u(?:${codes.join('|')})`, 'gi');
  }

  begin(length: number): void {
    this.text = this.decode(this.block, length);
    this.nextNeedle = this.find(this.needle, 0);
    this.nextEscape = this.find(this.escapes, 0);
  }

  next(from: number): number {
    if (this.nextNeedle < from) this.nextNeedle = this.find(this.needle, from);
    if (this.nextEscape < from) this.nextEscape = this.find(this.escapes, from);
    const first = Math.min(this.nextNeedle, this.nextEscape);
    return first === Infinity ? -1 : first;
  }

  search(count: number): Uint32Array {
    const found: number[] = [];
    let start = 0;
    let candidate = this.next(0);
    for (let line = 0; line < count && candidate >= 0; line++) {
      const end = start + (this.lengths[line] ?? 0);
      if (candidate < end) {
        found.push(candidateLine(line, false));
        candidate = this.next(end);
      }
      start = end;
    }
    return Uint32Array.from(found);
  }

  private find(pattern: RegExp, from: number): number {
    pattern.lastIndex = from;
    return pattern.exec(this.text)?.index ?? Infinity;
  }
}
