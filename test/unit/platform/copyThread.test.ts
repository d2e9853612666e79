import assert from 'node:assert/strict';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import type { SaveSegment } from '../../../src/core/document/saveSnapshot';
import { TornReadError } from '../../../src/core/text/byteSource';
import { CancelledError, ChangedOnDiskError } from '../../../src/platform/fileErrors';
import { batchesOf, type CopyBatch } from '../../../src/platform/node/copyBatch';
import { CopierGoneError, CopyThread } from '../../../src/platform/node/copyThread';
import { NodeFiles } from '../../../src/platform/node/files';
import { RangeCopier } from '../../../src/platform/node/rangeCopier';
import { nodeSystem } from '../../../src/platform/node/system';
import { buildCopier } from './builtWorker';

let folder: string;
let script: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'itune-copier-'));
  script = await buildCopier(folder);
});
after(() => rm(folder, { recursive: true }));

const OLD = Uint8Array.from({ length: 3000 }, (_, i) => (i * 7919) % 251);

const segments = fc.array(
  fc
    .record({ kind: fc.nat(3), offset: fc.nat(OLD.length), length: fc.nat(700), typed: fc.uint8Array() })
    .map(({ kind, offset, length, typed }): SaveSegment => {
      if (kind === 0) return { kind: 'bytes', bytes: typed };
      if (kind === 1) return { kind: 'journal', length: typed.length, read: () => Promise.resolve(typed) };
      return { kind: 'base', offset, length: Math.min(length, OLD.length - offset) };
    }),
  { maxLength: 30 },
);

async function bytesOf(parts: readonly SaveSegment[]): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for (const part of parts) {
    if (part.kind === 'base') all.push(OLD.subarray(part.offset, part.offset + part.length));
    else all.push(part.kind === 'bytes' ? part.bytes : await part.read());
  }
  return Buffer.concat(all);
}

describe('a copier of ranges', () => {
  test('writes what the segments say, whatever a call takes and a batch holds', async () => {
    const limits = fc.record({ buffer: fc.integer({ min: 1, max: 400 }), batch: fc.integer({ min: 1, max: 900 }) });
    await fc.assert(
      fc.asyncProperty(segments, limits, fc.integer({ min: 1, max: 300 }), async (parts, { buffer, batch }, most) => {
        const written = new Uint8Array(100_000);
        let end = 0;
        const copier = new RangeCopier(
          {
            read: (into, from, length, position) => {
              const part = OLD.subarray(position, position + Math.min(length, most));
              into.set(part, from);
              return part.length;
            },
            write: (bytes, from, length, position) => {
              assert.equal(position, end, 'from front to back');
              const part = bytes.subarray(from, from + Math.min(length, most));
              written.set(part, position);
              end = position + part.length;
              return part.length;
            },
          },
          buffer,
        );
        for await (const each of batchesOf(parts, { batchBytes: batch })) copier.copy(each);
        copier.finish();
        assert.deepEqual(Buffer.from(written.subarray(0, end)), await bytesOf(parts));
      }),
    );
  });

  test('stops where the base ends too soon', () => {
    const copier = new RangeCopier({ read: () => 0, write: (_, __, length) => length }, 80);
    const batch = (length: number): CopyBatch => ({
      pieces: Float64Array.of(0, length),
      typed: new Uint8Array(),
      bytes: length,
    });
    assert.throws(() => copier.copy(batch(5)), TornReadError);
    assert.throws(() => copier.copy(batch(50)), TornReadError);
  });
});

