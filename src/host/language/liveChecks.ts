import type { RowRemarks } from '../../core/author/remarks';
import { DatasetChecker } from '../../core/checks/datasetChecker';
import { conclusionsOf } from '../../core/checks/datasetFacts';
import { checkFile } from '../../core/checks/file';
import type { Finding, Severity } from '../../core/checks/finding';
import type { Code } from '../../core/checks/catalogue';
import { longLineFinding } from '../../core/checks/longLine';
import { readRow } from '../../core/checks/readRow';
import type { CheckConfig } from '../../core/config/checkConfig';
import { Vocabulary } from './vocabulary';
import type { RowFindings } from './worstFirst';

/** The lines under check, as they are now. */
export interface Lines {
  /** Every row's id, in the order of the file; a last line that is empty is no row. */
  readonly ids: readonly number[];
  readonly endsWithNewline: boolean;
  textOf(id: number): string | undefined;
  lineOf(id: number): number | undefined;
}

/** Longer lines would hold the event loop too long: they are left to the visual editor's worker. */
export const LONGEST_LINE = 1024 * 1024;

/** So many rows are looked at before the first findings, so that these know the shape of the file. */
const SAMPLE = 40;
/** Rows with more keys than this together are not watched for what most of them do. */
const WATCHED_KEYS = 1000;
/** When more rows than this change at once, all rows are checked again. */
const WHOLESALE = 500;
/** Below it, shares of the rows say nothing, to the checks too. */
const FEWEST_ROWS = 20;

const NONE: readonly Finding[] = [];

/**
 * The findings of every row of one file while it is edited. Work is done in small steps (`work`), so that the caller decides when;
 * after an edit only what it may have changed is done again.
 */
export class LiveChecks {
  readonly checker: DatasetChecker;
  readonly vocabulary = new Vocabulary();
  private readonly found: (readonly Finding[] | undefined)[] = [];
  /** What the author's own rules say of rows, as far as they were asked. */
  private readonly remarks: (RowRemarks | undefined)[] = [];
  /** Rows of whose text as it is now the rules were not asked. */
  private readonly unasked = new Set<number>();
  private readonly severities: Record<Severity, number> = { error: 0, warning: 0, information: 0, hint: 0 };
  private readonly codes = new Map<Code, number>();
  /** Rows whose text is to be read anew. */
  private readonly changed = new Set<number>();
  /** Rows that are to be checked, in the order in which they are. */
  private readonly due = new Set<number>();
  private preferred: number[] = [];
  private conclusions = '';
  /** So many rows change that all are checked anew: cheaper than to ask each of them for its relatives. */
  private isWholesale = true;
  private isCounted = false;
  private started = false;

  constructor(
    private readonly lines: Lines,
    private readonly config: CheckConfig,
  ) {
    this.checker = new DatasetChecker(config);
  }

  /** Rows that changed since the last call, came new, or went. */
  changes(touched: readonly number[], removed: readonly number[]): void {
    for (const id of [...touched, ...removed]) this.changed.add(id);
    if (this.changed.size > WHOLESALE) this.isWholesale = true;
  }

  get isDone(): boolean {
    return this.started && this.changed.size === 0 && this.due.size === 0 && this.isCounted;
  }

  /** Rows that are looked at first: those that the author sees. */
  prefer(ids: readonly number[]): void {
    this.preferred = ids.filter((id) => !this.started || this.changed.has(id) || this.due.has(id));
  }

  /** What is left to do, a row a step. A step gives true when there is something to show before the end. */
  *work(): Generator<boolean> {
    if (!this.started) yield* this.begin();
    while (!this.isDone) {
      const next = this.preferred.shift();
      if (next !== undefined) this.lookAt(next);
      else if (this.changed.size > 0) this.readNext();
      else if (!this.isCounted) this.conclude();
      else this.checkNext();
      yield next !== undefined && this.preferred.length === 0;
    }
  }

  get hasUnasked(): boolean {
    return this.unasked.size > 0;
  }

  /** Rows of which the author's rules are to be asked, at most `count`: those that the author sees first. */
  takeUnasked(count: number, first: readonly number[]): { readonly id: number; readonly text: string }[] {
    const taken: { id: number; text: string }[] = [];
    for (const id of [...first.filter((seen) => this.unasked.has(seen)), ...this.unasked]) {
      if (taken.length === count) break;
      if (!this.unasked.delete(id)) continue;
      const text = this.lines.textOf(id);
      if (text !== undefined && text.length <= LONGEST_LINE) taken.push({ id, text });
    }
    return taken;
  }

  /** Takes what the rules said of a row, unless it changed meanwhile. */
  remark(id: number, text: string, remarks: RowRemarks | undefined): void {
    if (this.changed.has(id) || this.lines.textOf(id) !== text) return;
    if (remarks === undefined && this.remarks[id] === undefined) return;
    this.remarks[id] = remarks;
    this.due.add(id);
  }

  /** The rules are others: every row is to be asked for again, if there still are any. */
  askAgain(hasRules: boolean): void {
    this.unasked.clear();
    for (const id of this.lines.ids) {
      if (hasRules) this.unasked.add(id);
      if (this.remarks[id] !== undefined) this.due.add(id);
      this.remarks[id] = undefined;
    }
  }

