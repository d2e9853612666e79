import * as vscode from 'vscode';
import type { Finding } from '../../core/checks/finding';
import type { CheckConfig } from '../../core/config/checkConfig';
import type { DuplicateVerdict } from '../../core/duplicates/duplicateIndex';
import { Disposable } from '../disposable';
import type { Log } from '../log';
import type { RemarkService } from '../findings/remarkService';
import type { RuleLease } from '../settings/ruleService';
import type { SettingsService } from '../settings/settingsService';
import { checkPage } from './checkPages';
import { LineRows } from './lineRows';
import { type Lines, LiveChecks } from './liveChecks';
import type { Problems } from './problems';
import { inSlices } from './slices';

/** Least time (ms) between two lists of problems while rows are being checked. */
const PUBLISH_INTERVAL = 250;
/** While a long file is checked, what was found so far is shown this often (ms). */
const PROGRESS_INTERVAL = 2000;
/** Rows that the author's rules are asked of at once. */
const ASKED_AT_ONCE = 256;
/** Clusters up to this size are listed whole with each problem. */
const MOST_RELATED = 20;

/**
 * A text document that is a dataset, under check while it is open: its lines are rows with ids, what changes is checked in short
 * slices, and the findings stand in the Problems view.
 */
export class TextDataset extends Disposable implements Lines {
  private rows: LineRows;
  private live: LiveChecks;
  private config_: CheckConfig;
  private running: Promise<void> | undefined;
  private rules: RuleLease | undefined;
  private asking: Promise<void> | undefined;
  private published = 0;
  private publishTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly stop = new AbortController();
  private readonly checkedEmitter = this.register(new vscode.EventEmitter<void>());
  /** All findings are up to date again. */
  readonly onDidCheck = this.checkedEmitter.event;

