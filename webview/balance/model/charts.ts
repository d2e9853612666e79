import {
  type BalanceCondition,
  type BalanceData,
  type Basis,
  type Measure,
  type NamedCounts,
  type NumberHistogram,
  TOKEN_MEASURES,
  type TokenMeasure,
  type Trait,
  TRAITS,
} from '../../../src/core/balance/balanceData';
import type { Chart, ChartBar } from './chart';
import type { OtherSide } from './comparisonModel';
import { pairAll } from './pairedChart';
import { countOf, formatCount, formatShare } from './words';

const COLUMNS = ['Examples', 'Share'];

/** Charts of counts, in the order in which the panel shows them; those that say nothing are left out. */
export function countCharts(data: BalanceData): readonly Chart[] {
  return allCountCharts(data).filter((chart) => !saysNothing(chart, data));
}

/** Charts of counts of two datasets: those that say something in either. */
export function comparedCountCharts(data: BalanceData, other: OtherSide): readonly Chart[] {
  const shown = new Set([...countCharts(data), ...countCharts(other.data)].map(({ id }) => id));
  const wanted = (side: BalanceData) => allCountCharts(side).filter(({ id }) => shown.has(id));
  return pairAll(wanted(data), wanted(other.data), other.name);
}

/** One name, or one number of turns, for all. */
function saysNothing({ id, bars }: Chart, { measures, ...data }: BalanceData): boolean {
  if (id === 'turns') return measures.turns.max <= 2;
  const isNamed = id === 'languages' || id === 'sources' || id === 'splits' || id === 'review';
  return isNamed && bars.length === 1 && data[id].without === 0;
}

function allCountCharts(data: BalanceData): readonly Chart[] {
  const { basis } = data;
  const charts: (Chart | undefined)[] = [
    openings(data),
    named('responseOpenings', 'First words of the response', data.responseOpenings, basis, 'Word', (word) => ({
      by: 'responseOpening',
      word,
    })),
    turns(data),
    traits(data),
    named('languages', 'Languages', data.languages, data.guessedTypes.basis, 'Language', by('language')),
    named('sources', 'Sources', data.sources, basis, 'Source', by('source')),
    named('splits', 'Splits', data.splits, basis, 'Split', by('split')),
    named('review', 'Review', data.review, basis, 'State', by('review')),
    problems(data),
    ...clusters(data),
  ];
  return charts.filter((chart) => chart !== undefined);
}

function by(kind: 'source' | 'split' | 'language' | 'review'): (name: string) => BalanceCondition {
  return (name) => ({ by: kind, name });
}

const languageNames = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' });

function nameOf(id: string, name: string): string {
  if (id !== 'languages') return name;
  try {
    return languageNames.of(name) ?? name;
  } catch {
    return name;
  }
}

/** A chart of names. */
function named(
  id: string,
  title: string,
  counts: NamedCounts,
  basis: Basis,
  column: string,
  condition: (name: string) => BalanceCondition,
): Chart | undefined {
  const { entries, distinct, unlisted } = counts;
  const withName = entries.reduce((sum, { count }) => sum + count, 0) + unlisted;
  const first = entries[0];
  if (first === undefined) return undefined;
  const bars: ChartBar[] = entries.map(({ name, count }) => ({
    label: nameOf(id, name),
    count,
    share: share(count, withName),
    filter: [condition(name)],
  }));
  if (unlisted > 0) bars.push({ label: 'All others', count: unlisted, share: share(unlisted, withName) });
  const without = counts.without > 0 ? ` ${countOf(counts.without, 'example')} without.` : '';
  return {
    id,
    title,
    kind: 'bars',
    unit: 'examples',
    bars,
    columns: [column, ...COLUMNS],
    summary: `${formatCount(distinct)} different; most often ${nameOf(id, first.name)} (${formatShare(share(first.count, withName))}).${without}`,
    basis,
  };
}

