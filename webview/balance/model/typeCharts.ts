import type {
  BalanceCondition,
  BalanceData,
  BalanceTarget,
  Basis,
  NamedCount,
} from '../../../src/core/balance/balanceData';
import { compareWithTarget } from '../../../src/core/balance/targets';
import type { TaskType } from '../../../src/core/classify/taskTypes';
import type { Chart, ChartBar } from './chart';
import { countOf, formatCount, formatShare } from './words';

export type TypeSource = 'declared' | 'guessed';

const TARGET_NAMES: Readonly<Record<BalanceTarget['kind'], string>> = {
  equal: 'all types alike',
  instructgpt: "InstructGPT's mix of use",
  own: 'your own shares',
};

/** Types with their shares against the target. Declared and guessed types are charts of their own, never one. */
export function typeChart(data: BalanceData, source: TypeSource, target: BalanceTarget): Chart | undefined {
  return source === 'declared' ? declaredChart(data, target) : guessedChart(data, target);
}

/** Which types are shown first: the declared ones where most examples declare one. */
export function usualSource({ declaredTypes, examples }: BalanceData): TypeSource {
  return examples > 0 && declaredTypes.without <= examples / 2 ? 'declared' : 'guessed';
}

function declaredChart(data: BalanceData, target: BalanceTarget): Chart | undefined {
  const { entries, distinct, unlisted, without } = data.declaredTypes;
  if (entries.length === 0) return undefined;
  const bars = barsOf(entries, target, (name) => ({ by: 'declaredType', name }));
  const total = entries.reduce((sum, { count }) => sum + count, 0) + unlisted;
  if (unlisted > 0)
    bars.push({ label: 'All others', count: unlisted, share: share(unlisted, total), more: ['', '', ''] });
  if (without > 0)
    bars.push({
      label: 'None declared',
      count: without,
      share: share(without, data.examples),
      filter: [{ by: 'declaredType', name: '' }],
      more: ['', '', ''],
    });
  return chartOf(
    'declaredTypes',
    'Task types, as declared',
    bars,
    `${countOf(distinct, 'type')} declared; ${sumUp(bars, target)}`,
    [],
    data.basis,
  );
}

function guessedChart({ guessedTypes }: BalanceData, target: BalanceTarget): Chart | undefined {
  const { types, abstained, basis, coverage } = guessedTypes;
  if (types.every(({ count }) => count === 0) && abstained === 0) return undefined;
  const known = new Map<string, (typeof types)[number]>(types.map((type) => [type.type, type]));
  const counts: NamedCount[] = types.filter(({ count }) => count > 0).map(({ type, count }) => ({ name: type, count }));
  const bars = barsOf(counts, target, (name) => ({ by: 'guessedType', type: name as TaskType })).map(
    (bar): ChartBar => {
      const type = known.get(bar.label);
      const confidence = type === undefined || type.count === 0 ? '' : type.confidence.toFixed(2);
      const note = type?.isUnmeasured === true ? 'unmeasured' : '';
      return { ...bar, more: [...(bar.more ?? []), confidence, note], ...(note === '' ? {} : { note }) };
    },
  );
  if (abstained > 0)
    bars.push({
      label: 'No guess',
      count: abstained,
      share: share(abstained, basis.rows),
      filter: [{ by: 'guessedType', type: 'abstained' }],
      more: ['', '', '', '', ''],
    });
  const summary = `Guessed for ${formatShare(coverage)} of the examples; ${sumUp(bars, target)}`;
  return chartOf('guessedTypes', 'Task types, as guessed', bars, summary, ['Confidence', 'Note'], basis);
}

function chartOf(
  id: string,
  title: string,
  bars: readonly ChartBar[],
  summary: string,
  further: readonly string[],
  basis: Basis,
): Chart {
  const columns = ['Task type', 'Examples', 'Share', 'Target', 'Over or under', 'To add', ...further];
  return { id, title, kind: 'bars', unit: 'examples', bars, columns, summary, basis };
}

function barsOf(
  counts: readonly NamedCount[],
  target: BalanceTarget,
  condition: (name: string) => BalanceCondition,
): ChartBar[] {
  return compareWithTarget(counts, target)
    .sort((a, b) => b.count - a.count)
    .map(({ name, count, share, targetShare, difference, toAdd }) => ({
      label: name,
      count,
      share,
      target: targetShare,
      ...(count > 0 ? { filter: [condition(name)] } : {}),
      more: [formatShare(targetShare), signed(difference), toAdd === undefined ? '' : formatCount(toAdd)],
    }));
}

function signed(difference: number): string {
  const rounded = Math.round(difference);
  if (rounded === 0) return '0';
  return rounded > 0 ? `+${formatCount(rounded)}` : `−${formatCount(-rounded)}`;
}

/** The type furthest under its target, and the most frequent one. */
function sumUp(bars: readonly ChartBar[], target: BalanceTarget): string {
  const [first] = bars;
  const under = [...bars].sort((a, b) => a.share - (a.target ?? a.share) - (b.share - (b.target ?? b.share)))[0];
  const most =
    first === undefined || first.count === 0
      ? 'none has examples'
      : `most often ${first.label} (${formatShare(first.share)})`;
  const isUnder = under?.target !== undefined && under.share < under.target;
  const missing = isUnder ? ` Furthest under ${TARGET_NAMES[target.kind]}: ${under.label}.` : '';
  return `${most}.${missing}`;
}

function share(count: number, total: number): number {
  return total === 0 ? 0 : count / total;
}
