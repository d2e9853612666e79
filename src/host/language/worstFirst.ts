import { type Finding, SEVERITIES, type Severity } from '../../core/checks/finding';

/** How many findings there are of each severity. */
export type SeverityCounts = Readonly<Record<Severity, number>>;

export interface RowFindings {
  /** From 0. */
  readonly line: number;
  readonly findings: readonly Finding[];
}

export interface Selection {
  readonly shown: readonly { readonly line: number; readonly finding: Finding }[];
  /** How many findings are left out. */
  readonly hidden: number;
}

/** At most `maximum` findings: the worst, of one severity the first in the file. Rows come in the order of the file. */
export function selectWorst(rows: Iterable<RowFindings>, counts: SeverityCounts, maximum: number): Selection {
  const open = new Map<Severity, number>();
  let room = maximum;
  for (const severity of SEVERITIES) {
    const count = Math.min(counts[severity], room);
    open.set(severity, count);
    room -= count;
  }
  const total = SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0);
  const wanted = Math.min(total, maximum);
  const shown: { line: number; finding: Finding }[] = [];
  for (const { line, findings } of rows) {
    if (shown.length >= wanted) break;
    for (const finding of findings) {
      const left = open.get(finding.severity) ?? 0;
      if (left === 0) continue;
      open.set(finding.severity, left - 1);
      shown.push({ line, finding });
    }
  }
  return { shown, hidden: total - shown.length };
}

export function countSeverities(rows: Iterable<RowFindings>): SeverityCounts {
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { findings } of rows) for (const { severity } of findings) counts[severity]++;
  return counts;
}
