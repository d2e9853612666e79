import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import { sameUri } from './otherModels';

/** Writers change a file in steps; look when they have been quiet for this long (ms). */
const QUIET = 200;

/** Tells, once it is quiet, that a file may have changed: by the watcher, and whenever the window gets the focus. */
export class FileWatch extends Disposable {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    uri: vscode.Uri,
    private readonly changed: () => void,
  ) {
    super();
    const folder = vscode.Uri.joinPath(uri, '..');
    // The name itself would be taken for a glob: a file may be called "a[1].jsonl".
    const watcher = this.register(vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*')));
    const hear = (touched: vscode.Uri): void => {
      if (sameUri(touched, uri)) this.soon();
    };
    this.register(watcher.onDidChange(hear));
    this.register(watcher.onDidCreate(hear));
    this.register(watcher.onDidDelete(hear));
    this.register(
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.soon();
      }),
    );
  }

  soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.changed, QUIET);
  }

  override dispose(): void {
    clearTimeout(this.timer);
    super.dispose();
  }
}
