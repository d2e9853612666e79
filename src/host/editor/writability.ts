import * as vscode from 'vscode';
import type { BinaryFormat } from '../../core/text/binaryFormat';
import type { Encoding } from '../../core/text/encoding';
import type { ReadOnlyReason } from '../../protocol/editor';
import { Disposable } from '../disposable';
import type { FileAccess } from './fileAccess';
import { notTextWords } from './notText';
import { OtherModelWatch, textTabsOf } from './otherModels';
import { isReadOnlyByGlobs } from './readOnlySettings';

export interface WritabilityHost {
  readonly uri: vscode.Uri;
  readonly fileName: string;
  readonly access: FileAccess;
  encoding(): Encoding;
  /** Of a file that is no text, where it is known. */
  binaryFormat(): BinaryFormat | undefined;
  convertToUtf8(): Promise<void>;
}

interface Reason {
  readonly message: string;
  readonly actions: readonly { readonly id: string; readonly title: string; run(): Promise<void> }[];
}

/** Why a dataset cannot be edited here now, if it cannot, and what the author can do about it. */
export class Writability extends Disposable {
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  private readonly others: OtherModelWatch;
  private fileReason: string | undefined;
  private isReadOnlyBySetting: boolean;

  constructor(private readonly host: WritabilityHost) {
    super();
    this.others = this.register(new OtherModelWatch(host.uri));
    this.register(this.others.onDidChange(() => this.changed.fire()));
    this.isReadOnlyBySetting = isNamedReadOnly(host.uri);
    this.register(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(INCLUDE, host.uri) || event.affectsConfiguration(EXCLUDE, host.uri))
          this.readSettings();
      }),
    );
    this.register(vscode.workspace.onDidChangeWorkspaceFolders(() => this.readSettings()));
  }

  /** Asks the file system again: permissions may have changed. */
  async refresh(): Promise<void> {
    const reason = await this.host.access.readOnlyReason().catch(() => undefined);
    if (reason === this.fileReason) return;
    this.fileReason = reason;
    this.changed.fire();
  }

  reason(): ReadOnlyReason | undefined {
    const known = this.find();
    return known && { message: known.message, actions: known.actions.map(({ id, title }) => ({ id, title })) };
  }

  async run(action: string): Promise<void> {
    await this.find()
      ?.actions.find(({ id }) => id === action)
      ?.run();
  }

  private readSettings(): void {
    const isReadOnly = isNamedReadOnly(this.host.uri);
    if (isReadOnly === this.isReadOnlyBySetting) return;
    this.isReadOnlyBySetting = isReadOnly;
    this.changed.fire();
  }

  private find(): Reason | undefined {
    return this.encodingReason() ?? this.otherModelReason() ?? this.permissionReason() ?? this.settingReason();
  }

  private encodingReason(): Reason | undefined {
    const { fileName } = this.host;
    switch (this.host.encoding()) {
      case 'utf-8':
      case 'utf-8-bom':
        return undefined;
      case 'utf-16le':
      case 'utf-16be':
        return {
          message: vscode.l10n.t(
            '{0} is encoded in UTF-16. Trainers read UTF-8 only; convert it to edit it here.',
            fileName,
          ),
          actions: [{ id: 'convert', title: vscode.l10n.t('Convert to UTF-8'), run: () => this.host.convertToUtf8() }],
        };
      case 'binary':
        return {
          message: notTextWords(fileName, this.host.binaryFormat()),
          actions: [],
        };
    }
  }

  private otherModelReason(): Reason | undefined {
    const { uri, fileName } = this.host;
    switch (this.others.current) {
      case undefined:
        return undefined;
      case 'text-tab':
        return {
          message: vscode.l10n.t('{0} is open as text too. Close the text tab to edit here.', fileName),
          actions: [
            {
              id: 'closeText',
              title: vscode.l10n.t('Close Text Tab'),
              run: async () => {
                await vscode.window.tabGroups.close(textTabsOf(uri));
              },
            },
          ],
        };
      case 'unsaved-text':
        return {
          message: vscode.l10n.t(
            '{0} has unsaved changes in another editor. Save or undo them there to edit here.',
            fileName,
          ),
          actions: [],
        };
    }
  }

  private permissionReason(): Reason | undefined {
    if (this.fileReason === undefined) return undefined;
    return {
      message: vscode.l10n.t('{0} You can read it here, and save a copy to edit.', this.fileReason),
      actions: [
        {
          id: 'saveCopy',
          title: vscode.l10n.t('Save a Copy...'),
          run: async () => {
            await vscode.commands.executeCommand('workbench.action.files.saveAs');
          },
        },
      ],
    };
  }

  private settingReason(): Reason | undefined {
    if (!this.isReadOnlyBySetting) return undefined;
    return {
      message: vscode.l10n.t('{0} is read-only by the setting files.readonlyInclude.', this.host.fileName),
      actions: [
        {
          id: 'openSetting',
          title: vscode.l10n.t('Open Setting'),
          run: async () => {
            await vscode.commands.executeCommand('workbench.action.openSettings', INCLUDE);
          },
        },
      ],
    };
  }
}

const INCLUDE = 'files.readonlyInclude';
const EXCLUDE = 'files.readonlyExclude';

/** Whether VS Code's settings name the file as read-only. For a custom editor, VS Code does not heed them itself. */
function isNamedReadOnly(uri: vscode.Uri): boolean {
  if (uri.scheme === 'untitled') return false;
  const settings = vscode.workspace.getConfiguration(undefined, uri);
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  // As VS Code does it: from the folder of the workspace where the file is in one, and by the whole path.
  const fits = (glob: string): boolean =>
    (folder !== undefined && fitsPattern(new vscode.RelativePattern(folder, glob), uri)) || fitsPattern(glob, uri);
  return isReadOnlyByGlobs({ include: settings.get(INCLUDE), exclude: settings.get(EXCLUDE) }, fits);
}

/** `match` asks a document for no more than these two; to open one would give the file a second model. */
function fitsPattern(pattern: vscode.GlobPattern, uri: vscode.Uri): boolean {
  return vscode.languages.match({ pattern }, { uri, languageId: '' } as vscode.TextDocument) > 0;
}
