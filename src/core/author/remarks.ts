import type { FindingKind } from '../checks/finding';
import { type Leak, reportLeaks } from '../checks/leak';
import type { RowContext } from '../checks/rowContext';
import { reportRejections } from '../checks/schema';
import type { CheckConfig } from '../config/checkConfig';
import type { RowRejection } from '../schema/authorSchema';

/** What the author's own rules, a schema and benchmarks, say of one row. */
export interface RowRemarks {
  readonly rejections: readonly RowRejection[];
  readonly leaks: readonly Leak[];
}

export function hasRemarks({ rejections, leaks }: RowRemarks): boolean {
  return rejections.length + leaks.length > 0;
}

export function reportRemarks(context: RowContext, { rejections, leaks }: RowRemarks): void {
  reportRejections(context, rejections);
  reportLeaks(context, leaks);
}

/** Code and severity of the findings that `reportRemarks` reports, without a look at the row. */
export function remarkKinds({ rejections, leaks }: RowRemarks, config: CheckConfig): FindingKind[] {
  const kinds: FindingKind[] = [];
  for (const { failed } of rejections) {
    const severity = config.severityOf('schema/custom', failed === true ? 'failed' : 'default');
    if (severity !== 'off') kinds.push({ code: 'schema/custom', severity });
  }
  const severity = config.severityOf('leak/benchmark', 'default');
  if (config.has('leak/benchmark') && severity !== 'off') {
    kinds.push(...leaks.map((): FindingKind => ({ code: 'leak/benchmark', severity })));
  }
  return kinds;
}
