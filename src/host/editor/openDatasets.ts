import * as vscode from 'vscode';
import type { RowId } from '../../protocol/editor';
import { Disposable } from '../disposable';
import type { EditorView } from './editorView';
import type { OpenDataset } from './openDataset';
import { replaceWithText } from './switchEditor';
import { confirmText } from './textRisks';

/** Every dataset that is open in our editor, by URI, and the view that has the focus. */
export class OpenDatasets extends Disposable {
  private readonly byUri = new Map<string, OpenDataset>();
  private readonly views = new Set<EditorView>();
  private readonly activeChanged = this.register(new vscode.EventEmitter<EditorView | undefined>());
  readonly onDidChangeActiveView = this.activeChanged.event;

  get(uri: vscode.Uri): OpenDataset | undefined {
    return this.byUri.get(uri.toString());
  }

  list(): OpenDataset[] {
    return [...this.byUri.values()];
  }

  add(dataset: OpenDataset): void {
    const key = dataset.document.uri.toString();
    this.byUri.set(key, dataset);
    dataset.document.onDidDispose(() => {
      if (this.byUri.get(key) === dataset) this.byUri.delete(key);
    });
  }

  /** Views of a dataset, in the order in which they were opened. */
  viewsOf(uri: vscode.Uri): EditorView[] {
    return [...this.views].filter((view) => view.dataset.uri.toString() === uri.toString());
  }

  addView(view: EditorView): void {
    this.views.add(view);
    const tell = (): void => this.activeChanged.fire(this.activeView);
    view.panel.onDidChangeViewState(tell);
    view.onDidSelect(tell);
    view.panel.onDidDispose(() => {
      this.views.delete(view);
      tell();
    });
    tell();
  }

  get activeView(): EditorView | undefined {
    return [...this.views].find((view) => view.panel.active);
  }

  /** Settles unsaved changes (VS Code asks) and shows the file as text instead; `row` says where. */
  async openAsText(uri: vscode.Uri, row: RowId | undefined): Promise<void> {
    const document = this.get(uri)?.document;
    await document?.settle();
    if (document !== undefined && !(await confirmText(document.content.base, document.fileName))) return;
    const index = row === undefined ? -1 : (document?.rows.locate(row) ?? -1);
    await replaceWithText(uri, index < 0 ? undefined : index);
  }
}
