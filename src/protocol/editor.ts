import type { LineEdit } from '../core/json/lineEdit';
import type { JsonPath } from '../core/json/path';
import type { Shape } from '../core/record/view';
import type { FindingCalls, FindingSeverity, FindingsState } from './findings';
import type { LinePreviewCalls } from './preview';

/** Stable for the life of a document; survives edits, moves and saves, not a reload of the file. */
export type RowId = number;
/** Grows with every change of a row's text; what an edit is checked against. */
export type RowVersion = number;

/** What the list shows of one row. Texts are cut to some 300 characters; line breaks are kept. */
export interface RowSummary {
  readonly id: RowId;
  readonly version: RowVersion;
  /** From 0, in file order. */
  readonly index: number;
  readonly kind: 'example' | 'broken' | 'blank' | 'not-object' | 'large';
  readonly shape?: Shape;
  readonly taskType?: string;
  /** First words of the instruction (or of the first user turn, the prompt); the raw line for a row that is not an example. */
  readonly instruction: string;
  /** First words of the response (or of the last assistant turn, the chosen side). */
  readonly response: string;
  /** Number of findings and the worst severity, once checks have run. */
  readonly problems?: { readonly count: number; readonly worst: FindingSeverity };
}

export interface Example {
  readonly id: RowId;
  readonly version: RowVersion;
  readonly index: number;
  /** The line without its line end. The page parses it with the core's own parser. Empty with `tooLarge`. */
  readonly text: string;
  /** Set for a line too long for a form, in bytes. */
  readonly tooLarge?: number;
}

/** Why the file cannot be edited here now, in words for the banner, with what the author can do about it. */
export interface ReadOnlyReason {
  readonly message: string;
  readonly actions: readonly BannerAction[];
}

export interface BannerAction {
  readonly id: string;
  readonly title: string;
}

export interface EditorState {
  readonly fileName: string;
  readonly total: number;
  readonly revision: number;
  readonly readOnly?: ReadOnlyReason;
  /** Messages that stay until dealt with: file gone, changed on disk, unsaved rows that no longer fit, ... */
  readonly banners: readonly {
    readonly id: string;
    readonly severity: 'info' | 'warning' | 'error';
    readonly message: string;
    readonly actions: readonly BannerAction[];
  }[];
  /** Progress of the line index; rows after it are not known yet. `done` when the whole file is indexed. */
  readonly index: { readonly done: boolean; readonly bytes: number; readonly totalBytes: number };
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Shape of the file: the majority of its first rows. Decides what "Add" adds. */
  readonly shape: Shape;
  /** Task types that the file declares so far, most frequent first, at most 100. */
  readonly taskTypes: readonly string[];
  readonly unsavedRows: number;
}

/** What a page can draw at once: its first rows stand in its document, and `ready` tells what is new since. */
export interface EditorOpening {
  readonly state: EditorState;
  readonly rows: EditorCalls['getRows']['result'];
}

/** HTML of the first rows, as the page's own script will draw them. Comes from a bundle of the page's code. */
export type RenderFirstRows = (opening: EditorOpening) => string;

/** A change of the document, told to every view. */
export interface DocumentChange {
  readonly revision: number;
  readonly total: number;
  /** Rows that came, went or moved, in the order in which they were done. */
  readonly splices: readonly { readonly at: number; readonly removed: number; readonly inserted: number }[];
  /** Rows whose text changed, when they are few; undefined when a view should ask for all it shows again. */
  readonly touched?: readonly { readonly id: RowId; readonly version: RowVersion }[];
  readonly cause: 'edit' | 'undo' | 'redo' | 'revert' | 'external';
  readonly label?: string;
  /** The view whose edit this was, and the last sequence number of that view that it holds. */
  readonly viewId?: string;
  readonly sequence?: number;
  /** A row that the views should select and reveal (after undo of a delete, say). */
  readonly reveal?: RowId;
}

export type EditOutcome =
  | { readonly kind: 'applied'; readonly version: RowVersion; readonly revision: number }
  /** Another view or an undo changed the row since; the page keeps the text and offers it. */
  | { readonly kind: 'conflict'; readonly version: RowVersion; readonly text: string }
  | { readonly kind: 'refused'; readonly message: string };

export interface FindQuery {
  readonly text: string;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
  readonly regex: boolean;
}