describe('a thread that copies', () => {
  /** Copies two files at once, and gives what became of them. */
  async function copyWith(thread: CopyThread, stories: readonly (readonly SaveSegment[])[]): Promise<Buffer[]> {
    await writeFile(join(folder, 'old'), OLD);
    return Promise.all(
      stories.map(async (parts, i) => {
        const from = await open(join(folder, 'old'), 'r');
        const to = await open(join(folder, `new-${i}`), 'w');
        try {
          let written = 0;
          const batches = batchesOf(parts, { batchBytes: 500 });
          await thread.copy({ from: from.fd, to: to.fd }, batches, (bytes) => (written += bytes));
          assert.equal(written, (await bytesOf(parts)).length);
        } finally {
          await from.close();
          await to.close();
        }
        return readFile(join(folder, `new-${i}`));
      }),
    );
  }

  test('copies several files at once', async () => {
    const thread = new CopyThread(script);
    await fc.assert(
      fc.asyncProperty(segments, segments, async (a, b) => {
        assert.deepEqual(await copyWith(thread, [a, b]), [await bytesOf(a), await bytesOf(b)]);
      }),
      { numRuns: 40 },
    );
  });

  test('says what the system refused, and that a file ended too soon', async () => {
    const thread = new CopyThread(script);
    await writeFile(join(folder, 'old'), OLD);
    const file = await open(join(folder, 'old'), 'r');
    const copy = (offset: number, to: number): Promise<void> =>
      thread.copy({ from: file.fd, to }, batchesOf([{ kind: 'base', offset, length: 10 }]), () => undefined);
    const to = await open(join(folder, 'new'), 'w');
    await assert.rejects(
      copy(0, file.fd),
      (error) => error instanceof Error && 'code' in error && error.code === 'EBADF',
    );
    await assert.rejects(copy(OLD.length - 5, to.fd), TornReadError);
    await copy(0, to.fd);
    await file.close();
    await to.close();
  });

  test('that is not there, or ends, leaves the copy to others', async () => {
    const parts: SaveSegment[] = [{ kind: 'base', offset: 0, length: 10 }];
    await assert.rejects(copyWith(new CopyThread(''), [parts]), CopierGoneError);
    const broken = join(folder, 'broken.js');
    await writeFile(broken, 'process.exit(1)');
    await assert.rejects(copyWith(new CopyThread(broken), [parts]), CopierGoneError);
  });
});

describe('saving with a thread that copies', () => {
  const at = (name: string): string => join(folder, name);
  const request = (name: string, base: Awaited<ReturnType<NodeFiles['open']>>, parts: readonly SaveSegment[]) => {
    const totalBytes = parts.reduce((sum, part) => sum + (part.kind === 'bytes' ? part.bytes.length : part.length), 0);
    return { target: at(name), snapshot: { totalBytes, segments: () => parts }, base, journalDir: at('journals') };
  };
  const filesWith = (copierScript: string): NodeFiles =>
    new NodeFiles({ ...nodeSystem, copier: new CopyThread(copierScript), copierFromBytes: 0 });

  for (const isThere of [true, false]) {
    test(`writes what the segments say${isThere ? '' : ', also without the thread'}`, async () => {
      const files = filesWith(isThere ? script : '');
      await fc.assert(
        fc.asyncProperty(segments, async (parts) => {
          await writeFile(at('set'), OLD);
          const base = await files.open(at('set'));
          const outcome = await files.save(request('set', base, parts));
          assert.deepEqual(await readFile(at('set')), await bytesOf(parts));
          assert.equal(await outcome.base.check(), 'same');
          await outcome.base.close();
          await base.close();
        }),
        { numRuns: 20 },
      );
    });
  }

  test('can be cancelled between batches, and leaves the old file', async () => {
    await writeFile(at('set'), OLD);
    const files = filesWith(script);
    const base = await files.open(at('set'));
    const aborter = new AbortController();
    const stop: SaveSegment = {
      kind: 'journal',
      length: 1,
      read: () => {
        aborter.abort();
        return Promise.resolve(Uint8Array.of(1));
      },
    };
    const parts = [stop, { kind: 'base', offset: 0, length: 10 } as const];
    await assert.rejects(files.save({ ...request('set', base, parts), signal: aborter.signal }), CancelledError);
    assert.deepEqual(Uint8Array.from(await readFile(at('set'))), OLD);
    await base.close();
  });

  test('throws away what was read of a file that changed meanwhile', async () => {
    await writeFile(at('set'), OLD);
    const files = filesWith(script);
    const base = await files.open(at('set'));
    const change: SaveSegment = {
      kind: 'journal',
      length: 1,
      read: async () => {
        await writeFile(at('set'), Buffer.alloc(OLD.length, 1));
        return Uint8Array.of(1);
      },
    };
    // Under another name, so that only the reads can tell.
    const parts = [change, { kind: 'base', offset: 0, length: 10 } as const];
    await assert.rejects(files.save(request('copy', base, parts)), ChangedOnDiskError);
    await assert.rejects(readFile(at('copy')), { code: 'ENOENT' });
    await base.close();
  });
});
