import assert from 'node:assert/strict';
import {
  chmod,
  link,
  lstat,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { SaveSegment } from '../../../src/core/document/saveSnapshot';
import { CancelledError, ChangedOnDiskError, SaveError } from '../../../src/platform/fileErrors';
import { NodeFiles } from '../../../src/platform/node/files';
import { nodeSystem } from '../../../src/platform/node/system';
import type { BaseFile, SaveOutcome, SaveRequest } from '../../../src/platform/platform';
import { MemoryByteSource } from '../../../src/core/text/byteSource';

const files = new NodeFiles(nodeSystem);
let folder: string;
let opened: BaseFile[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'itune-save-'));
  opened = [];
});
afterEach(async () => {
  for (const file of opened) await file.close();
  await rm(folder, { recursive: true });
});

const at = (name: string): string => join(folder, name);
const text = (name: string): Promise<string> => readFile(at(name), 'utf8');
const bytes = (value: string): SaveSegment => ({ kind: 'bytes', bytes: Buffer.from(value) });
const range = (offset: number, length: number): SaveSegment => ({ kind: 'base', offset, length });
const sizeOf = (segment: SaveSegment): number => (segment.kind === 'bytes' ? segment.bytes.length : segment.length);

async function open(name: string): Promise<BaseFile> {
  const file = await files.open(at(name), { journalDir: at('journals') });
  opened.push(file);
  return file;
}

async function save(
  name: string,
  base: BaseFile | undefined,
  segments: SaveSegment[],
  more: Partial<SaveRequest> = {},
): Promise<SaveOutcome> {
  const totalBytes = segments.reduce((sum, segment) => sum + sizeOf(segment), 0);
  const snapshot = { totalBytes, segments: () => segments };
  const outcome = await files.save({ target: at(name), snapshot, base, journalDir: at('journals'), ...more });
  opened.push(outcome.base);
  return outcome;
}

/** The classic case: two lines, the second becomes another. */
async function openTwoLines(name = 'a.jsonl'): Promise<BaseFile> {
  await writeFile(at(name), 'one\ntwo\n');
  return open(name);
}
const changeSecond = [range(0, 4), bytes('2\n')];

