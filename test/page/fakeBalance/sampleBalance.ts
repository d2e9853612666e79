import type { BalanceData, NamedCount, NamedCounts, NumberHistogram } from '../../../src/core/balance/balanceData';
import { measuresOf } from '../../../src/core/balance/measures';
import { TASK_TYPES } from '../../../src/core/classify/taskTypes';

/** Counts that tests can add up by hand. */
export const DECLARED: readonly NamedCount[] = [
  { name: 'open_qa', count: 500 },
  { name: 'summarization', count: 300 },
  { name: 'brainstorming', count: 150 },
  { name: '=cmd|x', count: 50 },
];

function names(entries: readonly NamedCount[], without = 0): NamedCounts {
  return { entries, distinct: entries.length, unlisted: 0, without };
}

function histogram(counts: readonly number[]): NumberHistogram {
  const bins = counts.map((count, i) => ({
    from: Math.round(2 ** (i / 2)),
    to: Math.round(2 ** ((i + 1) / 2)),
    count,
  }));
  const count = counts.reduce((sum, each) => sum + each, 0);
  return {
    count,
    sum: count * 90,
    mean: 90,
    min: 1,
    max: bins.at(-1)?.to ?? 0,
    percentiles: { p5: 8, p25: 20, p50: 45, p75: 90, p90: 180, p95: 256, p99: 500 },
    bins: bins.filter(({ from, to }) => to > from),
  };
}

const LENGTHS = histogram([0, 2, 5, 12, 30, 60, 90, 140, 180, 160, 120, 90, 60, 30, 12, 6, 2, 1]);

/** A dataset of 1,000 examples, with a little of everything. */
export function sampleBalance(): BalanceData {
  const guessed = TASK_TYPES.map((type, i) => ({
    type,
    count: Math.max(0, 300 - i * 40),
    confidence: 0.9 - i * 0.03,
    isUnmeasured: type === 'translation' || type === 'other',
  }));
  return {
    revision: 1,
    basis: { rows: 1_000, total: 1_000 },
    isWorking: false,
    examples: 1_000,
    notExamples: 3,
    declaredTypes: { ...names(DECLARED), measures: measuresOf(DECLARED.map(({ count }) => count)) },
    guessedTypes: {
      basis: { rows: 400, total: 1_000 },
      types: guessed,
      abstained: 40,
      coverage: 0.9,
      agreement: { compared: 360, agreed: 270 },
      measures: measuresOf(guessed.map(({ count }) => count)),
    },
    openings: {
      basis: { rows: 1_000, total: 1_000 },
      words: [
        {
          word: 'what',
          count: 420,
          next: [
            { name: 'capital', count: 120 },
            { name: 'difference', count: 80 },
          ],
        },
        {
          word: 'write',
          count: 260,
          next: [
            { name: 'story', count: 90 },
            { name: 'poem', count: 60 },
          ],
        },
        { word: 'summarize', count: 200, next: [{ name: 'text', count: 110 }] },
        { word: 'name', count: 80, next: [{ name: 'animals', count: 30 }] },
        { word: '', count: 40, next: [] },
      ],
      distinct: 31,
      top24Share: 0.91,
    },
    responseOpenings: names([
      { name: 'the', count: 300 },
      { name: 'here', count: 120 },
    ]),
    measures: {
      promptCharacters: LENGTHS,
      responseCharacters: LENGTHS,
      promptTokens: LENGTHS,
      responseTokens: LENGTHS,
      totalTokens: LENGTHS,
      turns: {
        ...LENGTHS,
        max: 6,
        bins: [
          { from: 2, to: 3, count: 900 },
          { from: 4, to: 5, count: 80 },
          { from: 6, to: 7, count: 20 },
        ],
      },
    },
    languages: names(
      [
        { name: 'en', count: 360 },
        { name: 'de', count: 30 },
      ],
      10,
    ),
    sources: names([
      { name: 'wiki', count: 700 },
      { name: 'authors', count: 300 },
    ]),
    splits: names([{ name: 'train', count: 1_000 }]),
    review: names([]),
    traits: { input: 310, system: 0, code: 42, math: 12, list: 130, tools: 0 },
    problems: [
      { code: 'pair/empty-response', severity: 'error', count: 7 },
      { code: 'text/edge-whitespace', severity: 'information', count: 21 },
    ],
    clusters: [
      {
        kind: 'near',
        isComplete: false,
        sizes: [
          { from: 2, to: 3, clusters: 8, rows: 16 },
          { from: 100, clusters: 1, rows: 120 },
        ],
      },
    ],
  };
}
