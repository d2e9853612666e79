import * as vscode from 'vscode';
import type { AnalysisReport } from '../../core/analysis/workerAnalysis';
import { CATALOGUE } from '../../core/checks/catalogue';
import type { FileFinding } from '../../core/checks/file';
import type { Settings } from '../../core/config/settings';
import type { Dataset } from '../../core/document/dataset';
import { TornReadError } from '../../core/text/byteSource';
import { WorkerDiedError } from '../../protocol/datasetWorker';
import type { FindingsState } from '../../protocol/findings';
import type { AnalysisCalls } from '../../protocol/worker';
import { Disposable } from '../disposable';
import type { Content } from '../editor/content';
import type { DatasetDocument } from '../editor/datasetDocument';
import { errorMessage } from '../log';
import { translate, wordsOf } from '../language/findingWords';
import type { FileSettings, SettingsService } from '../settings/settingsService';
import { DatasetRules } from './datasetRules';
import { findInHead, HEAD_ROWS, type HeadFindings, LONGEST_LINE } from './headFindings';
import { KnownBadges } from './knownBadges';
import type { RemarkService } from './remarkService';
import { fixTitle } from './rowFindings';
import { UnfinishedExample } from './unfinishedExample';

/** Least time (ms) between two messages about what was found, while the analysis is under way. */
const INTERVAL = 200;
/** The same where nothing has begun or changed for a while (ms): each message has every page ask and draw, in the window's one thread. */
const CALM_INTERVAL = 1_000;
const CALM_AFTER = 2_000;
/** A question that is not answered within this time (ms) is given up: nothing may hang on it. */
const DEADLINE = 20_000;

/** The checks cannot tell just now; the message says why. */
export class FindingsUnavailable extends Error {
  override readonly name = 'FindingsUnavailable';
}

/** The analysis of one content of the file. */
interface Analysis {
  readonly content: Content;
  /** The settings that its checks go by. */
  readonly settings: string;
  readonly stop: AbortController;
  report?: AnalysisReport;
  failed?: string;
  file: readonly FileFinding[];
  /** The revision that `file` is of. */
  fileRevision?: number;
}

/**
 * What the checks have found in one open dataset. The work is done in the dataset's worker, from the time when the first rows are
 * drawn; it follows edits, saves, reloads and changed settings. Told a few times a second while it changes.
 */
export class DatasetFindings extends Disposable {
  private analysis: Analysis | undefined;
  /** What is said of the first rows while the analysis has told nothing. */
  private head: HeadFindings | undefined;
  private lookingAtHead: Promise<void> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private told = 0;
  /** When the analysis was begun or the rows were edited last. */
  private stirred = 0;
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  /** The badges of rows that pages were told last. */
  readonly badges = new KnownBadges();
  readonly unfinished = new UnfinishedExample((id) => this.document.content.worker.setUnfinished(id));
  /** The author's own rules for the rows. */
  readonly rules: DatasetRules;

  constructor(
    readonly document: DatasetDocument,
    private readonly settingsService: SettingsService,
    remarks: RemarkService,
  ) {
    super();
    this.rules = this.register(new DatasetRules(document, remarks, () => this.tellNow()));
    this.register(document.onDidBeginIndexing(() => this.begin()));
    this.register(document.onDidBeginExample((id) => this.unfinished.begin(id)));
    // What stands around the file came maybe a moment ago, together with it.
    const first = document.onDidBeginIndexing(() => {
      first.dispose();
      void settingsService.lookAround(document.uri);
    });
    this.register(first);
    this.register(
      document.onDidChangeRows(() => {
        this.stirred = Date.now();
        this.tellSoon();
      }),
    );
    this.register(
      settingsService.onDidChange(() => {
        if (this.analysis === undefined) {
          this.forgetHead();
          return;
        }
        this.begin();
        // Also where the same is checked: how many problems are listed may be another number.
        this.tellNow();
      }),
    );
  }

  /** The settings that hold for the file now. */
  get settings(): FileSettings {
    return this.settingsService.of(this.document.uri);
  }

  /** How often each code was found so far; undefined until the analysis has told. */
  get report(): AnalysisReport | undefined {
    return this.current?.report;
  }

  /** Whether every finding is there, for the rows as they are, but for those of the author's own rules. */
  get isDone(): boolean {
    const progress = this.report?.progress;
    return progress?.isDone === true && progress.revision === this.document.content.dataset.revision;
  }

  /** Whether every finding is there, for the rows as they are. */
  get isAllDone(): boolean {
    return this.isDone && this.rules.isDone && (this.report?.remarks ?? 0) >= this.rules.told;
  }

  get fileFindings(): readonly FileFinding[] {
    return this.current?.file ?? [];
  }

