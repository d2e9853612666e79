import { summarise } from '../../../src/core/record/summarise';
import type { RowSummary } from '../../../src/protocol/editor';
import type { FakeRow } from './fakeRows';

/** What the list shows of a row, by the core's own summary. */
export function summarize({ id, version, text }: FakeRow, index: number, problems: RowSummary['problems']): RowSummary {
  return { id, version, index, ...summarise(text), ...(problems === undefined ? {} : { problems }) };
}
