import { reportRemarks } from '../author/remarks';
import type { Code } from '../checks/catalogue';
import { type Comparison, compareRows, duplicateFinding } from '../checks/duplicate';
import { checkFile, type FileFinding } from '../checks/file';
import { type Finding, SEVERITIES, type Severity } from '../checks/finding';
import { checkContext, type Tier } from '../checks/registry';
import type { RowContext } from '../checks/rowContext';
import type { DuplicateVerdict } from '../duplicates/duplicateIndex';
import type { RowId } from '../document/run';
import type { ExampleView } from '../record/view';
import type { AnalysisEngine } from './analysisEngine';
import type { CodeCount } from './verdictTable';

/** The findings of one row, in order of their columns. */
export interface RowFindings {
  readonly id: RowId;
  readonly findings: readonly Finding[];
}

/** What the list shows of a row's findings: how many, and the worst. */
export interface RowBadge {
  readonly id: RowId;
  readonly count: number;
  readonly worst: Severity | undefined;
}

/** Which rows: those with one of the codes (any where there are none), of one of the severities (likewise). */
export interface RowFilter {
  readonly codes?: readonly Code[];
  readonly severities?: readonly Severity[];
  /** For `rowsWith` with `codes`: also the row that the others of its cluster repeat, which has no finding itself. */
  readonly wholeClusters?: boolean;
}

interface CodeOfSeverity {
  readonly code: Code;
  readonly severity: Severity;
}

export type ClusterKind = DuplicateVerdict['kind'];

/** Rows that are looked at between two breaths: those that may repeat others, and those of which verdicts alone tell. */
const BREATH = 512;
const LONG_BREATH = 4096;

const CODE_OF_KIND = {
  exact: 'duplicate/exact',
  normalized: 'duplicate/normalized',
  near: 'duplicate/near',
  conflict: 'duplicate/conflict',
} as const satisfies Record<ClusterKind, Code>;

/**
 * What surfaces ask of an analysis. Findings are worked out when they are asked for, from the row's text, the facts of the file and
 * the duplicates; so they are right for the rows as they are, and complete as far as `engine.progress` goes.
 */
export class AnalysisQueries {
  constructor(private readonly engine: AnalysisEngine) {}

  /** The findings of rows; rows that are not there are left out. */
  findingsOf(ids: readonly RowId[], tiers: readonly Tier[] = this.engine.tiers): RowFindings[] {
    return ids.flatMap((id) => {
      const line = this.engine.lineOf(id);
      if (line !== undefined) return [{ id, findings: this.findingsOfLine(id, line, tiers) }];
      const bytes = this.engine.lengthOf(id);
      return bytes === undefined ? [] : [{ id, findings: this.engine.unreadFindings(bytes) }];
    });
  }

  /** How many findings there are of each code and severity, of rows that were judged so far. */
  counts(): CodeCount[] {
    const { store } = this.engine;
    const totals = store.verdicts.totals();
    const counts = store.duplicates.counts();
    for (const [kind, said] of this.duplicateKinds())
      if (counts[kind] > 0) totals.push({ ...said, count: counts[kind] });
    return totals;
  }

  /** What the list shows of rows. */
  badges(ids: readonly RowId[]): RowBadge[] {
    const { store, slots, order } = this.engine;
    const kinds = this.duplicateKinds();
    const badges: RowBadge[] = [];
    for (const id of ids) {
      const slot = slots.slotOf(id);
      let total = 0;
      let worst: number = SEVERITIES.length;
      for (const number of store.verdictsOf(slot)) {
        const verdict = store.verdicts.get(number);
        total += verdict.total;
        worst = Math.min(worst, verdict.worst);
      }
      for (const { kind } of store.duplicates.isAlone(slot) ? [] : store.duplicates.verdictsOf(slot, order.of)) {
        const said = kinds.get(kind);
        if (said === undefined) continue;
        total++;
        worst = Math.min(worst, SEVERITIES.indexOf(said.severity));
      }
      badges.push({ id, count: total, worst: SEVERITIES[worst] });
    }
    return badges;
  }

  /** The rows that match, in the order of the document. Some nanoseconds a row, more for rows that repeat others. */
  rowsWith(filter: RowFilter): Float64Array {
    return completed(this.findRows(filter));
  }

