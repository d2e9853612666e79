import * as vscode from 'vscode';
import type {
  DocumentChange,
  EditorCalls,
  EditorHostEvents,
  EditorOpening,
  EditorPageCalls,
  EditorPageEvents,
  RowId,
} from '../../protocol/editor';
import { Disposable } from '../disposable';
import { errorMessage, type Log } from '../log';
import { emptyExample } from '../../core/record/emptyExample';
import { chooseFormat } from './chooseFormat';
import type { DatasetDocument } from './datasetDocument';
import { editorEvents, editorParams } from './editorShapes';
import type { DatasetFindings } from '../findings/datasetFindings';
import type { FindingFixes } from '../findings/findingFixes';
import { ViewFindings } from '../findings/viewFindings';
import { FindSession } from './findSession';
import { MatchedRows } from './matchedRows';
import { BadMessage } from './messageShape';
import { RowIdList } from './rowIdList';
import type { Previews } from '../preview/previews';
import { RpcClosed, RpcPeer, type EventHandlers, type Handlers } from './rpcPeer';

/** What a view needs of the rest of the editor. */
export interface ViewHost {
  readonly log: Log;
  /** The page's document for a webview. */
  html(webview: vscode.Webview, opening: EditorOpening | undefined): Promise<string>;
  readonly pageRoot: vscode.Uri;
  readonly previews: Previews;
  /** Tokens that a model sees at most of an example of a file; 0 for no limit. */
  contextLimit(uri: vscode.Uri): number;
  openAsText(uri: vscode.Uri, row: RowId | undefined): Promise<void>;
}

/** How a row is shown. */
export interface RevealOptions {
  /** Puts the focus on the fix buttons of the row's first finding. */
  readonly problems?: boolean;
}

/** The index begins once the page has drawn its first rows, and at the latest after this time (ms). */
const LATEST_INDEXING = 3_000;

/** Rows that come with the page itself: as many as most screens show. More would be drawn later. */
const OPENING_ROWS = 24;

/** The banner while only picked rows are shown. */
const PICKED = 'picked-rows';

/** A page that does not answer a flush within this time (ms) is taken for gone: a save must not hang on it. */
const FLUSH_DEADLINE = 2_000;

/**
 * One page: a webview panel that shows a dataset. The page may be destroyed and loaded again at any time (a hidden tab), so each
 * `ready` is a fresh client, and nothing is sent before it.
 */
export class EditorView extends Disposable {
  private readonly rpc: RpcPeer<EditorCalls, EditorPageEvents, EditorPageCalls, EditorHostEvents>;
  private readonly find: FindSession;
  private readonly findings: ViewFindings;
  private picked: MatchedRows | undefined;
  private isReady = false;
  /** The page as it is loaded now has drawn rows. */
  private isDrawn = false;
  /** What the page's document was drawn of, until its script has it. */
  private first: EditorOpening | undefined;
  private dueReveal: (RevealOptions & { readonly id: RowId }) | undefined;
  /** Names this view in changes and in its edits' chains; unique to one load of the page. */
  private pageId: string;
  /** The row that the page shows, for the status bar and for commands. */
  selectedRow: RowId | undefined;
  private tellPainted: (rows: number) => void = () => undefined;
  /** Settles when the page has drawn its first rows; tells how many. */
  readonly painted = new Promise<number>((resolve) => {
    this.tellPainted = resolve;
  });
  private readonly selected = this.register(new vscode.EventEmitter<EditorPageEvents['selection']>());
  readonly onDidSelect = this.selected.event;

  constructor(
    /** Views of a session are numbered, for the log. */
    readonly number: number,
    readonly dataset: DatasetDocument,
    checks: { readonly findings: DatasetFindings; readonly fixes: FindingFixes },
    readonly panel: vscode.WebviewPanel,
    private readonly host: ViewHost,
  ) {
    super();
    this.pageId = `view-${number}`;
    this.find = this.register(
      new FindSession(dataset.findHost, (progress) => {
        this.send('findProgress', progress);
      }),
    );
    this.findings = this.register(
      new ViewFindings(checks.findings, checks.fixes, {
        selected: () => this.selectedRow,
        tell: (state) => {
          this.send('findings', state);
        },
      }),
    );
    this.rpc = new RpcPeer({
      post: (frame) => {
        panel.webview.postMessage(frame).then(undefined, (error: unknown) => {
          host.log.warn(`view ${number}: a message was not delivered: ${errorMessage(error)}`);
        });
      },
      handlers: this.handlers(),
      params: editorParams,
      onEvent: this.eventHandlers(),
      events: editorEvents,
      describe: (method, error) => this.describe(method, error),
    });
    this.listen();
    panel.webview.options = { enableScripts: true, localResourceRoots: [host.pageRoot] };
    void this.load();
    const timer = setTimeout(() => dataset.beginIndexing(), LATEST_INDEXING);
    this.register({ dispose: () => clearTimeout(timer) });
  }

