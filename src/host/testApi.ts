import * as vscode from 'vscode';
import type { BalanceCalls, BalancePanelState } from '../protocol/balance';
import type { EditorCalls, EditorState } from '../protocol/editor';
import type { PreviewCalls } from '../protocol/preview';
import type { FindingsState } from '../protocol/findings';
import type { BalancePanels } from './balance/balancePanels';
import type { EditorView } from './editor/editorView';
import { collectBackup } from './editor/backups';
import { OpenDataset } from './editor/openDataset';
import type { Services } from './services';
import type { OpenDatasets } from './editor/openDatasets';

/** What the extension exports while its tests run in VS Code, and never else. */
export interface TestApi {
  /** The dataset that is open at `uri` in our editor, if one is. */
  dataset(uri: vscode.Uri): TestDataset | undefined;
  /** Opens a file with a backup, apart from VS Code; closes it again. */
  restore(uri: vscode.Uri, backup: Uint8Array): Promise<Restoration>;
  /** The balance panels, in the order in which they were opened. */
  balancePanels(): readonly TestBalancePanel[];
  /** The backup that VS Code would be given now. */
  backup(uri: vscode.Uri): Promise<Uint8Array>;
}

type PanelCalls = BalanceCalls & PreviewCalls;

export interface TestBalancePanel {
  state(): BalancePanelState;
  /** Settles when the page has drawn its first charts; tells how many. */
  readonly painted: Promise<number>;
  /** The revision of the figures that the page has drawn last. */
  readonly paintedRevision: number | undefined;
  /** Writes the dataset card to a file; `confirm` stands in for the question whether pictures may be replaced. */
  writeCardTo(
    card: vscode.Uri,
    charts: Readonly<Record<string, string>>,
    confirm: (files: readonly string[]) => Promise<boolean>,
  ): Promise<boolean>;
  /** A call as the page would make it, checks included. */
  call<M extends keyof PanelCalls>(method: M, params: PanelCalls[M]['params']): Promise<PanelCalls[M]['result']>;
}

export interface Restoration {
  readonly rows: readonly string[];
  readonly isDirty: boolean;
  readonly banners: readonly { readonly id: string; readonly message: string }[];
}

export interface TestDataset {
  readonly views: number;
  readonly isDirty: boolean;
  readonly total: number;
  state(): EditorState;
  /** The row's line, without its line end. */
  rowText(index: number): Promise<string>;
  /** Settles when all lines of the file are known. */
  indexed(): Promise<void>;
  /** Saves as VS Code does: rejects with what VS Code would show. */
  save(token?: vscode.CancellationToken): Promise<void>;
  saveAs(target: vscode.Uri): Promise<void>;
  /** Looks at the file now, as the watcher would. */
  checkDisk(): Promise<void>;
  /** A call as view `view` (from 0) would make it, checks included. */
  call<M extends keyof EditorCalls>(
    method: M,
    params: EditorCalls[M]['params'],
    view?: number,
  ): Promise<EditorCalls[M]['result']>;
  /** What the checks have found, as views are told. */
  findings(): FindingsState;
  /** Where the row stands that view `view` (from 0) shows. */
  selected(view?: number): number | undefined;
  /** Settles when the page of view `view` has drawn its first rows; tells how many. */
  painted(view?: number): Promise<number>;
}

export function createTestApi(datasets: OpenDatasets, panels: BalancePanels, services: Services): TestApi {
  return {
    restore: async (uri, carried) => {
      const open = await OpenDataset.open(uri, { carried }, services);
      const { document } = open;
      try {
        await document.index();
        const rows = await document.content.dataset.readRows(0, document.content.dataset.count);
        return { rows: rows.map(({ text }) => text), isDirty: document.isDirty, banners: document.banners.list() };
      } finally {
        open.dispose();
        document.dispose();
      }
    },
    balancePanels: () => panels.list(),
    backup: (uri) => {
      const open = datasets.get(uri);
      if (open === undefined) throw new RangeError(`${uri.toString()} is not open.`);
      return collectBackup(open.document);
    },
    dataset: (uri) => {
      const open = datasets.get(uri);
      return open && testDataset(open, () => datasets.viewsOf(uri));
    },
  };
}

function testDataset(open: OpenDataset, views: () => readonly EditorView[]): TestDataset {
  const { document } = open;
  const view = (index: number): EditorView => {
    const found = views()[index];
    if (found === undefined) throw new RangeError(`There is no view ${index} of ${document.fileName}.`);
    return found;
  };
  const dataset = () => document.content.dataset;
  return {
    get views() {
      return views().length;
    },
    get isDirty() {
      return document.isDirty;
    },
    get total() {
      return dataset().count;
    },
    state: () => document.state(),
    rowText: async (index) => (await dataset().readRow(dataset().idAt(index)))?.text ?? '',
    indexed: () => document.index(),
    checkDisk: () => open.checkDisk(),
    save: (token) => open.save(token ?? new vscode.CancellationTokenSource().token),
    saveAs: (target) => open.saveAs(target, new vscode.CancellationTokenSource().token),
    findings: () => open.findings.state(),
    call: (method, params, index = 0) => view(index).call(method, params),
    selected: (index = 0) => {
      const { selectedRow } = view(index);
      return selectedRow === undefined ? undefined : document.rows.locate(selectedRow);
    },
    painted: (index = 0) => view(index).painted,
  };
}
