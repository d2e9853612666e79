import { JsRowKernel } from './jsRowKernel';
import { WasmRowKernel } from './wasmRowKernel';

/**
 * Reads rows of JSON from bytes: whether each is JSON in UTF-8, and of each of its values the kind, the place, and the hash of the
 * decoded text. `kernelLayout.ts` says what the records hold. A row is read as if it stood alone: a broken one does not disturb the
 * next. The arrays are the same for every call, which writes them anew.
 */
export interface RowKernel {
  /** `INPUT_BYTES` of room for what is to be read; some bytes behind the input are overwritten. */
  readonly input: Uint8Array;
  readonly rows: Int32Array;
  readonly values: Int32Array;
  /**
   * Reads the rows of the input from byte `from` to `to`, as many as there is room for, and returns how many. A last line without a
   * line break is read only when `isLast`. No row and nothing consumed: a line is longer than the input. `withMarks` asks for the marks
   * of texts, at some cost; a kernel may set more of them than another.
   */
  scan(from: number, to: number, isLast: boolean, withMarks?: boolean): number;
  /** How far into the input the last `scan` came: behind the line end of its last row. */
  consumed(): number;
  /** How many scans there were: what was said of rows holds until there is another. */
  readonly scans: number;
  /** What `fitRows` says of the rows of the last scan, `FIT_WORDS` each. */
  readonly fits: Int32Array;
  /**
   * Judges and hashes the rows of the last scan by the plans of their signatures, as far as they are certain; others, or all of them,
   * take a closer look.
   * @param plans `PLAN_WORDS` each, `count` of them, `MAX_PLANS` at most
   */
  fitRows(plans: Int32Array, count: number): void;
}

/** The fastest kernel that this machine runs. */
export function createRowKernel(): RowKernel {
  return WasmRowKernel.create() ?? new JsRowKernel();
}
