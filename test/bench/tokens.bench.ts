/**
 * `npm run bench -- tokens`: counting tokens. How fast the exact tokenizer of the preview is, and the estimate that charts and checks
 * go by, and how far the estimate is off, row by row and in total, beside the usual rule of four characters to a token. On real rows,
 * and once more for each file of them by weights that were fitted without that file.
 */
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { estimateTokens } from '../../src/core/tokens/estimate';
import { countSource } from '../tokens/fitWeights';
import { errorsOf, estimateHeldOut, type TokenErrors } from '../tokens/heldOut';
import { evenly, readCorpus, readTranslations, type TextSource } from '../tokens/texts';
import { median, recordResults } from './results.js';

const ROWS = 5000;
const RUNS = 5;

const corpus = readCorpus();
if (corpus === undefined) console.log('skipped: no corpus');
else {
  const texts = corpus.flatMap((source) => source.texts);
  recordResults('Counting tokens', [...report(evenly(texts, ROWS)), '', ...reportHeldOut(corpus)]);
}

function report(texts: readonly string[]): string[] {
  const exact = texts.map((text) => countTokens(text));
  const total = exact.reduce((sum, count) => sum + count, 0);
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  const speed = (count: (text: string) => number): string => {
    const seconds = secondsOf(() => texts.reduce((sum, text) => sum + count(text), 0));
    return `${(total / seconds / 1e6).toFixed(1)} M | ${Math.round(texts.length / seconds).toLocaleString('en')}`;
  };
  const errors = (count: (text: string) => number): string =>
    errorCells(
      errorsOf(
        exact.map((tokens) => ({ tokens })),
        texts.map(count),
      ),
    );
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

/** The weights that are committed are fitted on all files; here each file is judged by weights that never saw it. */
function reportHeldOut(files: readonly TextSource[]): string[] {
  const sources = [...files, ...readTranslations()].map(countSource);
  const rows = estimateHeldOut(sources)
    .slice(0, files.length)
    .map((estimates, i) => ({ name: sources[i]?.name ?? '', texts: sources[i]?.texts ?? [], estimates }));
  const all = errorsOf(
    rows.flatMap(({ texts }) => texts),
    rows.flatMap(({ estimates }) => estimates),
  );
  return [
    'Held out: the rows of each file, by weights fitted without that file.',
    '',
    '| file | rows | error of a row, median | 90 % | in total |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows.map(
      ({ name, texts, estimates }) =>
        `| ${name} | ${texts.length.toLocaleString('en')} | ${errorCells(errorsOf(texts, estimates))} |`,
    ),
    `| all | ${rows.reduce((sum, { texts }) => sum + texts.length, 0).toLocaleString('en')} | ${errorCells(all)} |`,
  ];
}

function errorCells({ median: middle, ninety, total }: TokenErrors): string {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  return `${percent(middle)} | ${percent(ninety)} | ${total >= 0 ? '+' : '−'}${percent(Math.abs(total))}`;
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
