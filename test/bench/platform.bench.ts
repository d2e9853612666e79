import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Dataset } from '../../src/core/document/dataset';
import type { FindQuery } from '../../src/core/find/query';
import { createNodePlatform } from '../../src/platform/node/nodePlatform';
import type { BaseFile, Platform } from '../../src/platform/platform';
import { DatasetWorker } from '../../src/protocol/datasetWorker';
import { buildCopier, buildWorker } from '../unit/platform/builtWorker';
import { cacheFolder } from '../vscode/paths.js';
import { growDataset } from './growDataset';
import { median, recordResults, sectionOf, USUAL_ROWS } from './results';

/**
 * Measures what the platform and the worker of a dataset do with a file of 548 MB, beside the tools that do the same: wall time and
 * processor time (of all threads, user and system), the medians of several alternating runs. On a machine with other load, trust
 * the processor time. `ITUNE_BENCH_FILE` names a file to measure with; else one of `ITUNE_BENCH_ROWS` (1,000,000 unless told) is grown
 * from the corpus. `ITUNE_BENCH_RUNS`: 5.
 */
const ROWS = Number(process.env.ITUNE_BENCH_ROWS ?? USUAL_ROWS);
const RUNS = Number(process.env.ITUNE_BENCH_RUNS ?? 5);
const LOOK_EVERY_MS = 2;
const never = new AbortController().signal;

interface Cost {
  readonly wall: number;
  readonly processor: number;
}

interface Opened {
  readonly base: BaseFile;
  readonly dataset: Dataset;
  readonly worker: DatasetWorker;
}

const file = process.env.ITUNE_BENCH_FILE ?? growDataset(ROWS);
if (file === undefined || !existsSync(file)) console.log('skipped: no corpus to grow a dataset from');
else await measureAll(file);

