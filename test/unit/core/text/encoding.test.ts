import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { decodeUtf8, detectEncoding, encodeUtf8, hasByteEscapes } from '../../../../src/core/text/encoding';

void describe('decoding with byte escapes', () => {
  void test('gives back any bytes exactly', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      // Mostly lead and tail bytes: sequences that are nearly right.
      fc.array(fc.constantFrom(0x41, 0x80, 0x9f, 0xa0, 0xbf, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff), {
        maxLength: 12,
      }),
    );
    fc.assert(
      fc.property(bytes, (given) => {
        const original = Uint8Array.from(given);
        assert.deepEqual(encodeUtf8(decodeUtf8(original)), original);
      }),
      { numRuns: 5000 },
    );
  });

  void test('decodes valid UTF-8 as everybody does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bytes = Buffer.from(text);
        assert.equal(decodeUtf8(bytes), text);
        assert.equal(hasByteEscapes(text), false);
        assert.deepEqual(Buffer.from(encodeUtf8(text)), bytes);
      }),
    );
  });

  void test('escapes exactly the bytes that are no part of valid sequences', () => {
    const cases: [number[], string][] = [
      [[0x61, 0xff, 0x62], 'a\udcffb'],
      [[0xc3, 0xa9, 0xc3], 'é\udcc3'],
      [[0xc0, 0xaf], '\udcc0\udcaf'],
      [[0xe0, 0x80, 0x80], '\udce0\udc80\udc80'],
      [[0xed, 0xa0, 0x80], '\udced\udca0\udc80'],
      [[0xf4, 0x90, 0x80, 0x80], '\udcf4\udc90\udc80\udc80'],
      [[0xf0, 0x9f, 0x98, 0x80, 0xf0, 0x9f, 0x98], '😀\udcf0\udc9f\udc98'],
      [[0xef, 0xbb, 0xbf, 0x61], '\ufeffa'],
      [[0xef, 0xbf, 0xbf, 0x80], '\uffff\udc80'],
      [[], ''],
    ];
    for (const [bytes, text] of cases) {
      assert.equal(decodeUtf8(Uint8Array.from(bytes)), text);
      assert.equal(hasByteEscapes(text), /[\udc80-\udcff]/u.test(text));
    }
  });

  void test('writes a lone surrogate that stands for no byte as U+FFFD', () => {
    assert.equal(Buffer.from(encodeUtf8('a\ud800b\udc00c\udd00')).toString(), 'a\ufffdb\ufffdc\ufffd');
    assert.deepEqual([...encodeUtf8('\ud800\udcff')], [...Buffer.from('\ud800\udcff')], 'a pair is a pair');
    assert.deepEqual([...encodeUtf8('\udcff\ud800x\udc80')], [0xff, 0xef, 0xbf, 0xbd, 0x78, 0x80]);
  });
});

void describe('the encoding of a file', () => {
  const row = '{"instruction":"Sag \u00e4","output":"x"}\n';
  const cases: [string, Uint8Array, string][] = [
    ['nothing', new Uint8Array(), 'utf-8'],
    ['plain text', Buffer.from(row), 'utf-8'],
    ['a byte order mark', Buffer.from(`\ufeff${row}`), 'utf-8-bom'],
    ['UTF-16 LE with mark', Buffer.from(`\ufeff${row}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE with mark', Buffer.from(`\ufeff${row}`, 'utf16le').swap16(), 'utf-16be'],
    ['UTF-16 LE without mark', Buffer.from(row, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE without mark', Buffer.from(row, 'utf16le').swap16(), 'utf-16be'],
    ['UTF-32 LE with mark', Uint8Array.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0]), 'binary'],
    ['zeros', new Uint8Array(100), 'binary'],
    ['gzip', gzipSync(row), 'binary'],
    ['Parquet, whose first bytes are letters', Buffer.from('PAR1\x15\x04\x15'), 'binary'],
    ['a text that begins like a ZIP', Buffer.from(`PK${row}`), 'utf-8'],
    ['bytes that are no UTF-8', Uint8Array.from([0x7b, 0xff, 0xfe, 0x7d]), 'utf-8'],
    ['one stray zero byte', Buffer.from(`${row}\0${row}`), 'utf-8'],
    ['only a mark', Uint8Array.from([0xef, 0xbb, 0xbf]), 'utf-8-bom'],
  ];
  for (const [name, bytes, expected] of cases) {
    void test(`with ${name} is ${expected}`, () => assert.equal(detectEncoding(bytes), expected));
  }
});
