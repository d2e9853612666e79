import type { CheckConfig } from '../config/checkConfig';
import { createRowKernel, type RowKernel } from '../kernel/rowKernel';
import type { BlockFile } from './blockFile';
import { readRows } from './blockRows';
import { FastRows } from './fastRows';
import { KernelRows } from './kernelRows';
import { type GroupPlan, PlanTable } from './planTable';
import { RowGroups } from './rowGroups';
import type { RowPlan } from './rowPlan';
import { type BlockRequest, BROKEN, DIGEST_WORDS, MOST_PARSED, type ScannedBlock } from './scannedBlock';

/** Reads lines of a file as tier 1 does, without the rows around them: what does not depend on the rest of the file. */
export class BlockScanner {
  private readonly rows: KernelRows;
  private readonly fast: FastRows;
  private readonly numbers = new Map<RowPlan, number>();
  /** Plans that no block has told of; those of a block that could not be scanned go with the next. */
  private newPlans: RowPlan[] = [];
  /** Of the block under way. */
  private planNumbers = new Uint16Array();
  private digests = new Int32Array();
  private texts = new Map<number, string>();

  constructor(
    private readonly file: BlockFile,
    config: CheckConfig,
    private readonly kernel: RowKernel = createRowKernel(),
  ) {
    // Which group a plan belongs to is the business of who merges the blocks.
    const plans = new PlanTable(kernel, new RowGroups(config.thresholds.knownField), config);
    this.rows = new KernelRows(kernel, plans);
    this.fast = new FastRows(this.rows, config.maxTokens);
  }

  /**
   * The block of a request; undefined where one of its lines is too long for the kernel.
   * @throws TornReadError when the file is no longer the one that was opened
   */
  scan({ number, lines, offset, length }: BlockRequest): ScannedBlock | undefined {
    this.planNumbers = new Uint16Array(lines);
    this.digests = new Int32Array(lines * DIGEST_WORDS);
    this.texts = new Map();
    if (!readRows(this.kernel, this.file, { lines, offset, length }, false, this.take)) return undefined;
    const plans = this.newPlans;
    this.newPlans = [];
    const knownPlans = this.numbers.size - plans.length;
    return { number, knownPlans, plans, planNumbers: this.planNumbers, digests: this.digests, texts: this.texts };
  }

  private readonly take = (line: number, row: number): void => {
    if (this.rows.isBroken(row)) {
      this.planNumbers[line] = BROKEN;
      return;
    }
    const plan = this.fast.fit(row);
    if (plan === undefined) {
      // A block with more of them is dropped.
      if (this.texts.size <= this.planNumbers.length * MOST_PARSED) this.texts.set(line, this.rows.textOf(row));
      return;
    }
    const { exact, prompt } = this.fast.digest(plan);
    this.planNumbers[line] = this.numberOf(plan);
    const at = line * DIGEST_WORDS;
    this.digests[at] = exact.high;
    this.digests[at + 1] = exact.low;
    this.digests[at + 2] = prompt?.high ?? 0;
    this.digests[at + 3] = prompt?.low ?? 0;
  };

  private numberOf(plan: GroupPlan): number {
    let number = this.numbers.get(plan);
    if (number === undefined) {
      this.numbers.set(plan, (number = this.numbers.size + 1));
      this.newPlans.push(plan);
    }
    return number;
  }
}
