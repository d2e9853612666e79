/**
 * `npm run bench -- tokens`: counting tokens. How fast the exact tokenizer of the preview is, and the estimate that charts and checks
 * go by, and how far the estimate is off, row by row and in total, beside the usual rule of four characters to a token. On real rows.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { estimateTokens } from '../../src/core/tokens/estimate';
import { corpusFolder } from '../vscode/paths.js';
import { median, percentile, recordResults } from './results.js';

const ROWS = 5000;
const RUNS = 5;

if (!existsSync(corpusFolder)) console.log('skipped: no corpus');
else recordResults('Counting tokens', report(rowsOfCorpus()));

/** The texts of rows, evenly over all files. */
function rowsOfCorpus(): string[] {
  const names = readdirSync(corpusFolder).filter((name) => name.endsWith('.jsonl'));
  const texts = names.flatMap((name) => readFileSync(join(corpusFolder, name), 'utf8').split('\n').flatMap(textOf));
  const step = Math.max(1, texts.length / ROWS);
  return Array.from({ length: Math.min(ROWS, texts.length) }, (_, i) => texts[Math.floor(i * step)] ?? '');
}

/** All texts of a line, one under the other; none of a line that is no JSON. */
function textOf(line: string): string[] {
  try {
    const text = stringsIn(JSON.parse(line)).join('\n');
    return text === '' ? [] : [text];
  } catch {
    return [];
  }
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function report(texts: readonly string[]): string[] {
  const exact = texts.map((text) => countTokens(text));
  const total = exact.reduce((sum, count) => sum + count, 0);
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  const speed = (count: (text: string) => number): string => {
    const seconds = secondsOf(() => texts.reduce((sum, text) => sum + count(text), 0));
    return `${(total / seconds / 1e6).toFixed(1)} M | ${Math.round(texts.length / seconds).toLocaleString('en')}`;
  };
  const errors = (count: (text: string) => number): string => {
    const counts = texts.map(count);
    const off = counts.map((guessed, i) => Math.abs(guessed - (exact[i] ?? 0)) / Math.max(1, exact[i] ?? 0));
    const inAll = counts.reduce((sum, guessed) => sum + guessed, 0) / total - 1;
    const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
    return `${percent(median(off))} | ${percent(percentile(off, 0.9))} | ${inAll >= 0 ? '+' : '−'}${percent(Math.abs(inAll))}`;
  };
  const quarter = (text: string) => Math.round(text.length / 4);
  return [
    `${texts.length.toLocaleString('en')} real rows, ${(characters / 1e6).toFixed(1)} M characters, ${(total / 1e6).toFixed(2)} M tokens of o200k; one thread, processor time, medians of ${RUNS} runs.`,
    '',
    '| count | tokens a second | rows a second | error of a row, median (budget 5 %) | 90 % | in total (budget 1 %) |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    `| gpt-tokenizer, o200k (exact; the preview) | ${speed((text) => countTokens(text))} | | | |`,
    `| the estimate (charts and checks) | ${speed(estimateTokens)} | ${errors(estimateTokens)} |`,
    `| characters / 4 (peer) | | | ${errors(quarter)} |`,
  ];
}

function secondsOf(work: () => number): number {
  work();
  return median(
    Array.from({ length: RUNS }, () => {
      const before = process.cpuUsage();
      if (work() === 0) throw new Error('Nothing was counted.');
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1e6;
    }),
  );
}
