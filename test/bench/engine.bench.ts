import { spawnSync } from 'node:child_process';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { AnalysisEngine } from '../../src/core/analysis/analysisEngine';
import { AnalysisQueries } from '../../src/core/analysis/analysisQueries';
import type { LineSource } from '../../src/core/analysis/lineSource';
import { ScanAhead } from '../../src/core/analysis/scanAhead';
import { codesOfTier, type Tier } from '../../src/core/checks/registry';
import { CheckConfig } from '../../src/core/config/checkConfig';
import { mergeSettings } from '../../src/core/config/readSettings';
import { packRun } from '../../src/core/document/packedRuns';
import { RowsReplica } from '../../src/core/document/replica';
import type { RowSplice } from '../../src/core/document/spliceLog';
import { INPUT_BYTES } from '../../src/core/kernel/kernelLayout';
import { createRowKernel } from '../../src/core/kernel/rowKernel';
import type { LineIndex } from '../../src/core/text/lineIndex';
import { createEngineMachine } from '../../src/platform/node/engineMachine';
import { NodeFiles } from '../../src/platform/node/files';
import { nodeSystem } from '../../src/platform/node/system';
import { repositoryRoot } from '../vscode/paths.js';
import { eachLine, indexOf, threadClock } from './datasetFile';
import { growDataset } from './growDataset';
import { median, percentile, recordResults } from './results';

/**
 * The analysis engine beside `JSON.parse` of every line, on one thread, in the same process. Times are processor time of the thread
 * where the system tells it (Linux), because other work of the machine disturbs that least; else they are wall time.
 * `ITUNE_BENCH_ROWS`: 1,000,000 unless told; `ITUNE_BENCH_FILE`: a file instead of the grown one; `ITUNE_BENCH_RUNS`: 5;
 * `ITUNE_BENCH_DUCKDB`: a folder where `npm install @duckdb/node-api` was run, to have DuckDB beside it.
 */
const ROWS = Number(process.env.ITUNE_BENCH_ROWS ?? 1_000_000);
const RUNS = Number(process.env.ITUNE_BENCH_RUNS ?? 5);
const DUCKDB = process.env.ITUNE_BENCH_DUCKDB;
const TIER_2_ROWS = 60_000;
const EDITS = 300;
const PEER_RUNS = Math.min(3, RUNS);
/** As long as `WorkerAnalysis` works in one go. */
const WORK_MS = 8;

const clock = threadClock();
const config = new CheckConfig(mergeSettings());
const path = process.env.ITUNE_BENCH_FILE ?? growDataset(ROWS);
if (path === undefined) console.log('skipped: no corpus');
else await run(path);

