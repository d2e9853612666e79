import { WASM_BASE64 } from '../kernel/findKernelWasm';
import { FIND_BLOCK_AT, FIND_BLOCK_BYTES, FIND_POSITIONS_AT, MAX_POSITIONS } from '../kernel/findLayout';
import { compileWasm } from '../kernel/wasmModule';
import type { FindNewlines } from '../text/lineScanner';

/** Memory for the blocks of a file, and what finds the newlines in them. */
export interface NewlineFinder {
  readonly block: Uint8Array;
  /** For parts of `block` from its start on. */
  readonly find: FindNewlines;
}

interface NewlineExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  newlines(from: number, to: number, most: number): number;
}

/** Looks at sixteen bytes at a time. @param fallback for machines that have no WebAssembly with vectors */
export function createNewlineFinder(fallback: FindNewlines): NewlineFinder {
  try {
    const kernel = new WebAssembly.Instance(compileWasm(WASM_BASE64)).exports as unknown as NewlineExports;
    const { buffer } = kernel.memory;
    const positions = new Uint32Array(buffer, FIND_POSITIONS_AT, MAX_POSITIONS);
    return {
      block: new Uint8Array(buffer, FIND_BLOCK_AT, FIND_BLOCK_BYTES),
      find: (part, from, out) => {
        const found = kernel.newlines(from, part.length, out.length);
        out.set(positions.subarray(0, found));
        return found;
      },
    };
  } catch {
    return { block: new Uint8Array(FIND_BLOCK_BYTES), find: fallback };
  }
}
