import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { NodeTestApi } from '../../src/extension.node.js';
import type { TestDataset } from '../../src/host/testApi.js';
import type { EditOutcome } from '../../src/protocol/editor.js';

/** A dataset that a test made, open in the visual editor. */
export interface Opened {
  readonly uri: vscode.Uri;
  readonly path: string;
  readonly dataset: TestDataset;
  /** The file on disk, byte by byte. */
  bytes(): Buffer;
  text(): string;
  /** Replaces a row's line, as an edit of its own. */
  edit(index: number, line: string, options?: EditOptions): Promise<EditOutcome>;
  tab(): vscode.Tab | undefined;
}

export interface EditOptions {
  readonly typing?: boolean;
  readonly label?: string;
  readonly view?: number;
  /** The version that the edit claims to build on, instead of the row's own. */
  readonly version?: number;
}

let sequence = 0;

export async function testApi(): Promise<NodeTestApi> {
  const extension = vscode.extensions.getExtension<NodeTestApi | undefined>('itune.itune');
  const api = await extension?.activate();
  assert.ok(api, 'the extension exports its test interface');
  return api;
}

/** Writes a file of its own folder into the workspace. */
export function writeDataset(content: string | Uint8Array, name = 'set.itune.jsonl'): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  assert.ok(folder, 'the workspace is open');
  // Every test file is a bundle with its own copy of this module: a number that counts up would not be of one test alone.
  const path = join(mkdtempSync(join(folder, 'made-')), name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return vscode.Uri.file(path);
}

/** Writes a dataset and opens it in the visual editor. */
export async function openDataset(content: string | Uint8Array, name?: string): Promise<Opened> {
  return open(writeDataset(content, name));
}

export async function open(uri: vscode.Uri, column = vscode.ViewColumn.One): Promise<Opened> {
  const viewType = uri.path.endsWith('.itune.jsonl') ? 'itune.datasetEditor' : 'itune.datasetEditor.option';
  await vscode.commands.executeCommand('vscode.openWith', uri, viewType, { viewColumn: column, preview: false });
  return attach(uri);
}

/** The dataset that is (or soon will be) open at `uri`. */
export async function attach(uri: vscode.Uri): Promise<Opened> {
  const api = await testApi();
  const dataset = await until('the dataset is open', () => {
    const found = api.dataset(uri);
    return found !== undefined && found.views > 0 ? found : undefined;
  });
  return {
    uri,
    path: uri.fsPath,
    dataset,
    bytes: () => readFileSync(uri.fsPath),
    text: () => readFileSync(uri.fsPath, 'utf8'),
    edit: async (index, line, options = {}) => {
      const row = (await dataset.call('getRows', { from: index, count: 1, view: 'all' })).rows[0];
      assert.ok(row, `there is a row ${index}`);
      return dataset.call(
        'applyEdit',
        {
          id: row.id,
          version: options.version ?? row.version,
          sequence: ++sequence,
          edit: { kind: 'raw', text: line },
          typing: options.typing ?? false,
          ...(options.label === undefined ? {} : { label: options.label }),
        },
        options.view ?? 0,
      );
    },
    tab: () => tabsOf(uri)[0],
  };
}

export function tabsOf(uri: vscode.Uri): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString());
}

/** Every row, as it stands in the editor. */
export async function rowTexts({ dataset }: Opened): Promise<string[]> {
  return Promise.all(Array.from({ length: dataset.total }, (_, index) => dataset.rowText(index)));
}

export async function save(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.files.save');
}

export async function undo(): Promise<void> {
  await vscode.commands.executeCommand('itune.undo');
}

export async function redo(): Promise<void> {
  await vscode.commands.executeCommand('itune.redo');
}

export async function waitForDirty(opened: Opened, isDirty: boolean): Promise<void> {
  await until(`the tab is ${isDirty ? 'dirty' : 'clean'}`, () => opened.tab()?.isDirty === isDirty || undefined);
}

/** Asks again and again until `find` finds something. */
export async function until<T>(
  what: string,
  find: () => T | undefined | Promise<T | undefined>,
  within = 20_000,
): Promise<T> {
  for (const end = Date.now() + within; ;) {
    const found = await find();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`Waited ${within} ms in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Rows of the common shape, numbered. */
export function rows(count: number): string[] {
  return Array.from(
    { length: count },
    (_, i) => `{"instruction": "Question ${i}", "input": "", "output": "Answer ${i}"}`,
  );
}

export function lines(...texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}

type Fs = NodeTestApi['fs'];

/** Puts a fault in the place of a call to the file system, for the time that `work` takes. `real` is what the call does. */
export async function withFault<Name extends keyof Fs, T>(
  name: Name,
  fault: (real: Fs[Name]) => Fs[Name],
  work: () => Promise<T>,
): Promise<T> {
  const { fs } = await testApi();
  const real = fs[name];
  fs[name] = fault(real);
  try {
    return await work();
  } finally {
    fs[name] = real;
  }
}

export function systemError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: injected by a test`), { code });
}
