/**
 * The part of the bench of first findings that runs in the extension host: opens a large file again and again, and notes when. The
 * page, watched from outside, notes when it shows what. Writes the moments as JSON.
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/host/testApi';
import { registerEmptyEditor } from './emptyEditor.js';
import { EMPTY_EDITOR } from './emptyEditorType.js';

export interface Opening {
  /** Milliseconds since 1970. */
  readonly asked: number;
  readonly closed: number;
}

const RUNS = 15;
/** How long each stays open, in ms: longer than any first finding takes. */
const OPEN_FOR = 4000;

export async function run(): Promise<void> {
  const { ITUNE_BENCH_SMALL, ITUNE_BENCH_FIGURES } = process.env;
  const file = vscode.Uri.file(ITUNE_BENCH_SMALL ?? '');
  const extension = vscode.extensions.getExtension<TestApi>('itune.itune');
  if (extension === undefined) throw new Error('The extension under test is not there.');
  const api = await extension.activate();
  const empty = registerEmptyEditor();
  // The window is ready when it shows this, and the extension has been there for a while.
  const ready = empty.opened();
  await vscode.commands.executeCommand('vscode.openWith', file, EMPTY_EDITOR);
  await ready;
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await delay(5000);
  const openings: Opening[] = [];
  for (let i = 0; i <= RUNS; i++) {
    const asked = now();
    await vscode.commands.executeCommand('vscode.openWith', file, 'itune.datasetEditor');
    await delay(OPEN_FOR);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    while (api.dataset(file) !== undefined) await delay(10);
    await delay(300);
    openings.push({ asked, closed: now() });
  }
  empty.dispose();
  // The first warms up.
  writeFileSync(ITUNE_BENCH_FIGURES ?? '', JSON.stringify(openings.slice(1)));
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
