import type { Code } from '../checks/catalogue';
import { type FindingKind, SEVERITIES, type Severity } from '../checks/finding';

/** How often a code was found with a severity. */
export interface CodeCount {
  readonly code: Code;
  readonly severity: Severity;
  readonly count: number;
}

/** What was found in a row, without where: thousands of rows share one. */
export interface Verdict {
  readonly counts: readonly CodeCount[];
  readonly total: number;
  /** Position in `SEVERITIES`; `SEVERITIES.length` for none. */
  readonly worst: number;
}

/** The verdict of a row without findings. */
export const CLEAN = 0;

/**
 * The verdicts there are, by number, and how many rows have each. Findings themselves are not kept: they are found again when they
 * are asked for, which takes microseconds a row, where a million of them would take hundreds of megabytes.
 */
export class VerdictTable {
  private readonly verdicts: { readonly verdict: Verdict; rows: number }[] = [];
  private readonly numbers = new Map<string, number>();

  constructor() {
    this.numberOf([]);
  }

  numberOf(findings: readonly FindingKind[]): number {
    if (findings.length === 0 && this.verdicts.length > 0) return CLEAN;
    const key = keyOf(findings);
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.verdicts.length;
      this.verdicts.push({ verdict: verdictOf(findings), rows: 0 });
      this.numbers.set(key, number);
    }
    return number;
  }

  /** The number of a verdict without the findings of some kinds. */
  without(number: number, isLeftOut: (kind: FindingKind) => boolean): number {
    const left = this.get(number).counts.filter((kind) => !isLeftOut(kind));
    return this.numberOf(left.flatMap((kind) => Array.from({ length: kind.count }, () => kind)));
  }

  /** 1 for each verdict that passes, at its number + 1. */
  marks(test: (verdict: Verdict) => boolean): Uint8Array {
    return Uint8Array.from([0, ...this.verdicts.map(({ verdict }) => (test(verdict) ? 1 : 0))]);
  }

  get(number: number): Verdict {
    return this.entry(number).verdict;
  }

  /** @param change how many rows more have the verdict, or less */
  count(number: number, change: 1 | -1): void {
    this.entry(number).rows += change;
  }

  /** How many findings there are of each code and severity. */
  totals(): CodeCount[] {
    const totals = new Map<string, CodeCount>();
    for (const { verdict, rows } of this.verdicts) {
      if (rows === 0) continue;
      for (const { code, severity, count } of verdict.counts) {
        const key = `${code} ${severity}`;
        totals.set(key, { code, severity, count: (totals.get(key)?.count ?? 0) + count * rows });
      }
    }
    return [...totals.values()];
  }

  private entry(number: number): { readonly verdict: Verdict; rows: number } {
    const entry = this.verdicts[number];
    if (entry === undefined) throw new RangeError(`There is no verdict ${number}.`);
    return entry;
  }
}

function keyOf(findings: readonly FindingKind[]): string {
  if (findings.length === 1) return `${findings[0]?.code ?? ''} ${findings[0]?.severity ?? ''}`;
  return findings
    .map(({ code, severity }) => `${code} ${severity}`)
    .sort()
    .join();
}

function verdictOf(findings: readonly FindingKind[]): Verdict {
  const counts = new Map<string, CodeCount>();
  for (const { code, severity } of findings) {
    const key = `${code} ${severity}`;
    counts.set(key, { code, severity, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const ranks = findings.map(({ severity }) => SEVERITIES.indexOf(severity));
  return { counts: [...counts.values()], total: findings.length, worst: Math.min(SEVERITIES.length, ...ranks) };
}
