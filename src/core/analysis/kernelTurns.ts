import type { ReplicaRows } from '../document/replica';
import { countRows } from '../document/run';
import type { RowSplice } from '../document/spliceLog';
import { INPUT_BYTES } from '../kernel/kernelLayout';
import type { RowKernel } from '../kernel/rowKernel';
import type { RowLines } from './rowLines';
import { RowSweep, type RowVisitor } from './rowSweep';

/** The sweeps of an analysis, which take turns with one kernel: each reads on where it was when another had it in between. */
export class KernelTurns {
  private readonly sweeps: RowSweep[] = [];
  /** Whose rows the kernel has. */
  private current: RowSweep | undefined;

  constructor(
    readonly kernel: RowKernel,
    private readonly lines: RowLines,
  ) {}

  /** @param withMarks whether the kernel is asked for the marks of texts */
  addSweep(withMarks = false): RowSweep {
    const { kernel, lines } = this;
    const sweep = new RowSweep(kernel, lines.rows, () => lines.source, withMarks);
    this.sweeps.push(sweep);
    return sweep;
  }

  visit(sweep: RowSweep, visitor: RowVisitor, most: number): void {
    if (this.current !== sweep) sweep.forgetBlock();
    this.current = sweep;
    sweep.visit(visitor, most);
  }

  /** Reads one row with the kernel, as the only one of its scan; false where it is too long for that. */
  scanAlone(row: ReplicaRows): boolean {
    const { input } = this.kernel;
    this.current = undefined;
    if (row.kind === 'typed') {
      if (row.line.length > INPUT_BYTES) return false;
      input.set(row.line);
      return this.kernel.scan(0, row.line.length, true) > 0;
    }
    const { offset, length } = this.lines.source.range(row.line, 1);
    if (length > INPUT_BYTES) return false;
    this.lines.source.read(input.subarray(0, length), offset);
    return this.kernel.scan(0, length, true) > 0;
  }

  /** Rows came, went or moved. */
  spliced(splices: readonly RowSplice[]): void {
    for (const { at, removed, inserted } of splices) {
      for (const sweep of this.sweeps) sweep.spliced(at, countRows(removed), countRows(inserted));
    }
  }

  /** The rows stand in another file now. */
  forgetBlocks(): void {
    for (const sweep of this.sweeps) sweep.forgetBlock();
  }
}
