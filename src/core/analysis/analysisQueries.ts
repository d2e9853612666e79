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

export type ClusterKind = DuplicateVerdict['kind'];

/** Rows that are looked at between two breaths. */
const BREATH = 512;

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
    const { store, config } = this.engine;
    const totals = store.verdicts.totals();
    for (const [kind, count] of Object.entries(store.duplicates.counts()) as [ClusterKind, number][]) {
      const code = CODE_OF_KIND[kind];
      const severity = config.severityOf(code, 'default');
      if (count > 0 && config.has(code) && severity !== 'off') totals.push({ code, severity, count });
    }
    return totals;
  }

  /** What the list shows of rows. */
  badges(ids: readonly RowId[]): RowBadge[] {
    const badges: RowBadge[] = [];
    for (const id of ids) {
      const slot = this.engine.slots.slotOf(id);
      let total = 0;
      let worst: number = SEVERITIES.length;
      for (const number of this.engine.store.verdictsOf(slot)) {
        const verdict = this.engine.store.verdicts.get(number);
        total += verdict.total;
        worst = Math.min(worst, verdict.worst);
      }
      for (const severity of this.duplicateSeverities(slot)) {
        total++;
        worst = Math.min(worst, SEVERITIES.indexOf(severity));
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
    const ids: number[] = [];
    for (const id of this.matching(filter)) {
      if (id === undefined) yield;
      else ids.push(id);
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
    for (const id of this.matching(filter)) {
      if (id === undefined) {
        yield;
        continue;
      }
      const index = rows.indexOf(id);
      first ??= id;
      last = id;
      if (index < from) before = id;
      else if (index > from) behind ??= id;
      if (!backwards && behind !== undefined) break;
      if (backwards && index >= from && before !== undefined) break;
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
      for (const id of left > 0 ? this.matching({ severities: [severity] }) : []) {
        yield;
        const [row] = id === undefined ? [] : this.findingsOf([id]);
        if (row === undefined) continue;
        const found = row.findings.filter((finding) => finding.severity === severity).slice(0, left);
        rows.set(row.id, [...(rows.get(row.id) ?? []), ...found]);
        left -= found.length;
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
    const findings = [...checkContext(context, tiers)];
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

  /** Ids of the rows that match, in the order of the document, and undefined now and then: time to breathe. */
  private *matching({ codes, severities }: RowFilter): Generator<RowId | undefined> {
    const { store, order } = this.engine;
    const fits = ({ code, severity }: { readonly code: Code; readonly severity: Severity }) =>
      (codes?.includes(code) ?? true) && (severities?.includes(severity) ?? true);
    const marks = store.verdicts.marks(({ counts }) => counts.some(fits));
    const mayRepeat = codes?.every((code) => !Object.values(CODE_OF_KIND).some((each) => each === code)) !== true;
    let looked = 0;
    for (const { id, slot, count } of order.ranges()) {
      const end = slot + count;
      for (let from = slot; from < end; from += BREATH) {
        const to = Math.min(end, from + BREATH);
        if (mayRepeat) {
          for (let at = from; at < to; at++) {
            const isMarked = store.nextMarked(at, at + 1, marks) === at;
            const repeats = isMarked || store.duplicates.isAlone(at) ? [] : this.duplicateVerdicts(at);
            if (isMarked || repeats.some(fits)) yield id + (at - slot);
          }
        } else {
          let at = store.nextMarked(from, to, marks);
          while (at < to) {
            yield id + (at - slot);
            at = store.nextMarked(at + 1, to, marks);
          }
        }
        looked += to - from;
        if (looked < BREATH) continue;
        looked = 0;
        yield undefined;
      }
    }
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

  private duplicateSeverities(slot: number): Severity[] {
    return this.duplicateVerdicts(slot).map(({ severity }) => severity);
  }

  private duplicateVerdicts(slot: number): { readonly code: Code; readonly severity: Severity }[] {
    const { store, order, config } = this.engine;
    if (store.duplicates.isAlone(slot)) return [];
    return store.duplicates.verdictsOf(slot, order.of).flatMap(({ kind }) => {
      const code = CODE_OF_KIND[kind];
      const severity = config.severityOf(code, 'default');
      return config.has(code) && severity !== 'off' ? [{ code, severity }] : [];
    });
  }
}

/** Does all steps of some work at once. */
function completed<T>(work: Generator<void, T, void>): T {
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
  }
}
