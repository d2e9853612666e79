import type { Hash64 } from './contentHash';

/** Digests of some rows that are added to an index together. Kept in typed arrays: a million rows, no garbage. */
export class DigestBatch {
  count = 0;
  readonly rows: Int32Array;
  readonly exactHigh: Int32Array;
  readonly exactLow: Int32Array;
  readonly promptHigh: Int32Array;
  readonly promptLow: Int32Array;
  /** 1 for a row with a prompt. */
  readonly hasPrompt: Uint8Array;

  constructor(readonly size: number) {
    this.rows = new Int32Array(size);
    this.exactHigh = new Int32Array(size);
    this.exactLow = new Int32Array(size);
    this.promptHigh = new Int32Array(size);
    this.promptLow = new Int32Array(size);
    this.hasPrompt = new Uint8Array(size);
  }

  get isFull(): boolean {
    return this.count === this.size;
  }

  /** Adds a row; must not be called when the batch is full. */
  push(row: number, exact: Hash64, prompt: Hash64 | undefined): void {
    const at = this.count++;
    this.rows[at] = row;
    this.exactHigh[at] = exact.high;
    this.exactLow[at] = exact.low;
    this.hasPrompt[at] = prompt === undefined ? 0 : 1;
    this.promptHigh[at] = prompt?.high ?? 0;
    this.promptLow[at] = prompt?.low ?? 0;
  }
}