function openings({ openings }: BalanceData): Chart | undefined {
  const { words, basis, distinct, top24Share } = openings;
  const total = basis.rows;
  const first = words[0];
  if (first === undefined) return undefined;
  const bars = words.map(({ word, count, next }): ChartBar => {
    const label = word === '' ? '(no word)' : word;
    const children = next.map((each): ChartBar => ({
      label: each.name,
      count: each.count,
      share: share(each.count, total),
      filter: [{ by: 'opening', word, next: each.name }],
    }));
    return { label, count, share: share(count, total), filter: [{ by: 'opening', word }], children };
  });
  return {
    id: 'openings',
    title: 'Opening words of the instruction',
    kind: 'sunburst',
    unit: 'examples',
    bars,
    columns: ['First word and next content word', ...COLUMNS],
    summary: `${countOf(distinct, 'first word')}; the 24 most frequent open ${formatShare(top24Share)} of the instructions, most often "${first.word}".`,
    basis,
  };
}

function turns({ measures, examples, basis }: BalanceData): Chart | undefined {
  const { bins, percentiles, max } = measures.turns;
  if (bins.length === 0) return undefined;
  return {
    id: 'turns',
    title: 'Turns',
    kind: 'bars',
    unit: 'examples',
    bars: bins
      .filter(({ count }) => count > 0)
      .map(({ from, to, count }) => ({
        label: to - from <= 1 ? formatCount(from) : `${formatCount(from)} to ${formatCount(to - 1)}`,
        count,
        share: share(count, examples),
        filter: [{ by: 'measure', measure: 'turns', from, to }],
        range: { from, to },
      })),
    columns: ['Turns', ...COLUMNS],
    summary: `Half of the examples have ${countOf(percentiles.p50, 'turn')} or fewer; the longest has ${formatCount(max)}.`,
    basis,
  };
}

const TRAIT_NAMES: Readonly<Record<Trait, string>> = {
  input: 'An input',
  system: 'A system prompt',
  code: 'Code',
  math: 'Math',
  list: 'A list',
  tools: 'Tools',
};

function traits({ traits, examples, basis }: BalanceData): Chart | undefined {
  if (examples === 0) return undefined;
  const bars = TRAITS.map((trait): ChartBar => ({
    label: TRAIT_NAMES[trait],
    count: traits[trait],
    share: share(traits[trait], examples),
    filter: [{ by: 'trait', trait, has: true }],
  }));
  const most = [...bars].sort((a, b) => b.count - a.count)[0];
  return {
    id: 'traits',
    title: 'What examples have',
    kind: 'bars',
    unit: 'examples',
    bars,
    columns: ['Trait', ...COLUMNS],
    summary:
      most === undefined || most.count === 0
        ? 'No example has any of these.'
        : `Most often: ${most.label.toLowerCase()}, in ${formatShare(most.share)} of the examples.`,
    basis,
  };
}

function problems({ problems, examples, notExamples }: BalanceData): Chart | undefined {
  const rows = examples + notExamples;
  const total = problems.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return undefined;
  return {
    id: 'problems',
    title: 'Problems',
    kind: 'bars',
    unit: 'findings',
    bars: problems.map(({ code, severity, count }) => ({
      label: code,
      count,
      share: share(count, rows),
      filter: [{ by: 'problem', code }],
      more: [severity],
    })),
    columns: ['Check', 'Findings', 'For each row', 'Severity'],
    summary: `${countOf(total, 'finding')} of ${countOf(problems.length, 'kind')}, most often ${problems[0]?.code ?? ''}.`,
  };
}

const CLUSTER_TITLES = {
  exact: 'Exact duplicates by cluster size',
  normalized: 'Normalized duplicates by cluster size',
  near: 'Near duplicates by cluster size',
} as const;

function clusters({ clusters, examples }: BalanceData): readonly Chart[] {
  return clusters
    .filter(({ sizes }) => sizes.length > 0)
    .map(({ kind, sizes, isComplete }) => {
      const rows = sizes.reduce((sum, size) => sum + size.rows, 0);
      const count = sizes.reduce((sum, size) => sum + size.clusters, 0);
      return {
        id: `clusters-${kind}`,
        title: CLUSTER_TITLES[kind],
        kind: 'bars',
        unit: 'rows',
        bars: sizes.map(({ from, to, clusters, rows }) => ({
          label: to === undefined ? `${from} and more` : to - from === 1 ? `${from} rows` : `${from} to ${to - 1} rows`,
          count: rows,
          share: share(rows, examples),
          filter: [{ by: 'cluster', kind, from, ...(to === undefined ? {} : { to }) }],
          range: { from, ...(to === undefined ? {} : { to }) },
          more: [formatCount(clusters)],
        })),
        columns: ['Size of the cluster', 'Rows', 'Share of the examples', 'Clusters'],
        summary: `${countOf(rows, 'row')} in ${countOf(count, 'cluster')}.${isComplete ? '' : ' Not all rows have been compared yet.'}`,
      };
    });
}

