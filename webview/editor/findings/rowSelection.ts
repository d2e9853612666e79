import type { RowId } from '../../../src/protocol/editor';

/** Some of rows that are too many to be named each: all but the others, or none but them. */
export interface RowSelection {
  readonly isAll: boolean;
  readonly others: ReadonlySet<RowId>;
}

export const allRows: RowSelection = { isAll: true, others: new Set() };
export const noRows: RowSelection = { isAll: false, others: new Set() };

export function isSelected({ isAll, others }: RowSelection, id: RowId): boolean {
  return isAll !== others.has(id);
}

export function countSelected({ isAll, others }: RowSelection, total: number): number {
  return isAll ? total - others.size : others.size;
}

/** Selects a row that is not, and the other way round. */
export function toggleRow({ isAll, others }: RowSelection, id: RowId): RowSelection {
  const next = new Set(others);
  if (!next.delete(id)) next.add(id);
  return { isAll, others: next };
}