  constructor(
    readonly document: vscode.TextDocument,
    private readonly settings: SettingsService,
    private readonly remarks: RemarkService,
    private readonly problems: Problems,
    private readonly log: Log,
  ) {
    super();
    this.rows = new LineRows(document.lineCount);
    this.config_ = settings.of(document.uri).config;
    this.live = new LiveChecks(this, this.config_);
    this.published = performance.now();
    this.rules = this.takeRules();
    this.register(settings.onDidChange(() => this.settingsChanged()));
    this.register(remarks.onDidChange(() => this.settingsChanged()));
    this.register(vscode.window.onDidChangeVisibleTextEditors(() => this.live.prefer(this.visibleRows())));
    this.register(
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
        if (textEditor.document === document) this.live.prefer(this.visibleRows());
      }),
    );
    this.start();
  }

  override dispose(): void {
    this.stop.abort();
    clearTimeout(this.publishTimer);
    this.rules?.dispose();
    if (!this.isDisposed) this.problems.clear(this.document.uri, this);
    super.dispose();
  }

  get config(): CheckConfig {
    return this.config_;
  }

  get checks(): LiveChecks {
    return this.live;
  }

  get ids(): readonly number[] {
    const { all } = this.rows;
    return this.endsWithNewline ? all.slice(0, -1) : all;
  }

  /** True for an empty document too. */
  get endsWithNewline(): boolean {
    return this.document.lineAt(this.document.lineCount - 1).text === '';
  }

  /** How many lines are rows. */
  get rowCount(): number {
    return this.document.lineCount - (this.endsWithNewline ? 1 : 0);
  }

  textOf(id: number): string | undefined {
    const line = this.lineOf(id);
    return line === undefined ? undefined : this.document.lineAt(line).text;
  }

  readonly lineOf = (id: number): number | undefined => {
    const line = this.rows.lineOf(id);
    return line === undefined || line >= this.rowCount ? undefined : line;
  };

  /** The findings at a line, of its text as it is now, those of the file as a whole among them. */
  findingsAt(line: number): readonly Finding[] {
    const id = this.rows.idAt(line);
    if (id === undefined || line >= this.rowCount) return [];
    const onFile = this.live.fileFindings().filter(({ on }) => line === (on === 'first-row' ? 0 : this.rowCount - 1));
    return [...this.live.findingsOf(id), ...onFile];
  }

  /** Lines of the other rows of a duplicate's cluster, in the order of the file. */
  othersOf(line: number, finding: Finding): number[] {
    const kind = duplicateKind(finding);
    const id = this.rows.idAt(line);
    if (kind === undefined || id === undefined) return [];
    const cluster = this.live.checker.clusters.clusterOf(id, kind, (row) => this.lineOf(row) ?? Infinity);
    return cluster.map(this.lineOf).filter((other): other is number => other !== undefined && other !== line);
  }

  /** Takes a change of the document in. */
  changed(changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    const { touched, removed } = this.rows.apply(
      changes.map(({ range, text }) => ({
        startLine: range.start.line,
        startColumn: range.start.character,
        endLine: range.end.line,
        endColumn: range.end.character,
        text,
      })),
    );
    if (this.rows.count === this.document.lineCount) {
      this.live.changes(touched, removed);
    } else {
      this.log.warn('the lines of a text document were not told as they changed; it is read anew');
      this.rows = new LineRows(this.document.lineCount);
      this.live = new LiveChecks(this, this.config_);
    }
    this.start();
  }

  /** Settles when every finding is up to date. */
  async settled(): Promise<void> {
    while (this.running !== undefined) await this.running;
  }

  private settingsChanged(): void {
    const { config } = this.settings.of(this.document.uri);
    if (config !== this.config_) {
      this.config_ = config;
      this.live = new LiveChecks(this, config);
    }
    if (this.remarks.keyOf(this.document.uri) !== this.rules?.key) {
      this.rules?.dispose();
      this.rules = this.takeRules();
      this.live.askAgain(this.rules !== undefined);
    }
    this.start();
    this.askRules();
  }

  private takeRules(): RuleLease | undefined {
    const lease = this.remarks.lease(this.document.uri);
    lease?.onDidChange(() => {
      if (this.isDisposed || this.rules !== lease) return;
      this.live.askAgain(true);
      this.start();
      this.askRules();
    });
    return lease;
  }

  /** Asks the author's rules of the rows that they have not seen; beside the checks, because their answers take a while. */
  private askRules(): void {
    if (this.rules === undefined || !this.live.hasUnasked) return;
    this.asking ??= this.askAll()
      .catch((error: unknown) => this.log.error("asking the author's rules failed", error))
      .finally(() => {
        this.asking = undefined;
        if (!this.stop.signal.aborted) this.askRules();
      });
  }

  private async askAll(): Promise<void> {
    while (!this.stop.signal.aborted) {
      const { live, rules } = this;
      const rows = live.takeUnasked(ASKED_AT_ONCE, this.visibleRows());
      if (rows.length === 0 || rules === undefined) return;
      const remarks = await rules.check(rows.map(({ text }) => text));
      if (live !== this.live || rules !== this.rules) continue;
      for (const [i, { id, text }] of rows.entries()) live.remark(id, text, remarks[i]);
      this.start();
    }
  }

  private start(): void {
    this.running ??= this.run()
      .catch((error: unknown) => this.log.error('checking a text document failed', error))
      .finally(() => {
        this.running = undefined;
        if (!this.stop.signal.aborted && !this.live.isDone) this.start();
      });
  }

  private async run(): Promise<void> {
    // Not in the same breath as the change: typing goes first.
    await Promise.resolve();
    while (!this.stop.signal.aborted) {
      const { live } = this;
      const finished = await inSlices(this.steps(live), this.stop.signal);
      if (!finished || live === this.live) break;
    }
    if (this.stop.signal.aborted) return;
    this.publishSoon();
    this.checkedEmitter.fire();
    this.askRules();
  }

  /** Ends early when the checks were replaced (by other settings). */
  private *steps(live: LiveChecks): Generator<void> {
    live.prefer(this.visibleRows());
    for (const isWorthShowing of live.work()) {
      if (live !== this.live) return;
      if (isWorthShowing || performance.now() - this.published > PROGRESS_INTERVAL) this.publish();
      yield;
    }
  }

  private visibleRows(): number[] {
    return vscode.window.visibleTextEditors
      .filter(({ document }) => document === this.document)
      .flatMap(({ visibleRanges }) => visibleRanges)
      .flatMap(({ start, end }) => this.rows.all.slice(start.line, end.line + 1))
      .filter((id) => this.lineOf(id) !== undefined);
  }

  private publishSoon(): void {
    clearTimeout(this.publishTimer);
    const wait = this.published + PUBLISH_INTERVAL - performance.now();
    if (wait <= 0) this.publish();
    else this.publishTimer = setTimeout(() => this.publish(), wait);
  }

  private publish(): void {
    if (this.stop.signal.aborted) return;
    this.published = performance.now();
    this.problems.publish(
      {
        uri: this.document.uri,
        rows: this.live.all(),
        counts: this.live.counts,
        maximum: this.settings.of(this.document.uri).settings.maxProblems,
        lineOf: this.lineOf,
        target: (_, { code }) => checkPage(code),
        cluster: (finding) => this.clusterOf(finding),
      },
      this,
    );
  }

  private clusterOf(finding: Finding): readonly number[] {
    const kind = duplicateKind(finding);
    const [named] = finding.related ?? [];
    if (kind === undefined || named === undefined || Number(finding.args.size) > MOST_RELATED) return [];
    return this.live.checker.clusters.clusterOf(named.row, kind, (row) => this.lineOf(row) ?? Infinity);
  }
}

function duplicateKind({ code }: Finding): DuplicateVerdict['kind'] | undefined {
  switch (code) {
    case 'duplicate/exact':
      return 'exact';
    case 'duplicate/normalized':
      return 'normalized';
    case 'duplicate/near':
      return 'near';
    case 'duplicate/conflict':
      return 'conflict';
    default:
      return undefined;
  }
}
