import * as vscode from 'vscode';
import type { BalanceData } from '../../core/balance/balanceData';
import type { Dataset } from '../../core/document/dataset';
import { type Fingerprint, sameFingerprint } from '../../core/text/fingerprint';
import { DatasetWorker } from '../../protocol/datasetWorker';
import { Disposable } from '../disposable';
import { Content } from '../editor/content';
import { fileAccessFor } from '../editor/fileAccess';
import { FileWatch } from '../editor/fileWatch';
import { errorMessage } from '../log';
import type { Services } from '../services';

/** The balance of a file, as far as it is, or why there is none, in words. */
export type FileFigures = { readonly data: BalanceData } | { readonly error: string };

/** One reading of the file. */
interface Reading {
  readonly content: Content;
  isCounted: boolean;
  isChecked: boolean;
  isAsking: boolean;
}

/** Least time (ms) between two questions for figures. */
const INTERVAL = 100;

/**
 * The balance of a file as it is on disk, apart from any editor: worked out in a worker of its own, which ends when all is counted,
 * and again when the file changes.
 */
export class FileBalance extends Disposable {
  private reading: Reading | undefined;
  private latest: FileFigures | undefined;
  private waiting: ((figures: FileFigures) => void)[] = [];
  private openings = 0;
  /** What the file was when it was counted last. */
  private counted: Fingerprint | undefined;
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  /** There are other figures: now and then while they are worked out, and after the file changed. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly uri: vscode.Uri,
    private readonly name: string,
    private readonly services: Services,
  ) {
    super();
    this.register(new FileWatch(uri, () => void this.read()));
    void this.read();
  }

  /** The figures as they are; waits for the first. */
  figures(): Promise<FileFigures> {
    if (this.latest !== undefined) return Promise.resolve(this.latest);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  override dispose(): void {
    this.openings++;
    this.end();
    this.tell({ error: vscode.l10n.t('The comparison was ended.') });
    super.dispose();
  }

  /** Begins anew with what the file is now, unless that is what was counted. */
  private async read(): Promise<void> {
    const opening = ++this.openings;
    const isLatest = (): boolean => opening === this.openings && !this.isDisposed;
    try {
      const content = await this.open();
      const isKnown = this.counted !== undefined && sameFingerprint(this.counted, content.base.fingerprint);
      if (isLatest() && !isKnown) await this.count(content);
      else close(content);
    } catch (error) {
      if (isLatest()) this.fail(await this.wordsOf(error));
    }
  }

  private async count(content: Content): Promise<void> {
    this.end();
    this.counted = content.base.fingerprint;
    const reading = (this.reading = { content, isCounted: false, isChecked: false, isAsking: false });
    if (!content.isText) {
      this.fail(vscode.l10n.t('{0} is not UTF-8 text, so it cannot be compared.', this.name));
      return;
    }
    const { settings } = this.services.settings.of(this.uri);
    content.worker.analyse({ settings, tiers: [1, 2] });
    await content.index();
    // The first question has the worker begin.
    void this.ask(reading);
  }

  private async open(): Promise<Content> {
    const { platform, storage, randomId, log } = this.services;
    const journals = vscode.Uri.joinPath(storage, 'journals').fsPath;
    const access = fileAccessFor(this.uri, platform, journals, undefined);
    const base = await access.open();
    return Content.open(base, {
      epoch: 0,
      createWorker: (dataset) =>
        new DatasetWorker(dataset, {
          startThread: () => platform.startWorker(),
          isOnDisk: access.isRanged,
          onCrash: (error, willRestart) => {
            log.error(`comparing with ${this.name}: its worker died`, error);
            if (!willRestart && this.readingOf(dataset) !== undefined) this.fail(errorMessage(error));
          },
          onAnalysed: ({ progress }) => {
            const reading = this.readingOf(dataset);
            if (reading !== undefined) reading.isChecked = progress.isDone;
            this.worked(reading);
          },
          onBalanced: ({ isWorking }) => {
            const reading = this.readingOf(dataset);
            if (reading !== undefined) reading.isCounted = !isWorking;
            this.worked(reading);
          },
        }),
      openJournalFile: () => platform.createJournalFile(`${journals}/${randomId()}.journal`),
    });
  }

  private readingOf(dataset: Dataset): Reading | undefined {
    return this.reading?.content.dataset === dataset ? this.reading : undefined;
  }

  /** The worker has told where it stands. One question at a time, and one more where it told again since. */
  private worked(reading: Reading | undefined): void {
    if (reading === undefined || reading.isAsking) return;
    reading.isAsking = true;
    setTimeout(() => {
      reading.isAsking = false;
      void this.ask(reading);
    }, INTERVAL);
  }

  private async ask(reading: Reading): Promise<void> {
    if (this.reading !== reading) return;
    const isLast = reading.isCounted && reading.isChecked;
    try {
      const contextLimit = this.services.settings.of(this.uri).settings.maxTokens;
      const { value } = await reading.content.worker.ask('balance', { contextLimit }, new AbortController().signal);
      if (this.reading !== reading) return;
      if (isLast) this.end();
      if (isLast && value.examples === 0) this.tell({ error: this.emptyWords(value) });
      else this.tell({ data: value });
    } catch (error) {
      const words = await this.wordsOf(error);
      if (this.reading === reading) this.fail(words);
    }
  }

  private emptyWords({ notExamples }: BalanceData): string {
    return notExamples === 0
      ? vscode.l10n.t('{0} has no rows.', this.name)
      : vscode.l10n.t('{0} is no dataset: none of its {1} rows is an example.', this.name, notExamples);
  }

  private async wordsOf(error: unknown): Promise<string> {
    const isThere = await vscode.workspace.fs.stat(this.uri).then(
      () => true,
      () => false,
    );
    return isThere
      ? vscode.l10n.t('{0} could not be read: {1}', this.name, errorMessage(error))
      : vscode.l10n.t('{0} is not there any more. Choose another dataset to compare with.', this.name);
  }

  private fail(error: string): void {
    this.end();
    this.counted = undefined;
    this.tell({ error });
  }

  private tell(figures: FileFigures): void {
    this.latest = figures;
    for (const resolve of this.waiting.splice(0)) resolve(figures);
    if (!this.isDisposed) this.changed.fire();
  }

  private end(): void {
    const { reading } = this;
    this.reading = undefined;
    if (reading !== undefined) close(reading.content);
  }
}

function close(content: Content): void {
  content.dispose();
  void content.base.close();
}
