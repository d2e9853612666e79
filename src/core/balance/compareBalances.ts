import {
  type BalanceComparison,
  type BalanceData,
  type BalanceMeasures,
  COMPARED_FIGURES,
  type ComparedFigureName,
} from './balanceData';
import { divergence } from './measures';

/** Puts the figures of two datasets side by side. Counts are of the whole datasets, also where they are estimated from a sample. */
export function compareBalances(left: BalanceData, right: BalanceData): BalanceComparison {
  const [ours, theirs] = [figuresOf(left), figuresOf(right)];
  return {
    figures: COMPARED_FIGURES.map((figure) => ({ figure, left: ours[figure], right: theirs[figure] })),
    divergence: {
      declared: between(declaredCounts(left), declaredCounts(right)),
      guessed: between(guessedCounts(left), guessedCounts(right)),
    },
  };
}

function figuresOf(data: BalanceData): Record<ComparedFigureName, number | undefined> {
  const { basis, measures, declaredTypes, guessedTypes, problems, clusters } = data;
  const whole = (count: number) => (basis.rows === 0 ? 0 : Math.round((count * basis.total) / basis.rows));
  const declared = present(declaredTypes.measures);
  const guessed = present(guessedTypes.measures);
  const ofExamples = (value: number) => (data.examples === 0 ? undefined : value);
  return {
    examples: whole(data.examples),
    notExamples: whole(data.notExamples),
    tokens: whole(measures.totalTokens.sum),
    declaredTypes: declaredTypes.distinct,
    declaredEffective: declared?.effectiveTypes,
    declaredEvenness: declared?.evenness,
    declaredRatio: declared?.largestToSmallest,
    guessedEffective: guessed?.effectiveTypes,
    guessedEvenness: guessed?.evenness,
    medianPrompt: ofExamples(measures.promptTokens.percentiles.p50),
    medianResponse: ofExamples(measures.responseTokens.percentiles.p50),
    longest: ofExamples(measures.totalTokens.max),
    findings: problems.reduce((sum, { count }) => sum + count, 0),
    duplicates: clusters.reduce(
      (most, { sizes }) =>
        Math.max(
          most,
          sizes.reduce((sum, { rows }) => sum + rows, 0),
        ),
      0,
    ),
  };
}

function present(measures: BalanceMeasures): BalanceMeasures | undefined {
  return measures.types === 0 ? undefined : measures;
}

function declaredCounts({ declaredTypes }: BalanceData): Map<string, number> {
  return new Map(declaredTypes.entries.map(({ name, count }) => [name, count]));
}

function guessedCounts({ guessedTypes }: BalanceData): Map<string, number> {
  return new Map(guessedTypes.types.filter(({ count }) => count > 0).map(({ type, count }) => [type, count]));
}

function between(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): number | undefined {
  return left.size === 0 || right.size === 0 ? undefined : divergence(left, right);
}
