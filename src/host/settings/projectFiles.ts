import * as vscode from 'vscode';
import { parseProjectFile, PROJECT_FILE, type ProjectFileProblem } from '../../core/config/projectFile';
import type { PartialSettings } from '../../core/config/readSettings';
import { Disposable } from '../disposable';
import type { Log } from '../log';

/** A settings file of a folder, as it is on disk. */
export interface ProjectFile {
  readonly uri: vscode.Uri;
  readonly folder: vscode.Uri;
  readonly settings: PartialSettings;
}

/**
 * Every `.itune.json` of the workspace. What is saved counts; what is wrong in one is shown in it while it is typed.
 */
export class ProjectFiles extends Disposable {
  /** By folder. */
  private readonly files = new Map<string, ProjectFile>();
  private readonly problems = this.register(vscode.languages.createDiagnosticCollection('itune-settings'));
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  /** Settles when the files that were there at the start are read. */
  readonly ready: Promise<void>;

  constructor(private readonly log: Log) {
    super();
    const watcher = this.register(vscode.workspace.createFileSystemWatcher(`**/${PROJECT_FILE}`));
    const read = (uri: vscode.Uri): void => void this.read(uri).then(() => this.changed.fire());
    this.register(watcher.onDidCreate(read));
    this.register(watcher.onDidChange(read));
    this.register(watcher.onDidDelete((uri) => this.forget(uri)));
    this.register(vscode.workspace.onDidChangeTextDocument(({ document }) => this.showProblemsOf(document)));
    this.register(vscode.workspace.onDidOpenTextDocument((document) => this.showProblemsOf(document)));
    // The watcher may be slow, or look away from this folder.
    this.register(vscode.workspace.onDidSaveTextDocument(({ uri }) => isProjectFile(uri) && read(uri)));
    this.register(
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.readAll().then(() => this.changed.fire())),
    );
    this.ready = this.readAll();
  }

  /** The settings file of the file's folder, or of the nearest folder around it, up to the workspace folder. */
  nearest(uri: vscode.Uri): ProjectFile | undefined {
    const root = vscode.workspace.getWorkspaceFolder(uri)?.uri;
    if (root === undefined) return undefined;
    for (let folder = vscode.Uri.joinPath(uri, '..'); ; folder = vscode.Uri.joinPath(folder, '..')) {
      const file = this.files.get(folder.toString());
      if (file !== undefined) return file;
      if (folder.path.length <= root.path.length) return undefined;
    }
  }

  /** Reads settings files around a file that nobody was told of: a watcher may miss what comes together with its folder. */
  async lookAround(uri: vscode.Uri): Promise<void> {
    const root = vscode.workspace.getWorkspaceFolder(uri)?.uri;
    if (root === undefined) return;
    const unknown: vscode.Uri[] = [];
    for (let folder = vscode.Uri.joinPath(uri, '..'); ; folder = vscode.Uri.joinPath(folder, '..')) {
      if (!this.files.has(folder.toString())) unknown.push(vscode.Uri.joinPath(folder, PROJECT_FILE));
      if (folder.path.length <= root.path.length) break;
    }
    const there = await Promise.all(unknown.map(exists));
    const found = unknown.filter((_, i) => there[i]);
    await Promise.all(found.map((file) => this.read(file)));
    if (found.length > 0 && !this.isDisposed) this.changed.fire();
  }

  private async readAll(): Promise<void> {
    const found = await vscode.workspace.findFiles(`**/${PROJECT_FILE}`, '**/node_modules/**');
    this.files.clear();
    await Promise.all(found.map((uri) => this.read(uri)));
  }

  private async read(uri: vscode.Uri): Promise<void> {
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      const { settings, problems } = parseProjectFile(text);
      if (this.isDisposed) return;
      const folder = vscode.Uri.joinPath(uri, '..');
      this.files.set(folder.toString(), { uri, folder, settings });
      const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
      if (open?.isDirty !== true) this.show(uri, problems, (offset) => positionIn(text, offset));
    } catch (error) {
      this.log.warn(`${uri.toString(true)} cannot be read: ${String(error)}`);
      this.forget(uri);
    }
  }

  private forget(uri: vscode.Uri): void {
    this.problems.delete(uri);
    if (this.files.delete(vscode.Uri.joinPath(uri, '..').toString())) this.changed.fire();
  }

  private showProblemsOf(document: vscode.TextDocument): void {
    if (!isProjectFile(document.uri)) return;
    const { problems } = parseProjectFile(document.getText());
    this.show(document.uri, problems, (offset) => document.positionAt(offset));
  }

  private show(
    uri: vscode.Uri,
    problems: readonly ProjectFileProblem[],
    positionAt: (offset: number) => vscode.Position,
  ): void {
    this.problems.set(
      uri,
      problems.map(({ start, end, message }) => {
        const range = new vscode.Range(positionAt(start), positionAt(end));
        const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning);
        diagnostic.source = 'itune';
        return diagnostic;
      }),
    );
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

function isProjectFile({ path }: vscode.Uri): boolean {
  return path.endsWith(`/${PROJECT_FILE}`);
}

function positionIn(text: string, offset: number): vscode.Position {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return new vscode.Position(before.length - 1, before.at(-1)?.length ?? 0);
}
