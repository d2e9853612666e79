import type { Prefilter } from './prefilter';

/** Finds the places in blocks of a file where a line may match. One scanner serves one search. */
export interface CandidateScanner {
  /** Where the next block is put, from its start on. */
  readonly block: Uint8Array;
  /** Says that `length` bytes of a new block are there. */
  begin(length: number): void;
  /** The first candidate at or behind `from`, as a position in the block; -1 when there is none. */
  next(from: number): number;
  /**
   * Whether the needle stands at `at`, in the line that starts at `start`, and in one of its values if the line is JSON. A scanner
   * that cannot tell says no.
   */
  isSurelyInValue(start: number, at: number): boolean;
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

  isSurelyInValue(): boolean {
    return false;
  }

  private find(pattern: RegExp, from: number): number {
    pattern.lastIndex = from;
    return pattern.exec(this.text)?.index ?? Infinity;
  }
}
