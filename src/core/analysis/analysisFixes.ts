import type { Code } from '../checks/catalogue';
import type { FixId } from '../checks/catalogue/entry';
import type { Finding } from '../checks/finding';
import type { RowId } from '../document/run';
import type { Fix } from '../fixes/fix';
import { fixRow, type RowFix } from '../fixes/fixAll';
import { fixesFor } from '../fixes/fixesFor';
import { minimalEdit } from '../fixes/minimalEdit';
import type { TextEdit } from '../json/textEdit';
import type { AnalysisEngine } from './analysisEngine';
import { AnalysisQueries } from './analysisQueries';

/** A row's findings, each with the ways to mend it. */
export interface RowFixes {
  readonly id: RowId;
  readonly findings: readonly { readonly finding: Finding; readonly fixes: readonly Fix[] }[];
}

/** Which fixes are done all over the file: one of one code, or without `kind` everything that is safe. */
export interface WantedFixes {
  readonly kind?: { readonly code: Code; readonly fix: FixId };
}

/** What fixes make of a row (and of the `count - 1` rows after it, which it takes in). */
export interface FixedRow {
  readonly id: RowId;
  readonly count: number;
  readonly result:
    /** The row stays one; this range of its line differs. */
    | { readonly kind: 'line'; readonly change: TextEdit }
    /** These lines stand in its place; none deletes it. */
    | { readonly kind: 'lines'; readonly lines: readonly string[] };
}

/** Codes of which some findings have a safe fix. A test holds it against the examples of the catalogue. */
export const SAFELY_FIXED: readonly Code[] = [
  'json/blank-line',
  'json/syntax',
  'json/not-object',
  'pair/placeholder-input',
  'schema/missing-field',
  'schema/unknown-field',
];

/** A record that was written over several lines has no more of them, nor of characters (`joinSpreadRecord`). */
const MOST_FOLLOWING = 200;
const LONGEST_FOLLOWING = 256 * 1024;

/** Fixes of the rows of an analysis: what there is to choose from, and what they would make of the rows. */
export class AnalysisFixes {
  private readonly queries: AnalysisQueries;

  constructor(private readonly engine: AnalysisEngine) {
    this.queries = new AnalysisQueries(engine);
  }

  /** The findings of rows with their fixes; rows that are not there are left out. */
  fixesOf(ids: readonly RowId[]): RowFixes[] {
    const { config } = this.engine;
    return this.queries.findingsOf(ids).map(({ id, findings }) => {
      const line = this.engine.lineOf(id) ?? '';
      const isBroken = findings.some(({ code }) => code === 'json/syntax');
      const following = isBroken ? this.followingOf(id, line) : [];
      return {
        id,
        findings: findings.map((finding) => ({
          finding,
          fixes: fixesFor(finding, line, this.facts, config, following),
        })),
      };
    });
  }

  /** Finds the rows that the fixes would change, in the order of the document. Yields after each row that it looked at. */
  *plan(wanted: WantedFixes): Generator<void, RowId[], void> {
    const { rows } = this.engine;
    const found: RowId[] = [];
    const taken = new Set<RowId>();
    for (const id of this.queries.rowsWith({ codes: codesOf(wanted) })) {
      yield;
      const fixed = taken.has(id) ? undefined : this.fix(id, wanted);
      if (fixed === undefined) continue;
      found.push(id);
      for (const part of fixed.count > 1 ? rows.read(rows.indexOf(id) + 1, fixed.count - 1) : []) {
        for (let i = 0; i < (part.kind === 'base' ? part.count : 1); i++) taken.add(part.id + i);
      }
    }
    return found;
  }

  /** What the fixes make of rows of a plan; rows that they do not change are left out. */
  fixed(ids: readonly RowId[], wanted: WantedFixes): FixedRow[] {
    return ids.flatMap((id) => {
      const fixed = this.fix(id, wanted);
      if (fixed === undefined) return [];
      const [line, ...more] = fixed.lines;
      const isLine = fixed.count === 1 && line !== undefined && more.length === 0;
      const result: FixedRow['result'] = isLine
        ? { kind: 'line', change: minimalEdit(this.engine.lineOf(id) ?? '', line) }
        : { kind: 'lines', lines: fixed.lines };
      return [{ id, count: fixed.count, result }];
    });
  }

  private get facts() {
    return this.engine.store.groups.facts;
  }

  private fix(id: RowId, { kind }: WantedFixes): RowFix | undefined {
    const line = this.engine.lineOf(id);
    if (line === undefined) return undefined;
    const isRemark = kind?.code === 'leak/benchmark' || kind?.code === 'duplicate/across-files';
    if (!isRemark && kind?.code.startsWith('duplicate/') === true) return this.fixDuplicate(id, line, kind);
    const mayBeSpread = (kind === undefined || kind.code === 'json/syntax') && !isJson(line);
    const fixed = fixRow(line, this.facts, this.engine.config, {
      following: mayBeSpread ? this.followingOf(id, line) : [],
      ...(kind === undefined ? {} : { only: [kind.code], fix: kind.fix, unsafe: true }),
      ...(isRemark && { more: this.queries.remarksOn(id, this.engine.contextOf(line)) }),
    });
    return fixed.applied.length === 0 ? undefined : fixed;
  }

  /** Nothing but the row's place among the others says whether it goes: it need not be checked. */
  private fixDuplicate(id: RowId, line: string, kind: NonNullable<WantedFixes['kind']>): RowFix | undefined {
    const found = this.queries.duplicatesOf(id, line).find(({ code }) => code === kind.code);
    const fixes = found === undefined ? [] : fixesFor(found, line, this.facts, this.engine.config);
    const fix = fixes.find(({ id: name, change }) => name === kind.fix && change.kind === 'rows');
    if (fix?.change.kind !== 'rows') return undefined;
    return { count: 1, lines: fix.change.lines, applied: [{ code: kind.code, fix }] };
  }

  /** The lines after a broken row that may belong to its record: up to one that is a record itself. */
  private followingOf(id: RowId, line: string): string[] {
    if (!line.trimStart().startsWith('{')) return [];
    const lines: string[] = [];
    let length = 0;
    for (const next of this.idsBehind(id, MOST_FOLLOWING)) {
      const text = this.engine.lineOf(next);
      length += text?.length ?? Infinity;
      if (text === undefined || length > LONGEST_FOLLOWING) break;
      lines.push(text);
      if (isRecord(text)) break;
    }
    return lines;
  }

  private *idsBehind(id: RowId, count: number): Generator<RowId> {
    const { rows } = this.engine;
    for (const part of rows.read(rows.indexOf(id) + 1, count)) {
      for (let i = 0; i < (part.kind === 'base' ? part.count : 1); i++) yield part.id + i;
    }
  }
}

function codesOf({ kind }: WantedFixes): readonly Code[] {
  return kind === undefined ? SAFELY_FIXED : [kind.code];
}

function isRecord(line: string): boolean {
  return line.startsWith('{') && line.trimEnd().endsWith('}') && isJson(line);
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
