import { acrossFilesFinding, acrossFilesKind, type CopyElsewhere } from '../checks/duplicate';
import type { FindingKind } from '../checks/finding';
import { type Leak, reportLeaks } from '../checks/leak';
import type { RowContext } from '../checks/rowContext';
import { reportRejections } from '../checks/schema';
import type { CheckConfig } from '../config/checkConfig';
import type { RowRejection } from '../schema/authorSchema';

/** What others than the checks of its dataset say of one row: the author's own rules, a schema and benchmarks; and other datasets. */
export interface RowRemarks {
  readonly rejections: readonly RowRejection[];
  readonly leaks: readonly Leak[];
  /** What other datasets have of it. */
  readonly copies?: readonly CopyElsewhere[];
}

export function hasRemarks({ rejections, leaks }: RowRemarks): boolean {
  return rejections.length + leaks.length > 0;
}

export function reportRemarks(context: RowContext, { rejections, leaks, copies = [] }: RowRemarks): void {
  reportRejections(context, rejections);
  reportLeaks(context, leaks);
  for (const copy of copies) {
    const finding = acrossFilesFinding(copy, context.line.length, context.config);
    if (finding !== undefined) context.findings.push(finding);
  }
}

/** Code and severity of the findings that `reportRemarks` reports, without a look at the row. */
export function remarkKinds({ rejections, leaks, copies = [] }: RowRemarks, config: CheckConfig): FindingKind[] {
  const kinds: FindingKind[] = [];
  for (const { failed } of rejections) {
    const severity = config.severityOf('schema/custom', failed === true ? 'failed' : 'default');
    if (severity !== 'off') kinds.push({ code: 'schema/custom', severity });
  }
  const severity = config.severityOf('leak/benchmark', 'default');
  if (config.has('leak/benchmark') && severity !== 'off') {
    kinds.push(...leaks.map((): FindingKind => ({ code: 'leak/benchmark', severity })));
  }
  kinds.push(...copies.flatMap((copy) => acrossFilesKind(copy, config) ?? []));
  return kinds;
}
