import type { CheckConfig } from '../config/checkConfig';
import { type ParsedLine, parseLine } from '../json/parser';
import type { Span } from '../json/node';
import type { JsonPath, JsonValue } from '../json/path';
import type { ExampleView } from '../record/view';
import { isRecord, type JsonRecord } from '../record/shapes';
import { ALL_MARKS, ENDS_WITH_SPACE, STARTS_WITH_SPACE } from '../kernel/kernelLayout';
import { viewOf } from '../record/toExampleView';
import type { Code, MessageOf } from './catalogue';
import type { FactsSummary } from './datasetFacts';
import type { Finding, FindingArgs } from './finding';
import { type Place, spanOf } from './locate';
import { type ReadRow, readRow } from './readRow';
import { type TrainingText, trainingTextsOf } from './trainingTexts';

/** Marks of the row kernel for what any of a row's texts may hold; all, for a row that it has not looked at. */
export const MAY_HOLD_ALL = ALL_MARKS | STARTS_WITH_SPACE | ENDS_WITH_SPACE;

/**
 * One row under check: its line, what can be read from it (each worked out when a check first asks), what is known of the file, and
 * the findings so far.
 */
export class RowContext {
  readonly findings: Finding[] = [];
  private readonly row: ReadRow;
  private parsedTree: ParsedLine | undefined;
  private exampleView: ExampleView | undefined;
  private trainingTexts: readonly TrainingText[] | undefined;

  constructor(
    readonly line: string,
    readonly facts: FactsSummary,
    readonly config: CheckConfig,
    private readonly marks = MAY_HOLD_ALL,
  ) {
    this.row = readRow(line);
  }

  /** The row's value; undefined where it is not JSON (or nested too deeply to be read). */
  get value(): JsonValue | undefined {
    return this.row.value;
  }

  /** How many keys the value has, in all its objects. */
  get keyCount(): number {
    return this.row.keys;
  }

  /** The row as an object; undefined where it is none. */
  get record(): JsonRecord | undefined {
    return isRecord(this.row.value) ? this.row.value : undefined;
  }

  /** The row as an example. Only for rows with a `record`. */
  get view(): ExampleView {
    return (this.exampleView ??= viewOf(this.record ?? {}));
  }

  /** The texts of the example that a model is trained on or with. */
  get texts(): readonly TrainingText[] {
    return (this.trainingTexts ??= trainingTextsOf(this.view));
  }

  /** False where certainly no text of the row has what one of these marks of the row kernel stands for. */
  mayHold(marks: number): boolean {
    return (this.marks & marks) !== 0;
  }

  /** The line with the place of every value. Slow beside `value`: for rows that have a finding. */
  get tree(): ParsedLine {
    return (this.parsedTree ??= parseLine(this.line));
  }

  report<C extends Code>(code: C, message: MessageOf<C>, place: Place, args: FindingArgs = {}): void {
    const span = spanOf(this.line, 'path' in place ? this.tree.root : undefined, place);
    this.reportAt(code, message, span, 'path' in place ? place.path : undefined, args);
  }

  /** The findings that one more check reports. */
  collect(check: () => void): readonly Finding[] {
    const before = this.findings.length;
    check();
    return this.findings.slice(before);
  }

  /** For a finding whose columns are not simply those of its path. */
  reportAt<C extends Code>(
    code: C,
    message: MessageOf<C>,
    span: Span,
    path: JsonPath | undefined,
    args: FindingArgs,
  ): void {
    const severity = this.config.severityOf(code, message);
    if (severity === 'off') return;
    const { start, end } = span;
    this.findings.push({ code, severity, message, args, start, end, ...(path === undefined ? {} : { path }) });
  }
}
