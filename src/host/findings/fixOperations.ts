import type { Operation, Row } from '../../core/document/change';
import type { Dataset } from '../../core/document/dataset';
import type { RowId } from '../../core/document/run';

/** What becomes of a row and the `count - 1` rows after it. */
export interface RowRewrite {
  readonly row: Row;
  readonly count: number;
  /** None deletes the rows. */
  readonly lines: readonly string[];
}

/**
 * The edits that rewrite rows, one after the other: each looks where its row stands when those before it are done. A row that gives
 * way to others keeps its id with the first of them.
 */
export function* rewriteOperations(dataset: Dataset, rewrites: Iterable<RowRewrite>): Generator<Operation> {
  for (const { row, count, lines } of rewrites) {
    const others = idsBehind(dataset, row.id, count - 1);
    const [first, ...rest] = lines;
    if (first === undefined) {
      yield { kind: 'delete', ids: [row.id, ...others] };
      continue;
    }
    yield { kind: 'replace', row, text: first };
    if (rest.length > 0) yield { kind: 'insert', at: dataset.indexOf(row.id) + 1, texts: rest };
    if (others.length > 0) yield { kind: 'delete', ids: others };
  }
}

function idsBehind(dataset: Dataset, id: RowId, count: number): RowId[] {
  const index = dataset.indexOf(id);
  return Array.from({ length: Math.min(count, dataset.count - index - 1) }, (_, i) => dataset.idAt(index + 1 + i));
}
