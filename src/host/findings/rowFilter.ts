import type { RowFilter } from '../../core/analysis/analysisQueries';
import { isCode } from '../../core/checks/catalogue';
import type { FindingFilter } from '../../protocol/findings';

/** A filter of a page as the analysis takes it: for codes of duplicates whole clusters, so that they can be compared. */
export function toRowFilter({ codes, severities }: FindingFilter): RowFilter {
  const known = codes.filter(isCode);
  return {
    ...(codes.length === 0 ? {} : { codes: known, wholeClusters: true }),
    ...(severities.length === 0 ? {} : { severities }),
  };
}
