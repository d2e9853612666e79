import * as vscode from 'vscode';
import type { RowFixes } from '../../core/analysis/analysisFixes';
import type { Code } from '../../core/checks/catalogue';
import type { FixId } from '../../core/checks/catalogue/entry';
import type { Finding } from '../../core/checks/finding';
import { type Fix, titleOf } from '../../core/fixes/fix';
import { deletesExamples, inMenuOrder } from '../../core/fixes/fixOrder';
import type { ClusterKind, FindingFix, RowFinding } from '../../protocol/findings';
import { explanationOf, translate, wordsOf } from '../language/findingWords';

/** What the words of a finding need to know of its file. */
export interface FindingsFile {
  /** Where a row stands now, from 0. */
  readonly lineOf: (row: number) => number | undefined;
  /** How many findings there are of a code. */
  readonly countOf: (code: Code) => number;
}

/** The findings of a row in words, each with the fixes that the visual editor can do. */
export function toRowFindings({ findings }: Pick<RowFixes, 'findings'>, file: FindingsFile): RowFinding[] {
  const keys = keysOf(findings.map(({ finding }) => findingName(finding)));
  return findings.map(({ finding, fixes }, i) => {
    const kind = clusterKindOf(finding.code);
    return {
      key: keys[i] ?? '',
      code: finding.code,
      severity: finding.severity,
      message: wordsOf(finding, file.lineOf),
      explanation: explanationOf(finding),
      ...(finding.path === undefined ? {} : { path: finding.path }),
      start: finding.start,
      end: finding.end,
      fixes: toFindingFixes(fixes, file.countOf(finding.code)),
      ...(kind === undefined ? {} : { cluster: { kind, size: Number(finding.args.size) } }),
    };
  });
}

export interface ChosenFix {
  readonly finding: Finding;
  readonly fix: Fix;
}

/** The fix of a row that a page names by the keys that it was told. */
export function findFix({ findings }: RowFixes, findingKey: string, fixKey: string): ChosenFix | undefined {
  const keys = keysOf(findings.map(({ finding }) => findingName(finding)));
  const found = findings[keys.indexOf(findingKey)];
  if (found === undefined) return undefined;
  const fix = found.fixes[keysOf(found.fixes.map(({ id }) => id)).indexOf(fixKey)];
  return fix === undefined ? undefined : { finding: found.finding, fix };
}

/** The name of the fix that a key speaks of: what is done to other rows in its place. */
export function fixIdOf(key: string): FixId {
  return key.replace(/#\d+$/, '') as FixId;
}

export function fixTitle(fix: Pick<Fix, 'id' | 'args'>): string {
  return titleOf(fix, translate);
}

/** The label of a step that does a fix in many rows. */
export function manyTitle(title: string, rows: number): string {
  return rows === 1 ? title : vscode.l10n.t('{0} ({1} examples)', title, rows.toLocaleString(vscode.env.language));
}

const CLUSTER_KINDS: Readonly<Partial<Record<Code, ClusterKind>>> = {
  'duplicate/exact': 'exact',
  'duplicate/normalized': 'normalized',
  'duplicate/near': 'near',
  'duplicate/conflict': 'conflict',
};

/** The kind of cluster that a finding speaks of; undefined where it speaks of none. */
export function clusterKindOf(code: Code): ClusterKind | undefined {
  return CLUSTER_KINDS[code];
}

function toFindingFixes(fixes: readonly Fix[], count: number): FindingFix[] {
  const keys = keysOf(fixes.map(({ id }) => id));
  return inMenuOrder(fixes).flatMap((fix) => {
    // The file's own bytes are no row's: the checks of the file name such fixes.
    if (fix.change.kind === 'file') return [];
    const key = keys[fixes.indexOf(fix)] ?? '';
    const isForMany = (fix.change.kind === 'line' || fix.change.kind === 'rows') && key === fix.id && count > 1;
    return [
      {
        key,
        title: fixTitle(fix),
        safe: fix.safe,
        ...(deletesExamples(fix) && { deletes: true }),
        ...(fix.change.kind === 'reveal' ? { reveal: fix.change.path } : {}),
        ...(isForMany ? { alsoFor: count } : {}),
      },
    ];
  });
}

function findingName({ code, message, start, end }: Finding): string {
  return `${code}:${message}:${start}-${end}`;
}

/** Names that are there more than once get a number. */
function keysOf(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  });
}
