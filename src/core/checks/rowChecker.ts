import { reportRemarks, type RowRemarks } from '../author/remarks';
import type { CheckConfig } from '../config/checkConfig';
import type { DuplicateIndex, RowOrder } from '../duplicates/duplicateIndex';
import type { FactsSummary } from './datasetFacts';
import { compareRows, duplicateFinding } from './duplicate';
import type { Finding } from './finding';
import { checkContext, type Tier } from './registry';
import { RowContext } from './rowContext';

export interface FindingOptions {
  /** Where each row stands in the file; ids in file order need none. */
  readonly order?: RowOrder;
  /** Another row's line, for what duplicates share and in which metadata they differ; without it neither is named. */
  readonly lineOf?: (row: number) => string | undefined;
  /** What the author's own schema and benchmarks say of the row. */
  readonly remarks?: RowRemarks | undefined;
}

/** Knows every row of a dataset, and what is to be said of any. */
export interface RowChecker {
  readonly facts: FactsSummary;
  /** Which rows repeat each other, for views of whole clusters. */
  readonly clusters: DuplicateIndex;
  /** Whether this is the row of its cluster that is kept, whose line `lineOf` may be asked for. */
  isKept(row: number, order?: RowOrder): boolean;
  /** Every finding of a row, in order of their columns. */
  findingsOf(row: number, line: string, options?: FindingOptions): readonly Finding[];
}

/** What the findings of a row depend on besides its line. */
export interface KnownOfRows {
  readonly facts: FactsSummary;
  readonly clusters: DuplicateIndex;
  readonly config: CheckConfig;
  readonly tiers: readonly Tier[];
}

/** Every finding of a row, in order of their columns. */
export function findingsOfRow(
  { facts, clusters, config, tiers }: KnownOfRows,
  row: number,
  line: string,
  { order, lineOf, remarks }: FindingOptions = {},
): readonly Finding[] {
  const contextOf = (text: string) => new RowContext(text, facts, config);
  const context = contextOf(line);
  const findings = [...checkContext(context, tiers)];
  if (context.record === undefined) return findings;
  if (remarks !== undefined) findings.push(...context.collect(() => reportRemarks(context, remarks)));
  const viewOf = (other: number) => {
    const text = lineOf?.(other);
    return text === undefined ? undefined : contextOf(text).view;
  };
  for (const verdict of clusters.verdictsOf(row, order)) {
    const finding = duplicateFinding(verdict, line.length, config, compareRows(verdict, context.view, viewOf, config));
    if (finding !== undefined) findings.push(finding);
  }
  return findings.sort((a, b) => a.start - b.start || a.end - b.end);
}
