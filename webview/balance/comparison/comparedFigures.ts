import type { BalanceComparison, ComparedFigure, ComparedFigureName } from '../../../src/core/balance/balanceData';
import { formatCount, formatFigure } from '../model/words';

/** What the figures are called, and whether they are counts. */
const NAMES: Readonly<Record<ComparedFigureName, readonly [name: string, kind: 'count' | 'figure']>> = {
  examples: ['Examples', 'count'],
  notExamples: ['Rows that are none', 'count'],
  tokens: ['Tokens (estimated)', 'count'],
  declaredTypes: ['Declared task types', 'count'],
  declaredEffective: ['Effective types, declared', 'figure'],
  declaredEvenness: ['Evenness, declared', 'figure'],
  declaredRatio: ['Largest to smallest, declared', 'figure'],
  guessedEffective: ['Effective types, guessed', 'figure'],
  guessedEvenness: ['Evenness, guessed', 'figure'],
  medianPrompt: ['Median tokens of the prompt', 'count'],
  medianResponse: ['Median tokens of the response', 'count'],
  longest: ['Longest example, tokens', 'count'],
  findings: ['Findings of the checks', 'count'],
  duplicates: ['Rows that repeat others', 'count'],
};

/** Rows of the table: name, here, there, difference. Figures that neither has are left out. */
export function figureRows({ figures }: BalanceComparison): readonly (readonly string[])[] {
  return figures
    .filter(({ left, right }) => left !== undefined || right !== undefined)
    .map((figure) => {
      const [name, kind] = NAMES[figure.figure];
      const format = kind === 'count' ? formatCount : formatFigure;
      const cell = (value: number | undefined) => (value === undefined ? 'none' : format(value));
      return [name, cell(figure.left), cell(figure.right), differenceOf(figure, format)];
    });
}

function differenceOf({ left, right }: ComparedFigure, format: (value: number) => string): string {
  if (left === undefined || right === undefined) return '';
  const difference = left - right;
  const words = format(Math.abs(difference));
  if (words === format(0)) return '0';
  return `${difference > 0 ? '+' : '−'}${words}`;
}

/** What there is to see, in a few sentences. */
export function comparisonSummary({ figures, divergence }: BalanceComparison, name: string): string {
  const examples = figures.find(({ figure }) => figure === 'examples');
  const difference = (examples?.left ?? 0) - (examples?.right ?? 0);
  const size =
    difference === 0
      ? `As many examples as ${name}.`
      : `${formatCount(Math.abs(difference))} ${difference > 0 ? 'more' : 'fewer'} examples than ${name}.`;
  const types = [typesWords('Declared', divergence.declared), typesWords('Guessed', divergence.guessed)];
  return [size, ...types.filter((words) => words !== '')].join(' ');
}

function typesWords(which: string, bits: number | undefined): string {
  if (bits === undefined) return '';
  const words = bits < 0.0005 ? 'are spread alike' : bits < 0.05 ? 'are spread much alike' : 'are spread differently';
  return `${which} task types ${words} (${formatFigure(bits)}).`;
}
