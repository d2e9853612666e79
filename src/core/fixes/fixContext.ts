import type { FixId } from '../checks/catalogue/entry';
import type { FactsSummary } from '../checks/datasetFacts';
import { fieldName } from '../checks/fieldName';
import type { Finding, FindingArgs } from '../checks/finding';
import { RowContext } from '../checks/rowContext';
import type { CheckConfig } from '../config/checkConfig';
import type { LineEdit } from '../json/lineEdit';
import { nodeAt } from '../json/node';
import type { JsonPath } from '../json/path';
import { applyLineEdit } from '../json/writer';
import { minimalEdit } from './minimalEdit';
import type { Fix } from './fix';

/** What a fixer works with: one finding of one row. */
export class FixContext {
  readonly row: RowContext;

  constructor(
    readonly finding: Finding,
    readonly line: string,
    readonly facts: FactsSummary,
    readonly config: CheckConfig,
    /** The lines after the row, as many as the caller has: a record may be spread over them. */
    readonly following: readonly string[] = [],
  ) {
    this.row = new RowContext(line, facts, config);
  }

  /** The field that the finding is about; the row where it is about none. */
  get path(): JsonPath {
    return this.finding.path ?? [];
  }

  get field(): string {
    return fieldName(this.path);
  }

  arg(name: string): string {
    return String(this.finding.args[name] ?? '');
  }

  /** The text at a path; undefined where there is none. */
  textAt(path: JsonPath): string | undefined {
    const { root } = this.row.tree;
    const node = root === undefined ? undefined : nodeAt(root, path);
    return node?.kind === 'string' ? node.value : undefined;
  }

  /** A fix by edits of the line, each applied to what the one before left. None where an edit is refused or changes nothing. */
  edits(id: FixId, edits: readonly LineEdit[], args: FindingArgs = {}, safe = false): Fix[] {
    let line = this.line;
    for (const edit of edits) {
      const result = applyLineEdit(line, edit);
      if (!result.ok) return [];
      line = result.line;
    }
    return this.rewrite(id, line, args, safe);
  }

  /** A fix that gives the row another text. */
  rewrite(id: FixId, line: string, args: FindingArgs = {}, safe = false): Fix[] {
    if (line === this.line) return [];
    return [{ id, args, safe, change: { kind: 'line', line, change: minimalEdit(this.line, line) } }];
  }

  /** Gives the text at the finding's field another form. */
  setText(id: FixId, rewrite: (text: string) => string, args: FindingArgs = {}): Fix[] {
    const text = this.textAt(this.path);
    if (text === undefined) return [];
    return this.edits(id, [{ kind: 'set', path: this.path, value: rewrite(text) }], args);
  }

  deleteExample(): Fix[] {
    return [{ id: 'delete-example', args: {}, safe: false, change: { kind: 'rows', count: 1, lines: [] } }];
  }

  write(path: JsonPath = this.path): Fix[] {
    return [{ id: 'write', args: { field: fieldName(path) }, safe: false, change: { kind: 'reveal', path } }];
  }
}
