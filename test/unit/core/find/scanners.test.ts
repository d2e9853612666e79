import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  candidateLine,
  type CandidateScanner,
  isSureCandidate,
  lineOfCandidate,
  PatternScanner,
} from '../../../../src/core/find/candidates';
import type { Prefilter } from '../../../../src/core/find/prefilter';
import { WasmScanner } from '../../../../src/core/find/wasmScanner';
import { FIND_BLOCK_BYTES } from '../../../../src/core/kernel/findLayout';
import { scanLines } from '../../../../src/core/text/lineScanner';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function allOf(scanner: CandidateScanner | undefined, block: Uint8Array): number[] {
  assert.ok(scanner);
  scanner.block.set(block);
  scanner.begin(block.length);
  const found: number[] = [];
  for (let at = scanner.next(0); at >= 0; at = scanner.next(at + 1)) found.push(at);
  return found;
}

const alphabet = fc.constantFrom(
  'a',
  'b',
  'A',
  'B',
  '`',
  '@',
  '{',
  '[',
  '\\u0061',
  '\\u0041',
  '\\u00',
  '\\',
  'u',
  'é',
  '\n',
);
const blocks = fc.array(alphabet, { maxLength: 80 }).map((parts) => bytes(parts.join('')));
const prefilters = fc.record({
  needle: fc
    .array(fc.constantFrom('a', 'b', '@', '[', 'é'), { minLength: 1, maxLength: 4 })
    .map((parts) => bytes(parts.join(''))),
  foldCase: fc.boolean(),
  escapes: fc.subarray([0x61, 0x41, 0xe9], { minLength: 1 }),
});

describe('scanners', () => {
  test('the kernel finds what the pattern finds, at every place of a block', () => {
    fc.assert(
      fc.property(blocks, prefilters, (block, prefilter: Prefilter) => {
        assert.deepEqual(
          allOf(WasmScanner.create(prefilter), block),
          allOf(new PatternScanner(prefilter, 2048), block),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('the kernel finds the lines that the pattern finds', () => {
    fc.assert(
      fc.property(blocks, prefilters, (block, prefilter: Prefilter) => {
        const { lengths } = scanLines(block);
        const linesOf = (scanner: CandidateScanner | undefined, isWholeQuery: boolean): number[] => {
          assert.ok(scanner);
          scanner.block.set(block);
          scanner.lengths.set(lengths);
          scanner.begin(block.length);
          return [...scanner.search(lengths.length, isWholeQuery)].map(lineOfCandidate);
        };
        const expected = linesOf(new PatternScanner(prefilter, 2048), false);
        for (const isWhole of [false, true])
          assert.deepEqual(linesOf(WasmScanner.create(prefilter), isWhole), expected);
      }),
      { numRuns: 1000 },
    );
  });

  test('the kernel tells what surely stands in a value', () => {
    const scanner = WasmScanner.create({ needle: bytes('cat'), foldCase: true, escapes: [0x63] });
    assert.ok(scanner);
    const isSure = (line: string): boolean => {
      // The line before ends inside of a string: nothing of it counts.
      const before = '{"a":"\n';
      const block = bytes(before + line);
      scanner.block.set(block);
      scanner.lengths.set([before.length, line.length]);
      scanner.begin(block.length);
      const found = scanner.search(2, true);
      assert.deepEqual([...found].map(lineOfCandidate), [1]);
      assert.deepEqual(
        [...scanner.search(2, false)],
        [candidateLine(1, false)],
        'nothing is sure of a part of a query',
      );
      return [...scanner.search(2, true)].every(isSureCandidate);
    };
    for (const line of [
      '{"a":"cat"}',
      '{"a" : "a CAT"',
      '{"a":"\\"12345cat',
      '{"x\\"yz":"cat',
      '{"a":["b"],"b":"12345 cat',
      '{"a":"\\n12345cat',
      '{"a":"\\ncat"}',
      '{"a":"\\u00e9cat',
      '{"a":"\\\\u00cat',
      '{"cat":"\\u0063at cat"}',
      `{"${'long'.repeat(20)}":"${'\\"'.repeat(20)}cat`,
    ]) {
      assert.equal(isSure(line), true, line);
    }
    for (const line of [
      '{"cat":1}',
      '{"a":"","cat":',
      '["cat"]',
      '{"a":cat',
      'cat',
      '{"a":"\\u00cat',
      '{"a":"\\u0063at \\u0063at \\u0063at \\u0063at cat"}',
      '{"a":"\\u0063at"}',
    ]) {
      assert.equal(isSure(line), false, line);
    }
  });

  test('a needle at the very end of a full block, and none behind a shorter one', () => {
    const prefilter = { needle: bytes('needle'), foldCase: true, escapes: [0x6e] };
    const block = new Uint8Array(FIND_BLOCK_BYTES).fill(32);
    block.set(bytes('NEEDLE'), FIND_BLOCK_BYTES - 6);
    assert.deepEqual(allOf(WasmScanner.create(prefilter), block), [FIND_BLOCK_BYTES - 6]);
    const scanner = WasmScanner.create(prefilter);
    assert.ok(scanner);
    scanner.block.set(block);
    scanner.begin(FIND_BLOCK_BYTES - 1);
    assert.equal(scanner.next(0), -1);
  });
});
