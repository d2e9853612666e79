import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { LineSource } from '../../src/core/analysis/lineSource';
import { BalanceAnalysis } from '../../src/core/balance/balanceAnalysis';
import type { BalanceCondition } from '../../src/core/balance/balanceData';
import { BalanceQueries } from '../../src/core/balance/balanceQueries';
import { loadGuesser } from '../../src/core/balance/guesser';
import { packRun } from '../../src/core/document/packedRuns';
import { RowsReplica } from '../../src/core/document/replica';
import type { RowSplice } from '../../src/core/document/spliceLog';
import { indexOf, threadClock } from './datasetFile';
import { growDataset } from './growDataset';
import { median, percentile, recordResults } from './results';

/**
 * What the balance panel waits for, on one thread: processor time, because other work of the machine disturbs that least. `ITUNE_BENCH_FILE`: a file instead of the grown ones of 52,000 and
 * 1,000,000 rows.
 */
const EDITS = 200;
/** The worker reports so often: the panel's first figures are from what was counted by then. */
const FIRST_MS = 100;
const clock = threadClock();
const FILTERS: readonly (readonly [string, readonly BalanceCondition[]])[] = [
  ['a declared type', [{ by: 'declaredType', name: 'classification' }]],
  ['first word of the instruction', [{ by: 'opening', word: 'what' }]],
  ['200 to 400 tokens', [{ by: 'measure', measure: 'totalTokens', from: 200, to: 400 }]],
  [
    'with input and a list',
    [
      { by: 'trait', trait: 'input', has: true },
      { by: 'trait', trait: 'list', has: true },
    ],
  ],
  ['every example', []],
];

async function run(file: string): Promise<void> {
  const { guess } = await loadGuesser();
  const fd = openSync(file, 'r');
  const index = indexOf(fd, fstatSync(fd).size);
  const rows = new RowsReplica();
  rows.growBase(index.count);
  const source: LineSource = {
    range: (line, count) => index.range(line, count),
    read: (target, offset) => void readSync(fd, target, 0, target.length, offset),
  };
  globalThis.gc?.();
  const before = process.memoryUsage();
  const start = clock.now();
  const balance = new BalanceAnalysis(rows, source);
  const queries = new BalanceQueries(balance, undefined, rows);
  const sampled = Math.min(index.count, 20_000);
  balance.work(FIRST_MS);
  const { basis } = queries.data(0);
  const first = clock.now() - start;
  const isCounted = () => balance.columns.rows === index.count;
  while (!isCounted() && balance.work(50));
  const counted = clock.now() - start;
  balance.useGuesser(guess);
  const guessStart = clock.now();
  while (balance.work(50));
  const guessed = clock.now() - guessStart;
  globalThis.gc?.();
  const after = process.memoryUsage();
  const bytes = (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / index.count;
  const figures = timesOf(20, () => queries.data(0));
  const edits = afterEdits(balance, queries, rows);
  const coverage = timesOf(3, () => queries.coverage());
  recordResults(`Balance of ${index.count.toLocaleString('en')} rows`, [
    `${sampled.toLocaleString('en')} rows in the sample; one thread, ${clock.name}; from "all figures again" on wall time, medians.`,
    '',
    '| work | ms |',
    '|---|---:|',
    `| first figures, from ${basis.rows.toLocaleString('en')} rows of the sample | ${first.toFixed(0)} |`,
    `| every row counted | ${counted.toFixed(0)} |`,
    `| types and languages of the sample guessed | ${guessed.toFixed(0)} |`,
    `| all figures again, from counts | ${median(figures).toFixed(1)} |`,
    `| after an edit, until all figures are right (99 %) | ${median(edits).toFixed(1)} (${percentile(edits, 0.99).toFixed(1)}) |`,
    `| coverage and advice | ${median(coverage).toFixed(0)} |`,
    ...FILTERS.map(([name, filter]) => {
      const found = queries.rowsOf(filter).length;
      return `| filter: ${name} (${found.toLocaleString('en')} rows) | ${median(timesOf(20, () => queries.rowsOf(filter))).toFixed(2)} |`;
    }),
    '',
    `Memory: ${bytes.toFixed(0)} bytes a row.`,
  ]);
  closeSync(fd);
}

function timesOf(count: number, work: () => unknown): number[] {
  return Array.from({ length: count }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
}

/** Edits rows here and there, and asks for all figures. */
function afterEdits(balance: BalanceAnalysis, queries: BalanceQueries, rows: RowsReplica): number[] {
  const times: number[] = [];
  const { count } = rows;
  for (let i = 0; i < EDITS; i++) {
    const index = Math.floor((count / EDITS) * i);
    const [row] = rows.read(index, 1);
    if (row === undefined) continue;
    const bytes = new TextEncoder().encode(`{"instruction": "Edit ${i}.", "output": "An edit."}\n`);
    const splices: number[] = [index, 1, 1];
    packRun(splices, { id: row.id, count: 1, source: 'journal', start: i });
    const start = performance.now();
    const done: RowSplice[] = [];
    rows.apply(
      {
        kind: 'splices',
        revision: i + 1,
        baseLines: count,
        splices: Float64Array.from(splices),
        lines: { entries: Float64Array.of(i), lengths: Uint32Array.of(bytes.length), bytes },
      },
      (splice) => done.push(splice),
    );
    balance.applySplices(done);
    balance.catchUp();
    queries.data(0);
    times.push(performance.now() - start);
  }
  return times;
}

const given = process.env.ITUNE_BENCH_FILE;
const files = given === undefined ? [52_000, 1_000_000].map((rows) => growDataset(rows)) : [given];
for (const file of files) {
  if (file === undefined) console.log('skipped: no corpus');
  else await run(file);
}