  /** The same in small steps. */
  *findRows(filter: RowFilter): Generator<void, Float64Array, void> {
    const ids: RowId[] = [];
    for (const some of this.matching(filter)) {
      for (const id of some) ids.push(id);
      yield;
    }
    return Float64Array.from(filter.wholeClusters === true ? this.withKept(ids, filter) : ids);
  }

  /** The first row that matches behind row index `from` (before it, `backwards`), going round; undefined where none does. */
  nextRow(filter: RowFilter, from: number, backwards: boolean): RowId | undefined {
    return completed(this.findNext(filter, from, backwards));
  }

  /** The same in small steps. */
  *findNext(filter: RowFilter, from: number, backwards: boolean): Generator<void, RowId | undefined, void> {
    const { rows } = this.engine;
    let [first, before, behind, last]: (RowId | undefined)[] = [];
    for (const ids of this.matching(filter)) {
      for (const id of ids) {
        const index = rows.indexOf(id);
        first ??= id;
        last = id;
        if (index < from) before = id;
        else if (index > from) behind ??= id;
        if (!backwards && behind !== undefined) return behind;
        if (backwards && index >= from && before !== undefined) return before;
      }
      yield;
    }
    return backwards ? (before ?? last) : (behind ?? first);
  }

  /** The worst findings of the dataset, in the order of the document among those of one severity: at most `limit`. */
  problems(limit: number): RowFindings[] {
    return completed(this.findProblems(limit));
  }

  /** The same in small steps. */
  *findProblems(limit: number): Generator<void, RowFindings[], void> {
    const rows = new Map<RowId, Finding[]>();
    const present = new Set(this.counts().map(({ severity }) => severity));
    let left = limit;
    for (const severity of SEVERITIES.filter((each) => present.has(each))) {
      for (const ids of left > 0 ? this.matching({ severities: [severity] }) : []) {
        yield;
        for (const id of ids) {
          const [row] = this.findingsOf([id]);
          yield;
          if (row === undefined) continue;
          const found = row.findings.filter((finding) => finding.severity === severity).slice(0, left);
          rows.set(row.id, [...(rows.get(row.id) ?? []), ...found]);
          left -= found.length;
          if (left <= 0) break;
        }
        if (left <= 0) break;
      }
    }
    return [...rows].map(([id, findings]) => ({ id, findings }));
  }

  /** The rows of a row's cluster, first in the document first; only itself where it repeats no other. */
  clusterOf(id: RowId, kind: ClusterKind): RowId[] {
    const { store, slots, order } = this.engine;
    return store.duplicates.clusterOf(slots.slotOf(id), kind, order.of).map((slot) => slots.idOf(slot));
  }

  /** Findings about the file as a whole. `file` is what the caller knows of it. */
  fileFindings(file: { readonly bytes: number; readonly hasBom: boolean }): FileFinding[] {
    const { rows, store, config } = this.engine;
    const [last] = rows.count === 0 ? [] : rows.read(rows.count - 1, 1);
    const isTerminated = last === undefined || this.engine.isTerminated(last);
    return checkFile(
      {
        ...file,
        examples: store.groups.facts.rows,
        endsWithNewline: isTerminated,
        lastLineLength: isTerminated ? 0 : (this.engine.lineOf(last.id)?.length ?? 0),
      },
      config,
    );
  }

  /** How a row repeats others, without what it differs in. */
  duplicatesOf(id: RowId, line: string): Finding[] {
    return this.duplicates(id, line, () => ({}));
  }

  /** What the author's own rules say of a row. */
  remarksOn(id: RowId, context: RowContext): readonly Finding[] {
    const remarks = this.engine.remarks.get(id);
    if (remarks === undefined || context.record === undefined) return [];
    return context.collect(() => reportRemarks(context, remarks));
  }

  private findingsOfLine(id: RowId, line: string, tiers: readonly Tier[]): readonly Finding[] {
    const context = this.engine.contextOf(line);
    const findings = checkContext(context, tiers).filter((finding) => this.engine.isSaid(id, finding));
    if (context.record === undefined) return findings;
    findings.push(...this.remarksOn(id, context));
    findings.push(...this.duplicates(id, line, (verdict) => this.compare(context, verdict)));
    return findings.sort((a, b) => a.start - b.start || a.end - b.end);
  }

