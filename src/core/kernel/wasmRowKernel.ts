import {
  FIT_WORDS,
  FITS_AT,
  INPUT_AT,
  INPUT_BYTES,
  MAX_PLANS,
  MAX_ROWS,
  MAX_VALUES,
  PADDING,
  PLAN_WORDS,
  PLANS_AT,
  ROW_WORDS,
  ROWS_AT,
  VALUE_WORDS,
  VALUES_AT,
} from './kernelLayout';
import type { RowKernel } from './rowKernel';
import { WASM_BASE64 } from './rowKernelWasm';
import { compileWasm } from './wasmModule';

interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  scan(from: number, to: number, isLast: number, withMarks: number): number;
  consumed(): number;
  fitRows(rows: number, plans: number): void;
}

let compiled: WebAssembly.Module | undefined;

/** The row kernel in WebAssembly. Its memory is its own and never grows. */
export class WasmRowKernel implements RowKernel {
  readonly input: Uint8Array;
  readonly rows: Int32Array;
  readonly values: Int32Array;
  readonly fits: Int32Array;
  scans = 0;
  private readonly plans: Int32Array;
  private scanned = 0;

  private constructor(private readonly kernel: KernelExports) {
    const { buffer } = kernel.memory;
    this.input = new Uint8Array(buffer, INPUT_AT, INPUT_BYTES + PADDING);
    this.rows = new Int32Array(buffer, ROWS_AT, MAX_ROWS * ROW_WORDS);
    this.values = new Int32Array(buffer, VALUES_AT, MAX_VALUES * VALUE_WORDS);
    this.plans = new Int32Array(buffer, PLANS_AT, MAX_PLANS * PLAN_WORDS);
    this.fits = new Int32Array(buffer, FITS_AT, MAX_ROWS * FIT_WORDS);
  }

  /** Undefined where the machine has no WebAssembly, or none with 128-bit vectors. */
  static create(): WasmRowKernel | undefined {
    try {
      compiled ??= compileWasm(WASM_BASE64);
      return new WasmRowKernel(new WebAssembly.Instance(compiled).exports as unknown as KernelExports);
    } catch {
      return undefined;
    }
  }

  scan(from: number, to: number, isLast: boolean, withMarks = false): number {
    this.scans++;
    return (this.scanned = this.kernel.scan(from, to, isLast ? 1 : 0, withMarks ? 1 : 0));
  }

  fitRows(plans: Int32Array, count: number): void {
    this.plans.set(plans.subarray(0, count * PLAN_WORDS));
    this.kernel.fitRows(this.scanned, count);
  }

  consumed(): number {
    return this.kernel.consumed();
  }
}
