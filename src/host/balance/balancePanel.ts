import * as vscode from 'vscode';
import type { BalanceData, BalanceFilter, BalanceTarget } from '../../core/balance/balanceData';
import type {
  BalanceCalls,
  BalanceHostEvents,
  BalanceOpening,
  BalancePageEvents,
  BalancePanelState,
  BalanceRows,
} from '../../protocol/balance';
import type { PreviewCalls } from '../../protocol/preview';
import { Disposable } from '../disposable';
import { BadMessage } from '../editor/messageShape';
import type { OpenDataset } from '../editor/openDataset';
import type { OpenDatasets } from '../editor/openDatasets';
import { type Handlers, RpcPeer } from '../editor/rpcPeer';
import { errorMessage, type Log } from '../log';
import type { SettingsService } from '../settings/settingsService';
import { balanceEvents, balanceParams } from './balanceShapes';
import type { Previews } from '../preview/previews';
import type { Comparison } from './comparison';
import { saveAs } from './saveAs';
import { type CardSource, writeCard, writeCardTo } from './writeCard';

/** What a panel needs of the rest of the extension. */
export interface BalancePanelHost {
  readonly log: Log;
  readonly datasets: OpenDatasets;
  readonly settings: SettingsService;
  readonly previews: Previews;
  /** The datasets that there are, open or only in the workspace. */
  readonly others: () => readonly vscode.Uri[];
  readonly startComparison: () => Comparison;
  readonly target: () => BalanceTarget;
  readonly setTarget: (target: BalanceTarget) => Promise<void>;
  readonly reveal: (dataset: OpenDataset, row: number) => Promise<void>;
}

/** Least time (ms) between two messages about changed figures. */
const INTERVAL = 100;

/** The page's document waits for its figures so long (ms) at most: less than VS Code takes to have a place for it. */
const OPENING_WITHIN = 100;

type Calls = BalanceCalls & PreviewCalls;
type NoCalls = Readonly<Record<string, never>>;

