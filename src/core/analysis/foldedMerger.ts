import { decodeUtf8 } from '../text/encoding';
import type { Hash64 } from '../duplicates/contentHash';
import { MARK_WORDS } from '../kernel/nearLayout';
import { AheadMerger } from './aheadMerger';
import type { AnalysisParts } from './analysisParts';
import type { AheadBlock, BlocksAhead } from './blocksAhead';
import {
  FOLDED_BANDS,
  FOLDED_HASH,
  FOLDED_KEY,
  FOLDED_MARKS,
  type FoldedBlock,
  foldedWords,
  SKETCHED,
  TAKES_PARSER,
} from './foldedBlock';
import { readLine } from './lineSource';

/** Rows that are taken in between two looks at the clock. */
const PART = 128;
/** Share of a block's rows that may be read again, one by one: more are read faster by the sweep, many at once. */
const MOST_READ = 0.25;

/** What looks at the texts of rows. */
export interface JudgesTexts {
  /** What a row may hold, of which the thread said `marks`; 0 where no pattern need look at it. */
  toLookFor(marks: number): number;
  judgeClean(slot: number): void;
  /** @param isFolded whether the duplicates know the row */
  judgeLine(slot: number, line: string, marks: number, isFolded: boolean): void;
}

/** Takes in the blocks that a second thread has folded for tier 2. */
export class FoldedMerger extends AheadMerger<FoldedBlock> {
  private readonly wordsOfLine: number;
  private readonly key = { high: 0, low: 0 };
  private readonly text: {
    readonly hash: { high: number; low: number };
    readonly sketch: { readonly marks: Int32Array; readonly keys: Int32Array };
  };

  constructor(
    parts: AnalysisParts,
    blocks: BlocksAhead<FoldedBlock>,
    private readonly into: JudgesTexts,
  ) {
    super(parts, blocks, PART);
    this.wordsOfLine = foldedWords(parts.config.near);
    const bands = Math.max(0, this.wordsOfLine - FOLDED_BANDS);
    const sketch = { marks: new Int32Array(MARK_WORDS), keys: new Int32Array(bands) };
    this.text = { hash: { high: 0, low: 0 }, sketch };
  }

  protected linesOf({ states }: FoldedBlock): number {
    return states.length;
  }

  protected isWorthIt(block: FoldedBlock): boolean {
    let read = 0;
    for (let i = 0; i < block.states.length; i++) if (this.takesText(block, i)) read++;
    return read <= block.states.length * MOST_READ;
  }

  private takesText({ states, marks }: FoldedBlock, i: number): boolean {
    return states[i] === TAKES_PARSER || this.into.toLookFor(marks[i] ?? 0) !== 0;
  }

  protected take(block: AheadBlock<FoldedBlock>, i: number): void {
    const { store, slots, lines } = this.parts;
    const slot = slots.slotOf(block.id + i);
    if (store.isSeenByTier2(slot)) return;
    const isFolded = block.states[i] !== TAKES_PARSER;
    if (this.takesText(block, i)) {
      const bytes = readLine(lines.source, { kind: 'base', id: block.id + i, count: 1, line: block.line + i });
      if (bytes === undefined) return;
      this.into.judgeLine(slot, decodeUtf8(bytes), this.into.toLookFor(block.marks[i] ?? 0), isFolded);
    } else this.into.judgeClean(slot);
    if (isFolded) this.addSketched(slot, block, i);
  }

  private addSketched(slot: number, { states, words }: FoldedBlock, i: number): void {
    const { duplicates } = this.parts.store;
    const at = i * this.wordsOfLine;
    readHash(words, at + FOLDED_KEY, this.key);
    if (states[i] !== SKETCHED) {
      duplicates.addSketched(slot, this.key);
      return;
    }
    const { hash, sketch } = this.text;
    readHash(words, at + FOLDED_HASH, hash);
    copy(words, at + FOLDED_MARKS, sketch.marks);
    copy(words, at + FOLDED_BANDS, sketch.keys);
    duplicates.addSketched(slot, this.key, this.text);
  }
}

function readHash(words: Int32Array, at: number, into: { -readonly [K in keyof Hash64]: Hash64[K] }): void {
  into.high = words[at] ?? 0;
  into.low = words[at + 1] ?? 0;
}

/** Without a view of the words, which would cost more than copying so few. */
function copy(words: Int32Array, at: number, into: Int32Array): void {
  for (let i = 0; i < into.length; i++) into[i] = words[at + i] ?? 0;
}