  private duplicates(id: RowId, line: string, compare: (verdict: DuplicateVerdict) => Comparison): Finding[] {
    const { store, slots, order, config } = this.engine;
    return store.duplicates.verdictsOf(slots.slotOf(id), order.of).flatMap((verdict) => {
      const inIds = this.inIds(verdict);
      return duplicateFinding(inIds, line.length, config, compare(inIds)) ?? [];
    });
  }

  private inIds(verdict: DuplicateVerdict): DuplicateVerdict {
    const { slots } = this.engine;
    const { kept, nearest } = verdict;
    return {
      ...verdict,
      kept: slots.idOf(kept),
      ...(nearest === undefined ? {} : { nearest: { ...nearest, row: slots.idOf(nearest.row) } }),
    };
  }

  private compare({ view }: RowContext, verdict: DuplicateVerdict): Comparison {
    return compareRows(verdict, view, (other) => this.viewOf(other), this.engine.config);
  }

  private viewOf(id: RowId): ExampleView | undefined {
    const line = this.engine.lineOf(id);
    return line === undefined ? undefined : this.engine.contextOf(line).view;
  }

  /** Ids of the rows that match, in the order of the document: so many at a time, often none, as take no longer than a breath. */
  private *matching({ codes, severities }: RowFilter): Generator<readonly RowId[], void, void> {
    const { store, order } = this.engine;
    const fits = ({ code, severity }: CodeOfSeverity) =>
      (codes?.includes(code) ?? true) && (severities?.includes(severity) ?? true);
    const marks = store.verdicts.marks(({ counts }) => counts.some(fits));
    const kinds = new Set([...this.duplicateKinds()].filter(([, said]) => fits(said)).map(([kind]) => kind));
    const breath = kinds.size > 0 ? BREATH : LONG_BREATH;
    const next = (from: number, to: number): number => {
      const marked = store.nextMarked(from, to, marks);
      return kinds.size > 0 ? this.nextRepeat(from, marked, kinds) : marked;
    };
    let ids: RowId[] = [];
    let looked = 0;
    for (const { id, slot, count } of order.ranges()) {
      const end = slot + count;
      for (let from = slot; from < end; from += breath) {
        const to = Math.min(end, from + breath);
        for (let at = next(from, to); at < to; at = next(at + 1, to)) ids.push(id + (at - slot));
        looked += to - from;
        if (looked < breath) continue;
        yield ids;
        ids = [];
        looked = 0;
      }
    }
    yield ids;
  }

  /** The first of the rows `from` to `end` (of slots) that repeats another in one of the ways; `end` where none does. */
  private nextRepeat(from: number, end: number, kinds: ReadonlySet<ClusterKind>): number {
    const { store, order } = this.engine;
    for (let slot = from; slot < end; slot++) {
      if (store.duplicates.isAlone(slot)) continue;
      if (store.duplicates.verdictsOf(slot, order.of).some(({ kind }) => kinds.has(kind))) return slot;
    }
    return end;
  }

  /** Rows that match, and those that they repeat, in the order of the document. */
  private withKept(ids: readonly RowId[], { codes }: RowFilter): RowId[] {
    const { store, slots, order } = this.engine;
    const all = new Set(ids);
    for (const id of ids) {
      for (const { kind, kept } of store.duplicates.verdictsOf(slots.slotOf(id), order.of)) {
        if (codes?.includes(CODE_OF_KIND[kind]) === true) all.add(slots.idOf(kept));
      }
    }
    if (all.size === ids.length) return [...ids];
    return [...all].sort((a, b) => order.of(slots.slotOf(a)) - order.of(slots.slotOf(b)));
  }

  /** What is said of rows that repeat others, as far as the settings want it. */
  private duplicateKinds(): ReadonlyMap<ClusterKind, CodeOfSeverity> {
    const { config } = this.engine;
    const kinds = new Map<ClusterKind, CodeOfSeverity>();
    for (const [kind, code] of Object.entries(CODE_OF_KIND) as [ClusterKind, Code][]) {
      const severity = config.severityOf(code, 'default');
      if (config.has(code) && severity !== 'off') kinds.set(kind, { code, severity });
    }
    return kinds;
  }
}

/** Does all steps of some work at once. */
function completed<T>(work: Generator<void, T, void>): T {
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
  }
}
