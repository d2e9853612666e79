import { RowContext } from '../checks/rowContext';
import type { CheckConfig } from '../config/checkConfig';
import type { RowId } from '../document/run';
import type { RowKernel } from '../kernel/rowKernel';
import { KernelRows } from './kernelRows';
import { KernelTurns } from './kernelTurns';
import { PlanTable } from './planTable';
import type { RowLines } from './rowLines';
import type { RowSlots } from './rowSlots';
import type { RowStore } from './rowStore';

/** What the tiers of an analysis share: the rows, what is known of each by slot, and the kernel that reads them. */
export class AnalysisParts {
  readonly turns: KernelTurns;
  readonly kernelRows: KernelRows;
  /** The example that its author has just begun: what it still lacks is not said. */
  unfinished: RowId | undefined;

  constructor(
    readonly config: CheckConfig,
    readonly lines: RowLines,
    readonly slots: RowSlots,
    readonly store: RowStore,
    kernel: RowKernel,
  ) {
    this.turns = new KernelTurns(kernel, lines);
    this.kernelRows = new KernelRows(kernel, new PlanTable(kernel, store.groups, config));
  }

  /** @param marks of the kernel for all texts of the row together, where it has looked at them */
  contextOf(line: string, marks?: number): RowContext {
    return new RowContext(line, this.store.groups.facts, this.config, marks);
  }

  lineOf(slot: number): string | undefined {
    return this.lines.lineOf(this.slots.idOf(slot));
  }
}
