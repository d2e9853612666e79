import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { LineIndex } from '../../../../src/core/text/lineIndex';
import { LineScanner, scanLines } from '../../../../src/core/text/lineScanner';

/** Bytes with many line ends, cut into blocks anywhere. */
const blocks = fc.array(
  fc.oneof(
    fc.array(fc.constantFrom(10, 13, 0x61, 0xff), { maxLength: 30 }),
    fc.constant(new Array<number>(70_000).fill(0x78)),
  ),
  { maxLength: 12 },
);

void describe('the line index', () => {
  void test('knows every line of a file that was scanned in any blocks and chunks', () => {
    fc.assert(
      fc.property(blocks, fc.nat(3), (blocks, start) => {
        const scanner = new LineScanner();
        const index = new LineIndex(start);
        let crlf = 0;
        for (const block of blocks) {
          scanner.feed(Uint8Array.from(block));
          if (block.length % 2 === 0) {
            const chunk = scanner.take();
            crlf += chunk.crlf;
            index.append(chunk);
          }
        }
        scanner.finish();
        const last = scanner.take();
        index.append(last);
        const bytes = Buffer.concat(blocks.map((block) => Buffer.from(block)));
        const lines = bytes.toString('latin1').match(/[^\n]*\n|[^\n]+$/g) ?? [];
        assert.equal(index.count, lines.length);
        assert.equal(index.end, start + bytes.length);
        assert.equal(index.unterminated, lines.length > 0 && !lines.at(-1)?.endsWith('\n'));
        assert.equal(crlf + last.crlf, lines.filter((line) => line.endsWith('\r\n')).length);
        let offset = start;
        for (const [line, text] of lines.entries()) {
          assert.deepEqual(index.range(line), { offset, length: text.length });
          offset += text.length;
        }
        assert.equal(index.offset(lines.length), offset);
        assert.deepEqual(index.range(0, lines.length), { offset: start, length: bytes.length });
      }),
      { numRuns: 200 },
    );
  });

  void test('holds for more than a block of lines, and takes 2.1 bytes a line', () => {
    const index = new LineIndex();
    const lengths = Uint32Array.from({ length: 200_000 }, (_, line) => (line * 7919) % 100_000);
    index.append({ lengths, bytes: lengths.reduce((a, b) => a + b, 0), crlf: 0, unterminated: false });
    let offset = 0;
    for (const [line, length] of lengths.entries()) {
      if (line % 97 === 0 || line % 65_536 < 2) assert.equal(index.offset(line), offset);
      assert.equal(index.length(line), length);
      offset += length;
    }
    assert.ok(index.memory / 262_144 < 2.2, `${index.memory} bytes`);
    for (const [from, count] of [
      [0, 3],
      [65_530, 12],
      [65_536, 65_536],
      [199_999, 1],
      [3, 0],
    ] as const) {
      const some = new Uint32Array(count);
      index.copyLengths(from, some);
      assert.deepEqual(some, lengths.slice(from, from + count));
    }
    assert.throws(() => index.copyLengths(199_999, new Uint32Array(2)), RangeError);
    const copy = new LineIndex();
    copy.appendFrom(index, 65_000, 100_000);
    assert.equal(copy.end, index.offset(165_000) - index.offset(65_000));
  });

  void test('refuses lines that are not there, and lines behind one without a line end', () => {
    const index = new LineIndex();
    index.append(scanLines(Buffer.from('a\nb')));
    for (const line of [-1, 2, NaN]) assert.throws(() => index.length(line), RangeError);
    assert.throws(() => index.offset(3), RangeError);
    assert.throws(() => index.append(scanLines(Buffer.from('c\n'))), RangeError);
    index.terminateLast(1);
    index.append(scanLines(Buffer.from('c\n')));
    assert.deepEqual(index.range(2), { offset: 4, length: 2 });
    assert.throws(() => index.terminateLast(1), RangeError);
  });

  void test('of a line end that two blocks share counts one CR LF', () => {
    const scanner = new LineScanner();
    scanner.feed(Buffer.from('a\r'));
    scanner.feed(Buffer.from('\nb\n'));
    assert.deepEqual(scanner.take(), { lengths: Uint32Array.from([3, 2]), bytes: 5, crlf: 1, unterminated: false });
    assert.equal(scanner.pending, 0);
  });

  void test('takes more newlines in a block than the scanner asks for at once', () => {
    const { lengths } = scanLines(new Uint8Array(10_000).fill(10));
    assert.equal(lengths.length, 10_000);
    assert.ok(lengths.every((length) => length === 1));
  });
});
