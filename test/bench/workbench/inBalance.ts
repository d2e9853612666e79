/**
 * The part of the balance panel's bench that runs inside the extension host: from the command to the first charts painted, where all
 * figures are ready, beside an empty panel of VS Code, and from an edit to its figures painted. Writes its figures as JSON.
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { TestApi, TestBalancePanel, TestDataset } from '../../../src/host/testApi';

/** Milliseconds, run by run. */
export interface BalanceFigures {
  readonly open: readonly number[];
  readonly empty: readonly number[];
  readonly edits: readonly number[];
}

const RUNS = 10;
const EDITS = 20;
const WITHIN = 120_000;

export async function run(): Promise<void> {
  const file = vscode.Uri.file(process.env.ITUNE_BENCH_SMALL ?? '');
  const extension = vscode.extensions.getExtension<TestApi>('itune.itune');
  if (extension === undefined) throw new Error('The extension under test is not there.');
  const api = await extension.activate();
  await vscode.commands.executeCommand('vscode.openWith', file, 'itune.datasetEditor');
  const dataset = await until('the dataset is open', () => api.dataset(file));
  await until('all rows are checked', () => (dataset.findings().done ? true : undefined));
  await openPanel(api);
  await until('all is counted', async () => ((await isReady(api)) ? true : undefined));
  const open: number[] = [];
  const empty: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    await closePanels(api);
    empty.push(await openEmpty());
    open.push(await openPanel(api));
  }
  await delay(1_000);
  const edits = await measureEdits(await until('a panel', () => api.balancePanels()[0]), dataset);
  const figures: BalanceFigures = { open, empty, edits };
  writeFileSync(process.env.ITUNE_BENCH_FIGURES ?? '', JSON.stringify(figures));
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}

async function isReady(api: TestApi): Promise<boolean> {
  const data = await api.balancePanels()[0]?.call('getBalance', {});
  return data?.isWorking === false;
}

async function openPanel(api: TestApi): Promise<number> {
  const started = performance.now();
  await vscode.commands.executeCommand('itune.openBalance');
  await (
    await until('a panel', () => api.balancePanels()[0])
  ).painted;
  return performance.now() - started;
}

async function closePanels(api: TestApi): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  await vscode.window.tabGroups.close(tabs.filter(({ input }) => input instanceof vscode.TabInputWebview));
  await until('no panel', () => (api.balancePanels().length === 0 ? true : undefined));
  await delay(300);
}

/** A panel whose page says, as ours does, that it has loaded and been on the screen for a frame. */
async function openEmpty(): Promise<number> {
  const started = performance.now();
  const panel = vscode.window.createWebviewPanel('empty', 'Empty', vscode.ViewColumn.Beside, { enableScripts: true });
  const painted = new Promise((resolve) => panel.webview.onDidReceiveMessage(resolve));
  panel.webview.html =
    '<!DOCTYPE html><html><body><script>' +
    'const tell = () => acquireVsCodeApi().postMessage(1);' +
    "addEventListener('load', () => requestAnimationFrame(() => requestAnimationFrame(tell)))" +
    '</script></body></html>';
  await painted;
  const took = performance.now() - started;
  panel.dispose();
  await delay(300);
  return took;
}

async function measureEdits(panel: TestBalancePanel, dataset: TestDataset): Promise<number[]> {
  const times: number[] = [];
  const at = Math.floor(dataset.total / 2);
  for (let i = 0; i < EDITS; i++) {
    const [row] = (await dataset.call('getRows', { from: at, count: 1, view: 'all' })).rows;
    if (row === undefined) throw new Error(`There is no row ${at}.`);
    const before = panel.paintedRevision ?? -1;
    const started = performance.now();
    await dataset.call('applyEdit', {
      id: row.id,
      version: row.version,
      sequence: i + 1,
      edit: { kind: 'raw', text: `{"instruction": "Name colour ${i}.", "input": "", "output": "Green."}` },
      typing: false,
    });
    await until('the edit is painted', () => ((panel.paintedRevision ?? -1) > before ? true : undefined));
    times.push(performance.now() - started);
    await delay(500);
  }
  return times;
}

async function until<T>(what: string, find: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + WITHIN; Date.now() < end;) {
    const found = await find();
    if (found !== undefined) return found;
    await delay(1);
  }
  throw new Error(`Waited in vain until ${what}.`);
}
