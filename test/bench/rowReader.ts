import { readSync } from 'node:fs';
import { FoldRows } from '../../src/core/analysis/foldRows';
import { PlanTable } from '../../src/core/analysis/planTable';
import { RowGroups } from '../../src/core/analysis/rowGroups';
import { NO_FACTS } from '../../src/core/checks/datasetFacts';
import { RowContext } from '../../src/core/checks/rowContext';
import { CheckConfig } from '../../src/core/config/checkConfig';
import { mergeSettings } from '../../src/core/config/readSettings';
import { NearDuplicates } from '../../src/core/duplicates/nearDuplicates';
import { foldedTextOf } from '../../src/core/duplicates/rowDigest';
import {
  INPUT_BYTES,
  ROW_END,
  ROW_HEAD,
  ROW_START,
  ROW_WORDS,
  VERDICT_OBJECT,
} from '../../src/core/kernel/kernelLayout';
import { sharedNearKernel } from '../../src/core/kernel/nearKernel';
import { createRowKernel } from '../../src/core/kernel/rowKernel';
import type { LineIndex } from '../../src/core/text/lineIndex';
import { readBytes } from './datasetFile';

const config = new CheckConfig(mergeSettings());

/** The folded text of a line, by way of a parser. */
export function textOf(line: string): string {
  const context = new RowContext(line, NO_FACTS, config);
  return context.record === undefined ? '' : foldedTextOf(context.view);
}

export function lineAt(fd: number, index: LineIndex, row: number): string {
  const { offset, length } = index.range(row, 1);
  return readBytes(fd, offset, length).toString('utf8');
}

/** Reads rows as the analysis does: places by the row kernel, folding from the bytes, a parser for what is left. */
export class RowReader {
  private readonly kernel = createRowKernel();
  private readonly near = sharedNearKernel();
  private readonly plans = new PlanTable(this.kernel, new RowGroups(config.thresholds.knownField), config);
  private readonly folding = new FoldRows(this.kernel, this.near);

  constructor(
    private readonly fd: number,
    private readonly index: LineIndex,
  ) {}

  empty(threshold: number, recall: number): NearDuplicates {
    return new NearDuplicates({
      threshold,
      recall,
      textOf: (row) => textOf(lineAt(this.fd, this.index, row)),
      load: (row) => this.load(row),
      expectedRows: this.index.count,
      isBulk: true,
    });
  }

  /** Calls back with the number of every row in the kernel's last scan. */
  readAll(size: number, visit: (row: number) => void): void {
    for (let at = 0; at < size; at += this.kernel.consumed()) {
      const filled = readSync(this.fd, this.kernel.input, 0, Math.min(INPUT_BYTES, size - at), at);
      let from = 0;
      for (;;) {
        const rows = this.kernel.scan(from, filled, at + filled === size);
        if (rows === 0) break;
        for (let row = 0; row < rows; row++) visit(row);
        from = this.kernel.consumed();
      }
    }
  }

  /** Takes all rows in, and returns how many of them took a parser. */
  takeAll(size: number, near: NearDuplicates): number {
    let id = 0;
    let parsed = 0;
    this.readAll(size, (row) => {
      const points = this.fold(row);
      if (points >= 0) near.addLoaded(id, points);
      else {
        near.add(id, textOf(this.lineOf(row)));
        parsed++;
      }
      id++;
    });
    return parsed;
  }

  /** As for normalized duplicates, too: with the digest. */
  fold(row: number): number {
    const plan = this.planOf(row);
    return plan === undefined ? -1 : this.folding.foldWhole(plan, row, 'example');
  }

  private load(row: number): number {
    const { offset, length } = this.index.range(row, 1);
    readSync(this.fd, this.kernel.input, 0, length, offset);
    this.kernel.scan(0, length, true);
    const plan = this.planOf(0);
    return plan === undefined ? -1 : this.folding.load(plan, 0, 'example');
  }

  private planOf(row: number) {
    const isObject = this.kernel.rows[row * ROW_WORDS + ROW_HEAD] === VERDICT_OBJECT;
    return isObject ? this.plans.find(row, (each) => this.lineOf(each)) : undefined;
  }

  private lineOf(row: number): string {
    const { rows, input } = this.kernel;
    const at = row * ROW_WORDS;
    return Buffer.from(input.subarray(rows[at + ROW_START], rows[at + ROW_END])).toString('utf8');
  }
}
