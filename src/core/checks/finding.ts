import type { JsonPath } from '../json/path';
import type { Code } from './catalogue';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Worst first; what sorting by severity and caps on the number of problems go by. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

export type FindingArgs = Readonly<Record<string, string | number>>;

/** Another row that a finding speaks of. `row` is the id that the caller gave it; `dataset` is set where it is another file's. */
export interface RelatedRow {
  readonly row: number;
  readonly dataset?: string;
  readonly relation: 'kept' | 'member' | 'conflict' | 'leak' | 'near-leak';
}

/** What of a finding counts, where it stands aside. */
export type FindingKind = Pick<Finding, 'code' | 'severity'>;

/**
 * One problem of one row (or of the file), as data: `describeFinding` turns it into words at the surface. `start` and `end` are
 * UTF-16 columns of the row's line; a finding about something that is missing has the span of what it is missing from.
 */
export interface Finding {
  readonly code: Code;
  readonly severity: Severity;
  /** Which of the code's messages of the catalogue; the fixes go by it too. */
  readonly message: string;
  readonly args: FindingArgs;
  /** The field, where the finding is about one. */
  readonly path?: JsonPath;
  readonly start: number;
  readonly end: number;
  readonly related?: readonly RelatedRow[];
}

/** Whether two findings say the same of the same place; severity and related rows do not count. */
export function sameFinding(a: Finding, b: Finding): boolean {
  return (
    a.code === b.code &&
    a.message === b.message &&
    a.start === b.start &&
    a.end === b.end &&
    JSON.stringify(a.args) === JSON.stringify(b.args)
  );
}
