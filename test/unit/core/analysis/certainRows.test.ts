import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryBlockFile } from '../../../../src/core/analysis/blockFile';
import { BlockScanner } from '../../../../src/core/analysis/blockScanner';
import type { ScannedBlock } from '../../../../src/core/analysis/scannedBlock';
import { CheckConfig } from '../../../../src/core/config/checkConfig';
import { mergeSettings } from '../../../../src/core/config/readSettings';
import { JsRowKernel } from '../../../../src/core/kernel/jsRowKernel';
import { FIT_WORDS } from '../../../../src/core/kernel/kernelLayout';
import type { RowKernel } from '../../../../src/core/kernel/rowKernel';
import { WasmRowKernel } from '../../../../src/core/kernel/wasmRowKernel';
import { randomLines, SAMPLE_LINES } from './randomDataset';

const LINES_AT_ONCE = 200;

function wasm(): RowKernel {
  const kernel = WasmRowKernel.create();
  assert.ok(kernel, 'this machine runs the kernel in WebAssembly');
  return kernel;
}

function chunked(lines: readonly string[]): string[][] {
  const starts = Array.from({ length: Math.ceil(lines.length / LINES_AT_ONCE) }, (_, i) => i * LINES_AT_ONCE);
  return starts.map((start) => lines.slice(start, start + LINES_AT_ONCE));
}

/** Scans lines in blocks, as the second thread does. */
function scanAll(
  lines: readonly string[],
  maxTokens: number,
  kernel: RowKernel,
): { blocks: ScannedBlock[]; certain: number } {
  const parts = chunked(lines).map((some) => new TextEncoder().encode(some.map((line) => `${line}\n`).join('')));
  const file = new MemoryBlockFile(Buffer.concat(parts));
  const scanner = new BlockScanner(file, new CheckConfig(mergeSettings({ maxTokens })), kernel);
  let offset = 0;
  let certain = 0;
  const blocks = parts.map(({ length }, number) => {
    const block = scanner.scan({ number, lines: chunked(lines)[number]?.length ?? 0, offset, length });
    assert.ok(block);
    offset += length;
    for (let row = 0; row < block.planNumbers.length; row++) if (kernel.fits[row * FIT_WORDS] !== 0) certain++;
    return block;
  });
  return { blocks, certain };
}

test('what the kernel says of rows is what a closer look at each says', () => {
  let certain = 0;
  for (const seed of [1, 2, 3]) {
    const lines = randomLines(4000, seed);
    lines.push(...SAMPLE_LINES.filter((line) => !line.includes('\n')));
    const maxTokens = seed === 3 ? 60 : 0;
    const fast = scanAll(lines, maxTokens, wasm());
    // The kernel in JavaScript leaves every row to a closer look.
    const slow = scanAll(lines, maxTokens, new JsRowKernel());
    assert.equal(slow.certain, 0);
    assert.deepEqual(fast.blocks, slow.blocks);
    certain += fast.certain;
  }
  assert.ok(certain > 1000, `${certain} rows were certain`);
});