/** Names of the measures, as the author picks them. */
export const MEASURE_NAMES: Readonly<Record<Measure, string>> = {
  totalTokens: 'Tokens in all',
  promptTokens: 'Tokens of the prompt',
  responseTokens: 'Tokens of the response',
  promptCharacters: 'Characters of the prompt',
  responseCharacters: 'Characters of the response',
  turns: 'Turns',
};

/** How many examples are over the limit; not to the example where that was not counted and the limit lies within a bar. */
function limitWords(data: BalanceData, measure: TokenMeasure, limit: number): string {
  const words = `over the limit of ${formatCount(limit)}`;
  const counted = overLimit(data, measure, limit);
  if (counted !== undefined) return ` ${countOf(counted, 'example')} ${words}.`;
  const sumOf = (isOver: (bin: { readonly from: number; readonly to: number }) => boolean) =>
    data.measures[measure].bins.filter(isOver).reduce((sum, { count }) => sum + count, 0);
  const least = sumOf(({ from }) => from > limit);
  const most = sumOf(({ to }) => to - 1 > limit);
  if (least === most) return ` ${countOf(least, 'example')} ${words}.`;
  return ` ${formatCount(least)} to ${formatCount(most)} examples ${words}, which lies within a bar.`;
}

/**
 * How many examples are over the limit, counted one by one; undefined where they were not: the measure is none of tokens, there is no
 * limit, or the figures were worked out for another.
 */
export function overLimit(data: BalanceData, measure: Measure, limit: number): number | undefined {
  const counted = data.overLimit;
  return counted?.limit === limit && isOfTokens(measure) ? counted.examples[measure] : undefined;
}

function isOfTokens(measure: Measure): measure is TokenMeasure {
  return TOKEN_MEASURES.some((each) => each === measure);
}

/** Lengths: bins on a log scale, percentiles and the context limit as lines. */
export function lengthChart(data: BalanceData, measure: Measure, contextLimit: number): Chart | undefined {
  const histogram: NumberHistogram = data.measures[measure];
  if (histogram.count === 0) return undefined;
  const { percentiles, bins } = histogram;
  const isTokens = isOfTokens(measure);
  const limited = isTokens && contextLimit > 0;
  return {
    id: 'lengths',
    title: 'Lengths',
    kind: 'histogram',
    unit: 'examples',
    bars: bins.map(({ from, to, count }) => ({
      label: to - from <= 1 ? formatCount(from) : `${formatCount(from)} to ${formatCount(to - 1)}`,
      count,
      share: share(count, histogram.count),
      filter: [{ by: 'measure', measure, from, to }],
      range: { from, to },
    })),
    edges: [...bins.map(({ from }) => from), bins.at(-1)?.to ?? 0],
    columns: [MEASURE_NAMES[measure], ...COLUMNS],
    marks: [
      { label: 'p5', value: percentiles.p5 },
      { label: 'median', value: percentiles.p50 },
      { label: 'p95', value: percentiles.p95 },
      ...(limited ? [{ label: 'limit', value: contextLimit }] : []),
    ],
    summary:
      `Median ${formatCount(percentiles.p50)}; nine of ten between ${formatCount(percentiles.p5)} and ${formatCount(percentiles.p95)}; ` +
      `shortest ${formatCount(histogram.min)}, longest ${formatCount(histogram.max)}.${isTokens ? ' Tokens are estimated.' : ''}${limited ? limitWords(data, measure, contextLimit) : ''}`,
    basis: data.basis,
  };
}

function share(count: number, total: number): number {
  return total === 0 ? 0 : count / total;
}
