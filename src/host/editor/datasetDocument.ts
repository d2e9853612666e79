import * as vscode from 'vscode';
import type { Change, GroupId } from '../../core/document/change';
import { type ChangeSummary, mergedChange } from '../../core/document/mergedChange';
import type { DocumentChange, EditorState, RowId } from '../../protocol/editor';
import { TornReadError } from '../../core/text/byteSource';
import { emptyExample, emptyExampleLike } from '../../core/record/emptyExample';
import type { Shape } from '../../core/record/view';
import { Disposable } from '../disposable';
import { errorMessage, type Log } from '../log';
import { Banners } from './banners';
import type { Content } from './content';
import { DatasetEdits, type Origin } from './datasetEdits';
import { DatasetRows, FORM_BYTES } from './datasetRows';
import { fileShape } from './fileShape';
import type { FileAccess } from './fileAccess';
import type { Finder, FindHost } from './findSession';
import { Turns } from './turns';
import { TypingBursts } from './typingBursts';
import { WorkbenchUndo } from './workbenchUndo';
import { Writability } from './writability';

/** After an edit, lines that it rests on are read once it has been quiet for this long (ms). */
const ANCHOR_DELAY = 300;

/** Least time between two messages about the progress of the index, in ms. */
const INDEX_INTERVAL = 150;

/** A view as the document sees it: something that may hold edits that have not arrived. */
export interface Flushable {
  flush(): Promise<void>;
}

export interface DatasetDocumentOptions {
  readonly uri: vscode.Uri;
  readonly access: FileAccess;
  readonly content: Content;
  readonly log: Log;
  readonly finder: Finder;
  /** The content came from a backup: VS Code shows it as dirty. */
  readonly isRestored: boolean;
  readonly convertToUtf8: (document: DatasetDocument) => Promise<void>;
}

/**
 * One open dataset, shared by all its views: the content, its edits and undo, and what the views and VS Code are told. Saving,
 * backups and changes on disk are beside it (`saving.ts`, `diskChanges.ts`).
 */
