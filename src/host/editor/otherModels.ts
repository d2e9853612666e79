import * as vscode from 'vscode';
import { isViewType } from '../contribution';
import { Disposable } from '../disposable';

/**
 * VS Code keys undo by URI: a TextDocument and our document of one file would interleave their undo stacks. So one file has one
 * writable model, and everything that asks "who else holds this file" asks here.
 */
export type OtherModel =
  /** A text tab shows the file. */
  | 'text-tab'
  /** The file has unsaved changes in a text model without a tab of its own (the right side of a diff, say). */
  | 'unsaved-text';

export function textTabsOf(uri: vscode.Uri): vscode.Tab[] {
  return tabs().filter((tab) => tab.input instanceof vscode.TabInputText && sameUri(tab.input.uri, uri));
}

/** Tabs that show the file in our editor, whatever the view type. */
export function datasetTabsOf(uri: vscode.Uri): vscode.Tab[] {
  return tabs().filter(({ input }) => isDatasetInput(input) && sameUri(input.uri, uri));
}

export function isDatasetInput(input: unknown): input is vscode.TabInputCustom {
  return input instanceof vscode.TabInputCustom && isViewType(input.viewType);
}

/** Whether the active tab shows the file in our editor: only then does VS Code's undo mean this document. */
export function isActive(uri: vscode.Uri): boolean {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return isDatasetInput(input) && sameUri(input.uri, uri);
}

/** Whether VS Code holds a text model of the file, seen or unseen: its undo stack is then shared with ours. */
export function hasTextDocument(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some((document) => sameUri(document.uri, uri));
}

export function otherModelOf(uri: vscode.Uri): OtherModel | undefined {
  if (textTabsOf(uri).length > 0) return 'text-tab';
  const unsaved = vscode.workspace.textDocuments.some((document) => document.isDirty && sameUri(document.uri, uri));
  return unsaved ? 'unsaved-text' : undefined;
}

export function sameUri(a: vscode.Uri, b: vscode.Uri): boolean {
  return a.toString() === b.toString();
}

/** Watches tabs and text models, and tells when the other model of one file comes or goes. */
export class OtherModelWatch extends Disposable {
  private readonly changed = this.register(new vscode.EventEmitter<OtherModel | undefined>());
  readonly onDidChange = this.changed.event;
  private known: OtherModel | undefined;

  constructor(private readonly uri: vscode.Uri) {
    super();
    this.known = otherModelOf(uri);
    const check = (): void => this.check();
    const checkDocument = (document: vscode.TextDocument): void => {
      if (sameUri(document.uri, uri)) this.check();
    };
    this.register(vscode.window.tabGroups.onDidChangeTabs(check));
    this.register(vscode.workspace.onDidOpenTextDocument(checkDocument));
    this.register(vscode.workspace.onDidCloseTextDocument(checkDocument));
    this.register(vscode.workspace.onDidSaveTextDocument(checkDocument));
    this.register(vscode.workspace.onDidChangeTextDocument(({ document }) => checkDocument(document)));
  }

  get current(): OtherModel | undefined {
    return this.known;
  }

  private check(): void {
    const now = otherModelOf(this.uri);
    if (now === this.known) return;
    this.known = now;
    this.changed.fire(now);
  }
}

function tabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs);
}
