import * as vscode from 'vscode';
import { addressesOf, type BuiltPage } from '../../protocol/pageAddresses';
import type { EditorOpening } from '../../protocol/editor';
import { Disposable } from '../disposable';
import type { Services } from '../services';
import { readBuiltPage } from './builtPage';
import type { DatasetDocument } from './datasetDocument';
import { EditorView, type ViewHost } from './editorView';
import { OpenDataset } from './openDataset';
import type { OpenDatasets } from './openDatasets';
import type { Renames } from './renames';
import { webviewHtml } from './webviewHtml';

type Changed =
  vscode.CustomDocumentEditEvent<DatasetDocument> | vscode.CustomDocumentContentChangeEvent<DatasetDocument>;

/** What VS Code calls to open, show, save and back up datasets. */
export class DatasetEditorProvider extends Disposable implements vscode.CustomEditorProvider<DatasetDocument> {
  private readonly changed = this.register(new vscode.EventEmitter<Changed>());
  readonly onDidChangeCustomDocument = this.changed.event as vscode.Event<
    vscode.CustomDocumentEditEvent<DatasetDocument>
  >;
  private readonly viewHost: ViewHost;
  private views = 0;
  /** Asked for at once, so that it is there when the first document is. */
  private readonly page: Promise<BuiltPage>;

  constructor(
    private readonly services: Services,
    private readonly datasets: OpenDatasets,
    private readonly renames: Renames,
  ) {
    super();
    const pageRoot = vscode.Uri.joinPath(services.extensionUri, 'dist', 'webview');
    this.page = readBuiltPage(pageRoot, 'editor');
    this.viewHost = {
      log: services.log,
      pageRoot,
      previews: services.previews,
      contextLimit: (uri) => services.settings.of(uri).settings.maxTokens,
      html: (webview, opening) => this.html(webview, pageRoot, opening),
      openAsText: (uri, row) => datasets.openAsText(uri, row),
    };
  }

  async openCustomDocument(uri: vscode.Uri, context: vscode.CustomDocumentOpenContext): Promise<DatasetDocument> {
    const started = Date.now();
    try {
      if (this.datasets.get(uri) !== undefined)
        throw new Error(vscode.l10n.t('This file is open in another kind of tab. Close that tab first.'));
      const open = await OpenDataset.open(
        uri,
        {
          backupId: context.backupId,
          carried: this.renames.take(uri),
          untitled: context.untitledDocumentData,
        },
        this.services,
      );
      this.datasets.add(open);
      const { document } = open;
      document.undo.onDidEdit(({ group }) =>
        this.changed.fire(group === undefined ? { document } : { document, ...group }),
      );
      document.onDidDispose(() => open.dispose());
      this.services.log.info(
        `opened ${uri.toString(true)}${context.backupId === undefined ? '' : ' with its backup'} in ${Date.now() - started} ms`,
      );
      return document;
    } catch (error) {
      this.services.log.error(`open ${uri.toString(true)}`, error);
      throw error;
    }
  }

  resolveCustomEditor(document: DatasetDocument, panel: vscode.WebviewPanel): void {
    const view = new EditorView(++this.views, document, this.openOf(document), panel, this.viewHost);
    const registration = document.addView(view);
    this.datasets.addView(view);
    // Only now does VS Code know the document: it may have come with changes that a rename carried along.
    document.undo.keepDirty();
    panel.onDidDispose(() => {
      registration.dispose();
      view.dispose();
    });
  }

  saveCustomDocument(document: DatasetDocument, token: vscode.CancellationToken): Promise<void> {
    return this.openOf(document).save(token);
  }

  saveCustomDocumentAs(document: DatasetDocument, target: vscode.Uri, token: vscode.CancellationToken): Promise<void> {
    return this.openOf(document).saveAs(target, token);
  }

  revertCustomDocument(document: DatasetDocument): Promise<void> {
    return this.openOf(document).revert();
  }

  backupCustomDocument(
    document: DatasetDocument,
    { destination }: vscode.CustomDocumentBackupContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CustomDocumentBackup> {
    return this.openOf(document).backup(destination, token);
  }

  private openOf(document: DatasetDocument): OpenDataset {
    const open = this.datasets.get(document.uri);
    if (open?.document !== document) throw new Error(vscode.l10n.t('This dataset is closed.'));
    return open;
  }

  private async html(
    webview: vscode.Webview,
    pageRoot: vscode.Uri,
    opening: EditorOpening | undefined,
  ): Promise<string> {
    const page = await this.page;
    return webviewHtml({
      title: vscode.l10n.t('Dataset Editor'),
      language: vscode.env.language,
      addresses: addressesOf('editor', page, webview.asWebviewUri(pageRoot).toString()),
      style: page.style,
      ...(opening === undefined || opening.rows.rows.length === 0
        ? {}
        : {
            first: { html: this.services.renderFirstRows(opening), script: page.first },
          }),
      cspSource: webview.cspSource,
      nonce: this.services.randomId(),
      loading: vscode.l10n.t('Opening...'),
    });
  }
}
