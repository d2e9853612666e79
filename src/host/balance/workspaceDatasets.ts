import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import { Turns } from '../editor/turns';
import { findDatasets } from '../settings/findDatasets';
import type { SettingsService } from '../settings/settingsService';

/** Files come and go in crowds (a checkout): look when it has been quiet for this long (ms). */
const QUIET = 300;
/** A list that is chosen from has an end. */
const MOST = 500;

/** The datasets of the workspace, open or not; found when first asked for, and again when files come and go. */
export class WorkspaceDatasets extends Disposable {
  private found: readonly vscode.Uri[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isWatching = false;
  /** One look at a time: what an earlier one has found would else be taken for the latest. */
  private readonly turns = new Turns();
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;

  constructor(private readonly settings: SettingsService) {
    super();
  }

  /** Those that are known by now; the first call has the others looked for. */
  list(): readonly vscode.Uri[] {
    this.watch();
    return this.found;
  }

  override dispose(): void {
    clearTimeout(this.timer);
    super.dispose();
  }

  private watch(): void {
    if (this.isWatching) return;
    this.isWatching = true;
    const watcher = this.register(vscode.workspace.createFileSystemWatcher('**/*.jsonl', false, true, false));
    this.register(watcher.onDidCreate(() => this.lookSoon()));
    this.register(watcher.onDidDelete(() => this.lookSoon()));
    this.register(this.settings.onDidChange(() => this.lookSoon()));
    void this.turns.take(() => this.look());
  }

  /** Looks again when it is quiet. Also for who opens what lists them: watchers miss files now and then. */
  lookSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.turns.take(() => this.look()), QUIET);
  }

  private async look(): Promise<void> {
    const found = (await findDatasets(this.settings)).slice(0, MOST);
    if (this.isDisposed) return;
    const isSame = found.length === this.found.length && found.every((uri, i) => uri.path === this.found[i]?.path);
    this.found = found;
    if (!isSame) this.changed.fire();
  }
}