  /** The findings of one row, from its text as it is now. */
  findingsOf(id: number): readonly Finding[] {
    if (this.changed.has(id)) this.lookAt(id);
    return this.found[id] ?? NONE;
  }

  /** Rows with findings and their findings, in the order of the file, those of the file as a whole among them. */
  *all(): Generator<RowFindings> {
    const { ids } = this.lines;
    const onFile = this.fileFindings();
    for (let line = 0; line < ids.length; line++) {
      const own = this.found[ids[line] ?? -1] ?? NONE;
      const more = onFile.filter(({ on }) => line === (on === 'first-row' ? 0 : ids.length - 1));
      if (own.length + more.length > 0) yield { line, findings: more.length === 0 ? own : [...own, ...more] };
    }
  }

  get counts(): Readonly<Record<Severity, number>> {
    const counts = { ...this.severities };
    for (const { severity } of this.fileFindings()) counts[severity]++;
    return counts;
  }

  /** How many findings of a code there are. */
  countOf(code: Code): number {
    return this.codes.get(code) ?? 0;
  }

  /** Findings of the file as a whole, which stand at its first or last row. */
  fileFindings(): ReturnType<typeof checkFile> {
    const { ids, endsWithNewline } = this.lines;
    if (ids.length === 0) return [];
    const last = this.lines.textOf(ids.at(-1) ?? -1) ?? '';
    const examples = this.checker.facts.rows;
    // VS Code takes a byte order mark away, and has no files so large that a trainer refuses them.
    return checkFile({ bytes: 0, examples, hasBom: false, endsWithNewline, lastLineLength: last.length }, this.config);
  }

  private *begin(): Generator<boolean> {
    this.started = true;
    for (const id of this.lines.ids) this.changed.add(id);
    const sample = this.lines.ids.slice(0, SAMPLE);
    if (this.preferred.length === 0) this.preferred = [...sample];
    for (const id of [...this.preferred, ...sample]) {
      if (this.changed.has(id)) this.read(id);
      yield false;
    }
  }

  private lookAt(id: number): void {
    if (this.changed.has(id)) this.read(id);
    if (this.due.has(id)) this.check(id);
  }

  private readNext(): void {
    const [id] = this.changed;
    if (id !== undefined) this.read(id);
  }

  private read(id: number): void {
    this.changed.delete(id);
    const text = this.lines.textOf(id);
    this.remarks[id] = undefined;
    this.unasked.add(id);
    this.markRelated(id);
    this.isCounted = false;
    if (text === undefined || text.length > LONGEST_LINE) {
      this.checker.remove(id);
      this.vocabulary.set(id, undefined);
      this.keep(id, this.unread(text));
      return;
    }
    this.checker.add(id, text);
    this.vocabulary.set(id, readRow(text).value);
    this.markRelated(id);
    this.due.add(id);
  }

  /** The other members of the row's clusters: what is said of them goes by which rows there are. */
  private markRelated(id: number): void {
    if (this.isWholesale) return;
    for (const other of this.checker.relatedTo(id)) this.due.add(other);
  }

  /** Where the file as a whole looks another way now, every row may. */
  private conclude(): void {
    this.isCounted = true;
    const now = this.conclusionsNow();
    if (now === this.conclusions && !this.isWholesale) return;
    this.conclusions = now;
    this.isWholesale = false;
    for (const id of this.lines.ids) this.due.add(id);
  }

  /** What the checks take from the file as a whole, as text. */
  private conclusionsNow(): string {
    const { facts, clusters } = this.checker;
    const keys = this.vocabulary.keys.slice(0, WATCHED_KEYS);
    const { rows } = facts;
    const shares = keys.map((key) => {
      const count = facts.rowsWith(key);
      return `${count > 1 ? '2' : '1'}${count * 2 < rows ? '<' : '>'}`;
    });
    const known = conclusionsOf(facts, keys, this.config.thresholds.knownField);
    return [known, ...shares, rows >= FEWEST_ROWS, clusters.hasSeveralResponses].join(' ');
  }

  private checkNext(): void {
    const [id] = this.due;
    if (id !== undefined) this.check(id);
  }

  private check(id: number): void {
    this.due.delete(id);
    const text = this.lines.textOf(id);
    if (text === undefined || text.length > LONGEST_LINE) {
      this.keep(id, this.unread(text));
      return;
    }
    const findings = this.checker.findingsOf(id, text, {
      order: this.order,
      lineOf: this.lineOf,
      remarks: this.remarks[id],
    });
    this.keep(id, findings);
  }

  /** What is said of a row that is gone, or too long to be looked into. */
  private unread(text: string | undefined): readonly Finding[] {
    const finding = text === undefined ? undefined : longLineFinding(text.length, LONGEST_LINE, this.config);
    return finding === undefined ? NONE : [finding];
  }

  private readonly order = (id: number): number => this.lines.lineOf(id) ?? Infinity;
  private readonly lineOf = (id: number): string | undefined => this.lines.textOf(id);

  private keep(id: number, findings: readonly Finding[]): void {
    this.count(this.found[id] ?? NONE, -1);
    this.found[id] = findings.length === 0 ? undefined : findings;
    this.count(findings, 1);
  }

  private count(findings: readonly Finding[], times: number): void {
    for (const { severity, code } of findings) {
      this.severities[severity] += times;
      this.codes.set(code, (this.codes.get(code) ?? 0) + times);
    }
  }
}
