import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type BlockFile, MemoryBlockFile } from '../../../../src/core/analysis/blockFile';
import { indexLines, type IndexOptions } from '../../../../src/core/analysis/indexer';
import { type LineChunk, LineIndex } from '../../../../src/core/text/lineIndex';
import { createLineMeasure } from '../../../../src/core/analysis/lineMeasure';
import { measureLines as portable, scanLines } from '../../../../src/core/text/lineScanner';
import { measureLines } from '../../../../src/platform/node/engineMachine';

async function index(file: BlockFile, options: Partial<IndexOptions> = {}): Promise<LineChunk[]> {
  const chunks: LineChunk[] = [];
  await indexLines(file, {
    from: 0,
    take: (chunk) => chunks.push(chunk),
    pause: () => Promise.resolve(),
    lines: createLineMeasure(portable),
    ...options,
  });
  return chunks;
}

const lengthsOf = (chunks: readonly LineChunk[]): number[] => chunks.flatMap(({ lengths }) => [...lengths]);

const files = fc
  .array(fc.constantFrom('', '{}', 'x'.repeat(100), 'x'.repeat(70_000), '\r'), { maxLength: 60 })
  .chain((lines) => fc.constantFrom('\n', '\r\n').map((end) => lines.join(end)))
  .map((text) => new TextEncoder().encode(text));

describe('finding the lines of a file in blocks', () => {
  for (const [name, measure] of Object.entries({
    portable: { block: new Uint8Array(100_000), measure: portable },
    'of Node': { block: new Uint8Array(70_000), measure: measureLines },
    'by vectors': createLineMeasure(() => assert.fail('this machine has no WebAssembly with vectors')),
  })) {
    test(`finds what one look at all bytes finds (measured: ${name})`, async () => {
      await fc.assert(
        fc.asyncProperty(files, async (bytes) => {
          const chunks = await index(new MemoryBlockFile(bytes), { lines: measure });
          const whole = scanLines(bytes);
          assert.deepEqual(lengthsOf(chunks), [...whole.lengths]);
          assert.equal(
            chunks.reduce((sum, { crlf }) => sum + crlf, 0),
            whole.crlf,
          );
          const found = new LineIndex();
          for (const chunk of chunks) found.append(chunk);
          assert.equal(found.end, bytes.length);
          assert.equal(found.unterminated, whole.unterminated);
        }),
        { numRuns: 60 },
      );
    });
  }

  test('measures the lines of a block from anywhere, as many as there is room for, whoever does it', () => {
    const vectors = createLineMeasure(() => assert.fail('this machine has no WebAssembly with vectors'));
    const content = fc
      .array(fc.constantFrom(10, 13, 120, 120, 120), { maxLength: 300 })
      .map((codes) => Uint8Array.from(codes));
    fc.assert(
      fc.property(
        content,
        fc.nat(70),
        fc.constantFrom(0, 10, 13),
        fc.integer({ min: 1, max: 80 }),
        (bytes, at, before, room) => {
          const from = Math.min(at, bytes.length);
          const whole = [before, ...bytes];
          const ends = [...bytes.keys()].filter((i) => i >= from && bytes[i] === 10).slice(0, room);
          const expected = {
            lengths: ends.map((end, i) => end - (i === 0 ? from - 1 : (ends[i - 1] ?? 0))),
            count: ends.length,
            crlf: ends.filter((end) => whole[end] === 13).length,
            end: (ends.at(-1) ?? from - 1) + 1,
          };
          // Newlines of an earlier block may stand behind the end of this one.
          vectors.block.fill(10, 0, 400).set(bytes);
          const parts = [
            [portable, bytes],
            [measureLines, bytes],
            [vectors.measure, vectors.block.subarray(0, bytes.length)],
          ] as const;
          for (const [measure, part] of parts) {
            const out = new Uint32Array(room);
            const found = measure(part, from, before, out);
            assert.deepEqual({ lengths: [...out.subarray(0, found.count)], ...found }, expected);
          }
        },
      ),
    );
  });

  test('goes on from where the known lines end, and stops where it is told', async () => {
    const bytes = new TextEncoder().encode('\ufeffone\ntwo\nthree\nfour');
    assert.deepEqual(lengthsOf(await index(new MemoryBlockFile(bytes), { from: 3 })), [4, 4, 6, 4]);
    assert.deepEqual(lengthsOf(await index(new MemoryBlockFile(bytes), { from: 11 })), [6, 4]);
    assert.deepEqual(lengthsOf(await index(new MemoryBlockFile(bytes), { from: 3, to: 11 })), [4, 4]);
    assert.deepEqual(await index(new MemoryBlockFile(bytes), { from: bytes.length }), []);
    assert.deepEqual(await index(new MemoryBlockFile(new Uint8Array())), []);
  });

  test('brings the first lines at once, and the rest in growing chunks', async () => {
    const bytes = new Uint8Array(40 * 1024 * 1024).fill(120);
    for (let at = 999; at < bytes.length; at += 1000) bytes[at] = 10;
    const sizes = (await index(new MemoryBlockFile(bytes))).map(({ bytes: size }) => size);
    assert.ok((sizes[0] ?? 0) <= 65_536);
    assert.ok(sizes.length < 15, `${sizes.length} chunks`);
  });

  test('stops between blocks when it is cancelled', async () => {
    const bytes = new Uint8Array(40 * 1024 * 1024).fill(10);
    const aborter = new AbortController();
    let read = 0;
    const file = new MemoryBlockFile(bytes);
    const counting: BlockFile = {
      size: file.size,
      readBlock: (into, offset) => {
        read += into.length;
        file.readBlock(into, offset);
      },
      release: () => undefined,
    };
    const pause = (): Promise<void> => {
      aborter.abort(new Error('enough'));
      return Promise.resolve();
    };
    await assert.rejects(index(counting, { pause, signal: aborter.signal }), /enough/);
    assert.ok(read < 10 * 1024 * 1024, `${read} bytes`);
  });
});
