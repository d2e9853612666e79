/**
 * The part of the workbench bench that runs inside the extension host: from `vscode.openWith` to first rows painted, beside an empty
 * custom editor, and the memory of the extension host with a large file open. Writes its figures as JSON.
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { TestApi, TestDataset } from '../../../src/host/testApi';
import { EMPTY_EDITOR } from './emptyEditorType.js';
import { registerEmptyEditor } from './emptyEditor.js';
import { type EditFigures, HostStalls, measureEdits, type Stall } from './measureFindings.js';

export interface HostFigures {
  /** Milliseconds from the command to the painted message, run by run. */
  readonly open: Readonly<Record<'empty' | 'small' | 'large', readonly number[]>>;
  /** Milliseconds until all lines of the large file were known, and how many rows it has. */
  readonly index: { readonly milliseconds: number; readonly rows: number };
  /** Resident memory of the extension host process (workers included), in bytes. */
  readonly memory: { readonly idle: number; readonly indexed: number; readonly checked: number };
  /** Milliseconds until all rows of the large file were checked (from the command), and for edits of one row and its findings. */
  readonly checks: { readonly milliseconds: number; readonly edits: EditFigures };
  /** The longest time for which the extension host's thread was held up. */
  readonly stalls: { readonly opening: Stall; readonly checking: Stall; readonly editing: Stall };
}

const RUNS = 15;
/** How long the checks of the large file are waited for, in ms. */
const CHECKED_WITHIN = 1_200_000;

export async function run(): Promise<void> {
  const { ITUNE_BENCH_SMALL, ITUNE_BENCH_LARGE, ITUNE_BENCH_FIGURES } = process.env;
  const small = vscode.Uri.file(ITUNE_BENCH_SMALL ?? '');
  const large = vscode.Uri.file(ITUNE_BENCH_LARGE ?? '');
  const extension = vscode.extensions.getExtension<TestApi>('itune.itune');
  if (extension === undefined) throw new Error('The extension under test is not there.');
  const api = await extension.activate();
  const empty = registerEmptyEditor();
  const open = { empty: [] as number[], small: [] as number[], large: [] as number[] };
  const openEmpty = () => timed(small, EMPTY_EDITOR, empty.opened());
  const openOurs = async (uri: vscode.Uri): Promise<number> => {
    // What the run before left open would count as painted at once.
    while (api.dataset(uri) !== undefined) await delay(10);
    return timed(uri, 'itune.datasetEditor', painted(api, uri));
  };
  const memory = await measureMemory(api, large, openEmpty);
  for (const warmUp of [openEmpty, () => openOurs(small), () => openOurs(large)]) await warmUp();
  for (let i = 0; i < RUNS; i++) {
    open.empty.push(await openEmpty());
    open.small.push(await openOurs(small));
    open.large.push(await openOurs(large));
  }
  empty.dispose();
  const figures: HostFigures = { open, ...memory };
  writeFileSync(ITUNE_BENCH_FIGURES ?? '', JSON.stringify(figures));
}

async function timed(uri: vscode.Uri, viewType: string, painted: Promise<unknown>): Promise<number> {
  const started = performance.now();
  await vscode.commands.executeCommand('vscode.openWith', uri, viewType);
  await painted;
  const took = performance.now() - started;
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await delay(300);
  return took;
}

async function painted(api: TestApi, uri: vscode.Uri): Promise<number> {
  return (await datasetAt(api, uri)).painted();
}

async function datasetAt(api: TestApi, uri: vscode.Uri): Promise<TestDataset> {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    const dataset = api.dataset(uri);
    if (dataset !== undefined && dataset.views > 0) return dataset;
    await delay(1);
  }
  throw new Error(`${uri.fsPath} did not open.`);
}

/** Before all runs: what those left behind would count as idle. */
async function measureMemory(
  api: TestApi,
  large: vscode.Uri,
  openEmpty: () => Promise<number>,
): Promise<Pick<HostFigures, 'index' | 'checks' | 'stalls' | 'memory'>> {
  await openEmpty();
  await delay(5000);
  const idle = process.memoryUsage().rss;
  const stalls = new HostStalls();
  const started = performance.now();
  await vscode.commands.executeCommand('vscode.openWith', large, 'itune.datasetEditor');
  const dataset = await datasetAt(api, large);
  await dataset.painted();
  await dataset.indexed();
  const milliseconds = performance.now() - started;
  const indexed = process.memoryUsage().rss;
  const stallOpening = stalls.take();
  for (const end = Date.now() + CHECKED_WITHIN; !dataset.findings().done && Date.now() < end;) await delay(100);
  const checks = dataset.findings().done ? performance.now() - started : Number.NaN;
  await delay(5000);
  const checked = process.memoryUsage().rss;
  const stallChecking = stalls.take();
  const edits = await measureEdits(dataset);
  const stallEditing = stalls.take();
  stalls.stop();
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  return {
    index: { milliseconds, rows: dataset.total },
    checks: { milliseconds: checks, edits },
    stalls: { opening: stallOpening, checking: stallChecking, editing: stallEditing },
    memory: { idle, indexed, checked },
  };
}
