import { WASM_BASE64 } from '../kernel/findKernelWasm';
import { FIND_BLOCK_AT, FIND_BLOCK_BYTES, FIND_LENGTHS_AT, MAX_LENGTHS } from '../kernel/findLayout';
import { compileWasm } from '../kernel/wasmModule';
import type { MeasureLines } from '../text/lineScanner';

/** Memory for the blocks of a file, and what measures the lines in them. */
export interface LineMeasure {
  readonly block: Uint8Array;
  /** For parts of `block` from its start on. */
  readonly measure: MeasureLines;
}

interface MeasureExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  lineLengths(from: number, to: number, most: number): number;
  crlfLines(): number;
  nextLineStart(): number;
}

/** Looks at 64 bytes at a time. @param fallback for machines that have no WebAssembly with vectors */
export function createLineMeasure(fallback: MeasureLines): LineMeasure {
  try {
    const kernel = new WebAssembly.Instance(compileWasm(WASM_BASE64)).exports as unknown as MeasureExports;
    const { buffer } = kernel.memory;
    const lengths = new Uint32Array(buffer, FIND_LENGTHS_AT, MAX_LENGTHS);
    const byteBefore = new Uint8Array(buffer, FIND_BLOCK_AT - 1, 1);
    return {
      block: new Uint8Array(buffer, FIND_BLOCK_AT, FIND_BLOCK_BYTES),
      measure: (part, from, before, out) => {
        byteBefore[0] = before;
        const count = kernel.lineLengths(from, part.length, out.length);
        out.set(lengths.subarray(0, count));
        return { count, crlf: kernel.crlfLines(), end: kernel.nextLineStart() };
      },
    };
  } catch {
    return { block: new Uint8Array(FIND_BLOCK_BYTES), measure: fallback };
  }
}
