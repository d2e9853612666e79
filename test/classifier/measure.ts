import type { Classifier } from '../../src/core/classify/classifier';
import type { TaskType } from '../../src/core/classify/taskTypes';
import type { LabelledRow } from './labelledRows';

/** One judged row. `type` is undefined where the judge abstained. */
export interface Judged {
  readonly row: LabelledRow;
  readonly type: TaskType | undefined;
  readonly best: TaskType;
  readonly confidence: number;
}

export type Judge = (row: LabelledRow) => Pick<Judged, 'type' | 'best' | 'confidence'>;

export function judgeBy(classifier: Classifier): Judge {
  return ({ example }) => classifier.guess(example);
}

export function judge(rows: readonly LabelledRow[], by: Judge): Judged[] {
  return rows.map((row) => ({ row, ...by(row) }));
}

/** Figures of judged rows. Accuracy counts the best type of every row, as if the judge never abstained. */
export interface Score {
  readonly rows: number;
  readonly accuracy: number;
  /** With open_qa and general_qa taken for one type. */
  readonly merged: number;
  /** Mean F1 of the types that rows have. */
  readonly macroF1: number;
  /** Share of the rows about which the judge said something, and its accuracy on those. */
  readonly coverage: number;
  readonly coveredAccuracy: number;
}

export function scoreOf(judged: readonly Judged[]): Score {
  const covered = judged.filter(({ type }) => type !== undefined);
  return {
    rows: judged.length,
    accuracy: share(judged, ({ row, best }) => row.type === best),
    merged: share(judged, ({ row, best }) => mergeQa(row.type) === mergeQa(best)),
    macroF1: macroF1(judged),
    coverage: covered.length / judged.length,
    coveredAccuracy: share(covered, ({ row, best }) => row.type === best),
  };
}

/** How often rows of a type were taken for each type: a Markdown table, a line for each true type. */
export function confusionTable(judged: readonly Judged[], types: readonly TaskType[]): string[] {
  const count = (truth: TaskType, best: TaskType) =>
    judged.filter((each) => each.row.type === truth && each.best === best).length;
  const truths = types.filter((type) => judged.some(({ row }) => row.type === type));
  const guesses = types.filter((type) => judged.some(({ best }) => best === type));
  return [
    `| is \\ guessed | ${guesses.join(' | ')} | recall | F1 |`,
    `|---|${guesses.map(() => '---:|').join('')}---:|---:|`,
    ...truths.map((truth) => {
      const cells = guesses.map((best) => count(truth, best) || '');
      const { recall, f1 } = typeScore(judged, truth);
      return `| ${truth} | ${cells.join(' | ')} | ${percent(recall)} | ${percent(f1)} |`;
    }),
  ];
}

export function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

function mergeQa(type: TaskType): string {
  return type === 'open_qa' || type === 'general_qa' ? 'qa' : type;
}

function macroF1(judged: readonly Judged[]): number {
  const types = [...new Set(judged.map(({ row }) => row.type))];
  return types.reduce((sum, type) => sum + typeScore(judged, type).f1, 0) / types.length;
}

export function typeScore(
  judged: readonly Judged[],
  type: TaskType,
): { readonly recall: number; readonly precision: number; readonly f1: number } {
  const actual = judged.filter(({ row }) => row.type === type).length;
  const guessed = judged.filter(({ best }) => best === type).length;
  const right = judged.filter(({ row, best }) => row.type === type && best === type).length;
  const ratio = (of: number) => (of === 0 ? 0 : right / of);
  return { recall: ratio(actual), precision: ratio(guessed), f1: right === 0 ? 0 : (2 * right) / (actual + guessed) };
}

function share<T>(items: readonly T[], test: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(test).length / items.length;
}