  override dispose(): void {
    this.isReady = false;
    this.dataset.edits.forgetView(this.pageId);
    this.rpc.close();
    super.dispose();
  }

  /** Asks the page for every edit that it still holds. Returns also when the page is hidden, gone or does not answer. */
  async flush(): Promise<void> {
    if (!this.isReady) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const deadline = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), FLUSH_DEADLINE);
    });
    try {
      const answer = await Promise.race([this.rpc.call('flush', {}), deadline]);
      if (answer === 'late') this.host.log.warn(`view ${this.number}: the page did not flush in time`);
    } catch (error) {
      if (!(error instanceof RpcClosed)) this.host.log.error(`view ${this.number}: flush`, error);
    } finally {
      clearTimeout(timer);
    }
  }

  command(name: EditorHostEvents['command']['name']): void {
    this.send('command', { name });
  }

  /** Selects a row and goes to its form; a page that is being loaded is told when it has drawn. */
  reveal(id: RowId, options: RevealOptions = {}): void {
    if (this.isDrawn) this.send('reveal', { id, focus: true, ...options });
    else this.dueReveal = { id, ...options };
  }

  /** Stands in for the page (tests in the host): a call goes the way of a message, checks included. */
  call<M extends keyof EditorCalls>(method: M, params: EditorCalls[M]['params']): Promise<EditorCalls[M]['result']> {
    return this.rpc.answer(method, params);
  }

  /** Loads the page with its first rows in its document: asking for them takes longer than drawing them. */
  private async load(): Promise<void> {
    this.first = await this.opening();
    const html = await this.host.html(this.panel.webview, this.first);
    if (!this.isDisposed) this.panel.webview.html = html;
  }

  /** Sends what the document was drawn of; nothing where that was long ago, since it may be old. */
  private sendOpening(): void {
    this.rpc.send('opening', this.first === undefined ? {} : { opening: this.first });
    this.first = undefined;
  }

  private async opening(): Promise<EditorOpening | undefined> {
    try {
      const rows = await this.dataset.rows.summaries(0, OPENING_ROWS);
      return { state: this.dataset.state(), rows: this.findings.withKnownProblems(rows) };
    } catch (error) {
      this.host.log.warn(`view ${this.number}: the first rows could not be read yet: ${errorMessage(error)}`);
      return undefined;
    }
  }

  private send<N extends keyof EditorHostEvents>(name: N, data: EditorHostEvents[N]): void {
    if (this.isReady) this.rpc.send(name, data);
  }

  private listen(): void {
    const { panel, dataset } = this;
    this.register(panel.webview.onDidReceiveMessage((message: unknown) => this.rpc.receive(message)));
    this.register(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.leave();
        else if (panel.active) dataset.checkDisk();
      }),
    );
    this.register(
      dataset.onDidChangeRows((change: DocumentChange) => {
        this.find.documentChanged(change);
        this.send('changed', change);
      }),
    );
    this.register(
      dataset.onDidChangeState(() => {
        this.send('state', dataset.state());
      }),
    );
  }

  /** The page is being destroyed: what it was asked will not be answered. */
  private leave(): void {
    this.isReady = false;
    this.isDrawn = false;
    this.rpc.reset();
  }

  /** Shows only these rows, in file order; all of them again without. A search or a filter by findings ends it. */
  showRows(ids: Float64Array | undefined): void {
    const { rows, banners } = this.dataset;
    const host = { rows, indexOf: (id: RowId) => rows.locate(id) };
    this.letGoOfPicked();
    if (ids !== undefined) {
      this.picked = new MatchedRows(host, RowIdList.of(ids.slice()));
      banners.show(PICKED, {
        severity: 'info',
        message: vscode.l10n.t('Shown are the {0} examples that were picked in the balance panel.', ids.length),
        actions: [{ id: 'all', title: vscode.l10n.t('Show all examples'), run: () => this.showRows(undefined) }],
      });
    }
    this.send('shownRows', ids === undefined ? {} : { total: ids.length });
  }

  /** Rows may have been picked before the page was there, or while its tab was hidden and VS Code had thrown it away. */
  private tellPicked(): void {
    if (this.picked !== undefined) this.send('shownRows', { total: this.picked.length });
  }

  private letGoOfPicked(): void {
    if (this.picked !== undefined) this.dataset.banners.hide(PICKED);
    this.picked = undefined;
  }

  /** What the view `matches` holds: rows that were picked, else those of the filter by findings, else those of the search. */
  private get matches(): MatchedRows {
    if (this.picked !== undefined) return this.picked;
    return this.findings.filter.isOn ? this.findings.filter.matches : this.find.matches;
  }

  private handlers(): Handlers<EditorCalls> {
    const { dataset, find, findings } = this;
    const { previews } = this.host;
    return {
      ...findings.handlers(),
      filterByFindings: (params) => {
        this.letGoOfPicked();
        return findings.handlers().filterByFindings(params);
      },
      ready: ({ viewId }) => {
        this.leave();
        dataset.edits.forgetView(this.pageId);
        this.pageId = viewId;
        this.isReady = true;
        // Behind the answer: a page knows nothing before it.
        setTimeout(() => {
          this.tellPicked();
          void findings.tell();
        });
        return dataset.state();
      },
      getRows: ({ from, count, view }) =>
        findings.withProblems(
          view === 'all' ? dataset.rows.summaries(from, count) : this.matches.summaries(from, count),
        ),
      getExample: ({ id }) => dataset.rows.example(id),
      locate: ({ id, view }) => (view === 'all' ? dataset.rows.locate(id) : this.matches.locate(id)),
      getIds: ({ from, count, view }) =>
        view === 'all' ? dataset.rows.ids(from, count) : this.matches.ids(from, count),
      applyEdit: (params) => dataset.edits.apply(this.pageId, params),
      endBurst: () => {
        dataset.edits.endBurst();
        return null;
      },
      insertExample: ({ at, text }) => dataset.edits.insert(at, text),
      chooseFormat: async () => {
        const shape = await chooseFormat();
        return shape === undefined ? null : emptyExample(shape);
      },
      duplicateExamples: ({ ids }) => dataset.edits.duplicate(ids),
      deleteExamples: ({ ids }) => dataset.edits.delete(ids).then(() => null),
      moveExamples: ({ ids, to }) => dataset.edits.move(ids, to).then(() => null),
      find: ({ query, searchId }) => {
        this.letGoOfPicked();
        return find.start(query, searchId);
      },
      findNext: ({ from, backwards }) => find.matches.next(from, backwards),
      undo: () => dataset.undo.undo().then(() => null),
      redo: () => dataset.undo.redo().then(() => null),
      openAsText: ({ id }) => this.host.openAsText(dataset.uri, id ?? this.selectedRow).then(() => null),
      bannerAction: ({ banner, action }) => dataset.bannerAction(banner, action).then(() => null),
      copyRows: async ({ ids }) => {
        await vscode.env.clipboard.writeText(await dataset.rows.text(ids));
        return null;
      },
      getPreviewState: () => previews.state(),
      setPreview: (settings) => previews.set(settings),
      choosePreviewFile: ({ what }) => previews.choose(what),
      previewLine: ({ line, side }) => previews.modelView(line, side, this.host.contextLimit(dataset.uri)),
    };
  }

  private eventHandlers(): EventHandlers<EditorPageEvents> {
    return {
      selection: (selection) => {
        this.selectedRow = selection.id;
        this.findings.selectionChanged();
        this.selected.fire(selection);
      },
      pageError: ({ message, stack }) => this.host.log.error(`view ${this.number}: page: ${message}`, stack),
      painted: ({ rows }) => {
        this.tellPainted(rows);
        this.dataset.beginIndexing();
      },
      opening: () => this.sendOpening(),
      drawn: () => {
        this.isDrawn = true;
        if (this.dueReveal !== undefined) this.reveal(this.dueReveal.id, this.dueReveal);
        this.dueReveal = undefined;
      },
    };
  }

  private describe(method: string, error: unknown): string {
    const isOurs = error instanceof BadMessage;
    if (!(error instanceof vscode.CancellationError)) this.host.log.error(`view ${this.number}: ${method}`, error);
    return isOurs ? vscode.l10n.t('The page sent a message that the extension does not know.') : errorMessage(error);
  }
}
