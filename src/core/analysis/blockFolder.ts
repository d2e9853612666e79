import { looksAtTexts } from '../checks/registry';
import type { CheckConfig } from '../config/checkConfig';
import { bandsFor } from '../duplicates/bandPlan';
import { isComparable } from '../duplicates/nearDuplicates';
import { type Bands, type NearKernel, sharedNearKernel } from '../kernel/nearKernel';
import { RESULT_UNITS } from '../kernel/nearLayout';
import { createRowKernel, type RowKernel } from '../kernel/rowKernel';
import type { BlockFile } from './blockFile';
import { readRows } from './blockRows';
import {
  FOLDED,
  FOLDED_BANDS,
  FOLDED_HASH,
  FOLDED_MARKS,
  type FoldedBlock,
  foldedWords,
  SKETCHED,
} from './foldedBlock';
import { FoldRows } from './foldRows';
import { KernelRows } from './kernelRows';
import { PlanTable } from './planTable';
import { RowGroups } from './rowGroups';
import type { BlockRequest } from './scannedBlock';

/** Reads lines of a file as tier 2 does: marks, folds and sketches their texts. */
export class BlockFolder {
  private readonly rows: KernelRows;
  private readonly folding: FoldRows;
  private readonly wordsOfLine: number;
  private readonly withMarks: boolean;
  /** Undefined where near duplicates are not looked for. */
  private readonly bands: Bands | undefined;
  /** Of the block under way. */
  private marks = new Int32Array();
  private states = new Uint8Array();
  private words = new Int32Array();

  constructor(
    private readonly file: BlockFile,
    private readonly config: CheckConfig,
    private readonly kernel: RowKernel = createRowKernel(),
    private readonly near: NearKernel = sharedNearKernel(),
  ) {
    const plans = new PlanTable(kernel, new RowGroups(config.thresholds.knownField), config);
    this.rows = new KernelRows(kernel, plans);
    this.folding = new FoldRows(kernel, near);
    this.wordsOfLine = foldedWords(config.near);
    this.withMarks = looksAtTexts(config);
    this.bands = config.near && bandsFor(config.near.threshold, config.near.recall);
  }

  /**
   * The block of a request; undefined where one of its lines is too long for the kernel.
   * @throws TornReadError when the file is no longer the one that was opened
   */
  fold({ number, lines, offset, length }: BlockRequest): FoldedBlock | undefined {
    const marks = (this.marks = new Int32Array(lines));
    const states = (this.states = new Uint8Array(lines));
    const words = (this.words = new Int32Array(lines * this.wordsOfLine));
    const isRead = readRows(this.kernel, this.file, { lines, offset, length }, this.withMarks, this.take);
    return isRead ? { number, marks, states, words } : undefined;
  }

  private readonly take = (line: number, row: number): void => {
    const { rows, folding, words, config } = this;
    if (this.withMarks) this.marks[line] = rows.marksOf(row);
    const plan = rows.planOf(row);
    const points = plan === undefined ? -1 : folding.foldWhole(plan, row, config.near?.part ?? 'example');
    if (points < 0) return;
    const at = line * this.wordsOfLine;
    words[at] = folding.digest.high;
    words[at + 1] = folding.digest.low;
    this.states[line] = this.sketch(at, points) ? SKETCHED : FOLDED;
  };

  /** Sketches the text that was folded last; false where it is not to be compared. */
  private sketch(at: number, points: number): boolean {
    const { near, words, bands } = this;
    if (bands === undefined || !isComparable(near.result[RESULT_UNITS] ?? 0)) return false;
    near.sketch(points, bands);
    words[at + FOLDED_HASH] = near.result[1] ?? 0;
    words[at + FOLDED_HASH + 1] = near.result[0] ?? 0;
    words.set(near.marks, at + FOLDED_MARKS);
    for (let band = 0; band < bands.count; band++) words[at + FOLDED_BANDS + band] = near.keys[band] ?? 0;
    return true;
  }
}