  state(): FindingsState {
    const { report, head } = this;
    const failed = this.failure();
    const checked = report === undefined ? (head?.badges.size ?? 0) : checkedRows(report);
    return {
      checkedRows: Math.min(checked, this.rules.rows ?? Infinity),
      done: this.isAllDone,
      counts: ((report ?? head)?.counts ?? []).map(({ code, severity, count }) => ({
        code,
        title: translate(CATALOGUE[code].title, {}),
        severity,
        count,
      })),
      ...(failed === undefined ? {} : { failed }),
      file: this.fileFindings.map((finding) => {
        const fix = fileFixOf(finding);
        const { code, severity } = finding;
        return { code, severity, message: wordsOf(finding, () => undefined), ...(fix === undefined ? {} : { fix }) };
      }),
    };
  }

  /**
   * Judges the rows that a page shows first, where the analysis has told nothing yet. Resolves when their badges are known, or will
   * come from the analysis.
   */
  lookAtHead(): Promise<void> {
    this.lookingAtHead ??= this.judgeHead().catch((error: unknown) => {
      // The analysis says what is wrong with the file, if anything is.
      this.document.log.warn(
        `the first rows of ${this.document.fileName} could not be checked: ${errorMessage(error)}`,
      );
    });
    return this.lookingAtHead;
  }

  /**
   * Asks the analysis something. Undefined until it has first told, and where it cannot run: `state` says which.
   * @throws FindingsUnavailable where the answer does not come
   */
  async ask<M extends keyof AnalysisCalls>(
    question: M,
    params: AnalysisCalls[M]['params'],
  ): Promise<AnalysisCalls[M]['result'] | undefined> {
    const analysis = this.current;
    if (analysis?.report === undefined || analysis.failed !== undefined) return undefined;
    const aborter = new AbortController();
    const stop = (): void => aborter.abort(analysis.stop.signal.reason);
    const timer = setTimeout(() => aborter.abort(new FindingsUnavailable(tooLong())), DEADLINE);
    analysis.stop.signal.addEventListener('abort', stop);
    try {
      return await analysis.content.worker.ask(question, params, aborter.signal);
    } catch (error) {
      if (error instanceof FindingsUnavailable) throw error;
      if (analysis !== this.current) return undefined;
      throw new FindingsUnavailable(this.broke(analysis, error), { cause: error });
    } finally {
      clearTimeout(timer);
      analysis.stop.signal.removeEventListener('abort', stop);
    }
  }

  /** Settles when every finding is there, for the rows as they are; false where that takes longer than `patience` (ms) or cannot be. */
  async whenDone(patience: number): Promise<boolean> {
    if (this.isDone) return true;
    if (this.failure() !== undefined) return false;
    return new Promise((resolve) => {
      const settle = (isDone: boolean): void => {
        clearTimeout(timer);
        listener.dispose();
        resolve(isDone);
      };
      const timer = setTimeout(() => settle(false), patience);
      const listener = this.onDidChange(() => {
        if (this.isDone || this.failure() !== undefined) settle(this.isDone);
      });
    });
  }

  /** The worker tells where the analysis of a dataset stands. */
  reported(dataset: Dataset, report: AnalysisReport): void {
    const analysis = this.analysisOf(dataset);
    if (analysis === undefined) return;
    const isFirst = analysis.report === undefined;
    analysis.report = report;
    this.head = undefined;
    delete analysis.failed;
    if (report.progress.isDone) {
      void this.askForFile(analysis);
    }
    // The first report is of the rows in sight: the author waits for it.
    if (isFirst || this.isAllDone) this.tellNow();
    else this.tellSoon();
  }

  /** The worker could not read the file. */
  failed(dataset: Dataset, message: string): void {
    const analysis = this.analysisOf(dataset);
    if (analysis === undefined) return;
    this.document.log.warn(`the checks of ${this.document.fileName} stopped: ${message}`);
    analysis.failed = unreadable();
    this.document.checkDisk();
    this.tellNow();
  }

  /** The worker died, and another takes its place. */
  restarted(dataset: Dataset): void {
    if (this.analysisOf(dataset) !== undefined) this.rules.restart();
  }

  /** The worker died; where it is not started again, there will be no findings. */
  died(dataset: Dataset): void {
    const analysis = this.analysisOf(dataset);
    if (analysis === undefined) return;
    analysis.failed = dead();
    this.tellNow();
  }

  /** Tells everybody again, as soon as may be. */
  tellNow(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.told = Date.now();
    if (!this.isDisposed) this.changed.fire();
  }

  override dispose(): void {
    clearTimeout(this.timer);
    this.analysis?.stop.abort(new FindingsUnavailable('The dataset was closed.'));
    super.dispose();
  }

  private async judgeHead(): Promise<void> {
    // A team may have turned checks off.
    await this.settingsService.ready;
    const { content } = this.document;
    const { settings } = this.settings;
    const known = checkedSettings(settings);
    const isWanted = (): boolean =>
      !this.isDisposed &&
      content === this.document.content &&
      this.report === undefined &&
      known === checkedSettings(this.settings.settings);
    if (!content.isText || !isWanted()) return;
    const count = Math.min(HEAD_ROWS, content.dataset.count);
    const rows = await content.dataset.readRows(0, count, { maxRowBytes: LONGEST_LINE });
    const head = await findInHead(rows, settings);
    if (!isWanted()) return;
    this.head = head;
    for (const { id, version } of rows) {
      if (head.badges.has(id)) this.badges.put(id, content.version(version), head.badges.get(id));
    }
    this.tellNow();
  }

