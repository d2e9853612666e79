import { fstatSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { AnalysisEngine } from '../../src/core/analysis/analysisEngine';
import { ScanAhead } from '../../src/core/analysis/scanAhead';
import { CATALOGUE, CODES } from '../../src/core/checks/catalogue';
import { CheckConfig } from '../../src/core/config/checkConfig';
import { mergeSettings } from '../../src/core/config/readSettings';
import { RowsReplica } from '../../src/core/document/replica';
import type { LineIndex } from '../../src/core/text/lineIndex';
import { createEngineMachine } from '../../src/platform/node/engineMachine';
import { NodeFiles } from '../../src/platform/node/files';
import { nodeSystem } from '../../src/platform/node/system';
import { repositoryRoot } from '../vscode/paths.js';
import { threadClock } from './datasetFile';
import { median } from './results';

/** What a dataset's worker works for until it looks at what else there is to do, ms. */
const WORK_MS = 8;
const clock = threadClock();
/** Of tier 2, near duplicates alone: patterns look at no text. */
const settings = mergeSettings({
  severity: Object.fromEntries(
    CODES.filter((code) => CATALOGUE[code].tier === 2 && code !== 'duplicate/near').map((code) => [code, 'off']),
  ),
});

interface Times {
  readonly sweep: number;
  readonly find: number;
  /** Processor time of all threads. */
  readonly work: number;
}

/**
 * Near duplicates of a file as a dataset's worker finds them, alone and with its second thread: wall time, because that is what threads
 * are for, in turns, because other work disturbs both. From the end of tier 1 on.
 */
export async function nearOnThreads(path: string, fd: number, index: LineIndex, runs: number): Promise<string[]> {
  const times: Record<string, Times[]> = { 'one thread': [], 'two threads': [] };
  const counts = new Set<number>();
  let longest = 0;
  for (let i = 0; i < runs; i++) {
    for (const [name, taken] of Object.entries(times)) {
      globalThis.gc?.();
      const run = await analyse(path, fd, index, name === 'two threads');
      taken.push(run);
      counts.add(run.near);
      longest = Math.max(longest, run.longest);
    }
  }
  const rows = Object.entries(times).map(([name, taken]) => {
    const [sweep, find, work] = [
      median(taken.map((each) => each.sweep)),
      median(taken.map((each) => each.find)),
      median(taken.map((each) => each.work)),
    ];
    const speed = (index.count / (sweep + find)) * 1000;
    return `| ${name} | ${sweep.toFixed(0)} | ${find.toFixed(0)} | ${(sweep + find).toFixed(0)} | ${work.toFixed(0)} | ${speed.toFixed(0)} |`;
  });
  return [
    `As a dataset's worker finds them, in pieces of ${WORK_MS} ms (longest ${longest.toFixed(0)} ms of work), with the second thread and without, in turns, medians of ${runs} runs; normalized duplicates are found on the way. Near duplicates found, in all runs: ${[...counts].join(', ')}.`,
    '',
    '| threads | read, fold, sketch: ms of wall time | find and compare pairs | together | ms of processor time, all threads | rows/s |',
    '|---|---|---|---|---|---|',
    ...rows,
  ];
}

async function analyse(path: string, fd: number, index: LineIndex, hasThread: boolean) {
  const machine = createEngineMachine(join(repositoryRoot, 'dist', 'worker.js'));
  const base = await new NodeFiles(nodeSystem).open(path);
  const source = { kind: 'file', path, fingerprint: base.fingerprint } as const;
  await base.close();
  const thread = hasThread ? machine.startScanThread(fstatSync(fd).size) : undefined;
  const ahead = thread && new ScanAhead(thread, source, settings);
  const rows = new RowsReplica();
  rows.growBase(index.count);
  const lines = {
    range: (line: number, count: number) => index.range(line, count),
    read: (target: Uint8Array, offset: number) => void readSync(fd, target, 0, target.length, offset),
  };
  const engine = new AnalysisEngine(rows, lines, new CheckConfig(settings), { expectedRows: index.count, ahead });
  let longest = 0;
  let isMore = true;
  const workWhile = async (isGoingOn: () => boolean): Promise<number> => {
    const start = performance.now();
    while (isMore && isGoingOn()) {
      const piece = clock.now();
      isMore = engine.work(WORK_MS);
      longest = Math.max(longest, clock.now() - piece);
      await machine.pause();
    }
    return performance.now() - start;
  };
  await workWhile(() => !engine.isComplete(1));
  longest = 0;
  const usage = process.cpuUsage();
  const sweep = await workWhile(() => engine.progress.rows < index.count);
  const find = await workWhile(() => true);
  const { user, system } = process.cpuUsage(usage);
  await ahead?.stop();
  return { sweep, find, longest, work: (user + system) / 1000, near: engine.store.duplicates.counts().near };
}
