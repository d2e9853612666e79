import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MemoryByteSource } from '../../../../src/core/text/byteSource';
import { decodeUtf8 } from '../../../../src/core/text/encoding';
import { readLineBlocks, type TextLine } from '../../../../src/core/text/lineBlocks';

async function read(bytes: Uint8Array, block: number, longest: number, start = 0): Promise<TextLine[]> {
  const lines: TextLine[] = [];
  for await (const batch of readLineBlocks(new MemoryByteSource(bytes), { start, block, longest }))
    lines.push(...batch);
  return lines;
}

/** The same from the whole content at once. */
function naive(bytes: Buffer, longest: number): TextLine[] {
  const lines: TextLine[] = [];
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline + 1;
    const line = bytes.subarray(start, end);
    const lineEnd = newline < 0 ? '' : line.at(-2) === 13 ? '\r\n' : '\n';
    lines.push(
      line.length > longest
        ? { line: '', lineEnd, bytes: line.length, unreadBytes: line.length }
        : { line: decodeUtf8(line.subarray(0, line.length - lineEnd.length)), lineEnd, bytes: line.length },
    );
    start = end;
  }
  return lines;
}

test('lines of any bytes are the same however they are read', async () => {
  const piece = fc.constantFrom('a', '\n', '\r', '\r\n', 'é', '🐦', 'abcdefgh', '\u0000');
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 20 }),
      async (pieces, block, longest) => {
        const bytes = Buffer.from(pieces.join(''));
        assert.deepEqual(await read(bytes, block, longest), naive(bytes, longest));
      },
    ),
    { numRuns: 2000 },
  );
});

test('what stands before the start is passed over', async () => {
  assert.deepEqual(await read(Buffer.from('\ufeffa\nb'), 4, 100, 3), [
    { line: 'a', lineEnd: '\n', bytes: 2 },
    { line: 'b', lineEnd: '', bytes: 1 },
  ]);
});
