import { createContext } from 'preact';
import { useContext, useRef } from 'preact/hooks';
import { samePath, type JsonPath } from '../../../src/core/json/path';
import type { RowId } from '../../../src/protocol/editor';
import type { FindingSeverity, RowFinding } from '../../../src/protocol/findings';
import { fieldId } from '../form/fieldId';
import { worstOf } from './severity';

const none: readonly RowFinding[] = [];

/** The findings of the row that the form shows. */
export const FindingsContext = createContext<readonly RowFinding[]>(none);

/** What the findings of a field mean to its control. */
export interface FieldProblems {
  readonly findings: readonly RowFinding[];
  readonly worst: FindingSeverity | undefined;
  /** The element that says them; see `fieldFindings.tsx`. */
  readonly id: string | undefined;
  readonly isInvalid: boolean;
}

/** The findings about the value at `path`; with `isDeep` those about what is inside it as well, where it is shown as one field. */
export function useFieldProblems(path: JsonPath, isDeep = false): FieldProblems {
  const all = useContext(FindingsContext);
  const findings = all.filter((finding) => isAbout(finding, path, isDeep));
  const worst = worstOf(findings.map(({ severity }) => severity));
  return {
    findings,
    worst,
    id: findings.length === 0 ? undefined : `${fieldId(path)}-problems`,
    isInvalid: worst === 'error',
  };
}

function isAbout({ path: own }: RowFinding, path: JsonPath, isDeep: boolean): boolean {
  if (own === undefined || own.length === 0) return false;
  return samePath(isDeep ? own.slice(0, path.length) : own, path);
}

export interface ListedFinding {
  readonly finding: RowFinding;
  /** It is no longer found, and stays in its place while the author types, so that the field below does not move. */
  readonly isGone: boolean;
}

/**
 * The findings for the list above the form. While the author types in the form, none comes and none goes: the field would move under
 * the hands. What is mended meanwhile is marked, and what is new stands at its field.
 */
export function useListedFindings(
  id: RowId,
  findings: readonly RowFinding[],
  isTyping: boolean,
): readonly ListedFinding[] {
  const held = useRef<{ readonly id: RowId; readonly listed: readonly RowFinding[] } | undefined>(undefined);
  if (!isTyping || held.current?.id !== id) held.current = { id, listed: findings };
  const left = [...findings];
  return held.current.listed.map((finding) => {
    const at = left.findIndex((each) => each.code === finding.code && samePlace(each, finding));
    const [now] = at < 0 ? [] : left.splice(at, 1);
    return { finding: now ?? finding, isGone: now === undefined };
  });
}

function samePlace(a: RowFinding, b: RowFinding): boolean {
  if (a.path === undefined || b.path === undefined) return a.path === b.path;
  return samePath(a.path, b.path);
}