/** One balance panel: what it shows, and the line to its page. */
export class BalancePanel extends Disposable {
  private readonly rpc: RpcPeer<Calls, BalancePageEvents, NoCalls, BalanceHostEvents>;
  private shown: OpenDataset | undefined;
  private listening: { dispose(): unknown } | undefined;
  private isReady = false;
  /** The script of the page as it is loaded now has drawn figures. */
  private isDrawn = false;
  private isCardDue = false;
  /** What the page's document was drawn of, until its script has it. */
  private first: BalanceOpening | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isTelling = false;
  /** Grows with every change of the figures. */
  private changes = 0;
  /** When the page was told of figures last. */
  private told = 0;
  private comparedTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly comparison: Comparison;
  /** The revision of the figures that the page has drawn last. */
  paintedRevision: number | undefined;
  private tellPainted: (charts: number) => void = () => undefined;
  /** Settles when the page has drawn its first charts; tells how many. */
  readonly painted = new Promise<number>((resolve) => {
    this.tellPainted = resolve;
  });

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly host: BalancePanelHost,
    private locked: boolean,
    /** The dataset that a restored panel showed; it is shown when it is open again. */
    private awaited: string | undefined,
  ) {
    super();
    this.rpc = new RpcPeer<Calls, BalancePageEvents, NoCalls, BalanceHostEvents>({
      post: (frame) => {
        panel.webview.postMessage(frame).then(undefined, (error: unknown) => {
          host.log.warn(`balance: a message was not delivered: ${errorMessage(error)}`);
        });
      },
      handlers: this.handlers(),
      params: balanceParams,
      onEvent: {
        pageError: ({ message, stack }) => host.log.error(`balance: page: ${message}`, stack),
        opening: () => this.sendOpening(),
        painted: ({ charts, revision }) => {
          this.paintedRevision = revision;
          this.tellPainted(charts);
          // Before it is ready, its document has drawn and not its script.
          if (this.isReady) this.drawn();
        },
      },
      events: balanceEvents,
      describe: (method, error) => this.describe(method, error),
    });
    this.register(panel.webview.onDidReceiveMessage((message: unknown) => this.rpc.receive(message)));
    this.register(
      panel.onDidChangeViewState(() => {
        // A hidden page is destroyed.
        if (!panel.visible) this.isReady = this.isDrawn = false;
      }),
    );
    this.register(
      host.settings.onDidChange(() => {
        this.tellState();
        // The limit of tokens may be another.
        this.tellSoon();
      }),
    );
    this.comparison = this.register(host.startComparison());
    this.register(this.comparison.onDidChange(() => this.tellCompared()));
  }

  get dataset(): OpenDataset | undefined {
    return this.shown;
  }

  get isLocked(): boolean {
    return this.locked;
  }

  override dispose(): void {
    clearTimeout(this.timer);
    clearTimeout(this.comparedTimer);
    this.listening?.dispose();
    this.rpc.close();
    super.dispose();
  }

  /** The author works on a dataset: a panel that follows shows it. */
  follow(dataset: OpenDataset): void {
    const uri = dataset.document.uri.toString();
    if (this.awaited !== undefined && this.awaited !== uri && this.locked) return;
    if (this.shown !== undefined && this.locked) return;
    this.show(dataset);
  }

  /** Shows a dataset, or none; a locked panel waits for its own to be opened again. */
  show(dataset: OpenDataset | undefined): void {
    if (dataset === this.shown) return;
    this.awaited = dataset === undefined && this.locked ? this.shown?.document.uri.toString() : undefined;
    this.listening?.dispose();
    this.shown = dataset;
    this.listening = dataset?.balance.onDidChange(() => this.tellSoon());
    this.tellState();
    this.tellSoon();
  }

  /** What the page can draw as soon as it is there. The figures are worked out while it loads, also where they come too late for this. */
  async opening(): Promise<BalanceOpening> {
    const data = this.panel.visible ? await this.quickFigures() : undefined;
    const coverage = this.shown?.balance.lastCoverage;
    this.first = {
      panel: this.state(),
      ...(data === undefined ? {} : { data }),
      ...(coverage === undefined ? {} : { coverage }),
    };
    return this.first;
  }

  /** Undefined where they take long, and where they cannot be had: the page asks again, and is told of failures. */
  private async quickFigures(): Promise<BalanceData | undefined> {
    const known = this.shown?.balance.knownFigures;
    if (known !== undefined) return known;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const deadline = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), OPENING_WITHIN);
    });
    const figures = this.shown?.balance.figures().catch(() => undefined);
    const data = await Promise.race([figures, deadline]);
    clearTimeout(timer);
    return data;
  }

  /** Writes the card to a file without asking where (tests in the host). */
  async writeCardTo(
    card: vscode.Uri,
    charts: Readonly<Record<string, string>>,
    confirm: (files: readonly string[]) => Promise<boolean>,
  ): Promise<boolean> {
    const source = this.cardSource(charts);
    return source !== undefined && (await writeCardTo(card, source, confirm));
  }

  /** Has the page draw the pictures of a dataset card, and the card written. */
  async drawCard(): Promise<void> {
    this.isCardDue = true;
    await this.painted;
    if (this.isDrawn) this.drawn();
  }

  /** Sends what the document was drawn of; nothing where that was long ago, since it may be old. */
  private sendOpening(): void {
    this.rpc.send('opening', this.first === undefined ? {} : { opening: this.first });
    this.first = undefined;
  }

  /** The page has figures to draw pictures of. */
  private drawn(): void {
    this.isDrawn = true;
    if (this.isCardDue) this.rpc.send('drawCard', {});
    this.isCardDue = false;
  }

  /** What a card is written from; undefined where no dataset is shown. */
  private cardSource(charts: Readonly<Record<string, string>>): CardSource | undefined {
    const { shown: dataset, host } = this;
    if (dataset === undefined) return undefined;
    const { datasets } = host.settings.of(dataset.document.uri).settings;
    return { dataset, target: host.target(), charts, datasets };
  }

  /** There are other datasets to compare with. */
  othersChanged(): void {
    this.tellState();
    this.comparison.datasetsChanged();
  }

  /** Stands in for the page (tests in the host): a call goes the way of a message, checks included. */
  call<M extends keyof Calls>(method: M, params: Calls[M]['params']): Promise<Calls[M]['result']> {
    return this.rpc.answer(method, params);
  }

  state(): BalancePanelState {
    const { shown, host } = this;
    const uri = shown?.document.uri;
    return {
      ...(shown === undefined || uri === undefined
        ? {}
        : { dataset: { name: shown.document.fileName, uri: uri.toString() } }),
      isLocked: this.locked,
      target: host.target(),
      contextLimit: uri === undefined ? 0 : host.settings.of(uri).settings.maxTokens,
      hasSaved: uri !== undefined && uri.scheme !== 'untitled',
      others: host
        .others()
        .filter((other) => other.toString() !== uri?.toString())
        .map((other) => ({ name: vscode.workspace.asRelativePath(other), uri: other.toString() })),
    };
  }

  private tellState(): void {
    this.panel.title =
      this.shown === undefined ? vscode.l10n.t('Balance') : vscode.l10n.t('Balance: {0}', this.shown.document.fileName);
    if (this.isReady) this.rpc.send('panelState', this.state());
  }

  /** At once where nothing was told a moment ago: after an edit the author waits for the figures. */
  private tellSoon(): void {
    this.changes++;
    if (this.isTelling) return;
    const wait = Math.max(0, this.told + INTERVAL - Date.now());
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.tellFigures();
    }, wait);
  }

  /** Sends the figures themselves: a page that has to ask for them shows them a way there and back later. */
  private async tellFigures(): Promise<void> {
    const { shown, changes } = this;
    if (shown === undefined || !this.isToTell(shown)) return;
    this.told = Date.now();
    this.isTelling = true;
    const data = await shown.balance.figures().catch(() => undefined);
    this.isTelling = false;
    if (this.isToTell(shown)) this.rpc.send('balanceChanged', data === undefined ? {} : { data });
    if (changes !== this.changes) this.tellSoon();
  }

  private isToTell(dataset: OpenDataset): boolean {
    return this.isReady && dataset === this.shown;
  }

  private tellCompared(): void {
    this.comparedTimer ??= setTimeout(() => {
      this.comparedTimer = undefined;
      if (this.isReady) this.rpc.send('comparedChanged', {});
    }, INTERVAL);
  }

  private handlers(): Handlers<Calls> {
    const { previews } = this.host;
    return {
      ready: () => {
        this.rpc.reset();
        this.isReady = true;
        this.isDrawn = false;
        return this.state();
      },
      getBalance: () => this.shown?.balance.figures(),
      getCoverage: () => this.shown?.balance.coverage(),
      analyseAll: async () => {
        await this.shown?.balance.ask('guessAll', null);
        return null;
      },
      showRows: ({ filter }) => this.showRows(filter),
      getRows: ({ filter, from, count }) => this.rows(filter, from, count),
      getSample: ({ filter, count, seed }) => this.sample(filter, count, seed),
      explainGuess: async ({ id }) => (await this.shown?.balance.ask('explainGuess', { id }))?.value,
      setTarget: async ({ target }) => {
        await this.host.setTarget(target);
        return null;
      },
      setLocked: ({ isLocked }) => {
        this.locked = isLocked;
        return this.state();
      },
      compare: ({ with: other }) => this.comparison.with(other, this.shown),
      writeCard: async ({ charts }) => {
        const source = this.cardSource(charts);
        if (source !== undefined) await writeCard(source);
        return null;
      },
      reveal: async ({ id }) => {
        if (this.shown !== undefined) await this.host.reveal(this.shown, id);
        return null;
      },
      getPreviewState: () => previews.state(),
      getExample: ({ id }) => this.shown?.document.rows.example(id),
      getModelView: ({ id, side }) => this.modelView(id, side),
      setPreview: (settings) => previews.set(settings),
      choosePreviewFile: ({ what }) => previews.choose(what),
      copyText: async ({ text }) => {
        await vscode.env.clipboard.writeText(text);
        return null;
      },
      saveFile: async ({ name, content, encoding }) => {
        await saveAs(this.shown?.document.uri, name, content, encoding);
        return null;
      },
    };
  }

  private async showRows(filter: BalanceFilter | undefined): Promise<BalanceCalls['showRows']['result']> {
    const { shown } = this;
    if (shown === undefined) return { total: 0 };
    const rows = filter === undefined ? undefined : await shown.balance.rows(filter);
    for (const view of this.host.datasets.viewsOf(shown.document.uri)) view.showRows(rows);
    return { total: rows?.length ?? shown.document.content.dataset.count };
  }

  private async rows(filter: BalanceFilter, from: number, count: number): Promise<BalanceRows> {
    const { shown } = this;
    if (shown === undefined) return { revision: 0, total: 0, rows: [] };
    const ids = await shown.balance.rows(filter);
    const rows = await shown.document.rows.summariesOf([...ids.subarray(from, from + count)]);
    return { revision: shown.document.content.revision, total: ids.length, rows };
  }

  private async sample(filter: BalanceFilter, count: number, seed: number): Promise<BalanceRows> {
    const { shown } = this;
    if (shown === undefined) return { revision: 0, total: 0, rows: [] };
    const ids = await shown.balance.sample(filter, count, seed);
    const rows = await shown.document.rows.summariesOf(ids);
    return { revision: shown.document.content.revision, total: rows.length, rows };
  }

  private async modelView(id: number, side: 'chosen' | 'rejected'): Promise<PreviewCalls['getModelView']['result']> {
    const example = await this.shown?.document.rows.example(id);
    if (example === undefined) return { error: vscode.l10n.t('This example is gone.') };
    if (example.tooLarge !== undefined) return { error: vscode.l10n.t('This example is too long to preview.') };
    return this.host.previews.modelView(example.text, side, this.state().contextLimit);
  }

  private describe(method: string, error: unknown): string {
    if (!(error instanceof vscode.CancellationError)) this.host.log.error(`balance: ${method}`, error);
    return error instanceof BadMessage
      ? vscode.l10n.t('The page sent a message that the extension does not know.')
      : errorMessage(error);
  }
}
