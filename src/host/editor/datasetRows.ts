import type { Row } from '../../core/document/change';
import { summarise } from '../../core/record/summarise';
import type { EditorCalls, Example, RowId, RowSummary } from '../../protocol/editor';
import type { Content } from './content';
import { TaskTypes } from './taskTypes';

/** Rows up to this many bytes are summarised in the list; longer ones are read one by one. */
const LIST_BYTES = 64 * 1024;
/** Rows beyond this many bytes are too large for a form. */
export const FORM_BYTES = 1024 * 1024;

/** What pages read of a dataset. Every answer is of one revision, and reads only the lines it names. */
export class DatasetRows {
  readonly taskTypes = new TaskTypes();

  constructor(private readonly content: () => Content) {}

  get revision(): number {
    return this.content().revision;
  }

  /** Summaries of up to `count` rows from `from`, in file order. */
  async summaries(from: number, count: number): Promise<EditorCalls['getRows']['result']> {
    const content = this.content();
    const revision = content.revision;
    const total = content.dataset.count;
    const rows = await content.dataset.readRows(from, Math.min(count, Math.max(0, total - from)), {
      maxRowBytes: LIST_BYTES,
    });
    return { revision, total, rows: await Promise.all(rows.map((row) => this.summary(content, row))) };
  }

  /** Summaries of rows by id, in the order given; rows that are gone are left out. */
  async summariesOf(ids: readonly RowId[]): Promise<RowSummary[]> {
    const content = this.content();
    const rows = await Promise.all(ids.map((id) => content.dataset.readRow(id, { maxRowBytes: LIST_BYTES })));
    return Promise.all(rows.filter((row) => row !== undefined).map((row) => this.summary(content, row)));
  }

  async example(id: RowId): Promise<Example | undefined> {
    const content = this.content();
    const row = await content.dataset.readRow(id, { maxRowBytes: FORM_BYTES });
    if (row === undefined) return undefined;
    const known = { id, version: content.version(row.version), index: row.index };
    return row.complete ? { ...known, text: row.text } : { ...known, text: '', tooLarge: row.byteLength };
  }

  locate(id: RowId): number {
    return this.content().dataset.indexOf(id);
  }

  ids(from: number, count: number): RowId[] {
    const { dataset } = this.content();
    const end = Math.min(dataset.count, from + count);
    if (from >= end) return [];
    return dataset.runs(from, end - from).flatMap((run) => Array.from({ length: run.count }, (_, i) => run.id + i));
  }

  /** Whole lines of rows, in file order, each with a line end: for the clipboard. */
  async text(ids: readonly RowId[]): Promise<string> {
    const { dataset } = this.content();
    const rows = await Promise.all(ids.map((id) => dataset.readRow(id)));
    return rows
      .filter((row) => row !== undefined)
      .sort((a, b) => a.index - b.index)
      .map((row) => `${row.text}\n`)
      .join('');
  }

  private async summary(content: Content, row: Row): Promise<RowSummary> {
    const known = { id: row.id, version: content.version(row.version), index: row.index };
    const whole = row.complete || row.byteLength > FORM_BYTES ? row : await content.dataset.readRow(row.id);
    if (whole?.complete !== true) return { ...known, kind: 'large', instruction: row.text.slice(0, 300), response: '' };
    const summary = summarise(whole.text);
    if (summary.taskType !== undefined) this.taskTypes.add(row.id, summary.taskType);
    return { ...known, ...summary };
  }
}
