import { Classifier } from '../../src/core/classify/classifier';
import { keywordType } from '../../src/core/classify/keywordRules';
import { TASK_TYPES, type TaskType } from '../../src/core/classify/taskTypes';
import weights from '../../src/core/classify/weights.json';
import { foldsOf } from '../classifier/folds';
import { type LabelledRow, readLabelledRows, type Source } from '../classifier/labelledRows';
import {
  confusionTable,
  type Judge,
  judge,
  judgeBy,
  type Judged,
  percent,
  scoreOf,
  typeScore,
} from '../classifier/measure';
import { storeModel } from '../classifier/storeModel';
import { trainModel } from '../classifier/trainModel';
import { corpusFolder } from '../vscode/paths.js';
import { recordResults } from './results';

/**
 * The classifier of task types on rows that it has not seen, beside keyword rules and the majority class. Rows were dealt to 25 folds
 * by near-duplicate cluster before anything was tuned; folds 0 to 4 are test rows, which no choice was made by.
 */
const FOLDS = 25;
const TEST_FOLDS = 5;
const THRESHOLDS = [0.3, 0.4, 0.5, 0.6, 0.7];
/** Sources that are held out whole: trained without them, measured on them. */
const HELD_OUT: readonly (readonly [TaskType, Source])[] = [
  ['coding', 'self-instruct'],
  ['coding', 'codegen'],
  ['math', 'self-instruct'],
  ['math', 'gsm8k'],
  ['chat', 'identity'],
  ['chat', 'roleplay'],
];

function report(all: readonly LabelledRow[]): string[] {
  const folds = foldsOf(all, FOLDS);
  const test = all.filter((row, i) => row.source === 'dolly' && (folds[i] ?? 0) < TEST_FOLDS);
  const development = all.filter((_, i) => (folds[i] ?? 0) >= TEST_FOLDS);
  const judged = judge(test, judgeBy(classifierFor(development)));
  const majority = mostFrequent(development.filter(({ source }) => source === 'dolly'));
  const validated = crossValidated(all, folds);
  return [
    `Dolly's eight types. Test: ${test.length} rows that no choice was made by, with a model trained on the other rows. Cross-validation: ${validated.length} other rows, in five parts, by which the settings were chosen.`,
    '',
    '| judge | rows | exact | open_qa and general_qa merged | macro-F1 |',
    '|---|---:|---:|---:|---:|',
    scoreLine('classifier, test', judged),
    scoreLine('keyword rules, test', judge(test, byRules)),
    scoreLine(`majority class (${majority}), test`, judge(test, always(majority))),
    scoreLine('classifier, cross-validation', validated),
    scoreLine(
      'keyword rules, the same rows',
      judge(
        validated.map(({ row }) => row),
        byRules,
      ),
    ),
    '',
    'Coverage beside accuracy, cross-validation and test together:',
    '',
    `| threshold | ${THRESHOLDS.map((threshold) => (threshold === weights.threshold ? `**${threshold}**` : threshold)).join(' | ')} |`,
    `|---|${THRESHOLDS.map(() => '---:|').join('')}`,
    ...coverageLines([...validated, ...judged]),
    '',
    'Confusion, cross-validation and test together:',
    '',
    ...confusionTable([...validated, ...judged], TASK_TYPES),
    '',
    "Types beside Dolly's, with a whole source held out of training (and test rows of Dolly that were taken for the type):",
    '',
    '| type | held out | rows | recall | Dolly rows taken for it |',
    '|---|---|---:|---:|---:|',
    ...HELD_OUT.map(([type, source]) => heldOutLine(all, test, type, source)),
    '',
    ...speed(all),
  ];
}

function classifierFor(rows: readonly LabelledRow[]): Classifier {
  return new Classifier(storeModel(trainModel(rows), []));
}

function crossValidated(all: readonly LabelledRow[], folds: readonly number[]): Judged[] {
  return [0, 1, 2, 3, 4].flatMap((part) => {
    const isPart = (i: number) => (folds[i] ?? 0) % 5 === part;
    const isTest = (i: number) => (folds[i] ?? 0) < TEST_FOLDS;
    const classifier = classifierFor(all.filter((_, i) => !isTest(i) && !isPart(i)));
    return judge(
      all.filter((row, i) => row.source === 'dolly' && !isTest(i) && isPart(i)),
      judgeBy(classifier),
    );
  });
}

function scoreLine(name: string, judged: readonly Judged[]): string {
  const { rows: count, accuracy, merged, macroF1 } = scoreOf(judged);
  return `| ${name} | ${count} | ${percent(accuracy)} | ${percent(merged)} | ${percent(macroF1)} |`;
}

function coverageLines(judged: readonly Judged[]): string[] {
  const scores = THRESHOLDS.map((threshold) => {
    const covered = judged.filter(({ confidence }) => confidence >= threshold);
    return { coverage: covered.length / judged.length, accuracy: scoreOf(covered).accuracy };
  });
  return [
    `| coverage | ${scores.map(({ coverage }) => percent(coverage)).join(' | ')} |`,
    `| exact | ${scores.map(({ accuracy }) => percent(accuracy)).join(' | ')} |`,
  ];
}

function heldOutLine(
  all: readonly LabelledRow[],
  dolly: readonly LabelledRow[],
  type: TaskType,
  source: Source,
): string {
  const isHeldOut = (row: LabelledRow) => row.type === type && row.source === source;
  const dollyRows = new Set(dolly);
  const classifier = classifierFor(all.filter((row) => !isHeldOut(row) && !dollyRows.has(row)));
  const judged = judge(all.filter(isHeldOut), judgeBy(classifier));
  const mistaken = judge(dolly, judgeBy(classifier)).filter(({ best }) => best === type).length;
  return `| ${type} | ${source} | ${judged.length} | ${percent(typeScore(judged, type).recall)} | ${mistaken} of ${dolly.length} |`;
}

function speed(all: readonly LabelledRow[]): string[] {
  const classifier = new Classifier(weights);
  const examples = all.map(({ example }) => example);
  const times = [1, 2, 3, 4, 5].map(() => {
    const before = process.cpuUsage();
    for (const example of examples) classifier.guess(example);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  });
  const best = Math.round(examples.length / Math.min(...times));
  const size = JSON.stringify(weights).length;
  return [
    `Speed: ${best.toLocaleString('en')} examples a second, one thread, processor time, best of ${times.length} runs over ${examples.length} examples. Weights: ${(size / 1000).toFixed(0)} KB, ${weights.features.split('\n').length} features.`,
  ];
}

const byRules: Judge = ({ example }) => {
  const type = keywordType(example);
  return { type, best: type, confidence: 1 };
};

function always(type: TaskType): Judge {
  return () => ({ type, best: type, confidence: 1 });
}

function mostFrequent(rows: readonly LabelledRow[]): TaskType {
  const count = (type: TaskType) => rows.filter((row) => row.type === type).length;
  return TASK_TYPES.reduce((most, type) => (count(type) > count(most) ? type : most));
}

const rows = readLabelledRows(corpusFolder);
if (rows === undefined) console.log('skipped: no corpus');
else recordResults('Classifier of task types', report(rows));
