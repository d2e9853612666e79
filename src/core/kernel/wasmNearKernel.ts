import { FOLD_ROLES, foldPage } from '../duplicates/foldTable';
import { encodeUtf8 } from '../text/encoding';
import type { Bands, NearKernel } from './nearKernel';
import { WASM_BASE64 } from './nearKernelWasm';
import {
  BINS,
  EXPANSIONS_AT,
  FOLD_DIRECTORY_AT,
  FOLD_END,
  FOLD_INPUT_AT,
  FOLD_INPUT_BYTES,
  FOLD_MISSING,
  FOLD_PAGE_POINTS,
  FOLD_PAGES_AT,
  KEYS_AT,
  MARK_WORDS,
  MARKS_AT,
  MAX_EXPANSION_WORDS,
  MAX_FOLD_PAGES,
  MAX_POINTS,
  MAX_SPANS,
  NEAR_PADDING,
  POINTS_AT,
  RESULT_AT,
  RESULT_PAGE,
  RESULT_WORDS,
  SPAN_WORDS,
  SPANS_AT,
  TAG_BYTES,
  TAGS_AT,
} from './nearLayout';
import { compileWasm } from './wasmModule';

interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  fold(count: number): number;
  sketch(count: number, bands: number, rows: number): void;
  setLeft(count: number, threshold: number): number;
  compare(count: number): number;
}

let compiled: WebAssembly.Module | undefined;

/** The near-duplicate kernel in WebAssembly. Its memory is its own and never grows. */
export class WasmNearKernel implements NearKernel {
  readonly points: Int32Array;
  readonly keys: Int32Array;
  readonly marks: Int32Array;
  readonly result: Int32Array;

  readonly input: Uint8Array;
  readonly spans: Int32Array;
  private readonly directory: Int32Array;
  private readonly pages: Uint32Array;
  private readonly expansions: Uint32Array;
  private pageCount = 0;
  private expansionWords = 0;

  private constructor(private readonly kernel: KernelExports) {
    const { buffer } = kernel.memory;
    this.points = new Int32Array(buffer, POINTS_AT, MAX_POINTS);
    this.keys = new Int32Array(buffer, KEYS_AT, BINS);
    this.marks = new Int32Array(buffer, MARKS_AT, MARK_WORDS);
    this.result = new Int32Array(buffer, RESULT_AT, RESULT_WORDS);
    this.input = new Uint8Array(buffer, FOLD_INPUT_AT, FOLD_INPUT_BYTES + NEAR_PADDING);
    this.spans = new Int32Array(buffer, SPANS_AT, MAX_SPANS * SPAN_WORDS);
    this.directory = new Int32Array(buffer, FOLD_DIRECTORY_AT, FOLD_END / FOLD_PAGE_POINTS);
    this.pages = new Uint32Array(buffer, FOLD_PAGES_AT, MAX_FOLD_PAGES * FOLD_PAGE_POINTS);
    this.expansions = new Uint32Array(buffer, EXPANSIONS_AT, MAX_EXPANSION_WORDS);
    const tags = new Uint8Array(buffer, TAGS_AT, FOLD_ROLES.length * TAG_BYTES);
    for (const [i, role] of FOLD_ROLES.entries()) {
      const tag = encodeUtf8(`${role}: `);
      tags[i * TAG_BYTES] = tag.length;
      tags.set(tag, i * TAG_BYTES + 1);
    }
  }

  /** Undefined where the machine has no WebAssembly, or none with 128-bit vectors. */
  static create(): WasmNearKernel | undefined {
    try {
      compiled ??= compileWasm(WASM_BASE64);
      return new WasmNearKernel(new WebAssembly.Instance(compiled).exports as unknown as KernelExports);
    } catch {
      return undefined;
    }
  }

  fold(count: number): number {
    let points = this.kernel.fold(count);
    while (points === FOLD_MISSING && this.addPage(this.result[RESULT_PAGE] ?? 0)) points = this.kernel.fold(count);
    return points;
  }

  /** Makes a page of entries; false where there is no room for it. */
  private addPage(page: number): boolean {
    const expansions: number[] = [];
    const entries = foldPage(page, expansions, this.expansionWords);
    const end = this.expansionWords + expansions.length;
    if (this.pageCount === MAX_FOLD_PAGES || end > MAX_EXPANSION_WORDS) return false;
    this.expansions.set(expansions, this.expansionWords);
    this.expansionWords = end;
    this.pages.set(entries, this.pageCount * FOLD_PAGE_POINTS);
    this.directory[page] = ++this.pageCount;
    return true;
  }

  sketch(count: number, { count: bands, rows }: Bands): void {
    this.kernel.sketch(count, bands, rows);
  }

  setLeft(count: number, threshold: number): number {
    return this.kernel.setLeft(count, threshold);
  }

  compare(count: number): number {
    return this.kernel.compare(count);
  }
}
