import { useEffect, useMemo, useState } from 'preact/hooks';
import type { FindingCalls, FixPreview, KindOfFix } from '../../../src/protocol/findings';

const page = 50;

type Ask = (params: FindingCalls['previewFixAll']['params']) => Promise<FindingCalls['previewFixAll']['result']>;

/** What "Fix all of this kind" would change, page by page as it comes into sight. */
class FixAllRows {
  total: number | undefined;
  failure: string | undefined;
  readonly #rows = new Map<number, FixPreview>();
  #isAsking = false;
  #wanted = { from: 0, to: page };

  constructor(
    readonly kind: KindOfFix,
    readonly ask: Ask,
    readonly changed: () => void,
  ) {}

  at(index: number): FixPreview | undefined {
    return this.#rows.get(index);
  }

  show(from: number, to: number): void {
    this.#wanted = { from, to };
    void this.#fill();
  }

  async #fill(): Promise<void> {
    const from = this.#gap();
    if (this.#isAsking || from === undefined || this.failure !== undefined) return;
    this.#isAsking = true;
    try {
      const { total, rows } = await this.ask({ code: this.kind.code, fix: this.kind.fix, from, limit: page });
      this.total = rows.length === 0 ? from : total;
      rows.forEach((row, offset) => this.#rows.set(from + offset, row));
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
    this.#isAsking = false;
    this.changed();
    await this.#fill();
  }

  /** The start of the first page in sight that is not there. */
  #gap(): number | undefined {
    const end = Math.min(this.#wanted.to, this.total ?? Infinity);
    for (let index = this.#wanted.from; index < end; index++) {
      if (!this.#rows.has(index)) return index - (index % page);
    }
    return undefined;
  }
}

/** The rows of one kind of fix; drawn again when more of them are there. */
export function useFixAllRows(kind: KindOfFix, ask: Ask): FixAllRows {
  const [, redraw] = useState(0);
  const rows = useMemo(
    () =>
      new FixAllRows(kind, ask, () => {
        redraw((count) => count + 1);
      }),
    [kind.code, kind.fix],
  );
  useEffect(() => {
    rows.show(0, page);
  }, [rows]);
  return rows;
}