/** Calls that the page makes and the host answers. */
export interface EditorCalls extends FindingCalls, LinePreviewCalls {
  /** The page is there (also again after a reload). The answer is a fresh start. */
  ready: { params: { readonly viewId: string }; result: EditorState };
  /** Rows of the file, or of the filtered view while a find filter is on (`view: 'matches'`). */
  getRows: {
    params: { readonly from: number; readonly count: number; readonly view: 'all' | 'matches' };
    result: { readonly revision: number; readonly total: number; readonly rows: readonly RowSummary[] };
  };
  getExample: { params: { readonly id: RowId }; result: Example | undefined };
  /** Where a row stands now, in the file or among the matches; -1 when it is gone. */
  locate: { params: { readonly id: RowId; readonly view: 'all' | 'matches' }; result: number };
  /**
   * One edit of one row. `version` is the version that the page last saw; `sequence` grows by one with each edit of the view, and
   * edits of a view chain: the host accepts a version that the view's own previous edit made. `typing` marks a keystroke of a
   * burst, which extends the open undo group; without it the edit stands alone.
   */
  applyEdit: {
    params: {
      readonly id: RowId;
      readonly version: RowVersion;
      readonly sequence: number;
      readonly edit: LineEdit;
      readonly typing: boolean;
      readonly label?: string;
    };
    result: EditOutcome;
  };
  /** Closes the open undo group (pause, blur, end of composition). */
  endBurst: { params: Record<string, never>; result: null };
  /** Adds an empty example of the file's shape, or `text`, before row `at`. */
  insertExample: { params: { readonly at: number; readonly text?: string }; result: RowId };
  /** Asks the author for a format, where a file has none yet: a line with an empty example of it, null for none after all. */
  chooseFormat: { params: Record<string, never>; result: string | null };
  duplicateExamples: { params: { readonly ids: readonly RowId[] }; result: readonly RowId[] };
  deleteExamples: { params: { readonly ids: readonly RowId[] }; result: null };
  /** Moves the rows, in file order, so that they stand before the row that is now at `to`. */
  moveExamples: { params: { readonly ids: readonly RowId[]; readonly to: number }; result: null };
  /** Row ids between two positions, for range selection (at most 1,000,000). */
  getIds: {
    params: { readonly from: number; readonly count: number; readonly view: 'all' | 'matches' };
    result: readonly RowId[];
  };
  /** Starts a search over the whole file; an empty text ends it. Progress comes as `findProgress`. */
  find: { params: { readonly query: FindQuery; readonly searchId: number }; result: { readonly error?: string } };
  /** The next match after (or before) a row, going round, and its place among the matches (from 0); undefined when there is none (yet). */
  findNext: {
    params: { readonly from: number; readonly backwards: boolean };
    result: { readonly id: RowId; readonly index: number; readonly ordinal: number } | undefined;
  };
  undo: { params: Record<string, never>; result: null };
  redo: { params: Record<string, never>; result: null };
  openAsText: { params: { readonly id?: RowId }; result: null };
  bannerAction: { params: { readonly banner: string; readonly action: string }; result: null };
  copyRows: { params: { readonly ids: readonly RowId[] }; result: null };
}

/** Events that the page sends. */
export interface EditorPageEvents {
  /** The document is on the screen, and its script, which is loaded then, will need what it was drawn of. */
  opening: Record<string, never>;
  /** What is selected, for the status bar and for commands of the palette. */
  selection: { readonly id: RowId | undefined; readonly count: number };
  /** An uncaught error of the page, for the log. */
  pageError: { readonly message: string; readonly stack?: string };
  /** The first rows (or the empty state) are on the screen; the page may not listen yet. */
  painted: { readonly rows: number };
  /** The page's script has drawn the rows, and can be told what to show. */
  drawn: Record<string, never>;
}

/** Calls that the host makes and the page answers. */
export interface EditorPageCalls {
  /** Send every edit that is still in the page; answer when the host has acknowledged them. */
  flush: { params: Record<string, never>; result: null };
}

/** Events that the host sends. */
export interface EditorHostEvents {
  /** Answers the question of the same name. Without what it asks for, the page's script is to ask for all. */
  opening: { readonly opening?: EditorOpening };
  /** What the checks have found: when the page is ready, a few times a second while it changes, and after every edit. */
  findings: FindingsState;
  changed: DocumentChange;
  state: EditorState;
  /** `problems` puts the focus on the fix buttons of the row's first finding. */
  reveal: { readonly id: RowId; readonly path?: JsonPath; readonly focus: boolean; readonly problems?: boolean };
  findProgress: {
    readonly searchId: number;
    readonly matches: number;
    readonly searchedRows: number;
    readonly done: boolean;
  };
  /** The balance panel shows only some rows, which the view `matches` holds now; without a total it shows all again. */
  shownRows: { readonly total?: number };
  /** A command of VS Code that acts on the page: focus the find box, next match, add an example, ... */
  command: {
    readonly name:
      | 'find'
      | 'findNext'
      | 'findPrevious'
      | 'add'
      | 'duplicate'
      | 'delete'
      | 'moveUp'
      | 'moveDown'
      | 'goTo'
      | 'toggleRaw'
      | 'togglePreview'
      | 'nextProblem'
      | 'previousProblem'
      | 'quickFix';
  };
}
