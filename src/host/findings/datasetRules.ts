import { RuleSweep } from '../../core/author/ruleSweep';
import type { RowId } from '../../core/document/run';
import { Disposable } from '../disposable';
import type { Content } from '../editor/content';
import type { DatasetDocument } from '../editor/datasetDocument';
import type { RuleLease } from '../settings/ruleService';
import type { RemarkService } from './remarkService';

/**
 * Has the rows of one open dataset judged by the author's own rules, and by what the last check of the workspace found of them in other
 * datasets, and tells the dataset's worker what they say. Follows edits, reloads, changed settings, changed files of the rules, and
 * checks of the workspace.
 */
export class DatasetRules extends Disposable {
  private content: Content | undefined;
  private lease: RuleLease | undefined;
  private listener: { dispose(): void } | undefined;
  private sweep: RuleSweep | undefined;
  private toldNumber = 0;

  constructor(
    private readonly document: DatasetDocument,
    private readonly service: RemarkService,
    /** There are no rules any more, others, or every row was asked for. */
    private readonly changed: () => void,
  ) {
    super();
    this.register(document.onDidChangeState(() => this.sweep?.wake()));
    this.register(
      service.onDidChange(() => {
        // Before, the worker was not told to analyse.
        if (this.content !== undefined) this.follow();
      }),
    );
  }

  override dispose(): void {
    this.letGo();
    super.dispose();
  }

  /** Whether every row was asked for, as it is now; also where there are no rules. */
  get isDone(): boolean {
    return this.sweep?.isDone ?? true;
  }

  /** Number of the last message to the worker about what the rules say; 0 where there was none. */
  get told(): number {
    return this.toldNumber;
  }

  /** How many rows were asked for; undefined where there are no rules. */
  get rows(): number | undefined {
    return this.sweep?.rows;
  }

  /** Asks for rows that the author sees before others. */
  prefer(ids: readonly RowId[]): void {
    this.sweep?.prefer(ids);
  }

  /** Goes by the rules that the settings name now, for the content that is there now. Its worker must have been told to analyse. */
  follow(): void {
    const { content, uri } = this.document;
    const key = content.isText ? this.service.keyOf(uri) : undefined;
    if (this.isDisposed || (content === this.content && key === this.lease?.key)) return;
    this.letGo();
    if (content !== this.content) this.toldNumber = 0;
    this.content = content;
    const lease = (this.lease = key === undefined ? undefined : this.service.lease(uri));
    this.listener = lease?.onDidChange(() => this.restart());
    this.restart();
  }

  /** Asks for all rows anew: the files of the rules changed, or the worker does not know any more what they said. */
  restart(): void {
    const { content, lease, document } = this;
    this.sweep?.dispose();
    this.sweep = undefined;
    if (content === undefined) return;
    if (this.toldNumber > 0) this.toldNumber = content.worker.remark([], true);
    if (lease !== undefined) {
      this.sweep = new RuleSweep(content.dataset, {
        check: (lines) => lease.check(lines),
        tell: (rows) => {
          this.toldNumber = content.worker.remark(rows);
        },
        onDone: () => this.changed(),
        onError: (error) => {
          document.log.error(`asking the author's rules about ${document.fileName}`, error);
          this.changed();
        },
      });
    }
    this.changed();
  }

  private letGo(): void {
    this.sweep?.dispose();
    this.listener?.dispose();
    this.lease?.dispose();
    this.sweep = this.listener = this.lease = undefined;
  }
}