  private get current(): Analysis | undefined {
    return this.analysis?.content === this.document.content ? this.analysis : undefined;
  }

  private analysisOf(dataset: Dataset): Analysis | undefined {
    const { current } = this;
    return current?.content.dataset === dataset ? current : undefined;
  }

  /** Starts the analysis of the content that is there now; anew where the settings are others. */
  private begin(): void {
    const { content } = this.document;
    const { settings } = this.settings;
    const known = checkedSettings(settings);
    if (this.isDisposed) return;
    if (this.current?.settings !== known) {
      if (this.analysis !== undefined) this.forgetHead();
      // Ids of one content say nothing in another.
      if (this.analysis !== undefined && this.analysis.content !== content) this.unfinished.end();
      this.analysis?.stop.abort(new FindingsUnavailable('The checks were started anew.'));
      this.analysis = { content, settings: known, stop: new AbortController(), file: [] };
      if (content.isText) content.worker.analyse({ settings, tiers: [1, 2] });
      this.stirred = Date.now();
      this.tellNow();
    }
    this.rules.follow();
  }

  /** Other settings, or another file: what was said of the first rows may be wrong now. */
  private forgetHead(): void {
    this.head = undefined;
    this.badges.clear();
  }

  private failure(): string | undefined {
    const { encoding, isText } = this.document.content;
    if (encoding === 'binary') return vscode.l10n.t('The file is not text, so it cannot be checked.');
    if (!isText) return vscode.l10n.t('The file is not in UTF-8, so it cannot be checked.');
    return this.current?.failed;
  }

  /** Takes notice of why a question was not answered, and says it. */
  private broke(analysis: Analysis, error: unknown): string {
    if (error instanceof TornReadError) {
      analysis.failed = unreadable();
      this.document.checkDisk();
    } else if (error instanceof WorkerDiedError) analysis.failed = dead();
    else {
      this.document.log.error(`a question to the checks of ${this.document.fileName}`, error);
      return errorMessage(error);
    }
    this.tellNow();
    return analysis.failed;
  }

  private async askForFile(analysis: Analysis): Promise<void> {
    const { content } = analysis;
    const revision = content.dataset.revision;
    if (analysis.fileRevision === revision) return;
    analysis.fileRevision = revision;
    try {
      const answer = await this.ask('fileFindings', { bytes: content.base.size, hasBom: content.dataset.hasBom });
      if (answer === undefined || analysis !== this.current || analysis.fileRevision !== revision) return;
      const isSame = JSON.stringify(answer.value) === JSON.stringify(analysis.file);
      analysis.file = answer.value;
      if (!isSame) this.tellNow();
    } catch {
      // What went wrong is said by `state`.
      delete analysis.fileRevision;
    }
  }

  private tellSoon(): void {
    if (this.analysis === undefined) return;
    const now = Date.now();
    const wait = this.told + (now - this.stirred > CALM_AFTER ? CALM_INTERVAL : INTERVAL) - now;
    // What waits in a calm would come too late after an edit.
    clearTimeout(this.timer);
    if (wait <= 0) this.tellNow();
    else this.timer = setTimeout(() => this.tellNow(), wait);
  }
}

/** Settings as text, without those that no check goes by: where they change, nothing has to be checked again. */
function checkedSettings(settings: Settings): string {
  const notChecked: readonly (keyof Settings)[] = ['maxProblems', 'fixOnSave'];
  return JSON.stringify(settings, (name, value: unknown) =>
    notChecked.some((key) => key === name) ? undefined : value,
  );
}

/** Rows that all tiers have judged count whole, rows of the first tier half. */
function checkedRows({ progress: { tier, rows, total, isDone } }: AnalysisReport): number {
  if (isDone) return total;
  return Math.floor((tier === 1 ? rows : total + rows) / 2);
}

/** What mends a finding about the file, for a button. */
function fileFixOf({ code }: FileFinding): string | undefined {
  if (code === 'file/no-final-newline') return fixTitle({ id: 'add-final-newline', args: {} });
  // The mark is no part of any row: that it goes is no edit that could be undone.
  return code === 'json/encoding' ? vscode.l10n.t('Save without the byte order mark') : undefined;
}

function unreadable(): string {
  return vscode.l10n.t('The file has changed and cannot be read, so its checks have stopped.');
}

function dead(): string {
  return vscode.l10n.t('The checks broke down and have stopped. Close the dataset and open it again.');
}

function tooLong(): string {
  return vscode.l10n.t('The checks did not answer in time.');
}
