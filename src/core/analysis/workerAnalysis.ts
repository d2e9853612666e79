import { KnownRemarks, type RemarkedRow } from '../author/knownRemarks';
import type { Tier } from '../checks/registry';
import { CheckConfig } from '../config/checkConfig';
import type { Settings } from '../config/settings';
import type { ReplicaMessage } from '../document/replica';
import type { RowId } from '../document/run';
import type { RowSplice } from '../document/spliceLog';
import { AnalysisEngine, type AnalysisProgress } from './analysisEngine';
import { AnalysisFixes, type WantedFixes } from './analysisFixes';
import { AnalysisQueries } from './analysisQueries';
import { type AnalysedDataset, BackgroundWork, WORK_MS } from './backgroundWork';
import type { ScanAhead } from './scanAhead';
import type { CodeCount } from './verdictTable';

/** What is checked, and how. */
export interface AnalysisRequest {
  readonly settings: Settings;
  /** Tiers that run over the whole file. */
  readonly tiers: readonly Tier[];
}

/** Where the analysis stands, and what it has found so far. */
export interface AnalysisReport {
  readonly progress: AnalysisProgress;
  readonly counts: readonly CodeCount[];
  /** Number of the last remarks of the author's rules that are counted in. */
  readonly remarks: number;
}

export interface AnalysisListeners {
  /** Called now and then while there is progress, and when all is done. */
  readonly onReport?: (report: AnalysisReport) => void;
  /** The file could not be read; the analysis goes on when the dataset has another content. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * The analysis of a dataset in its worker: runs in the background from the first request on, follows edits and saves, and answers
 * questions in between. A new request starts it anew.
 */
export class WorkerAnalysis extends BackgroundWork<AnalysisEngine> {
  private request: AnalysisRequest | undefined;
  private config: CheckConfig | undefined;
  /** The engine knows only the first rows: those that the author sees need not wait for the lines of a large file. */
  private isOfHead = false;
  /** Helps the engine with its first sweep. */
  private ahead: ScanAhead | undefined;
  /** How many searches are under way. */
  private urgent = 0;
  /** Outlives the engines: rules are asked elsewhere, and not again because of other settings. */
  private readonly remarks = new KnownRemarks();
  private remarkNumber = 0;
  private unfinished: RowId | undefined;

  constructor(
    dataset: AnalysedDataset,
    private readonly listeners: AnalysisListeners,
  ) {
    super(dataset, listeners.onFailure);
  }

  /** The analysis as far as it is, for who does not wait; undefined where there is none now. */
  get current(): AnalysisEngine | undefined {
    return this.content === undefined ? undefined : this.subject;
  }

  start(request: AnalysisRequest): void {
    this.request = request;
    this.config = new CheckConfig(request.settings);
    this.subject = undefined;
    void this.stopAhead();
    this.changed();
    this.begin();
  }

  /** Ends the thread that helps; the engine does the rest alone. Resolves when it has let go of the file. */
  async stopAhead(): Promise<void> {
    await this.ahead?.stop();
  }

  override dispose(): void {
    void this.stopAhead();
    super.dispose();
  }

  override applied(message: ReplicaMessage, splices: readonly RowSplice[], revisionBefore: number): void {
    const isOther = message.kind === 'reset' && message.revision !== revisionBefore;
    // It reads the file that the rows stood in.
    if (message.kind === 'reset') void this.stopAhead();
    const silenced = isOther ? this.remarks.clear() : this.remarks.rowsChanged(splices);
    this.subject?.remarksChanged(silenced);
    super.applied(message, splices, revisionBefore);
  }

  /** Takes what the author's rules say of rows, as they are now. @param isAnew what they said before counts no more */
  remark(number: number, rows: readonly RemarkedRow[], isAnew: boolean): void {
    const silenced = isAnew ? this.remarks.clear() : [];
    this.remarks.set(rows);
    this.subject?.remarksChanged([...silenced, ...rows.map(({ id }) => id)]);
    this.remarkNumber = number;
    this.changed();
  }

  /** The example that its author has just begun, if any. */
  setUnfinished(id: RowId | undefined): void {
    this.unfinished = id;
    this.subject?.setUnfinished(id);
    this.catchUp();
    this.changed();
  }

