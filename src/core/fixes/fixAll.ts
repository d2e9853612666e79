import type { Code } from '../checks/catalogue';
import type { FixId } from '../checks/catalogue/entry';
import type { FactsSummary } from '../checks/datasetFacts';
import type { Finding } from '../checks/finding';
import { checkRow } from '../checks/registry';
import type { CheckConfig } from '../config/checkConfig';
import { fixesFor } from './fixesFor';
import type { Fix } from './fix';

export interface FixAllOptions {
  /** Only findings of these codes; all where there is none. */
  readonly only?: readonly Code[];
  /** Also fixes that are not safe: the first of each finding that changes something. */
  readonly unsafe?: boolean;
  /** Only fixes of this name. */
  readonly fix?: FixId;
  /** Findings that need more than the row (duplicates, benchmarks); only ever fixed by unsafe fixes. */
  readonly more?: readonly Finding[];
  /** The lines after the row, for records that are spread over several. */
  readonly following?: readonly string[];
}

export interface RowFix {
  /** How many rows the lines stand for: 1, or more where a spread record was joined. */
  readonly count: number;
  /** What stands in their place: the row mended, or nothing, or several lines. */
  readonly lines: readonly string[];
  readonly applied: readonly { readonly code: Code; readonly fix: Fix }[];
}

/** Fixes of one row, one after the other, until none is left. A row has hardly more; a bound keeps a mistake from going round. */
const MOST_FIXES = 100;

/**
 * Fixes everything in one row that can be fixed under the options. A safe fix is done only where it brings no finding that was not
 * there, so that a second run changes nothing more. Fixes of the file, and those that delete other rows, are not done here.
 */
export function fixRow(line: string, facts: FactsSummary, config: CheckConfig, options: FixAllOptions = {}): RowFix {
  const applied: { readonly code: Code; readonly fix: Fix }[] = [];
  /** What was found once and is fixed: two fixes that undo each other would go round, and their line may double each time. */
  const fixed = new Set<string>();
  let current = line;
  while (applied.length < MOST_FIXES) {
    const findings = [...checkRow(current, facts, config), ...(options.more ?? [])];
    const next = nextFix(current, findings, fixed, facts, config, options);
    if (next === undefined) break;
    applied.push({ code: next.finding.code, fix: next.fix });
    fixed.add(kindOf(next.finding));
    const { change } = next.fix;
    if (change.kind === 'rows') return finish(change.count, change.lines, applied, facts, config, options);
    if (change.kind === 'line') current = change.line;
  }
  return { count: 1, lines: [current], applied };
}

/** The lines that a fix made are fixed in turn, so that a second run finds nothing more to do. */
function finish(
  count: number,
  lines: readonly string[],
  applied: RowFix['applied'],
  facts: FactsSummary,
  config: CheckConfig,
  // What was said of the row itself, and what follows it, is not said of the lines that come of it.
  { more: _more, following: _following, ...options }: FixAllOptions,
): RowFix {
  const fixed = lines.map((line) => fixRow(line, facts, config, options));
  return {
    count,
    lines: fixed.flatMap((row) => row.lines),
    applied: [...applied, ...fixed.flatMap((row) => row.applied)],
  };
}

function nextFix(
  line: string,
  findings: readonly Finding[],
  fixed: ReadonlySet<string>,
  facts: FactsSummary,
  config: CheckConfig,
  { only, unsafe = false, fix: name, following = [] }: FixAllOptions,
): { readonly finding: Finding; readonly fix: Fix } | undefined {
  for (const finding of findings) {
    if (only !== undefined && !only.includes(finding.code)) continue;
    const fix = fixesFor(finding, line, facts, config, following).find(
      (candidate) => isDoable(candidate, unsafe) && (name === undefined || candidate.id === name),
    );
    if (fix !== undefined && isProgress(finding, findings, fixed, fix, facts, config)) return { finding, fix };
  }
  return undefined;
}

function isDoable({ safe, change }: Fix, unsafe: boolean): boolean {
  return (safe || unsafe) && (change.kind === 'line' || change.kind === 'rows');
}

/**
 * No finding that was not there; for an unsafe fix only that this one goes, and none comes back that was fixed. Once a line is JSON at
 * last, its findings were there all along.
 */
function isProgress(
  finding: Finding,
  findings: readonly Finding[],
  fixed: ReadonlySet<string>,
  fix: Fix,
  facts: FactsSummary,
  config: CheckConfig,
): boolean {
  if (fix.change.kind !== 'line') return true;
  const after = checkRow(fix.change.line, facts, config);
  if (finding.code === 'json/syntax') return after.every(({ code }) => code !== 'json/syntax');
  const before = countByKind(findings);
  const now = countByKind(after);
  const isGone = (now.get(kindOf(finding)) ?? 0) < (before.get(kindOf(finding)) ?? 0);
  const isNoMore = ([kind, count]: readonly [string, number]) => count <= (before.get(kind) ?? 0);
  return isGone && [...now].every((each) => (!fix.safe && !fixed.has(each[0])) || isNoMore(each));
}

function countByKind(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(kindOf(finding), (counts.get(kindOf(finding)) ?? 0) + 1);
  return counts;
}

function kindOf({ code, path }: Finding): string {
  return `${code} ${JSON.stringify(path ?? [])}`;
}
