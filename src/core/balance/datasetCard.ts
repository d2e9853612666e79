import { isUnmeasured } from '../classify/taskTaxonomies';
import type { TaskType } from '../classify/taskTypes';
import {
  type BalanceData,
  type BalanceMeasures,
  type BalanceTarget,
  type Basis,
  type Coverage,
  type Measure,
  type NamedCount,
  type NamedCounts,
  type Trait,
  TRAITS,
} from './balanceData';
import { compareWithTarget } from './targets';

export interface CardOptions {
  /** For people: the dataset's name. */
  readonly name: string;
  /** Data files by split, relative to the card. */
  readonly files: readonly { readonly split: string; readonly path: string }[];
  readonly target: BalanceTarget;
  /** Pictures beside the card, by what they show. */
  readonly charts?: readonly { readonly title: string; readonly path: string }[];
}

/** Names that a table lists. */
const MOST_ROWS = 20;
/** Languages of the header: those that at least this share of the examples is in. */
const LANGUAGE_SHARE = 0.01;

/** Size categories of the Hugging Face hub; https://huggingface.co/docs/hub/datasets-cards. */
const SIZES: readonly (readonly [number, string])[] = [
  [1e3, 'n<1K'],
  [1e4, '1K<n<10K'],
  [1e5, '10K<n<100K'],
  [1e6, '100K<n<1M'],
  [1e7, '1M<n<10M'],
  [1e8, '10M<n<100M'],
  [1e9, '100M<n<1B'],
  [1e10, '1B<n<10B'],
  [1e11, '10B<n<100B'],
  [1e12, '100B<n<1T'],
];

/** Task categories of the hub, besides text-generation. */
const HUB_TASKS: Readonly<Partial<Record<TaskType, string>>> = {
  open_qa: 'question-answering',
  general_qa: 'question-answering',
  closed_qa: 'question-answering',
  summarization: 'summarization',
  classification: 'text-classification',
  translation: 'translation',
};
const HUB_SHARE = 0.05;

const MEASURE_NAMES: Readonly<Record<Measure, string>> = {
  promptCharacters: 'Characters of the prompt',
  responseCharacters: 'Characters of the response',
  promptTokens: 'Tokens of the prompt',
  responseTokens: 'Tokens of the response',
  totalTokens: 'Tokens in all',
  turns: 'Turns',
};

const TRAIT_NAMES: Readonly<Record<Trait, string>> = {
  input: 'an input',
  system: 'a system prompt',
  code: 'code',
  math: 'mathematics',
  list: 'a list in the response',
  tools: 'tools',
};

/**
 * A dataset card: Markdown with the YAML header that the Hugging Face hub reads, from the figures of the panel. The author adds what
 * figures cannot tell: licence, origin, intended use.
 */
