import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { MemoryBlockFile } from '../../../../src/core/analysis/blockFile';
import type { ReplicaRows } from '../../../../src/core/document/replica';
import { type CandidateScanner, PatternScanner } from '../../../../src/core/find/candidates';
import { type FindOptions, type FindResult, findRows } from '../../../../src/core/find/find';
import type { Prefilter } from '../../../../src/core/find/prefilter';
import type { FindQuery } from '../../../../src/core/find/query';
import { WasmScanner } from '../../../../src/core/find/wasmScanner';
import { encodeUtf8 } from '../../../../src/core/text/encoding';
import { LineIndex } from '../../../../src/core/text/lineIndex';
import { scanLines } from '../../../../src/core/text/lineScanner';
import { naivelyMatches } from './naiveFind';
import { queries, rowLines } from './randomRows';

const BLOCK = 512;

function query(text: string, more: Partial<FindQuery> = {}): FindQuery {
  return { text, matchCase: false, wholeWord: false, regex: false, ...more };
}

interface Found {
  readonly ids: number[];
  readonly batches: number[][];
  readonly result: FindResult;
}

/** Searches lines of a file, and typed rows where an array stands. */
async function find(
  file: readonly string[],
  wanted: FindQuery,
  { rows, ...more }: Partial<FindOptions> & { rows?: readonly ReplicaRows[] } = {},
  lineEnd = '\n',
): Promise<Found> {
  const bytes = encodeUtf8(file.map((line) => line + lineEnd).join(''));
  const index = new LineIndex();
  index.append(scanLines(bytes));
  const blocks = new MemoryBlockFile(bytes);
  const batches: number[][] = [];
  const result = await findRows(
    {
      rows: rows ?? [{ kind: 'base', id: 0, count: index.count, line: 0 }],
      index,
      readBlock: (into, offset) => blocks.readBlock(into, offset),
    },
    wanted,
    {
      tell: (ids) => {
        if (ids.length > 0) batches.push([...ids]);
      },
      breathe: () => Promise.resolve(),
      scannerFor: (prefilter) => new PatternScanner(prefilter, BLOCK),
      ...more,
    },
  );
  return { ids: batches.flat(), batches, result };
}

function kernelFor(prefilter: Prefilter): CandidateScanner {
  const scanner = WasmScanner.create(prefilter);
  assert.ok(scanner, 'this machine has no WebAssembly with vectors');
  return scanner;
}

const naively = (lines: readonly string[], wanted: FindQuery): number[] =>
  lines.flatMap((line, i) => (naivelyMatches(line, wanted) ? [i] : []));

