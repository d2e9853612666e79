import { INSTRUCTGPT_MIX, taskTypeOf } from '../classify/taskTaxonomies';
import type { BalanceTarget, NamedCount, TargetRow } from './balanceData';

/**
 * Types against a target. The target's parts are scaled to shares that add up to 1; of "equal", every type with examples has the
 * same. Declared labels meet the names of the mix of InstructGPT by the table of taxonomies: labels of one type share its part by
 * how many examples they have.
 *
 * With n examples, n_i of type i and target shares t_i: difference = n_i - t_i n. To reach the target without deleting anything the
 * set has to grow to N = max(n_i / t_i) over the types with t_i > 0; type i then lacks ceil(t_i N) - n_i.
 */
export function compareWithTarget(counts: readonly NamedCount[], target: BalanceTarget): TargetRow[] {
  const parts = partsOf(counts, target);
  const wanted = [...parts.values()].reduce((sum, part) => sum + part, 0);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const byName = new Map(counts.map(({ name, count }) => [name, count]));
  const names = [...byName.keys(), ...[...parts.keys()].filter((name) => !byName.has(name))];
  const shareOf = (name: string) => (wanted === 0 ? 0 : (parts.get(name) ?? 0) / wanted);
  const grown = Math.max(
    0,
    ...names.flatMap((name) => (shareOf(name) > 0 ? [(byName.get(name) ?? 0) / shareOf(name)] : [])),
  );
  return names.map((name) => {
    const count = byName.get(name) ?? 0;
    const targetShare = shareOf(name);
    // Sums of shares are off by a few units of the last place; a whole number must not become the next one.
    const toAdd = Math.max(0, Math.ceil(targetShare * grown - count - 1e-6));
    return {
      name,
      count,
      share: total === 0 ? 0 : count / total,
      targetShare,
      difference: count - targetShare * total,
      ...(targetShare > 0 ? { toAdd } : {}),
    };
  });
}

function partsOf(counts: readonly NamedCount[], target: BalanceTarget): Map<string, number> {
  switch (target.kind) {
    case 'equal':
      return new Map(counts.filter(({ count }) => count > 0).map(({ name }) => [name, 1]));
    case 'own':
      return new Map(Object.entries(target.parts).filter(([, part]) => Number.isFinite(part) && part > 0));
    case 'instructgpt':
      return mixParts(counts);
  }
}

/** The mix by the names that the dataset uses; types that it lacks by ours. */
function mixParts(counts: readonly NamedCount[]): Map<string, number> {
  const parts = new Map<string, number>();
  for (const [type, part] of Object.entries(INSTRUCTGPT_MIX)) {
    const own = counts.filter(({ name, count }) => count > 0 && taskTypeOf(name) === type);
    const sum = own.reduce((total, { count }) => total + count, 0);
    if (own.length === 0) parts.set(type, part);
    for (const { name, count } of own) parts.set(name, (part * count) / sum);
  }
  return parts;
}