describe('saving on the real file system', () => {
  test('replaces the file, keeps its mode, and hands over the new file', async () => {
    const base = await openTwoLines();
    await chmod(at('a.jsonl'), 0o640);
    const outcome = await save('a.jsonl', base, changeSecond);
    assert.equal(outcome.method, 'rename');
    assert.equal(await text('a.jsonl'), 'one\n2\n');
    assert.equal((await stat(at('a.jsonl'))).mode & 0o777, 0o640);
    assert.equal(await outcome.base.check(), 'same', 'our own write is no change from outside');
    assert.equal(Buffer.from(await outcome.base.read(4, 2)).toString(), '2\n');
    assert.equal(Buffer.from(await base.read(4, 4)).toString(), 'two\n', 'the old base stays readable');
    assert.deepEqual(await readdir(folder), ['a.jsonl']);
  });

  test('writes through a symbolic link, also one whose file is not there yet', async () => {
    await openTwoLines('real.jsonl');
    await symlink('real.jsonl', at('link.jsonl'));
    const base = await open('link.jsonl');
    const outcome = await save('link.jsonl', base, changeSecond);
    assert.ok((await lstat(at('link.jsonl'))).isSymbolicLink());
    assert.equal(await text('real.jsonl'), 'one\n2\n');
    assert.equal(await outcome.base.check(), 'same');
    await symlink('later.jsonl', at('dangling.jsonl'));
    await save('dangling.jsonl', undefined, [bytes('new\n')]);
    assert.ok((await lstat(at('dangling.jsonl'))).isSymbolicLink());
    assert.equal(await text('later.jsonl'), 'new\n');
  });

  test('keeps hard links together', async () => {
    const base = await openTwoLines();
    await link(at('a.jsonl'), at('b.jsonl'));
    const outcome = await save('a.jsonl', base, changeSecond);
    assert.deepEqual({ ...outcome, base: undefined }, { method: 'in-place', reason: 'hard-links', base: undefined });
    assert.equal(await text('b.jsonl'), 'one\n2\n');
    assert.deepEqual(await readdir(at('journals')), []);
  });

  test('saves again and again from the file that the last save made', async () => {
    let base = await openTwoLines();
    for (let i = 0; i < 5; i++) ({ base } = await save('a.jsonl', base, [range(0, base.size), bytes(`${i}\n`)]));
    assert.equal(await text('a.jsonl'), 'one\ntwo\n0\n1\n2\n3\n4\n');
  });

  test('saves under another name, over another file, and from memory', async () => {
    const base = await openTwoLines();
    await writeFile(at('other.jsonl'), 'something else\n');
    await save('other.jsonl', base, changeSecond);
    assert.equal(await text('other.jsonl'), 'one\n2\n');
    assert.equal(await text('a.jsonl'), 'one\ntwo\n');
    const memory = Object.assign(new MemoryByteSource(Buffer.from('untitled\n')), {
      path: 'untitled:1',
      check: () => Promise.resolve('same' as const),
    });
    await save('fresh.jsonl', memory, [range(2, 7), bytes('x')]);
    assert.equal(await text('fresh.jsonl'), 'titled\nx');
  });

  test('a hard link to the own file is the own file', async () => {
    const base = await openTwoLines();
    await link(at('a.jsonl'), at('b.jsonl'));
    await save('b.jsonl', base, [bytes('zero\n'), range(0, 8)]);
    assert.equal(await text('a.jsonl'), 'zero\none\ntwo\n');
  });

  test('makes a file that vanished again', async () => {
    const base = await openTwoLines();
    await rm(at('a.jsonl'));
    await save('a.jsonl', base, changeSecond);
    assert.equal(await text('a.jsonl'), 'one\n2\n');
  });

  for (const [name, change] of Object.entries({
    appended: () => writeFile(at('a.jsonl'), 'three\n', { flag: 'a' }),
    rewritten: () => writeFile(at('a.jsonl'), 'uno\ndos\n'),
    truncated: () => truncate(at('a.jsonl'), 4),
    replaced: async () => {
      await writeFile(at('b.jsonl'), 'uno\ndos\n');
      await rename(at('b.jsonl'), at('a.jsonl'));
    },
  })) {
    test(`does not touch a file that was ${name} meanwhile`, async () => {
      const base = await openTwoLines();
      await change();
      const before = await text('a.jsonl');
      assert.equal(await base.check(), name);
      await assert.rejects(save('a.jsonl', base, changeSecond), ChangedOnDiskError);
      assert.equal(await text('a.jsonl'), before);
      assert.deepEqual(await readdir(folder), ['a.jsonl']);
    });

    test(`does not touch a file that was ${name} while the copy was written`, async () => {
      const base = await openTwoLines();
      let before = '';
      const beforeReplace = async (): Promise<void> => {
        await change();
        before = await text('a.jsonl');
      };
      await assert.rejects(save('a.jsonl', base, changeSecond, { beforeReplace }), ChangedOnDiskError);
      assert.equal(await text('a.jsonl'), before);
      assert.deepEqual(await readdir(folder), ['a.jsonl']);
    });
  }

  test('a cancelled save leaves the old file and no litter', async () => {
    const base = await openTwoLines();
    for (const when of ['before', 'during', 'late']) {
      const aborter = new AbortController();
      if (when === 'before') aborter.abort();
      const more = {
        signal: aborter.signal,
        beforeReplace: () => {
          if (when === 'late') aborter.abort();
          return Promise.resolve();
        },
      };
      const segments = (function* () {
        yield range(0, 4);
        if (when === 'during') aborter.abort();
        yield bytes('2\n');
      })();
      const snapshot = { totalBytes: 6, segments: () => segments };
      await assert.rejects(save('a.jsonl', base, [], { ...more, snapshot }), CancelledError);
      assert.equal(await text('a.jsonl'), 'one\ntwo\n');
      assert.deepEqual(await readdir(folder), ['a.jsonl']);
    }
  });

  test('overlapping saves of one file run one after the other', async () => {
    const base = await openTwoLines();
    let running = 0;
    let second: Promise<SaveOutcome> | undefined;
    const beforeReplace = async (): Promise<void> => {
      assert.equal(++running, 1);
      second ??= save('a.jsonl', base, [bytes('late\n')], { beforeReplace });
      await new Promise((resolve) => setTimeout(resolve, 20));
      running--;
    };
    await save('a.jsonl', base, changeSecond, { beforeReplace });
    // The second began from a base that the first has replaced: it must notice, not overwrite.
    await assert.rejects(second ?? Promise.resolve(), ChangedOnDiskError);
    assert.equal(await text('a.jsonl'), 'one\n2\n');
  });

  test('what the hook throws comes through, and nothing is written', async () => {
    const base = await openTwoLines();
    const mine = new Error('mine');
    await assert.rejects(save('a.jsonl', base, changeSecond, { beforeReplace: () => Promise.reject(mine) }), mine);
    assert.equal(await text('a.jsonl'), 'one\ntwo\n');
  });

  test('a folder and a path through a file are refused with their cause', async () => {
    await assert.rejects(save('.', undefined, [bytes('x')]), SaveError);
    await openTwoLines();
    await assert.rejects(save('a.jsonl/b.jsonl', undefined, [bytes('x')]), SaveError);
  });

  test('removes copies that a crash left behind long ago, and only those', async () => {
    const base = await openTwoLines();
    const old = '.a.jsonl.itune-11111111-2222-3333-4444-555555555555.tmp';
    const young = '.a.jsonl.itune-11111111-2222-3333-4444-666666666666.tmp';
    const others = '.b.jsonl.itune-11111111-2222-3333-4444-555555555555.tmp';
    for (const name of [old, young, others]) await writeFile(at(name), 'half');
    for (const name of [old, others]) await utimes(at(name), new Date(0), new Date(0));
    await save('a.jsonl', base, changeSecond);
    assert.deepEqual(await readdir(folder), [young, others, 'a.jsonl'].sort());
  });

  test('a name of 255 bytes can be saved', async () => {
    const name = `${'ü'.repeat(124)}.jsonl`;
    const base = await openTwoLines(name);
    await save(name, base, changeSecond);
    assert.equal(await text(name), 'one\n2\n');
  });

  test('writes large files in order: long runs, short runs, and what lies between', async () => {
    const old = Buffer.alloc(9 * 1024 * 1024, 'abcdefghijklmnopqrstuvwxyz\n');
    await writeFile(at('a.jsonl'), old);
    const base = await open('a.jsonl');
    const mib = 1024 * 1024;
    const segments: SaveSegment[] = [range(5 * mib, 4 * mib), bytes('new\n')];
    for (let i = 0; i < 3000; i++) segments.push(range(i * 700, 500), bytes(`${i}`));
    segments.push(range(0, 5 * mib));
    const progress: number[] = [];
    await save('a.jsonl', base, segments, { onProgress: (written) => progress.push(written) });
    const wanted = Buffer.concat(
      segments.map((s) =>
        s.kind === 'base'
          ? old.subarray(s.offset, s.offset + s.length)
          : Buffer.from(s.kind === 'bytes' ? s.bytes : []),
      ),
    );
    assert.ok((await readFile(at('a.jsonl'))).equals(wanted));
    assert.equal(progress.at(-1), wanted.length);
  });
});

