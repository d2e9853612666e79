import type { Fix } from './fix';

/** Whether an example is gone after the fix, and nobody said that it has no content. */
export function deletesExamples({ safe, change }: Pick<Fix, 'safe' | 'change'>): boolean {
  return change.kind === 'delete-others' || (change.kind === 'rows' && change.lines.length === 0 && !safe);
}

/**
 * The order of a menu, whose first entry has the keyboard: what is safe, then what the author must look at or write, and what deletes
 * examples last.
 */
export function inMenuOrder<T extends Pick<Fix, 'safe' | 'change'>>(fixes: readonly T[]): T[] {
  const rank = (fix: T): number => (deletesExamples(fix) ? 2 : fix.safe ? 0 : 1);
  return [...fixes].sort((a, b) => rank(a) - rank(b));
}
