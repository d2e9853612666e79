import type { Change } from './change';

/** How many splices or touched rows are named one by one. */
const MANY = 1000;

export type ChangeSummary = Pick<Change, 'cause' | 'label' | 'splices' | 'touched' | 'reveal'>;

/** What several changes did, one after the other, told as one. `before` and `after` are the numbers of rows around them. */
export function mergedChange(changes: readonly Change[], before: number, after: number): ChangeSummary | undefined {
  const last = changes.at(-1);
  if (last === undefined) return undefined;
  const splices = changes.flatMap((change) => change.splices);
  const touched = new Map<number, { readonly id: number; readonly version: number }>();
  let isKnown = true;
  for (const change of changes) {
    if (change.touched === undefined) isKnown = false;
    for (const row of change.touched ?? []) touched.set(row.id, row);
  }
  return {
    cause: last.cause,
    label: last.label,
    splices: splices.length > MANY ? [{ at: 0, removed: before, inserted: after }] : splices,
    touched: isKnown && touched.size <= MANY ? [...touched.values()] : undefined,
    reveal: changes[0]?.reveal,
  };
}