describe('reading', () => {
  test('a read of a file that changed is thrown away', async () => {
    const base = await openTwoLines();
    await writeFile(at('a.jsonl'), 'uno\ndos\n');
    await utimes(at('a.jsonl'), new Date(), new Date(Date.now() + 1000));
    await assert.rejects(base.read(0, 4), { name: 'TornReadError' });
  });

  test('a file that was replaced or removed can still be read', async () => {
    const base = await openTwoLines();
    await writeFile(at('b.jsonl'), 'uno\n');
    await rename(at('b.jsonl'), at('a.jsonl'));
    assert.equal(Buffer.from(await base.read(0, 4)).toString(), 'one\n');
    await rm(at('a.jsonl'));
    assert.equal(Buffer.from(await base.read(0, 4)).toString(), 'one\n');
    assert.equal(await base.check(), 'gone');
  });

  test('a file that was only touched is the same, and is read on', async () => {
    const base = await openTwoLines();
    await utimes(at('a.jsonl'), new Date(), new Date(0));
    assert.equal(await base.check(), 'same');
    assert.equal(Buffer.from(await base.read(0, 4)).toString(), 'one\n');
  });

  test('does not read beyond the file, nor after close; waits for reads under way', async () => {
    const base = await openTwoLines();
    await assert.rejects(base.read(4, 5), RangeError);
    const reading = base.read(0, 4);
    await base.close();
    assert.equal((await reading).length, 4);
    await assert.rejects(base.read(0, 1));
  });

  test('opens only files, and never makes one', async () => {
    await assert.rejects(open('missing.jsonl'), { code: 'ENOENT' });
    await assert.rejects(open('.'), { name: 'NotAFileError' });
    assert.deepEqual(await readdir(folder), []);
  });

  test('an empty file is a file', async () => {
    await writeFile(at('empty.jsonl'), '');
    const base = await open('empty.jsonl');
    assert.equal(base.size, 0);
    assert.equal(await base.check(), 'same');
    await save('empty.jsonl', base, [bytes('first\n')]);
    assert.equal(await text('empty.jsonl'), 'first\n');
  });
});