  /** The analysis, when there is one; its findings are complete as far as its progress says. */
  async queries(signal: AbortSignal): Promise<AnalysisQueries> {
    return new AnalysisQueries(await this.ready(signal));
  }

  async fixes(signal: AbortSignal): Promise<AnalysisFixes> {
    return new AnalysisFixes(await this.ready(signal));
  }

  /** The rows that fixes would change. Waits until the lines of the file have been found. */
  async planFixes(wanted: WantedFixes, signal: AbortSignal): Promise<readonly RowId[]> {
    await this.ready(signal);
    while (this.isOfHead) {
      await this.dataset.pause();
      signal.throwIfAborted();
    }
    return this.inSlices((engine) => new AnalysisFixes(engine).plan(wanted), signal);
  }

  /** Asks what takes longer, while other questions and the analysis itself have their turns. */
  search<T>(begin: (queries: AnalysisQueries) => Generator<void, T, void>, signal: AbortSignal): Promise<T> {
    return this.inSlices((engine) => begin(new AnalysisQueries(engine)), signal);
  }

  /** Does work that an author waits for: the analysis rests meanwhile. */
  private async inSlices<T>(
    begin: (engine: AnalysisEngine) => Generator<void, T, void>,
    signal: AbortSignal,
  ): Promise<T> {
    this.urgent++;
    try {
      return await this.onOneRevision(begin, signal);
    } finally {
      this.urgent--;
    }
  }

  /** Begins again where an edit comes between. */
  private async onOneRevision<T>(
    begin: (engine: AnalysisEngine) => Generator<void, T, void>,
    signal: AbortSignal,
  ): Promise<T> {
    for (;;) {
      const engine = await this.ready(signal);
      const { revision } = this.dataset.rows;
      const work = begin(engine);
      while (revision === this.dataset.rows.revision && engine === this.subject) {
        const deadline = performance.now() + WORK_MS;
        do {
          const next = work.next();
          if (next.done === true) return next.value;
        } while (performance.now() < deadline);
        await this.dataset.pause();
        signal.throwIfAborted();
      }
    }
  }

  /** Judges the first rows by themselves, where the lines behind them are still being found. */
  private async lookAtHead(signal: AbortSignal): Promise<void> {
    const content = await this.dataset.begun(signal);
    const { config, request } = this;
    if (content.isIndexed || this.subject !== undefined || config === undefined || request === undefined) return;
    const options = {
      expectedRows: content.index.count,
      tiers: request.tiers,
      remarks: this.remarks,
      unfinished: this.unfinished,
    };
    const engine = new AnalysisEngine(this.dataset.rows, this.sourceOf(content), config, options);
    engine.lookAtHead();
    this.isOfHead = true;
    this.become(engine, content);
    this.tell(engine);
  }

  /** Makes an engine, or gives it the content that the dataset has now. */
  protected override async prepare(signal: AbortSignal): Promise<void> {
    if (this.subject === undefined) await this.lookAtHead(signal);
    const content = await this.dataset.settled(signal);
    const { config, request } = this;
    if (config === undefined || request === undefined) return;
    const source = this.sourceOf(content);
    if (this.subject === undefined || this.isOfHead) {
      void this.stopAhead();
      const { tiers, settings } = request;
      this.ahead = this.dataset.scanAhead(content, settings);
      const { remarks, unfinished, ahead } = this;
      const options = { expectedRows: content.index.count, tiers, remarks, unfinished, ahead };
      this.isOfHead = false;
      this.become(new AnalysisEngine(this.dataset.rows, source, config, options), content);
    } else {
      if (content !== this.content) this.subject.rebase(source);
      this.become(this.subject, content);
    }
  }

  protected override workSlice(engine: AnalysisEngine): boolean {
    return this.urgent > 0 || engine.work(WORK_MS);
  }

  /** Upkeep may be left. */
  protected override isFound(engine: AnalysisEngine): boolean {
    return this.urgent === 0 && !this.isOfHead && engine.isComplete();
  }

  protected override tell(engine: AnalysisEngine): void {
    const { progress } = engine;
    this.listeners.onReport?.({
      progress: this.isOfHead ? { ...progress, isDone: false } : progress,
      counts: new AnalysisQueries(engine).counts(),
      remarks: this.remarkNumber,
    });
  }
}