describe('finding rows', () => {
  test('finds what a naive search finds, whatever is escaped, cased or broken', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(rowLines, { maxLength: 12 }),
        queries,
        fc.constantFrom('\n', '\r\n'),
        async (lines, wanted, end) => {
          const { ids } = await find(lines, wanted, {}, end);
          assert.deepEqual(ids, naively(lines, wanted));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('finds the same by the kernel in WebAssembly', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rowLines, { maxLength: 12 }), queries, async (lines, wanted) => {
        const { ids } = await find(lines, wanted, { scannerFor: kernelFor });
        assert.deepEqual(ids, naively(lines, wanted));
      }),
      { numRuns: 1000 },
    );
  });

  test('finds the same without a scanner', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rowLines, { maxLength: 5 }), queries, async (lines, wanted) => {
        const { ids } = await find(lines, wanted, { scannerFor: () => undefined });
        assert.deepEqual(ids, naively(lines, wanted));
      }),
      { numRuns: 500 },
    );
  });

  test('finds words that occur in the rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(rowLines, { minLength: 1, maxLength: 8 }),
        fc.nat(),
        fc.nat(),
        fc.boolean(),
        async (lines, a, b, matchCase) => {
          const line = lines[a % lines.length] ?? '';
          const text = line.slice(b % (line.length + 1), (b % (line.length + 1)) + 3);
          if (text === '') return;
          for (const scannerFor of [undefined, kernelFor]) {
            const { ids } = await find(lines, query(text, { matchCase }), scannerFor && { scannerFor });
            assert.deepEqual(ids, naively(lines, query(text, { matchCase })));
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('finds every one of more short rows than the kernel looks through at once', async () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => (i % 3 === 0 ? '{"a":"no"}' : '{"a":"yes"}'));
    const { ids } = await find(lines, query('yes'), { scannerFor: kernelFor });
    assert.deepEqual(
      ids,
      [...lines.keys()].filter((i) => i % 3 !== 0),
    );
  });

  test('takes numbers as they are written, and keys that stand twice', async () => {
    const lines = [
      '{"id":12345678901234567890}',
      '{"a":"first","a":"second"}',
      '{"n":1.0}',
      '{"1.0":"x"}',
      '{"n":1e400}',
    ];
    assert.deepEqual((await find(lines, query('01234567890'))).ids, [0]);
    assert.deepEqual((await find(lines, query('first'))).ids, [1]);
    assert.deepEqual((await find(lines, query('1.0'))).ids, [2]);
    assert.deepEqual((await find(lines, query('1E4'))).ids, [4]);
    assert.deepEqual((await find(['{"a":true}', '{"a":null}'], query('u'))).ids, [], 'true and null are no texts');
  });

  test('keys do not count, but the raw line of a broken row does', async () => {
    const lines = ['{"output":"x"}', '{"output":"x"', '{"x":"output"}', '{"x":{"output":[1,"no"]}}', 'output'];
    assert.deepEqual((await find(lines, query('output'))).ids, [1, 2, 4]);
    assert.deepEqual((await find(lines, query('"output"'))).ids, [1]);
  });

  test('an escape is not the letters that it is written with', async () => {
    const lines = ['{"a":"x\\nfoo"}', '{"a":"nfoo"}', '{"a":"caf\\u00e9"}', '{"a":"u00e9"}'];
    assert.deepEqual((await find(lines, query('nfoo'))).ids, [1]);
    assert.deepEqual((await find(lines, query('u00e9'))).ids, [3]);
    assert.deepEqual((await find(lines, query('CAFÉ'))).ids, [2]);
    assert.deepEqual((await find(lines, query('x\nf'))).ids, [0]);
  });

  test('edited rows stand where the document has them', async () => {
    const typed = (id: number, text: string): ReplicaRows => ({ kind: 'typed', id, line: encodeUtf8(text) });
    const rows: ReplicaRows[] = [
      typed(100, '{"a":"fish"}\n'),
      { kind: 'base', id: 2, count: 2, line: 2 },
      typed(101, '{"a":"meat"}\n'),
      { kind: 'base', id: 0, count: 1, line: 0 },
      typed(7, '{"a":"fish"}'),
    ];
    const file = ['{"a":"fish"}', '{"a":"fish"}', '{"a":"f\\u0069sh"}', '{"fish":"a"}'];
    assert.deepEqual((await find(file, query('FISH'), { rows })).ids, [100, 2, 0, 7]);
  });

  test('finds rows that are longer than a block, and says which were too long', async () => {
    const long = `{"a":"${'x'.repeat(3 * BLOCK)} needle"}`;
    const { ids, result } = await find(['{"a":"needle"}', long, '{"a":"needle"}'], query('needle'));
    assert.deepEqual(ids, [0, 1, 2]);
    assert.deepEqual(result, { kind: 'done', skipped: 0 });
  });

  test('bytes that are no UTF-8 are found as what they are shown as', async () => {
    const line = '{"a":"b\udcffc\ud800"}';
    assert.deepEqual((await find([line], query('b\udcffc'))).ids, [0]);
    assert.deepEqual((await find([line], query('c'))).ids, [0]);
  });

  test('a batch is told of at once, the rest later, in order and each once', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => `{"a":"${i % 3 === 0 ? 'yes' : 'no'}"}`);
    const { ids, batches } = await find(lines, query('yes'));
    assert.deepEqual(ids, naively(lines, query('yes')));
    assert.ok((batches[0]?.length ?? 0) < 100, 'the first batch is of the first block');
    const again = await find(lines, query('yes'), { skip: 900 });
    assert.deepEqual(again.ids, ids.slice(900));
  });

  test('stops where it breathes', async () => {
    const lines = Array.from({ length: 3000 }, () => '{"a":"yes"}');
    let breaths = 0;
    const breathe = (): Promise<void> => (++breaths > 3 ? Promise.reject(new Error('stop')) : Promise.resolve());
    await assert.rejects(find(lines, query('yes'), { breathe }), /stop/);
    assert.equal(breaths, 4);
  });

  test('patterns: lines of a text, whole characters, and old-style escapes', async () => {
    const regex = { regex: true };
    assert.deepEqual((await find(['{"a":"x\\nfoo"}', '{"a":"xfoo"}'], query('^FOO$', regex))).ids, [0]);
    assert.deepEqual((await find(['{"a":"😀"}', '{"a":"😀😀"}'], query('^.$', regex))).ids, [0]);
    assert.deepEqual((await find(['{"a":"a-b"}'], query('a\\-b', regex))).ids, [0]);
    assert.deepEqual((await find(['{"a":""}', '{"a":"b"}'], query('^$', regex))).ids, [0]);
    assert.deepEqual(
      (await find(['{"a":"it is"}', '{"a":"bits"}'], query('i[ts]', { regex: true, wholeWord: true }))).ids,
      [0],
    );
    assert.deepEqual((await find(['{"a":"b"', 'a'], query('^b$', regex))).ids, [], 'a broken row matches as a line');
    const { result } = await find(['{}'], query('(', regex));
    assert.deepEqual(result, { kind: 'invalid', message: 'Unterminated group' });
  });

  test('whole words: edges where words end, in any script', async () => {
    const whole = { wholeWord: true };
    assert.deepEqual(
      (await find(['{"a":"cat"}', '{"a":"cats"}', '{"a":"Cat."}', '{"a":"cät cat"}'], query('cat', whole))).ids,
      [0, 2, 3],
    );
    assert.deepEqual((await find(['{"a":"écat"}', '{"a":"cat\\u00e9"}', '{"a":"𝒜cat"}'], query('cat', whole))).ids, []);
    assert.deepEqual((await find(['{"a":"x(y)z"}'], query('(y)', whole))).ids, [0]);
    assert.deepEqual((await find(['{"a":"\\ncat\\n"}'], query('cat', whole))).ids, [0]);
  });
});
