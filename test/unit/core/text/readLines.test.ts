import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MemoryByteSource } from '../../../../src/core/text/byteSource';
import { readLineBlocks, type TextLine } from '../../../../src/core/text/lineBlocks';
import { LineIndex } from '../../../../src/core/text/lineIndex';
import { readLines } from '../../../../src/core/text/readLines';

async function noted(source: MemoryByteSource, start: number) {
  const index = new LineIndex(start);
  const lines: TextLine[] = [];
  for await (const batch of readLineBlocks(source, { start, block: 4096, longest: 2 ** 30 })) {
    for (const line of batch) index.push(line.bytes);
    lines.push(...batch);
  }
  return { index, lines };
}

test('any lines are read again as they were read first', async () => {
  const piece = fc.constantFrom('a', '\n', '\r', '\r\n', 'é', '🐦', 'abcdefgh');
  await fc.assert(
    fc.asyncProperty(fc.array(piece), fc.infiniteStream(fc.boolean()), async (pieces, coin) => {
      const source = new MemoryByteSource(Buffer.from(`\ufeff${pieces.join('')}`));
      const { index, lines } = await noted(source, 3);
      const wanted = lines.map((_, line) => line).filter(() => coin.next().value);
      const read: [number, string][] = [];
      await readLines(source, index, wanted, (line, text) => read.push([line, text]));
      assert.deepEqual(
        read,
        wanted.map((line) => [line, lines[line]?.line]),
      );
    }),
    { numRuns: 300 },
  );
});

test('lines far from each other are read one by one, neighbours together, and never a whole large file', async () => {
  const source = new MemoryByteSource(Buffer.from(`${'x'.repeat(999)}\n`.repeat(2000)));
  const { index } = await noted(source, 0);
  const reads: number[] = [];
  const counting = {
    size: source.size,
    fingerprint: source.fingerprint,
    close: () => source.close(),
    read: (offset: number, length: number) => {
      reads.push(length);
      return source.read(offset, length);
    },
  };
  await readLines(counting, index, [0, 1, 2, 1000], () => undefined);
  assert.deepEqual(reads, [3000, 1000]);
  reads.length = 0;
  const all = Array.from({ length: 2000 }, (_, line) => line);
  await readLines(counting, index, all, () => undefined);
  assert.ok(Math.max(...reads) <= 2 ** 18 && reads.length < 10, reads.join());
});
