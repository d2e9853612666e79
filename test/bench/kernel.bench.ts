import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { INPUT_BYTES, ROW_END, ROW_HEAD, ROW_START, ROW_WORDS, VERDICT_MASK } from '../../src/core/kernel/kernelLayout';
import { JsRowKernel } from '../../src/core/kernel/jsRowKernel';
import type { RowKernel } from '../../src/core/kernel/rowKernel';
import { WasmRowKernel } from '../../src/core/kernel/wasmRowKernel';
import { mutate, randomNumbers } from '../unit/core/kernel/mutate';
import { readAll, verdictOf } from '../unit/core/kernel/readRows';
import { corpusFolder } from '../vscode/paths.js';
import { growDataset } from './growDataset';
import { recordResults } from './results';

/**
 * Holds the row kernel to `JSON.parse` after a fatal `TextDecoder`, and to its JavaScript twin: verdicts on a million rows and on
 * 400,000 mutated lines of the corpus, places and hashes on a part of them (the twin is slow; `ITUNE_BENCH_TWIN=1`: on all).
 */
const ROWS = Number(process.env.ITUNE_BENCH_ROWS ?? 1_000_000);
const MUTANTS = Number(process.env.ITUNE_BENCH_MUTANTS ?? 400_000);
const TWIN_SHARE = Number(process.env.ITUNE_BENCH_TWIN ?? 0.1);

const path = process.env.ITUNE_BENCH_FILE ?? growDataset(ROWS);
const wasm = WasmRowKernel.create();
if (path === undefined || wasm === undefined) console.log('skipped: no corpus, or no WebAssembly');
else {
  const grown = compare(wasm, chunksOf(readFileSync(path)));
  const mutated = compare(wasm, mutants());
  recordResults('Row kernel against JSON.parse', [
    '| lines | of them | other verdict than `JSON.parse` | compared in full | other words than the twin |',
    '|---|---|---|---|---|',
    `| rows of the grown file | ${grown.lines} | ${grown.verdicts} | ${grown.full} | ${grown.words} |`,
    `| mutated lines | ${mutated.lines} | ${mutated.verdicts} | ${mutated.full} | ${mutated.words} |`,
  ]);
}

interface Differences {
  lines: number;
  verdicts: number;
  full: number;
  words: number;
}

function compare(kernel: RowKernel, chunks: Iterable<Uint8Array>): Differences {
  const twin = new JsRowKernel();
  const found: Differences = { lines: 0, verdicts: 0, full: 0, words: 0 };
  let number = 0;
  for (const chunk of chunks) {
    compareVerdicts(kernel, chunk, found);
    if (number++ % Math.round(1 / TWIN_SHARE) !== 0) continue;
    const rows = readAll(kernel, chunk);
    const twins = readAll(twin, chunk);
    found.full += rows.length;
    rows.forEach((row, i) => {
      if (row.join() !== twins[i]?.join()) found.words++;
    });
  }
  return found;
}

function compareVerdicts(kernel: RowKernel, chunk: Uint8Array, found: Differences): void {
  kernel.input.set(chunk);
  for (let from = 0; from < chunk.length; from = kernel.consumed()) {
    const count = kernel.scan(from, chunk.length, true);
    for (let i = 0; i < count; i++) {
      const [start, end, head] = [ROW_START, ROW_END, ROW_HEAD].map((word) => kernel.rows[i * ROW_WORDS + word] ?? 0);
      found.lines++;
      if (((head ?? 0) & VERDICT_MASK) !== verdictOf(chunk.subarray(start, end))) found.verdicts++;
    }
  }
}

/** Whole lines, as many as the kernel's input holds. */
function* chunksOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length;) {
    const most = bytes.subarray(from, from + INPUT_BYTES);
    const length = from + most.length === bytes.length ? most.length : most.lastIndexOf(10) + 1;
    yield most.subarray(0, length);
    from += length;
  }
}

function* mutants(): Generator<Uint8Array> {
  const lines = existsSync(corpusFolder)
    ? readdirSync(corpusFolder)
        .filter((name) => name.endsWith('.jsonl'))
        .flatMap((name) => readFileSync(`${corpusFolder}/${name}`, 'utf8').split('\n'))
    : [];
  const random = randomNumbers(7);
  let parts: Uint8Array[] = [];
  let size = 0;
  for (let i = 0; i < MUTANTS; i++) {
    const line = mutate(new TextEncoder().encode(lines[random(lines.length)]), random);
    if (size + line.length + 1 > INPUT_BYTES) {
      yield Buffer.concat(parts);
      parts = [];
      size = 0;
    }
    parts.push(line, Uint8Array.of(10));
    size += line.length + 1;
  }
  yield Buffer.concat(parts);
}
