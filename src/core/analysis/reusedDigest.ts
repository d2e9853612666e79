import type { RowDigest } from '../duplicates/rowDigest';

/** A digest that is written over and over: a million rows, no garbage. */
export class ReusedDigest {
  readonly exact = { high: 0, low: 0 };
  readonly prompt = { high: 0, low: 0 };
  private readonly promptless: RowDigest = { exact: this.exact };
  private readonly prompted: RowDigest = { exact: this.exact, prompt: this.prompt };

  /** The digest as it is now, until it is written over. */
  as(isPrompted: boolean): RowDigest {
    return isPrompted ? this.prompted : this.promptless;
  }

  /** The digest of four words from `at`: of all, then of the prompt, high and low each. */
  read(words: Int32Array, at: number, isPrompted: boolean): RowDigest {
    this.exact.high = words[at] ?? 0;
    this.exact.low = words[at + 1] ?? 0;
    this.prompt.high = words[at + 2] ?? 0;
    this.prompt.low = words[at + 3] ?? 0;
    return this.as(isPrompted);
  }
}