export function datasetCard(data: BalanceData, coverage: Coverage | undefined, options: CardOptions): string {
  const parts = [
    header(data, options),
    `# ${escapeText(options.name)}`,
    overview(data),
    ...(options.charts ?? []).map(({ title, path }) => `![${escapeText(title)}](${encodeURI(path)})`),
    declaredTypes(data, options.target),
    guessedTypes(data),
    lengths(data),
    namesSection('Languages', data.languages, `Guessed by a detector${estimated(data.guessedTypes.basis)}.`),
    namesSection('Sources', data.sources),
    namesSection('Splits', data.splits),
    contents(data),
    openings(data),
    quality(data),
    advice(coverage),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function header(data: BalanceData, { name, files }: CardOptions): string {
  const size = totalExamples(data);
  const lines = [
    '---',
    `pretty_name: ${yamlText(name)}`,
    // Figures do not tell; the hub knows this word, and the author puts the licence in its place.
    'license: unknown',
    ...yamlList('language', languagesOf(data.languages)),
    ...yamlList('size_categories', [SIZES.find(([below]) => size < below)?.[1] ?? 'n>1T']),
    ...yamlList('task_categories', ['text-generation', ...hubTasks(data)]),
    ...yamlList('tags', ['instruction-tuning']),
    ...configs(files),
    '---',
  ];
  return lines.join('\n');
}

function configs(files: CardOptions['files']): string[] {
  if (files.length === 0) return [];
  const entries = files.flatMap(({ split, path }) => [
    `      - split: ${yamlText(split)}`,
    `        path: ${yamlText(path)}`,
  ]);
  return ['configs:', '  - config_name: default', '    data_files:', ...entries];
}

function languagesOf(languages: NamedCounts): string[] {
  const total = totalOf(languages);
  return languages.entries.filter(({ count }) => count >= LANGUAGE_SHARE * total).map(({ name }) => name);
}

function hubTasks({ guessedTypes: { types, basis } }: BalanceData): string[] {
  const found = types.filter(({ count }) => count > 0 && count >= HUB_SHARE * basis.rows);
  return [...new Set(found.flatMap(({ type }) => HUB_TASKS[type] ?? []))];
}

/** JSON, which YAML takes; with what JSON may hold as it is, and YAML takes for the end of a line or refuses, written as an escape. */
function yamlText(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function yamlList(key: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [`${key}:`, ...values.map((value) => `  - ${yamlText(value)}`)];
}

function overview(data: BalanceData): string {
  const { basis, examples, measures } = data;
  const tokens = scaled(measures.totalTokens.sum, basis);
  const clean = data.notExamples === 0 ? '' : ` ${format(data.notExamples)} further lines hold no example.`;
  return `${format(totalExamples(data))} examples, about ${format(tokens)} tokens${estimated(basis)}; the median example has ${format(
    measures.totalTokens.percentiles.p50,
  )}.${examples === 0 ? '' : clean} Tokens are estimated for o200k.`;
}

function declaredTypes({ declaredTypes: types, basis }: BalanceData, target: BalanceTarget): string {
  if (types.distinct === 0) return '';
  const rows = compareWithTarget(types.entries, target).sort((a, b) => b.count - a.count);
  return section(
    'Task types, as declared',
    `${measuresText(types.measures)}${types.without === 0 ? '' : ` ${format(types.without)} examples declare none.`}${estimated(basis)}`,
    table(
      ['task type', 'examples', 'share', 'target', 'to add'],
      rows
        .slice(0, MOST_ROWS)
        .map(({ name, count, share, targetShare, toAdd }) => [
          name,
          format(count),
          percent(share),
          targetShare === 0 ? '' : percent(targetShare),
          toAdd === undefined ? '' : format(toAdd),
        ]),
    ),
    more(types.distinct - MOST_ROWS),
  );
}

function guessedTypes({ guessedTypes: guessed }: BalanceData): string {
  const { basis, types, coverage, measures } = guessed;
  if (basis.rows === 0) return '';
  const present = types.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  return section(
    'Task types, as guessed',
    `A classifier guessed these${estimated(basis)}; it said something about ${percent(coverage)} of the examples. ${measuresText(measures)} "Unmeasured" types go by keyword rules that were not measured.`,
    table(
      ['task type', 'examples', 'share', 'confidence'],
      present.map(({ type, count, confidence }) => [
        isUnmeasured(type) ? `${type} (unmeasured)` : type,
        format(count),
        percent(count / basis.rows),
        isUnmeasured(type) ? '' : percent(confidence),
      ]),
    ),
  );
}

function measuresText({ types, evenness, effectiveTypes, largestToSmallest }: BalanceMeasures): string {
  if (types === 0) return 'No example has a type.';
  return `${format(types)} types; as diverse as ${effectiveTypes.toFixed(1)} equally frequent ones (exp of the entropy), evenness ${evenness.toFixed(2)} (entropy / ln ${types}); the largest has ${largestToSmallest.toFixed(1)} times as many examples as the smallest.`;
}

function lengths({ measures, examples }: BalanceData): string {
  if (examples === 0) return '';
  const rows = (['promptTokens', 'responseTokens', 'totalTokens', 'turns'] as const).map((measure) => {
    const { min, max, mean, percentiles } = measures[measure];
    const numbers = [min, percentiles.p5, percentiles.p50, percentiles.p95, percentiles.p99, max];
    return [MEASURE_NAMES[measure], ...numbers.map(format), mean.toFixed(1)];
  });
  return section('Lengths', table(['', 'least', '5 %', 'median', '95 %', '99 %', 'most', 'mean'], rows));
}

function namesSection(title: string, names: NamedCounts, text = ''): string {
  if (names.entries.length === 0) return '';
  const total = totalOf(names);
  const rows = names.entries
    .slice(0, MOST_ROWS)
    .map(({ name, count }) => [name, format(count), percent(count / total)]);
  const body = table([title.toLowerCase().replace(/s$/, ''), 'examples', 'share'], rows);
  return section(title, text, body, more(names.distinct - MOST_ROWS));
}

function contents({ traits, examples }: BalanceData): string {
  if (examples === 0) return '';
  const rows = TRAITS.map((trait) => [TRAIT_NAMES[trait], format(traits[trait]), percent(traits[trait] / examples)]);
  return section('Examples with', table(['', 'examples', 'share'], rows));
}

function openings({ openings: { words, top24Share } }: BalanceData): string {
  if (words.length === 0) return '';
  const rows = words.slice(0, MOST_ROWS).map(({ word, count, next }) => [word, format(count), nextWords(next)]);
  return section(
    'How instructions begin',
    `The 24 most frequent first words begin ${percent(top24Share)} of the instructions.`,
    table(['first word', 'examples', 'next content words'], rows),
  );
}

function nextWords(next: readonly NamedCount[]): string {
  return next
    .slice(0, 5)
    .map(({ name }) => name)
    .join(', ');
}

function quality({ problems, clusters }: BalanceData): string {
  const found = problems.map(({ code, severity, count }) => [code, severity, format(count)]);
  const repeats = clusters.flatMap(({ kind, sizes, isComplete }) => {
    const rows = sizes.reduce((sum, each) => sum + each.rows, 0);
    const count = sizes.reduce((sum, each) => sum + each.clusters, 0);
    return rows === 0 ? [] : [[kind, format(count), `${format(rows)}${isComplete ? '' : ' so far'}`]];
  });
  if (found.length + repeats.length === 0) return '';
  return section(
    'Quality',
    found.length === 0 ? '' : table(['finding', 'severity', 'count'], found.slice(0, MOST_ROWS)),
    repeats.length === 0 ? '' : table(['duplicates', 'clusters', 'examples in them'], repeats),
  );
}

function advice(coverage: Coverage | undefined): string {
  const texts = coverage?.advice.map(({ text }) => `- ${escapeText(text)}`) ?? [];
  return texts.length === 0 ? '' : section('What to write next', texts.join('\n'));
}

function section(title: string, ...parts: readonly string[]): string {
  return [`## ${title}`, ...parts.filter((part) => part !== '')].join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(' | ')} |`;
  return [line(head), `|${head.map((_, i) => (i === 0 ? ' --- |' : ' ---: |')).join('')}`, ...rows.map(line)].join(
    '\n',
  );
}

function more(count: number): string {
  return count > 0 ? `and ${format(count)} more.` : '';
}

function estimated({ rows, total }: Basis): string {
  return rows < total ? ` (estimated from ${format(rows)} of ${format(total)} rows)` : '';
}

/** Examples of the whole dataset. */
function totalExamples({ examples, basis }: BalanceData): number {
  return scaled(examples, basis);
}

function scaled(count: number, { rows, total }: Basis): number {
  return rows === 0 ? 0 : Math.round((count * total) / rows);
}

function totalOf({ entries, unlisted, without }: NamedCounts): number {
  return entries.reduce((sum, { count }) => sum + count, unlisted + without);
}

/** Names come from the data: nothing of them may end a cell or begin a link or a tag. */
function escapeCell(text: string): string {
  return escapeText(text).replaceAll('|', '\\|');
}

function escapeText(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*[\]<>]/g, '\\$&');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function format(count: number): string {
  return count.toLocaleString('en');
}