export class DatasetDocument extends Disposable implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly log: Log;
  readonly access: FileAccess;
  private readonly finder: Finder;
  readonly rows: DatasetRows;
  readonly edits: DatasetEdits;
  readonly banners: Banners;
  readonly writability: Writability;
  /** Edits, undo and changes of the content happen one at a time. */
  readonly turns = new Turns();
  private readonly bursts = new TypingBursts<GroupId>({
    now: () => Date.now(),
    after: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds);
      return { dispose: () => clearTimeout(timer) };
    },
  });
  readonly undo: WorkbenchUndo;
  private readonly views = new Set<Flushable>();
  private content_: Content;
  private listening: { dispose(): void };
  private shape: Shape = 'unknown';
  private origin: Origin | undefined;
  /** While a compound step runs (a revert), its parts are not told one by one. */
  private isQuiet = false;
  /** The changes of a step of several edits, so far. */
  private gathered: Change[] | undefined;
  private indexAnnounced = 0;
  private isStateDue = false;
  /** Number of rows that the banner "Your unsaved rows" offers. */
  unsavedRows = 0;
  private anchorTimer: ReturnType<typeof setTimeout> | undefined;

  private readonly rowsChanged = this.register(new vscode.EventEmitter<DocumentChange>());
  readonly onDidChangeRows = this.rowsChanged.event;
  private readonly exampleBegun = this.register(new vscode.EventEmitter<RowId>());
  /** The author has added an example, and is about to write it: told in the moment in which it comes in. */
  readonly onDidBeginExample = this.exampleBegun.event;
  private readonly stateChanged = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeState = this.stateChanged.event;
  private readonly diskSuspected = this.register(new vscode.EventEmitter<void>());
  /** Somebody has a reason to look whether the file changed on disk. */
  readonly onDidSuspectDisk = this.diskSuspected.event;
  private readonly indexingBegan = this.register(new vscode.EventEmitter<void>());
  /** The first rows are drawn (again), or other content is there: work that grows with the file may begin. */
  readonly onDidBeginIndexing = this.indexingBegan.event;
  private readonly closed = this.register(new vscode.EventEmitter<void>());
  readonly onDidDispose = this.closed.event;

  constructor(options: DatasetDocumentOptions) {
    super();
    this.uri = options.uri;
    this.log = options.log;
    this.access = options.access;
    this.finder = options.finder;
    this.content_ = options.content;
    this.listening = this.listen(options.content);
    this.banners = new Banners(() => this.announceState());
    this.rows = new DatasetRows(() => this.content_);
    this.edits = new DatasetEdits(
      {
        content: () => this.content_,
        refusal: () => this.writability.reason()?.message,
        emptyLine: () => this.emptyLine(),
        perform: (step, origin) => this.perform(step, origin),
        gather: (work) => this.gather(work),
        begun: (id) => this.exampleBegun.fire(id),
      },
      this.bursts,
      this.turns,
    );
    this.writability = this.register(
      new Writability({
        uri: this.uri,
        fileName: this.fileName,
        access: this.access,
        encoding: () => this.content_.encoding,
        binaryFormat: () => this.content_.binaryFormat,
        convertToUtf8: () => options.convertToUtf8(this),
      }),
    );
    this.register(this.writability.onDidChange(() => this.announceState()));
    this.undo = this.register(
      new WorkbenchUndo(
        {
          uri: this.uri,
          turns: this.turns,
          dataset: () => this.content_.dataset,
          isReadOnly: () => this.writability.reason() !== undefined,
          endBurst: () => this.edits.endBurst(),
          settle: () => this.settle(),
        },
        options.isRestored,
      ),
    );
  }

  get fileName(): string {
    return this.uri.path.slice(this.uri.path.lastIndexOf('/') + 1);
  }

  get content(): Content {
    return this.content_;
  }

  /** What a view's search needs. */
  get findHost(): FindHost {
    return {
      rows: this.rows,
      finder: this.finder,
      indexOf: (id) => this.content_.dataset.indexOf(id),
      count: () => this.content_.dataset.count,
      failed: (error) => this.searchFailed(error),
    };
  }

  get isDirty(): boolean {
    return this.content_.dataset.isDirty;
  }

  /** Finds all lines; settles when the whole file is known. */
  index(): Promise<void> {
    return this.content_.index(() => this.announceIndex());
  }

  /** Finds all lines in the background. Called once the first rows are drawn, so as not to delay them. */
  beginIndexing(): void {
    this.index().catch((error: unknown) => {
      if (this.isDisposed) return;
      this.log.warn(`the lines of ${this.fileName} could not all be found: ${errorMessage(error)}`);
      this.checkDisk();
    });
    this.indexingBegan.fire();
  }

  addView(view: Flushable): { dispose(): void } {
    this.views.add(view);
    return { dispose: () => void this.views.delete(view) };
  }

  /** Brings in every edit that pages still hold, and closes the open burst. */
  async settle(): Promise<void> {
    await Promise.all([...this.views].map((view) => view.flush()));
    // Edits that a flush sent are waiting for their turns.
    await this.turns.take(() => this.edits.endBurst());
  }

  checkDisk(): void {
    this.diskSuspected.fire();
  }

  state(): EditorState {
    const { content } = this;
    const { dataset } = content;
    const readOnly = this.writability.reason();
    return {
      fileName: this.fileName,
      total: dataset.count,
      revision: content.revision,
      ...(readOnly === undefined ? {} : { readOnly }),
      banners: this.banners.list(),
      // Nothing in a file that is no text is a row, so nothing is being looked for.
      index: {
        done: dataset.indexed || !content.isText,
        bytes: content.indexedBytes,
        totalBytes: content.base.size,
      },
      canUndo: dataset.canUndo,
      canRedo: dataset.canRedo,
      shape: this.shape,
      taskTypes: this.rows.taskTypes.list(),
      unsavedRows: this.unsavedRows,
    };
  }

  async bannerAction(banner: string, action: string): Promise<void> {
    if (this.banners.has(banner)) await this.banners.run(banner, action);
    else await this.writability.run(action);
  }

  /** The shape that most of the first rows have; decides what "Add" adds. */
  async recogniseShape(): Promise<void> {
    const content = this.content_;
    try {
      const shape = await fileShape(content.dataset);
      if (content !== this.content_) return;
      this.shape = shape;
      this.announceState();
    } catch (error) {
      this.log.warn(`the shape of ${this.fileName} could not be told: ${errorMessage(error)}`);
    }
  }

  /** Undoes or redoes to what was last saved; false when that state is not to be had (the dataset came from a backup). */
  async returnToSaved(): Promise<boolean> {
    return this.turns.take(() => {
      const { dataset } = this.content_;
      this.edits.endBurst();
      if (!dataset.isDirty) return true;
      this.quietly('revert', () => {
        while (dataset.isDirty && dataset.undo() !== undefined);
        while (dataset.isDirty && dataset.redo() !== undefined);
      });
      return !dataset.isDirty;
    });
  }

  /** Puts another reading of the file in the place of this one. Views start over; what was undoable is not any more. */
  replaceContent(next: Content, cause: 'revert' | 'external'): void {
    this.bursts.close();
    const before = this.content_;
    this.listening.dispose();
    this.content_ = next;
    this.listening = this.listen(next);
    this.rows.taskTypes.clear();
    void this.recogniseShape();
    this.announceRows({
      cause,
      splices: [{ at: 0, removed: before.dataset.count, inserted: next.dataset.count }],
    });
    before.dispose();
    this.beginIndexing();
  }

  /** Does several steps and tells the views once, that everything may have changed. */
  quietly(cause: DocumentChange['cause'], steps: () => void): void {
    const before = this.content_.dataset.count;
    this.isQuiet = true;
    try {
      steps();
    } finally {
      this.isQuiet = false;
    }
    this.announceRows({ cause, splices: [{ at: 0, removed: before, inserted: this.content_.dataset.count }] });
  }

  announceRows(change: Pick<DocumentChange, 'cause' | 'splices'> & Partial<DocumentChange>): void {
    const { revision, dataset } = this.content_;
    this.rowsChanged.fire({ revision, total: dataset.count, ...change });
    this.announceState();
  }

  /** Tells views the state, once for all changes of one task. */
  announceState(): void {
    if (this.isStateDue) return;
    this.isStateDue = true;
    queueMicrotask(() => {
      this.isStateDue = false;
      if (!this.isDisposed) this.stateChanged.fire();
    });
  }

  override dispose(): void {
    this.bursts.close();
    clearTimeout(this.anchorTimer);
    this.listening.dispose();
    this.content_.dispose();
    this.closed.fire();
    super.dispose();
  }

  private listen(content: Content): { dispose(): void } {
    return content.dataset.onChange((change) => this.changed(content, change));
  }

  /** Does a step of the dataset, as the edit of a view where it is one. */
  private perform(step: () => Change | undefined, origin?: Origin): Change | undefined {
    this.origin = origin;
    try {
      return step();
    } finally {
      this.origin = undefined;
    }
  }

  /** Tells the views of the edits of some work once, at its end: a page cannot follow a hundred changes in a second. */
  private async gather<T>(work: () => Promise<T>): Promise<T> {
    const content = this.content_;
    const before = content.dataset.count;
    const changes = (this.gathered = [] as Change[]);
    try {
      return await work();
    } finally {
      this.gathered = undefined;
      const change = mergedChange(changes, before, content.dataset.count);
      if (change !== undefined && content === this.content_) this.announceChange(content, change);
    }
  }

  private changed(content: Content, change: Change): void {
    if (this.isQuiet) return;
    if (change.cause === 'edit' && change.isNewGroup) this.undo.push(change);
    else this.undo.keepDirty();
    this.rememberAnchorsSoon(content);
    if (this.gathered === undefined) this.announceChange(content, change);
    else this.gathered.push(change);
  }

  private announceChange(content: Content, change: ChangeSummary): void {
    const { origin } = this;
    this.announceRows({
      cause: change.cause,
      splices: change.splices,
      label: change.label,
      ...(change.touched && {
        touched: change.touched.map(({ id, version }) => ({ id, version: content.version(version) })),
      }),
      ...(change.reveal === undefined ? {} : { reveal: change.reveal }),
      ...(origin && { viewId: origin.viewId, sequence: origin.sequence }),
    });
  }

  /** Keeps the lines that unsaved edits rest on, so that they find their places again if the file is changed from outside. */
  private rememberAnchorsSoon(content: Content): void {
    clearTimeout(this.anchorTimer);
    this.anchorTimer = setTimeout(() => {
      content.dataset.rememberAnchors().catch((error: unknown) => {
        // The file has changed already: what is known has to do.
        this.log.warn(`lines of ${this.fileName} could not be kept: ${errorMessage(error)}`);
        this.checkDisk();
      });
    }, ANCHOR_DELAY);
  }

  private searchFailed(error: unknown): void {
    if (typeof error === 'string') {
      void vscode.window.showWarningMessage(error);
      return;
    }
    this.log.error(`search in ${this.fileName}`, error);
    if (error instanceof TornReadError) this.checkDisk();
    else void vscode.window.showWarningMessage(vscode.l10n.t('The search broke off: {0}', errorMessage(error)));
  }

  /** Progress of the index comes often; views are told some times a second, and at the end. */
  private announceIndex(): void {
    const now = Date.now();
    if (!this.content_.dataset.indexed && now - this.indexAnnounced < INDEX_INTERVAL) return;
    this.indexAnnounced = now;
    this.announceState();
  }

  private async emptyLine(): Promise<string> {
    const { dataset } = this.content_;
    const [first] = await dataset.readRows(0, Math.min(1, dataset.count), { maxRowBytes: FORM_BYTES });
    const like = first?.complete === true ? emptyExampleLike(first.text) : undefined;
    return like ?? emptyExample(this.shape);
  }
}
