/**
 * `npm run bench -- workbench [--only=open,first,keys,page]`: what an author waits for, in a real VS Code: opening 26 MB and 548 MB beside
 * an empty custom editor, the first findings, one keystroke in the large file, the work of the page on its thread, and the memory of the
 * extension host. `ITUNE_BENCH_ROWS`: rows of the large file, 1,000,000 unless told. Only all parts together are recorded. Needs the
 * corpus to grow the files from.
 */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { outputFolder } from '../../vscode/paths.js';
import { temporaryFolder } from '../../vscode/processes.js';
import { launchWorkbench, type Workbench } from '../../vscode/workbench.js';
import { growDataset } from '../growDataset.js';
import { median, percentile, recordResults, sectionOf, USUAL_ROWS } from '../results.js';
import { type FirstFindings, measureFirstFindings } from './firstFindings.js';
import type { HostFigures } from './inHost.js';
import type { Stall } from './measureFindings.js';
import { measureKeystrokes, measurePeerKeystrokes } from './keystroke.js';
import { measurePageWork, type PageWork } from './pageWork.js';
import { figuresOfHost, withBenchHost } from './withBenchHost.js';

type Keystrokes = Awaited<ReturnType<typeof measureKeystrokes>>;
type PageParts = Awaited<ReturnType<typeof measurePageWork>>;

const ROWS = Number(process.env.ITUNE_BENCH_ROWS ?? USUAL_ROWS);
const largeRows = `${ROWS.toLocaleString('en')} rows`;
const small = growDataset(52_000);
const large = growDataset(ROWS);
const largeSize = large === undefined ? '' : `${(statSync(large).size / 1e6).toFixed(0)} MB`;
if (small === undefined || large === undefined) {
  console.log('skipped: no corpus to grow the files from');
} else {
  mkdirSync(outputFolder, { recursive: true });
  const only = process.argv.flatMap((flag) => /^--only=(.*)$/.exec(flag)?.[1]?.split(',') ?? []);
  const wants = (part: string): boolean => only.length === 0 || only.includes(part);
  const lines: string[] = [];
  if (wants('open')) {
    const environment = { ITUNE_BENCH_LARGE: large };
    const host = await figuresOfHost<HostFigures>({ part: 'inHost', file: small, environment });
    lines.push(...hostLines(host), '');
  }
  if (wants('first')) lines.push(firstFindingsTable(await measureFirstFindings(large)), '');
  if (wants('keys')) {
    const peer = await measurePeerKeys(small);
    lines.push(keystrokeTable(await inWorkbench('keys', large, measureKeystrokes), peer), '');
  }
  if (wants('page')) lines.push(pageTable(await inWorkbench('page', large, measurePageWork)), '');
  if (only.length === 0) recordResults(sectionOf('workbench', ROWS), lines);
  else console.log(lines.join('\n'));
}

function hostLines(host: HostFigures): string[] {
  return [
    openTable(host),
    '',
    `Whole ${largeSize} file indexed: ${host.index.milliseconds.toFixed(0)} ms for ${host.index.rows} rows, counted from the command that opens it. All rows checked: ${(host.checks.milliseconds / 1000).toFixed(1)} s.`,
    '',
    memoryTable(host),
    '',
    findingsTable(host),
  ];
}

/** Runs `measure` in a window on the file's folder, and leaves a picture of its end under the name of the part. */
async function inWorkbench<T>(
  part: string,
  file: string,
  measure: (workbench: Workbench, name: string) => Promise<T>,
): Promise<T> {
  const workbench = await launchWorkbench({ workspaceFolder: join(file, '..'), name: 'bench' });
  try {
    return await measure(workbench, basename(file));
  } finally {
    await workbench.screenshot(part);
    await workbench.dispose();
  }
}

async function measurePeerKeys(file: string): Promise<readonly number[]> {
  const folder = temporaryFolder();
  const stop = join(folder.path, 'stop');
  try {
    return await withBenchHost(
      { part: 'typingPeer', file, environment: { ITUNE_BENCH_STOP: stop } },
      folder.path,
      async (workbench) => {
        try {
          return await measurePeerKeystrokes(workbench);
        } finally {
          writeFileSync(stop, '');
          await workbench.testsExit;
        }
      },
    );
  } finally {
    folder.remove();
  }
}

