import {
  FIND_BLOCK_AT,
  FIND_BLOCK_BYTES,
  FIND_ESCAPES_AT,
  FIND_FOUND_AT,
  FIND_LENGTHS_AT,
  FIND_NEEDLE_AT,
  MAX_ESCAPES,
  MAX_LENGTHS,
} from '../kernel/findLayout';
import { WASM_BASE64 } from '../kernel/findKernelWasm';
import { compileWasm } from '../kernel/wasmModule';
import type { CandidateScanner } from './candidates';
import type { Prefilter } from './prefilter';

interface FindExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  setup(length: number, foldCase: number, first: number, second: number, escapes: number): void;
  next(from: number, to: number): number;
  searchLines(count: number, to: number, mayTrust: number): number;
}

let compiled: WebAssembly.Module | undefined;

/** Scans sixteen bytes at a time, for two rare bytes of the needle at once. */
export class WasmScanner implements CandidateScanner {
  readonly block: Uint8Array;
  readonly lengths: Uint32Array;
  private readonly found: Uint32Array;
  private length = 0;

  private constructor(private readonly kernel: FindExports) {
    const { buffer } = kernel.memory;
    this.block = new Uint8Array(buffer, FIND_BLOCK_AT, FIND_BLOCK_BYTES);
    this.lengths = new Uint32Array(buffer, FIND_LENGTHS_AT, MAX_LENGTHS);
    this.found = new Uint32Array(buffer, FIND_FOUND_AT, MAX_LENGTHS);
  }

  /** Undefined where the machine has no WebAssembly with vectors, or the needle is too much for it. */
  static create({ needle, foldCase, escapes }: Prefilter): WasmScanner | undefined {
    if (escapes.length > MAX_ESCAPES) return undefined;
    try {
      compiled ??= compileWasm(WASM_BASE64);
      const kernel = new WebAssembly.Instance(compiled).exports as unknown as FindExports;
      const { buffer } = kernel.memory;
      new Uint8Array(buffer, FIND_NEEDLE_AT).set(needle);
      new Uint16Array(buffer, FIND_ESCAPES_AT).set(escapes);
      const [first, second] = rarestTwo(needle);
      kernel.setup(needle.length, foldCase ? 1 : 0, first, second, escapes.length);
      return new WasmScanner(kernel);
    } catch {
      return undefined;
    }
  }

  begin(length: number): void {
    this.length = length;
  }

  next(from: number): number {
    return this.kernel.next(from, this.length);
  }

  search(count: number, isWholeQuery: boolean): Uint32Array {
    return this.found.subarray(0, this.kernel.searchLines(count, this.length, isWholeQuery ? 1 : 0));
  }
}

/** Bytes of datasets from the most frequent on, as far as it matters; all others are rarer. */
const FREQUENT = ' etaoinsrhldcumpgfyw",.:bvk0\\1x2-STAIjq3CPM5E4D';

/** Where the two rarest bytes of the needle stand; the same place twice where it has only one. */
function rarestTwo(needle: Uint8Array): readonly [number, number] {
  const places = Array.from(needle, (byte, at) => ({ at, rank: rarityOf(byte) })).sort((a, b) => b.rank - a.rank);
  const first = places[0]?.at ?? 0;
  return [first, places[1]?.at ?? first];
}

function rarityOf(byte: number): number {
  const rank = FREQUENT.indexOf(String.fromCharCode(byte));
  return rank < 0 ? FREQUENT.length : rank;
}
