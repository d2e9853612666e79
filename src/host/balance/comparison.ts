import * as vscode from 'vscode';
import type { ComparedFigures, CompareWith } from '../../protocol/balance';
import { Disposable } from '../disposable';
import type { OpenDataset } from '../editor/openDataset';
import type { OpenDatasets } from '../editor/openDatasets';
import { errorMessage } from '../log';
import type { Services } from '../services';
import { FileBalance, type FileFigures } from './fileBalance';

/** Where the figures of the other side come from. */
interface Source {
  /** Of the other side and where it is: open in an editor or only on disk. */
  readonly key: string;
  readonly name: string;
  figures(): Promise<FileFigures>;
  dispose(): void;
}

/**
 * What a panel compares its dataset with. A dataset that is open counts with its unsaved edits; another one, and the saved version,
 * as they are on disk.
 */
export class Comparison extends Disposable {
  private source: Source | undefined;
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  /** The other side has other figures. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly services: Services,
    private readonly datasets: OpenDatasets,
  ) {
    super();
  }

  /** The figures of the other side as far as they are; undefined for none. */
  async with(other: CompareWith | undefined, shown: OpenDataset | undefined): Promise<ComparedFigures | undefined> {
    const source = this.go(other, shown);
    if (source === undefined) return undefined;
    return { name: source.name, ...(await source.figures()) };
  }

  /** The datasets that are open may be others now. */
  datasetsChanged(): void {
    if (this.source !== undefined) this.changed.fire();
  }

  override dispose(): void {
    this.source?.dispose();
    super.dispose();
  }

  private go(other: CompareWith | undefined, shown: OpenDataset | undefined): Source | undefined {
    const uri = other?.kind === 'saved' ? shown?.document.uri : other && vscode.Uri.parse(other.uri);
    const open = other?.kind === 'dataset' && uri !== undefined ? this.datasets.get(uri) : undefined;
    const key =
      other === undefined || uri === undefined
        ? undefined
        : `${open === undefined ? 'file' : 'open'} ${other.kind} ${uri.toString()}`;
    if (key === this.source?.key) return this.source;
    this.source?.dispose();
    this.source = undefined;
    if (key === undefined || uri === undefined) return undefined;
    const name =
      other?.kind === 'saved' ? vscode.l10n.t('Saved version') : vscode.workspace.asRelativePath(uri, undefined);
    this.source = open === undefined ? this.fileSource(key, name, uri) : this.openSource(key, name, open);
    return this.source;
  }

  private openSource(key: string, name: string, { balance }: OpenDataset): Source {
    const listening = balance.onDidChange(() => this.changed.fire());
    return {
      key,
      name,
      figures: () =>
        balance.figures().then(
          (data) => ({ data }),
          (error: unknown) => ({ error: vscode.l10n.t('{0} could not be read: {1}', name, errorMessage(error)) }),
        ),
      dispose: () => {
        listening.dispose();
      },
    };
  }

  private fileSource(key: string, name: string, uri: vscode.Uri): Source {
    const file = new FileBalance(uri, name, this.services);
    const listening = file.onDidChange(() => this.changed.fire());
    return {
      key,
      name,
      figures: () => file.figures(),
      dispose: () => {
        listening.dispose();
        file.dispose();
      },
    };
  }
}
