import assert from 'node:assert/strict';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SaveSegment } from '../../../src/core/document/saveSnapshot';
import { LineIndex } from '../../../src/core/text/lineIndex';
import { NodeBlockFile } from '../../../src/platform/node/blockFile';
import { NodeFiles } from '../../../src/platform/node/files';
import { nodeSystem } from '../../../src/platform/node/system';

const FOUR_GIB = 2 ** 32;
const END = '{"a":"last but one"}\n{"a":"last"}\n';

/** A file with a hole, which takes no room on the disk. */
async function writeSparse(path: string): Promise<number> {
  const start = FOUR_GIB + 5;
  await writeFile(path, '{"a":"first"}\n');
  const file = await open(path, 'r+');
  await file.write(END, start);
  await file.close();
  return start;
}

test('lines beyond 4 GiB are found, read and saved', { skip: process.platform !== 'linux' }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'itune-large-'));
  try {
    const path = join(folder, 'large.jsonl');
    const start = await writeSparse(path);
    const files = new NodeFiles(nodeSystem);
    const base = await files.open(path, { journalDir: folder });
    assert.equal(base.size, start + END.length);
    assert.equal(Buffer.from(await base.read(start, END.length)).toString(), END);

    const block = new NodeBlockFile(path, base.fingerprint);
    const into = new Uint8Array(13);
    block.readBlock(into, start + 21);
    assert.equal(Buffer.from(into).toString(), '{"a":"last"}\n');
    block.release();

    const target = join(folder, 'saved.jsonl');
    const segments: SaveSegment[] = [
      { kind: 'base', offset: start + 21, length: 13 },
      { kind: 'base', offset: 0, length: 14 },
      { kind: 'base', offset: start, length: 21 },
    ];
    const snapshot = { totalBytes: 48, segments: () => segments };
    const saved = await files.save({ target, snapshot, base, journalDir: folder });
    assert.equal(await readFile(target, 'utf8'), '{"a":"last"}\n{"a":"first"}\n{"a":"last but one"}\n');
    await saved.base.close();
    await base.close();
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the line index counts on beyond 4 GiB and 2^53 is far', () => {
  const index = new LineIndex(3);
  const lengths = Uint32Array.from({ length: 200 }, (_, i) => (i % 3 === 0 ? 0xffff_ffff : i % 3 === 1 ? 0xffff : 70));
  index.append({ lengths, bytes: 0, crlf: 0, unterminated: false });
  let offset = 3;
  for (const [line, length] of lengths.entries()) {
    assert.deepEqual(index.range(line), { offset, length });
    offset += length;
  }
  assert.equal(index.end, offset);
  assert.deepEqual(index.range(100, 100), { offset: index.offset(100), length: offset - index.offset(100) });
});
