import type { RowId, RowVersion } from '../../protocol/editor';

/** Rows whose chain a view keeps; typing goes on in one row at a time. */
const MOST_ROWS = 64;

interface Chain {
  /** The version that the view's first edit of the chain was made against. */
  readonly from: RowVersion;
  /** The version that its last edit made. */
  readonly head: RowVersion;
}

/**
 * A view sends edits without waiting for answers, so an edit may name a version that the view's own edits have passed since. It
 * fits as long as nobody else has changed the row: the row's version is still the one that the view's last edit made.
 */
export class EditChain {
  private readonly rows = new Map<RowId, Chain>();

  /** Whether an edit against version `seen` of a row that is now at `current` builds on what the view knows or did. */
  fits(row: RowId, seen: RowVersion, current: RowVersion): boolean {
    if (seen === current) return true;
    const chain = this.rows.get(row);
    return chain?.head === current && seen >= chain.from && seen <= chain.head;
  }

  /** Notes that an edit of the view took the row from version `before` to `after`. */
  add(row: RowId, before: RowVersion, after: RowVersion): void {
    const chain = this.rows.get(row);
    this.rows.delete(row);
    this.rows.set(row, { from: chain?.head === before ? chain.from : before, head: after });
    const oldest = this.rows.keys().next();
    if (this.rows.size > MOST_ROWS && oldest.done !== true) this.rows.delete(oldest.value);
  }
}
