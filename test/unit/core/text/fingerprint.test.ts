import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { MemoryByteSource } from '../../../../src/core/text/byteSource';
import {
  FINGERPRINT_BYTES,
  fingerprintOf,
  isAppendOf,
  readFingerprint,
  sameBytesByFingerprint,
  sameFingerprint,
} from '../../../../src/core/text/fingerprint';
import { ByteHash, hashBytes } from '../../../../src/core/text/hash';

void describe('the hash of bytes', () => {
  void test('does not depend on how the bytes are cut, or on a digest in between', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 9 })), (parts) => {
        const hash = new ByteHash();
        for (const part of parts) {
          hash.update(part);
          hash.digest();
        }
        assert.equal(hash.digest(), hashBytes(Buffer.concat(parts)));
      }),
    );
  });

  void test('tells a hundred thousand near inputs apart', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 100_000; i++) seen.add(hashBytes(Buffer.from(`row ${i}`)));
    for (let length = 0; length < 1000; length++) seen.add(hashBytes(new Uint8Array(length)));
    assert.equal(seen.size, 101_000);
    for (const hash of seen) assert.match(hash, /^[0-9a-f]{16}$/);
  });

  void test('changes about half of its bits with any bit', () => {
    const bytes = Buffer.from('{"instruction":"Name a colour","output":"Red"}');
    const before = BigInt(`0x${hashBytes(bytes)}`);
    let changed = 0;
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const other = Buffer.from(bytes);
      other.writeUInt8(other.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      changed += (BigInt(`0x${hashBytes(other)}`) ^ before).toString(2).replaceAll('0', '').length;
    }
    const share = changed / (bytes.length * 8 * 64);
    assert.ok(share > 0.47 && share < 0.53, `${share}`);
  });
});

void describe('a fingerprint', () => {
  const large = Buffer.alloc(200_000, 'abcdefg\n');

  void test('read by ranges is that of the whole', async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('a'), large, large.subarray(0, FINGERPRINT_BYTES)]) {
      const source = new MemoryByteSource(bytes, 12.7);
      const read = await readFingerprint((offset, length) => source.read(offset, length), bytes.length, 12.7);
      assert.deepEqual(read, fingerprintOf(bytes, 12.7));
      assert.deepEqual(read, source.fingerprint);
      assert.equal(read.mtimeMs, 12);
    }
  });

  void test('differs with size, time, head and tail', () => {
    const print = fingerprintOf(large, 5);
    const head = Buffer.from(large);
    head[10] = 0;
    const tail = Buffer.from(large);
    tail[tail.length - 10] = 0;
    assert.ok(sameFingerprint(print, fingerprintOf(Buffer.from(large), 5)));
    assert.ok(!sameFingerprint(print, fingerprintOf(large, 6)));
    assert.ok(sameBytesByFingerprint(print, fingerprintOf(large, 6)));
    for (const other of [head, tail, large.subarray(8)]) {
      assert.ok(!sameBytesByFingerprint(print, fingerprintOf(other, 5)));
    }
  });

  void test('knows a file that grew from one that changed', async () => {
    const print = fingerprintOf(large, 5);
    const grown = async (bytes: Buffer) => {
      const source = new MemoryByteSource(bytes);
      return isAppendOf(print, (offset, length) => source.read(offset, length), bytes.length);
    };
    assert.ok(await grown(large));
    assert.ok(await grown(Buffer.concat([large, Buffer.from('more')])));
    assert.ok(!(await grown(large.subarray(0, large.length - 1))));
    assert.ok(!(await grown(Buffer.concat([Buffer.from('x'), large]))));
    const changed = Buffer.concat([large, Buffer.from('more')]);
    changed[large.length - 1] = 0;
    assert.ok(!(await grown(changed)));
  });
});

void test('bytes in memory are read by ranges, until they are closed', async () => {
  const source = new MemoryByteSource(Buffer.from('abcdef'));
  assert.equal(Buffer.from(await source.read(2, 3)).toString(), 'cde');
  await assert.rejects(source.read(4, 3), RangeError);
  await assert.rejects(source.read(-1, 1), RangeError);
  const aborter = new AbortController();
  aborter.abort(new Error('enough'));
  await assert.rejects(source.read(0, 1, aborter.signal), /enough/);
  await source.close();
  await assert.rejects(source.read(0, 1), /closed/);
});
