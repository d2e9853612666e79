import * as vscode from 'vscode';
import { LANGUAGE } from '../contribution';
import { Disposable } from '../disposable';
import { datasetTabsOf, textTabsOf } from '../editor/otherModels';
import type { Log } from '../log';
import type { RemarkService } from '../findings/remarkService';
import type { SettingsService } from '../settings/settingsService';
import type { Problems } from './problems';
import { TextDataset } from './textDataset';

/** Every text document that is a dataset and the one writable model of its file. */
export class TextDatasets extends Disposable {
  private readonly byUri = new Map<string, TextDataset>();
  /** Documents whose language was set once; an author who chooses another one is not contradicted. */
  private readonly adopted = new Set<string>();

  constructor(
    private readonly settings: SettingsService,
    private readonly remarks: RemarkService,
    private readonly problems: Problems,
    private readonly log: Log,
  ) {
    super();
    this.register(vscode.workspace.onDidOpenTextDocument((document) => this.look(document)));
    this.register(vscode.workspace.onDidCloseTextDocument((document) => this.close(document.uri)));
    this.register(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.get(document)?.changed(contentChanges);
      }),
    );
    const lookAtAll = (): void => this.lookAtAll();
    this.register(vscode.window.tabGroups.onDidChangeTabs(lookAtAll));
    this.register(settings.onDidChange(lookAtAll));
    void settings.ready.then(lookAtAll);
    this.lookAtAll();
  }

  override dispose(): void {
    for (const dataset of this.byUri.values()) dataset.dispose();
    this.byUri.clear();
    super.dispose();
  }

  /** The dataset of a document; undefined where it is none, or its file is edited elsewhere. */
  get(document: vscode.TextDocument): TextDataset | undefined {
    const dataset = this.byUri.get(document.uri.toString());
    return dataset?.document === document ? dataset : undefined;
  }

  has(uri: vscode.Uri): boolean {
    return this.byUri.has(uri.toString());
  }

  private lookAtAll(): void {
    for (const document of vscode.workspace.textDocuments) this.look(document);
  }

  private look(document: vscode.TextDocument): void {
    if (this.isDisposed || document.isClosed || !isEditable(document.uri)) return;
    this.adopt(document);
    const isOurs = document.languageId === LANGUAGE && !isVisual(document.uri);
    const known = this.get(document);
    if (isOurs === (known !== undefined)) return;
    this.close(document.uri);
    if (!isOurs) return;
    void this.settings.lookAround(document.uri);
    this.byUri.set(
      document.uri.toString(),
      new TextDataset(document, this.settings, this.remarks, this.problems, this.log),
    );
  }

  /** Gives files that the settings call datasets our language, and with it everything that the language has. */
  private adopt(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    if (document.languageId === LANGUAGE || this.adopted.has(key) || !this.settings.isDeclared(document.uri)) return;
    this.adopted.add(key);
    vscode.languages.setTextDocumentLanguage(document, LANGUAGE).then(undefined, (error: unknown) => {
      this.log.error(`the language of ${document.uri.toString(true)} cannot be set`, error);
    });
  }

  private close(uri: vscode.Uri): void {
    const key = uri.toString();
    this.byUri.get(key)?.dispose();
    this.byUri.delete(key);
  }
}

/** Old versions (`git:`) and other views of a file are not what the author mends. */
function isEditable({ scheme }: vscode.Uri): boolean {
  return scheme === 'file' || scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(scheme) === true;
}

/** Whether the visual editor is the writable model: while a text tab is open too, it is read-only. */
function isVisual(uri: vscode.Uri): boolean {
  return datasetTabsOf(uri).length > 0 && textTabsOf(uri).length === 0;
}