function openTable({ open }: HostFigures): string {
  const empty = median(open.empty);
  const row = (name: string, times: readonly number[]) =>
    `| ${name} | ${median(times).toFixed(0)} | ${percentile(times, 0.95).toFixed(0)} | ${(median(times) / empty).toFixed(2)} |`;
  return [
    '| from `vscode.openWith` to painted, 15 alternating runs | median ms | p95 ms | ratio to empty |',
    '| --- | ---: | ---: | ---: |',
    row('empty custom editor (peer)', open.empty),
    row('52,000 rows, 26 MB', open.small),
    row(`${largeRows}, ${largeSize}`, open.large),
    '',
    `Large to small: ${(median(open.large) / median(open.small)).toFixed(2)} (budget 1.2); ours to empty: budget 1.5.`,
  ].join('\n');
}

function memoryTable({ memory }: HostFigures): string {
  const mb = (bytes: number) => (bytes / 1e6).toFixed(0);
  return [
    '| memory of the extension host, workers included | MB |',
    '| --- | ---: |',
    `| idle, before the runs above | ${mb(memory.idle)} |`,
    `| with ${largeSize} open and indexed | ${mb(memory.indexed)} |`,
    `| difference (budget 100) | ${mb(memory.indexed - memory.idle)} |`,
    `| 5 s after all rows were checked, duplicates found | ${mb(memory.checked)} |`,
    `| difference to idle | ${mb(memory.checked - memory.idle)} |`,
  ].join('\n');
}

function firstFindingsTable({ rows, badge }: FirstFindings): string {
  const later = badge.map((at, i) => at - (rows[i] ?? NaN));
  const row = (name: string, times: readonly number[]) =>
    `| ${name} | ${median(times).toFixed(0)} | ${percentile(times, 0.95).toFixed(0)} |`;
  const missed = badge.filter((at) => !Number.isFinite(at)).length;
  return [
    `| ${largeRows} with faults in the first three, from \`vscode.openWith\` to what is on the screen, ${rows.length} runs | median ms | p95 ms |`,
    '| --- | ---: | ---: |',
    row('first rows', rows),
    row('first findings: the badge of a row', badge),
    row('the badge after the rows (budget 200)', later),
    ...(missed === 0 ? [] : ['', `Not seen while the file was open: ${missed} (counted as infinite).`]),
  ].join('\n');
}

function findingsTable({ checks: { edits }, stalls }: HostFigures): string {
  const row = (name: string, times: readonly number[]) =>
    `| ${name} | ${median(times).toFixed(1)} | ${percentile(times, 0.95).toFixed(1)} |`;
  return [
    `| checks at ${largeRows}, in the extension host | median ms | p95 ms |`,
    '| --- | ---: | ---: |',
    row('an edit of one row', edits.edit),
    row('then, its findings and those of its clusters (budget 50)', edits.findings),
    '',
    '| longest time that the extension host was held up (budget 50) | wall time, ms | on a processor, ms |',
    '| --- | ---: | ---: |',
    stallRow('opening and index', stalls.opening),
    stallRow('checks', stalls.checking),
    stallRow('edits', stalls.editing),
  ].join('\n');
}

function stallRow(name: string, { wall, own }: Stall): string {
  return `| ${name} | ${wall.toFixed(0)} | ${own.toFixed(0)} |`;
}

function keystrokeTable({ checking, checked }: Keystrokes, peer: readonly number[]): string {
  const row = (name: string, times: readonly number[]) =>
    `| ${name} | ${median(times).toFixed(1)} | ${percentile(times, 0.95).toFixed(1)} |`;
  return [
    `| one keystroke at ${largeRows} (budget 50 ms) | median ms | p95 ms |`,
    '| --- | ---: | ---: |',
    row('key to dirty tab', checked.dirty),
    row('the same in a custom editor of one text field (peer)', peer),
    row('key to the list showing it', checked.repaint),
    row('key to dirty tab while all rows are being checked', checking.dirty),
    row('key to the list showing it meanwhile', checking.repaint),
  ].join('\n');
}

function pageTable({ checking, scrolling, typing }: PageParts): string {
  const row = (name: string, { pieces, longest, overFrame }: PageWork) =>
    `| ${name} | ${pieces} | ${longest.wall.toFixed(1)} | ${longest.own.toFixed(1)} | ${overFrame} |`;
  return [
    `| the page's own work on the window's thread, ${largeRows} (budget: a frame, 16.7 ms) | pieces | longest, wall ms | longest, on a processor, ms | over a frame |`,
    '| --- | ---: | ---: | ---: | ---: |',
    row('opening, while lines are found and all rows are checked', checking),
    row('scrolling to the end and back', scrolling),
    row('typing a sentence', typing),
  ].join('\n');
}
