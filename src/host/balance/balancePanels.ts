import * as vscode from 'vscode';
import type { BalanceTarget } from '../../core/balance/balanceData';
import { addressesOf, type BuiltPage } from '../../protocol/pageAddresses';
import { BALANCE_VIEW } from '../contribution';
import { Disposable } from '../disposable';
import { BadMessage } from '../editor/messageShape';
import type { OpenDataset } from '../editor/openDataset';
import type { OpenDatasets } from '../editor/openDatasets';
import { readBuiltPage } from '../editor/builtPage';
import { webviewHtml } from '../editor/webviewHtml';
import { revealRow } from '../language/revealRow';
import type { Services } from '../services';
import { BalancePanel, type BalancePanelHost } from './balancePanel';
import { target as targetShape } from './balanceShapes';
import { Comparison } from './comparison';
import { WorkspaceDatasets } from './workspaceDatasets';

const TARGET_KEY = 'itune.balance.target';

/** Every balance panel: opens and restores them, and lets them follow the dataset that the author works on. */
export class BalancePanels extends Disposable implements vscode.WebviewPanelSerializer {
  private readonly panels = new Set<BalancePanel>();
  private readonly host: BalancePanelHost;
  private readonly pageRoot: vscode.Uri;
  private page: Promise<BuiltPage> | undefined;
  private readonly workspace: WorkspaceDatasets;
  /** The datasets that were open when panels were told last. */
  private openBefore = '';

  constructor(
    private readonly services: Services,
    private readonly datasets: OpenDatasets,
    private readonly memento: vscode.Memento,
  ) {
    super();
    this.pageRoot = vscode.Uri.joinPath(services.extensionUri, 'dist', 'webview');
    this.host = {
      log: services.log,
      datasets,
      settings: services.settings,
      previews: services.previews,
      others: () => this.others(),
      startComparison: () => new Comparison(services, datasets),
      target: () => this.target,
      setTarget: async (target) => {
        await memento.update(TARGET_KEY, target);
      },
      reveal: (dataset, row) => this.reveal(dataset, row),
    };
    this.register(datasets.onDidChangeActiveView(() => this.follow()));
    this.workspace = this.register(new WorkspaceDatasets(services.settings));
    this.register(this.workspace.onDidChange(() => this.tellOthers()));
    this.register(vscode.window.registerWebviewPanelSerializer(BALANCE_VIEW, this));
  }

  /** The panels that are there, in the order in which they were opened. */
  list(): readonly BalancePanel[] {
    return [...this.panels];
  }

  /** Writes a dataset card of the dataset that the author works on. Its pictures are drawn by a panel. */
  async writeCard(): Promise<void> {
    const panel = await this.openToSide();
    if (panel.dataset !== undefined) await panel.drawCard();
    else void vscode.window.showInformationMessage(vscode.l10n.t('Open a dataset first, then run this command.'));
  }

  /** Opens a panel beside the editor, or shows the one that is there for the dataset. */
  async openToSide(): Promise<BalancePanel> {
    const dataset = this.activeDataset();
    const known = [...this.panels].find((panel) => panel.dataset === dataset || !panel.isLocked);
    if (known !== undefined) {
      if (dataset !== undefined) known.follow(dataset);
      known.panel.reveal(undefined, true);
      return known;
    }
    const panel = vscode.window.createWebviewPanel(
      BALANCE_VIEW,
      vscode.l10n.t('Balance'),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      this.options(),
    );
    return this.add(panel, false, undefined, dataset);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    panel.webview.options = this.options();
    const { uri, isLocked } = readState(state);
    const dataset = this.datasets.list().find(({ document }) => document.uri.toString() === uri);
    await this.add(panel, isLocked, uri, dataset ?? (isLocked ? undefined : this.activeDataset()));
  }

  private async add(
    webviewPanel: vscode.WebviewPanel,
    isLocked: boolean,
    awaited: string | undefined,
    dataset: OpenDataset | undefined,
  ): Promise<BalancePanel> {
    const panel = new BalancePanel(webviewPanel, this.host, isLocked, awaited);
    this.panels.add(panel);
    webviewPanel.onDidDispose(() => {
      this.panels.delete(panel);
      panel.dispose();
    });
    panel.show(dataset);
    this.workspace.lookSoon();
    const html = await this.html(webviewPanel.webview, panel);
    if (this.panels.has(panel)) webviewPanel.webview.html = html;
    return panel;
  }

  /** The dataset with the focus, else the one that is open. */
  private activeDataset(): OpenDataset | undefined {
    const view = this.datasets.activeView;
    return (view && this.datasets.get(view.dataset.uri)) ?? this.datasets.list().at(-1);
  }

  private follow(): void {
    const open = new Set(this.datasets.list());
    const view = this.datasets.activeView;
    const active = view && this.datasets.get(view.dataset.uri);
    for (const panel of this.panels) {
      if (panel.dataset !== undefined && !open.has(panel.dataset)) panel.show(undefined);
      const next = active ?? (panel.dataset === undefined ? this.activeDataset() : undefined);
      if (next !== undefined) panel.follow(next);
    }
    const openNow = [...open].map(({ document }) => document.uri.toString()).join(' ');
    if (openNow === this.openBefore) return;
    this.openBefore = openNow;
    this.tellOthers();
  }

  private tellOthers(): void {
    for (const panel of this.panels) panel.othersChanged();
  }

  /** Datasets that are open first, then the others of the workspace. */
  private others(): readonly vscode.Uri[] {
    const open = this.datasets.list().map(({ document }) => document.uri);
    const known = new Set(open.map((uri) => uri.toString()));
    return [...open, ...this.workspace.list().filter((uri) => !known.has(uri.toString()))];
  }

  private async reveal({ document }: OpenDataset, row: number): Promise<void> {
    const index = document.rows.locate(row);
    if (index >= 0) await revealRow(this.datasets, document.uri, index);
  }

  private get target(): BalanceTarget {
    try {
      return targetShape(this.memento.get(TARGET_KEY), 'target');
    } catch (error) {
      if (!(error instanceof BadMessage)) throw error;
      return { kind: 'equal' };
    }
  }

  private options(): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: [this.pageRoot] };
  }

  private async html(webview: vscode.Webview, panel: BalancePanel): Promise<string> {
    this.page ??= readBuiltPage(this.pageRoot, 'balance');
    const [page, opening] = await Promise.all([this.page, panel.opening()]);
    return webviewHtml({
      title: vscode.l10n.t('Balance'),
      language: vscode.env.language,
      addresses: addressesOf('balance', page, webview.asWebviewUri(this.pageRoot).toString()),
      style: page.style,
      first: { html: this.services.renderFirstCharts(opening), script: page.first },
      cspSource: webview.cspSource,
      nonce: this.services.randomId(),
      loading: vscode.l10n.t('Opening...'),
    });
  }
}

/** What the page kept of itself; never trusted in form. */
function readState(state: unknown): { readonly uri: string | undefined; readonly isLocked: boolean } {
  const known = typeof state === 'object' && state !== null ? (state as Readonly<Record<string, unknown>>) : {};
  return { uri: typeof known.uri === 'string' ? known.uri : undefined, isLocked: known.isLocked === true };
}
