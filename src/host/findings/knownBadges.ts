import { SEVERITIES, type Severity } from '../../core/checks/finding';
import type { RowId } from '../../core/document/run';
import type { RowSummary, RowVersion } from '../../protocol/editor';

/** What the list shows of a row's findings. */
export type Badge = NonNullable<RowSummary['problems']>;

/** Rows that are remembered: some screens of them. */
const MOST_ROWS = 1_000;

/** The badge of a row with these findings; undefined where there are none. */
export function badgeOf(findings: readonly { readonly severity: Severity }[]): Badge | undefined {
  const worst = SEVERITIES.find((each) => findings.some(({ severity }) => severity === each));
  return worst === undefined ? undefined : { count: findings.length, worst };
}

/** The badges that rows had when they were last asked for: shown where a newer answer takes too long. */
export class KnownBadges {
  /** The rows that were put last stand last. */
  private readonly known = new Map<RowId, { readonly version: RowVersion; readonly badge: Badge | undefined }>();

  /** Remembers the badge of a row as it is in this version. */
  put(id: RowId, version: RowVersion, badge: Badge | undefined): void {
    this.known.delete(id);
    this.known.set(id, { version, badge });
    if (this.known.size <= MOST_ROWS) return;
    const [oldest] = this.known.keys();
    if (oldest !== undefined) this.known.delete(oldest);
  }

  clear(): void {
    this.known.clear();
  }

  /** Rows with the badges that are known of their versions. */
  on(rows: readonly RowSummary[]): RowSummary[] {
    return rows.map((row) => {
      const known = this.known.get(row.id);
      return known?.badge === undefined || known.version !== row.version ? row : { ...row, problems: known.badge };
    });
  }
}