async function measureAll(path: string): Promise<void> {
  const folder = mkdtempSync(join(cacheFolder, 'bench-platform-'));
  try {
    const platform = createNodePlatform({
      worker: await buildWorker(folder),
      preview: '',
      copier: await buildCopier(folder),
    });
    const open = async (): Promise<Opened> => {
      const base = await platform.files.open(path);
      const dataset = new Dataset(base);
      const onCrash = (error: Error): void => console.error(error);
      const worker = new DatasetWorker(dataset, { startThread: () => platform.startWorker(), isOnDisk: true, onCrash });
      return { base, dataset, worker };
    };
    const lines = [
      '| work | ours, wall | processor | peer | wall | processor | ratio (processor) |',
      '|---|---|---|---|---|---|---|',
    ];
    const row = (work: string, ours: readonly Cost[], peer: string, theirs: readonly Cost[]): void => {
      const [a, b] = [medianOf(ours), medianOf(theirs)];
      lines.push(
        `| ${work} | ${ms(a.wall)} | ${ms(a.processor)} | ${peer} | ${ms(b.wall)} | ${ms(b.processor)} | ${(a.processor / b.processor).toFixed(2)} |`,
      );
    };
    const memory = await measureIndex(open, path, row);
    await measureFind(open, path, row, lines);
    await measureSave(open, platform, join(folder, 'saved.jsonl'), row, lines);
    lines.push('', `Memory of the worker's thread with the index: ${memory}.`);
    recordResults(sectionOf('Platform: index, find and save', ROWS), [
      `${RUNS} runs, ${(statSync(path).size / 1e6).toFixed(0)} MB.`,
      '',
      ...lines,
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type AddRow = (work: string, ours: readonly Cost[], peer: string, theirs: readonly Cost[]) => void;

async function measureIndex(open: () => Promise<Opened>, path: string, row: AddRow): Promise<string> {
  const ours: Cost[] = [];
  const theirs: Cost[] = [];
  let memory = '';
  for (let run = 0; run < RUNS; run++) {
    theirs.push(peer('wc', ['-l', path]));
    const opened = await open();
    // The thread is started before: only its work is measured.
    await opened.worker.find(query('x'), () => undefined, AbortSignal.abort()).catch(() => undefined);
    await warmUp(opened);
    globalThis.gc?.();
    const before = process.memoryUsage();
    ours.push(await cost(() => index(opened)));
    const after = process.memoryUsage();
    memory = `${((after.rss - before.rss) / 1e6).toFixed(0)} MB more resident in the process, ${((after.arrayBuffers - before.arrayBuffers) / 1e6).toFixed(1)} MB of it buffers of the host`;
    await close(opened);
  }
  row('index all lines', ours, '`wc -l`', theirs);
  return memory;
}

async function measureFind(open: () => Promise<Opened>, path: string, row: AddRow, lines: string[]): Promise<void> {
  const opened = await open();
  await index(opened);
  const finder = bestFinder();
  for (const text of ['photosynthesis', 'water', 'the', 'zzzzqq']) {
    const ours: Cost[] = [];
    const theirs: Cost[] = [];
    const first: number[] = [];
    let found = 0;
    for (let run = 0; run < RUNS; run++) {
      theirs.push(peer(finder.command, [...finder.args, text, path], { LC_ALL: 'C' }));
      found = 0;
      const started = performance.now();
      let firstAt: number | undefined;
      const tell = (ids: Float64Array): void => {
        if (ids.length > 0) firstAt ??= performance.now() - started;
        found += ids.length;
      };
      ours.push(await cost(() => opened.worker.find(query(text), tell, never)));
      if (firstAt !== undefined) first.push(firstAt);
    }
    row(`find "${text}" (${found} rows, first after ${ms(median(first))})`, ours, finder.name, theirs);
  }
  const aborter = new AbortController();
  const searching = opened.worker.find(query('the'), () => undefined, aborter.signal).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const started = performance.now();
  aborter.abort();
  await searching;
  await opened.worker
    .find(
      query('"'),
      () => {
        throw new Error('unreachable');
      },
      AbortSignal.abort(),
    )
    .catch(() => undefined);
  await opened.worker.release();
  lines.push(`| cancel a search until the worker is free | ${ms(performance.now() - started)} | | | | | |`);
  await close(opened);
}

async function measureSave(
  open: () => Promise<Opened>,
  platform: Platform,
  target: string,
  row: AddRow,
  lines: string[],
): Promise<void> {
  const opened = await open();
  await index(opened);
  const { dataset, base } = opened;
  const step = Math.floor(dataset.count / 1000);
  for (let i = 0; i < 1000; i++) {
    const [edited] = await dataset.readRows(i * step, 1);
    if (edited !== undefined) dataset.edit('bench', [{ kind: 'replace', row: edited, text: `{"edited":${i}}` }]);
  }
  const ours: Cost[] = [];
  const theirs: Cost[] = [];
  const stalls: number[] = [];
  // The first save starts the thread that writes; the others find it there. Both are told of.
  for (let run = 0; run <= RUNS; run++) {
    rmSync(target, { force: true });
    theirs.push(copyAndSync(base.path, target));
    rmSync(target, { force: true });
    ours.push(
      await cost(async () => {
        const stalled = watchStalls();
        const snapshot = dataset.snapshot();
        const outcome = await platform.files.save({ target, snapshot, base, journalDir: target });
        await outcome.base.close();
        stalls.push(stalled());
      }),
    );
  }
  row('the first save with 1,000 edits, synced', ours.slice(0, 1), '`cp` + sync', theirs.slice(0, 1));
  row('save with 1,000 edits, synced', ours.slice(1), '`cp` + sync', theirs.slice(1));
  lines.push(`| longest stall of the thread that saves | ${ms(Math.max(...stalls))} | | | | | |`);
  await close(opened);
}

/** Counts the lines that hold a word: ripgrep, or grep where that is not installed. */
function bestFinder(): { readonly name: string; readonly command: string; readonly args: readonly string[] } {
  const hasRipgrep = spawnSync('rg', ['--version']).status === 0;
  if (!hasRipgrep) return { name: '`grep -ciF`', command: 'grep', args: ['-c', '-i', '-F'] };
  return { name: '`rg -ciF`', command: 'rg', args: ['--no-config', '-c', '-i', '-F'] };
}

/** Looks how long this thread is held up at a time, as an extension host would be; gives the longest. */
function watchStalls(): () => number {
  let last = performance.now();
  let longest = 0;
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last - LOOK_EVERY_MS);
    last = now;
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => {
    look();
    clearInterval(timer);
    return longest;
  };
}

/** What the tools of the system take for it, with their own processor time. */
function copyAndSync(from: string, to: string): Cost {
  return peer('sh', ['-c', 'cp --reflink=never "$1" "$2" && sync "$2"', 'sh', from, to]);
}

async function index({ dataset, worker }: Opened): Promise<void> {
  await worker.findLines(0, (chunk) => dataset.appendIndex(chunk), never);
  dataset.finishIndex();
}

/** Starts the thread, without work. */
async function warmUp({ worker }: Opened): Promise<void> {
  const aborter = new AbortController();
  const searching = worker.findLines(Number.MAX_SAFE_INTEGER, () => undefined, aborter.signal).catch(() => undefined);
  await searching;
}

async function close({ dataset, worker }: Opened): Promise<void> {
  await worker.dispose();
  await dataset.dispose();
}

async function cost(work: () => unknown): Promise<Cost> {
  const before = process.cpuUsage();
  const started = performance.now();
  await work();
  const wall = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  return { wall, processor: (user + system) / 1000 };
}

/** Runs a tool and takes its times (through a pipe, because grep stops early when nobody reads) from the shell's own accounting. */
function peer(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Cost {
  const script = 'TIMEFORMAT="%R %U %S"; time "$@" | cat > /dev/null';
  const { stderr } = spawnSync('bash', ['-c', script, 'bash', command, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  const [wall = 0, user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { wall: wall * 1000, processor: (user + system) * 1000 };
}

function query(text: string): FindQuery {
  return { text, matchCase: false, wholeWord: false, regex: false };
}

function medianOf(costs: readonly Cost[]): Cost {
  return { wall: median(costs.map(({ wall }) => wall)), processor: median(costs.map(({ processor }) => processor)) };
}

function ms(value: number): string {
  return Number.isNaN(value) ? 'none' : `${value.toFixed(0)} ms`;
}
