import * as vscode from 'vscode';
import { CheckConfig } from '../../core/config/checkConfig';
import { globToRegExp } from '../../core/config/glob';
import { mergeSettings, type PartialSettings } from '../../core/config/readSettings';
import type { DeclaredDataset, Settings, Split } from '../../core/config/settings';
import { splitOf } from '../../core/config/split';
import { Disposable } from '../disposable';
import type { Log } from '../log';
import { explicitSettings, trustedSettings } from './explicitSettings';
import { type ProjectFile, ProjectFiles } from './projectFiles';
import { SECTION } from './restricted';
import { placeInVsCode, type SettingPlace } from './settingPlace';

/** The settings that hold for one file. The same object until one of them changes. */
export interface FileSettings {
  readonly settings: Settings;
  readonly config: CheckConfig;
}

interface Known extends FileSettings {
  readonly text: string;
}

/**
 * What authors have set: defaults, then the nearest `.itune.json`, then what is set in VS Code itself. Always current; `onDidChange`
 * says when to ask again.
 */
export class SettingsService extends Disposable {
  private readonly projects: ProjectFiles;
  private readonly known = new Map<string, Known>();
  /** Keys of `known` that were looked up since the last change. */
  private readonly fresh = new Set<string>();
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;

  constructor(log: Log) {
    super();
    this.projects = this.register(new ProjectFiles(log));
    this.register(this.projects.onDidChange(() => this.renew()));
    this.register(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SECTION)) this.renew();
      }),
    );
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(() => this.renew()));
    void this.projects.ready.then(() => this.renew());
  }

  /** Settles when the settings files of the workspace are read; before that they do not count. */
  get ready(): Promise<void> {
    return this.projects.ready;
  }

  /** Makes sure that the settings files around a file count, also those that came a moment ago. */
  async lookAround(uri: vscode.Uri): Promise<void> {
    await this.projects.ready;
    await this.projects.lookAround(uri);
  }

  of(uri: vscode.Uri): FileSettings {
    const project = this.projects.nearest(uri);
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    const key = `${folder?.uri.toString() ?? ''} ${project?.uri.toString() ?? ''}`;
    const known = this.known.get(key);
    if (known !== undefined && this.fresh.has(key)) return known;
    this.fresh.add(key);
    const settings = mergeSettings(projectSettings(project), explicitSettings(uri));
    const text = JSON.stringify(settings);
    if (known?.text === text) return known;
    const made = { settings, config: new CheckConfig(settings), text };
    this.known.set(key, made);
    return made;
  }

  /** Whether the settings call the file a dataset (`*.itune.jsonl` files are datasets without). */
  isDeclared(uri: vscode.Uri): boolean {
    return this.globs(uri).some(({ path, globs }) => globs.some((glob) => globToRegExp(glob).test(path)));
  }

  /** Where a setting stands that holds for a file. */
  placeOf(uri: vscode.Uri, key: keyof Settings): SettingPlace {
    const project = this.projects.nearest(uri);
    const inVsCode = placeInVsCode(uri, key);
    if (inVsCode !== undefined || project === undefined) {
      return inVsCode ?? { folder: vscode.Uri.joinPath(uri, '..'), path: [] };
    }
    return { folder: project.folder, file: project.uri, path: [key] };
  }

  splitOf(uri: vscode.Uri): Split {
    const { path, datasets } = this.declared(uri);
    return splitOf(path, datasets);
  }

  /** Globs of every kind of declared dataset, with the file's path from the folder that each starts from. */
  private globs(uri: vscode.Uri): { readonly path: string; readonly globs: readonly string[] }[] {
    const { settings } = this.of(uri);
    const { path, datasets } = this.declared(uri);
    const filesFolder = explicitSettings(uri).files === undefined ? this.projects.nearest(uri)?.folder : undefined;
    return [
      { path: pathFrom(filesFolder, uri), globs: settings.files },
      { path, globs: datasets.flatMap(({ files }) => files) },
    ];
  }

  private declared(uri: vscode.Uri): { readonly path: string; readonly datasets: readonly DeclaredDataset[] } {
    const isExplicit = explicitSettings(uri).datasets !== undefined;
    const folder = isExplicit ? undefined : this.projects.nearest(uri)?.folder;
    return { path: pathFrom(folder, uri), datasets: this.of(uri).settings.datasets };
  }

  private renew(): void {
    this.fresh.clear();
    this.changed.fire();
  }
}

function projectSettings(project: ProjectFile | undefined): PartialSettings {
  return project === undefined ? {} : trustedSettings(project.settings);
}

/** The path of a file from a folder, or from its workspace folder; its name where it is in none. */
function pathFrom(folder: vscode.Uri | undefined, uri: vscode.Uri): string {
  const from = folder ?? vscode.workspace.getWorkspaceFolder(uri)?.uri;
  const prefix = from === undefined ? undefined : `${from.path.replace(/\/$/, '')}/`;
  if (prefix !== undefined && uri.path.startsWith(prefix)) return uri.path.slice(prefix.length);
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
