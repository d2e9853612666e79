import {
  INPUT_AT,
  INPUT_BYTES,
  MAX_ROWS,
  MAX_VALUES,
  PADDING,
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
}

let compiled: WebAssembly.Module | undefined;

/** The row kernel in WebAssembly. Its memory is its own and never grows. */
export class WasmRowKernel implements RowKernel {
  readonly input: Uint8Array;
  readonly rows: Int32Array;
  readonly values: Int32Array;

  private constructor(private readonly kernel: KernelExports) {
    const { buffer } = kernel.memory;
    this.input = new Uint8Array(buffer, INPUT_AT, INPUT_BYTES + PADDING);
    this.rows = new Int32Array(buffer, ROWS_AT, MAX_ROWS * ROW_WORDS);
    this.values = new Int32Array(buffer, VALUES_AT, MAX_VALUES * VALUE_WORDS);
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
    return this.kernel.scan(from, to, isLast ? 1 : 0, withMarks ? 1 : 0);
  }

  consumed(): number {
    return this.kernel.consumed();
  }
}