async function run(file: string): Promise<void> {
  const fd = openSync(file, 'r');
  const size = fstatSync(fd).size;
  const index = indexOf(fd, size);
  const rows = index.count;
  const steps: Record<string, () => void> = {
    'JSON.parse of every line': () => parseLines(fd, size, (line) => JSON.parse(line.toString('utf8'))),
    'JSON.parse after a TextDecoder that is fatal': () =>
      parseLines(fd, size, (line) => JSON.parse(decoder.decode(line))),
    'line index': () => void indexOf(fd, size),
    'row kernel (WebAssembly): verdicts, places, hashes': () => scan(fd, size),
    'tier 1 over the file': () => void analyse(fd, index, [1]),
  };
  if (rows <= TIER_2_ROWS)
    steps['tier 1, tier 2 and near duplicates over the file'] = () => void analyse(fd, index, [1, 2]);
  const times = measure(steps);
  const base = median(times['JSON.parse of every line'] ?? []);
  const lines = [
    `${rows.toLocaleString('en')} rows, ${(size / 1e6).toFixed(0)} MB, one thread, medians of ${RUNS} runs, ${clock.name}.`,
    '',
    '| work | ms | of `JSON.parse` |',
    '|---|---|---|',
    ...Object.entries(times).map(
      ([name, values]) => `| ${name} | ${median(values).toFixed(0)} | ${(median(values) / base).toFixed(2)} |`,
    ),
    '',
  ];
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const lean = analyse(fd, index, [1]);
  lines.push(
    `Memory after tier 1: ${((process.memoryUsage.rss() - before) / 1e6).toFixed(0)} MB more than before (${lean.rows.count} rows).`,
    '',
  );
  lines.push(...(await bothThreads(file, fd, index)));
  const { engine, report } = stages(fd, index, base);
  lines.push(...report, ...again(engine), ...afterEdits(engine, rows), ...peers(file, base));
  lines.push(`Peak memory of the whole process: ${(process.resourceUsage().maxRSS / 1e3).toFixed(0)} MB.`);
  lines.push('', `Checks of tier 1: ${codesOfTier(1, config).join(', ')}.`);
  lines.push('', `Checks of tier 2: ${codesOfTier(2, config).join(', ')}.`);
  closeSync(fd);
  recordResults(`Analysis of ${rows.toLocaleString('en')} rows`, lines);
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Each step in turn, so that what disturbs one disturbs all. */
function measure(steps: Readonly<Record<string, () => void>>): Record<string, number[]> {
  const times: Record<string, number[]> = {};
  for (let i = 0; i < RUNS; i++) {
    for (const [name, step] of Object.entries(steps)) {
      globalThis.gc?.();
      const start = clock.now();
      step();
      (times[name] ??= []).push(clock.now() - start);
    }
  }
  return times;
}

/** One run over the file in pieces as a worker works: processor time by stage, and how long pieces take, which is what a cancel waits for. */
function stages(fd: number, index: LineIndex, base: number): { engine: AnalysisEngine; report: string[] } {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const engine = begin(fd, index, [1, 2]);
  const times = { 'tier 1': 0, 'tier 2': 0, 'near duplicates': 0 };
  const pieces: number[] = [];
  const worked: number[] = [];
  for (let isMore = true; isMore;) {
    const { tier, rows, total } = engine.progress;
    const start = clock.now();
    const wall = performance.now();
    isMore = engine.work(WORK_MS);
    pieces.push(performance.now() - wall);
    worked.push(clock.now() - start);
    times[tier === 1 ? 'tier 1' : rows < total ? 'tier 2' : 'near duplicates'] += clock.now() - start;
  }
  const memory = (process.memoryUsage.rss() - before) / 1e6;
  const cells = Object.entries(times).map(([name, ms]) => `${name} ${ms.toFixed(0)} ms (${(ms / base).toFixed(1)})`);
  const tail = (of: readonly number[]) =>
    `99 % ${percentile(of, 0.99).toFixed(0)} ms, longest ${percentile(of, 1).toFixed(0)} ms`;
  return {
    engine,
    report: [
      `One run in pieces of ${WORK_MS} ms, by stage (of \`JSON.parse\`): ${cells.join(', ')}; ${memory.toFixed(0)} MB more memory. A piece is what a cancel waits for: ${tail(worked)} of work; ${tail(pieces)} of wall time.`,
      '',
    ],
  };
}

/**
 * Tier 1 as a dataset's worker runs it, alone and with its second thread, beside DuckDB: wall time, because that is what threads are
 * for, in turns, because other work disturbs all of them.
 */
async function bothThreads(file: string, fd: number, index: LineIndex): Promise<string[]> {
  const machine = createEngineMachine(join(repositoryRoot, 'dist', 'worker.js'));
  const base = await new NodeFiles(nodeSystem).open(file);
  const source = { kind: 'file', path: file, fingerprint: base.fingerprint } as const;
  await base.close();
  const walls: Record<string, number[]> = { 'one thread': [], 'two threads': [], DuckDB: [] };
  const works: Record<string, number[]> = { 'one thread': [], 'two threads': [], DuckDB: [] };
  let longest = 0;
  for (let i = 0; i < RUNS; i++) {
    for (const name of ['one thread', 'two threads']) {
      globalThis.gc?.();
      const start = performance.now();
      const usage = process.cpuUsage();
      const thread = name === 'one thread' ? undefined : machine.startScanThread(fstatSync(fd).size);
      if (name !== 'one thread' && thread === undefined) continue;
      const ahead = thread && new ScanAhead(thread, source, mergeSettings());
      const engine = begin(fd, index, [1], ahead);
      for (let isMore = true; isMore;) {
        const piece = clock.now();
        isMore = engine.work(WORK_MS);
        if (ahead !== undefined) longest = Math.max(longest, clock.now() - piece);
        await machine.pause();
      }
      walls[name]?.push(performance.now() - start);
      const { user, system } = process.cpuUsage(usage);
      works[name]?.push((user + system) / 1000);
    }
    const duck = duckTimes(file);
    if (duck === undefined) continue;
    walls.DuckDB?.push(duck.wall);
    works.DuckDB?.push(duck.work);
  }
  const cells = Object.entries(walls)
    .filter(([, times]) => times.length > 0)
    .map(([name, times]) => `| ${name} | ${median(times).toFixed(0)} | ${median(works[name] ?? []).toFixed(0)} |`);
  return [
    `Tier 1 in pieces of ${WORK_MS} ms, with the second thread and without, in turns with DuckDB's query (its start not counted, two threads), medians of ${RUNS} runs; longest piece with two threads ${longest.toFixed(0)} ms of work:`,
    '',
    '| tier 1 | ms of wall time | ms of processor time, all threads |',
    '|---|---|---|',
    ...cells,
    '',
  ];
}

/** Milliseconds that DuckDB takes for its query. */
function duckTimes(file: string): { readonly wall: number; readonly work: number } | undefined {
  if (DUCKDB === undefined) return undefined;
  const [command, args] = duckDb(DUCKDB, file);
  const { stdout } = spawnSync(command, args, { encoding: 'utf8' });
  const [wall = Number.NaN, work = Number.NaN] = stdout.trim().split(' ').map(Number);
  return { wall, work };
}

/** What other tools take for the least of it. */
function peers(file: string, base: number): string[] {
  const python =
    'import json,sys\nfor line in open(sys.argv[1],"rb"):\n  try: json.loads(line)\n  except ValueError: pass';
  const tools: Record<string, [string, string[]]> = {
    '`wc -l`': ['wc', ['-l', file]],
    "Python's `json.loads` of every line": ['python3', ['-c', python, file]],
    '`jq -c .instruction` (stops at the first broken row)': ['jq', ['-c', '.instruction', file]],
  };
  if (DUCKDB !== undefined) tools['DuckDB: read, exact duplicates, empty responses, groups'] = duckDb(DUCKDB, file);
  const cells = Object.entries(tools).map(([name, [command, args]]) => {
    const times = Array.from({ length: PEER_RUNS }, () => processorTime(command, args));
    return `${name} ${median(times).toFixed(0)} ms (${(median(times) / base).toFixed(2)})`;
  });
  return [`Peers, processor time, medians of ${PEER_RUNS} runs (of \`JSON.parse\`): ${cells.join(', ')}.`, ''];
}

/** Budget line 5 as one query. `module` is where `@duckdb/node-api` is installed: 100 MB that nothing else needs. */
function duckDb(module: string, file: string): [string, string[]] {
  const columns = "{instruction: 'VARCHAR', input: 'VARCHAR', output: 'VARCHAR', category: 'VARCHAR'}";
  const query = `WITH t AS (SELECT * FROM read_json('${file}', format = 'newline_delimited', ignore_errors = true, columns = ${columns}))
    SELECT count(*), count(DISTINCT hash(instruction, input, output)), count(*) FILTER (output = ''), count(DISTINCT category) FROM t`;
  const script = `
    import { createRequire } from 'node:module';
    const { DuckDBInstance } = createRequire(${JSON.stringify(join(module, 'package.json'))})('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create()).connect();
    await connection.run('SET threads = 2');
    const [start, usage] = [performance.now(), process.cpuUsage()];
    await connection.runAndReadAll(${JSON.stringify(query)});
    const { user, system } = process.cpuUsage(usage);
    console.log(performance.now() - start, (user + system) / 1000);`;
  return [process.execPath, ['--input-type=module', '-e', script]];
}

function processorTime(command: string, args: readonly string[]): number {
  const script = 'TIMEFORMAT="%U %S"; time "$@" > /dev/null 2>&1';
  const { stderr } = spawnSync('bash', ['-c', script, 'bash', command, ...args], { encoding: 'utf8' });
  const [user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return (user + system) * 1000;
}

/** Filters and counts again, from what is known of the rows. */
function again(engine: AnalysisEngine): string[] {
  const queries = new AnalysisQueries(engine);
  const time = (work: () => unknown): string => {
    const times = Array.from({ length: RUNS }, () => {
      const start = clock.now();
      work();
      return clock.now() - start;
    });
    return `${median(times).toFixed(2)} ms`;
  };
  const rows = queries.rowsWith({ codes: ['pair/empty-response'] }).length;
  const filter = time(() => queries.rowsWith({ codes: ['pair/empty-response'] }));
  return [
    `From what is known: all findings counted ${time(() => queries.counts())}; the ${rows} rows with an empty response ${filter}.`,
    '',
  ];
}

/** Edits a row, and asks for its findings and those of its cluster: what an author waits for. */
function afterEdits(engine: AnalysisEngine, rows: number): string[] {
  const queries = new AnalysisQueries(engine);
  const times: number[] = [];
  let entry = 0;
  const text = (line: string, i: number) => (i % 3 === 0 ? line.replace(/"output": "[^"]*/, '"output": "') : line);
  for (let i = 0; i < EDITS; i++) {
    const index = Math.floor((rows / EDITS) * i);
    const [row] = engine.rows.read(index, 1);
    const [other] = engine.rows.read((index * 7) % rows, 1);
    const line = other === undefined ? undefined : engine.lineOf(other.id);
    if (row === undefined || line === undefined) continue;
    while (engine.work(100));
    const bytes = new TextEncoder().encode(`${text(line, i)}\n`);
    const splices: number[] = [index, 1, 1];
    packRun(splices, { id: row.id, count: 1, source: 'journal', start: entry });
    const message = {
      kind: 'splices' as const,
      revision: i + 1,
      baseLines: rows,
      splices: Float64Array.from(splices),
      lines: { entries: Float64Array.of(entry++), lengths: Uint32Array.of(bytes.length), bytes },
    };
    const start = performance.now();
    const done: RowSplice[] = [];
    engine.rows.apply(message, (splice) => done.push(splice));
    engine.applySplices(done);
    engine.catchUp();
    queries.findingsOf([
      row.id,
      ...queries.clusterOf(row.id, 'exact'),
      ...queries.clusterOf(row.id, 'near').slice(0, 50),
      ...queries.clusterOf(row.id, 'conflict').slice(0, 50),
    ]);
    queries.counts();
    times.push(performance.now() - start);
  }
  const [middle, most] = [median(times), percentile(times, 0.99)].map((time) => time.toFixed(2));
  return [
    `After one edit (${times.length} of them), until the findings of the row and its clusters and all counts are right: ${middle ?? ''} ms, 99 % ${most ?? ''} ms, wall time.`,
    '',
  ];
}

function analyse(fd: number, index: LineIndex, tiers: readonly Tier[]): AnalysisEngine {
  const engine = begin(fd, index, tiers);
  while (engine.work(1000));
  return engine;
}

function begin(fd: number, index: LineIndex, tiers: readonly Tier[], ahead?: ScanAhead): AnalysisEngine {
  const rows = new RowsReplica();
  rows.growBase(index.count);
  const source: LineSource = {
    range: (line, count) => index.range(line, count),
    read: (target, offset) => void readSync(fd, target, 0, target.length, offset),
  };
  return new AnalysisEngine(rows, source, config, { expectedRows: index.count, tiers, ahead });
}

function parseLines(fd: number, size: number, parse: (line: Buffer) => unknown): void {
  eachLine(fd, size, (line) => {
    try {
      parse(line);
    } catch {
      // A broken row.
    }
  });
}

function scan(fd: number, size: number): void {
  const kernel = createRowKernel();
  let filled = 0;
  for (let at = 0; at < size;) {
    const read = readSync(fd, kernel.input, filled, Math.min(INPUT_BYTES - filled, size - at), at);
    at += read;
    filled += read;
    let from = 0;
    while (kernel.scan(from, filled, at === size) > 0) from = kernel.consumed();
    kernel.input.copyWithin(0, from, filled);
    filled -= from;
  }
}
