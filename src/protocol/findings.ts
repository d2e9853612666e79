import type { JsonPath } from '../core/json/path';
import type { RowId, RowVersion } from './editor';

export type FindingSeverity = 'error' | 'warning' | 'information' | 'hint';

/** How rows repeat each other; `DuplicateIndex` says what each means. */
export type ClusterKind = 'exact' | 'normalized' | 'near' | 'conflict';

/** One finding of a row, in words (sentences without their full stop). */
export interface RowFinding {
  /** Stays the same while the row's text does; what fixes are asked for by. */
  readonly key: string;
  readonly code: string;
  readonly severity: FindingSeverity;
  readonly message: string;
  /** What the code means and why it matters. */
  readonly explanation: string;
  /** The field, where the finding is about one. */
  readonly path?: JsonPath;
  /** UTF-16 columns of the row's line. */
  readonly start: number;
  readonly end: number;
  readonly fixes: readonly FindingFix[];
  /** Set where the row repeats others: they can be shown side by side. */
  readonly cluster?: { readonly kind: ClusterKind; readonly size: number };
}

export interface FindingFix {
  /** Names the fix among those of its finding. */
  readonly key: string;
  readonly title: string;
  readonly safe: boolean;
  /** Set where examples are gone after it: no key that is pressed without a look should do it. */
  readonly deletes?: boolean;
  /** The field that is shown instead of a change, for a fix that the author writes. */
  readonly reveal?: JsonPath;
  /** How many findings of this kind "Fix all of this kind" would mend; absent where the fix is for one row only. */
  readonly alsoFor?: number;
}

/** What a fix would do to one row: the line before, and the lines after (none: the row goes). */
export interface FixPreview {
  readonly id: RowId;
  readonly version: RowVersion;
  /** From 0. */
  readonly index: number;
  readonly before: string;
  readonly after: readonly string[];
  /** How many rows make way for `after`: 1, or more for a record that was written over several lines, which begins in this row. */
  readonly rows: number;
  /** Set for a fix that deletes other rows (those of the cluster) and leaves this one: how many. */
  readonly deletesOthers?: number;
}

/** Which findings: of one of the codes (any where there are none), of one of the severities (likewise). */
export interface FindingFilter {
  readonly codes: readonly string[];
  readonly severities: readonly FindingSeverity[];
}

/** A finding about the file as a whole, in words. */
export interface WholeFileFinding {
  readonly code: string;
  readonly severity: FindingSeverity;
  readonly message: string;
  /** What mends it, for a button; absent where that cannot be done here. */
  readonly fix?: string;
}

/** What the checks have found in the file so far. */
export interface FindingsState {
  /** Rows judged so far, of all; `done` when the checks are through and no edit is waiting. */
  readonly checkedRows: number;
  readonly done: boolean;
  readonly counts: readonly {
    readonly code: string;
    /** The catalogue's title of the code. */
    readonly title: string;
    readonly severity: FindingSeverity;
    readonly count: number;
  }[];
  /** Set where checks cannot run; why, in words. */
  readonly failed?: string;
  readonly file: readonly WholeFileFinding[];
}

/** One kind of finding, and the fix of it that is to be done everywhere. */
export interface KindOfFix {
  readonly code: string;
  /** `FindingFix.key` of the fix that the author saw. */
  readonly fix: string;
}

/** Calls of the page about findings. Answers are in words and for the rows as they are; a row that is gone has none. */
export interface FindingCalls {
  getFindings: {
    params: { readonly id: RowId };
    result: { readonly version: RowVersion; readonly findings: readonly RowFinding[] };
  };
  /** What a fix would change; undefined when the finding is gone. */
  previewFix: {
    params: { readonly id: RowId; readonly finding: string; readonly fix: string };
    result: FixPreview | undefined;
  };
  /** Does a fix, as one undo step; a message where it could not be done (the row changed since). */
  applyFix: {
    params: { readonly id: RowId; readonly version: RowVersion; readonly finding: string; readonly fix: string };
    result: { readonly message?: string };
  };
  /** What "Fix all of this kind" would change: the first `limit` rows from `from`, and how many there are in all. */
  previewFixAll: {
    params: KindOfFix & { readonly from: number; readonly limit: number };
    result: { readonly total: number; readonly rows: readonly FixPreview[] };
  };
  /**
   * Does a fix wherever its kind of finding stands (or in the rows of `only`), but not in the rows of `except`: one undo step. Answers
   * how many rows it mended.
   */
  applyFixAll: {
    params: KindOfFix & { readonly except: readonly RowId[]; readonly only?: readonly RowId[] };
    result: { readonly fixed: number; readonly message?: string };
  };
  /** Mends a finding about the file as a whole; a message where it could not be done. */
  fixFile: { params: { readonly code: string }; result: { readonly message?: string } };
  /** The next row with a finding (of the filter) after `from`, or before it, going round; undefined when there is none. */
  nextProblem: {
    params: { readonly from: number; readonly backwards: boolean; readonly filter: FindingFilter };
    result: { readonly id: RowId; readonly index: number } | undefined;
  };
  /**
   * Shows only the rows with such findings: the view `matches` holds them from then on, in place of those of a search, and whole
   * clusters for codes of duplicates. No filter ends it. Answers how many rows there are.
   */
  filterByFindings: {
    params: { readonly filter: FindingFilter | undefined };
    result: { readonly total: number };
  };
  /** The rows of a row's cluster, first to last; the kept one is the first. */
  getCluster: {
    params: { readonly id: RowId; readonly kind: ClusterKind };
    result: {
      readonly kind: ClusterKind;
      readonly members: readonly {
        readonly id: RowId;
        readonly version: RowVersion;
        readonly index: number;
        readonly text: string;
      }[];
      /** Members beyond those that are told (at most 100). */
      readonly more: number;
    };
  };
}
