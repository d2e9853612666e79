import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { binaryFormatOf, describeBinary } from '../../../../src/core/text/binaryFormat';

const row = Buffer.from('{"instruction": "A?", "output": "B."}\n');

test('a compressed file is named, with the way to its rows', () => {
  const format = binaryFormatOf(gzipSync(row));
  assert.equal(format?.name, 'gzip');
  assert.equal(describeBinary(format), 'the file is compressed (gzip); unpack it first');
});

test('a table of columns is named, with the way to its rows', () => {
  const format = binaryFormatOf(Buffer.concat([Buffer.from('PAR1'), row]));
  assert.equal(describeBinary(format), 'the file is Parquet, not JSON Lines; export its rows as JSON Lines first');
});

test('text, a mark that is cut off, and a format without a mark have no name', () => {
  for (const bytes of [row, new Uint8Array(), Uint8Array.of(0x1f), brotliCompressSync(row)]) {
    assert.equal(binaryFormatOf(bytes), undefined);
  }
  assert.equal(describeBinary(undefined), 'the file is not text');
});
