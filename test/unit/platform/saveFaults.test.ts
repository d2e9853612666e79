import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { SaveSegment } from '../../../src/core/document/saveSnapshot';
import { NoSpaceError, SaveError, UnreadableAfterSaveError } from '../../../src/platform/fileErrors';
import { NodeFiles } from '../../../src/platform/node/files';
import { posixTraits, windowsTraits, type SystemTraits } from '../../../src/platform/node/system';
import type { SaveOutcome } from '../../../src/platform/platform';
import { FakeDisk, SystemError } from './fakeDisk';

fc.configureGlobal({ includeErrorInReport: true });

const TARGET = '/data/set.jsonl';
const JOURNALS = '/storage/journals';

/** A file and what shall become of it: pieces of the old file by range, and new bytes. */
interface Story {
  readonly old: Uint8Array;
  readonly segments: readonly SaveSegment[];
}

const stories = fc
  .record({
    old: fc.uint8Array({ maxLength: 400 }),
    pieces: fc.array(
      fc.record({ kind: fc.nat(4), a: fc.nat(400), b: fc.nat(400), bytes: fc.uint8Array({ maxLength: 90 }) }),
      {
        maxLength: 7,
      },
    ),
    prefix: fc.nat(400),
  })
  .map(({ old, pieces, prefix }): Story => {
    const base = (a: number, b: number): SaveSegment => {
      const offset = Math.min(a, b, old.length);
      return { kind: 'base', offset, length: Math.min(Math.max(a, b), old.length) - offset };
    };
    const segments = pieces.map(({ kind, a, b, bytes }): SaveSegment => {
      if (kind < 3) return base(a, b);
      if (kind === 3) return { kind: 'bytes', bytes };
      return { kind: 'journal', length: bytes.length, read: () => Promise.resolve(bytes) };
    });
    return { old, segments: [base(0, prefix), ...segments] };
  });

async function newContent({ old, segments }: Story): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (const segment of segments) {
    if (segment.kind === 'base') parts.push(old.subarray(segment.offset, segment.offset + segment.length));
    else parts.push(segment.kind === 'bytes' ? segment.bytes : await segment.read());
  }
  return Buffer.concat(parts);
}

/** Numbers for a disk that loses what was not synced. */
const diceRolls = fc.array(fc.nat(1000), { minLength: 1, maxLength: 30 }).map((rolls) => {
  let at = 0;
  return (): number => rolls[at++ % rolls.length] ?? 0;
});

interface Setting {
  readonly traits: SystemTraits;
  readonly method: SaveOutcome['method'];
  readonly arrange: (disk: FakeDisk) => void;
}

/** Ways to meet a file: each must give the same bytes, however they are written. */
const byRename: Setting = { traits: posixTraits, method: 'rename', arrange: () => undefined };
const settings: Record<string, Setting> = {
  'by rename': byRename,
  'by rename on Windows': { traits: windowsTraits, method: 'rename', arrange: () => undefined },
  'by copier': { traits: posixTraits, method: 'rename', arrange: (disk) => (disk.hasCopier = true) },
  'by copier on Windows': { traits: windowsTraits, method: 'rename', arrange: (disk) => (disk.hasCopier = true) },
  'by copier, then a mount point': {
    traits: posixTraits,
    method: 'in-place',
    arrange: (disk) => {
      disk.hasCopier = true;
      disk.mountPoints.add(TARGET);
    },
  },
  'hard links': { traits: posixTraits, method: 'in-place', arrange: (disk) => disk.hardLink(TARGET, '/data/other') },
  'read-only folder': { traits: posixTraits, method: 'in-place', arrange: (disk) => disk.readOnlyFolders.add('/data') },
  'mount point': { traits: posixTraits, method: 'in-place', arrange: (disk) => disk.mountPoints.add(TARGET) },
  'mount point on Windows': {
    traits: windowsTraits,
    method: 'in-place',
    arrange: (disk) => disk.mountPoints.add(TARGET),
  },
};

async function save(disk: FakeDisk, story: Story, traits: SystemTraits): Promise<SaveOutcome> {
  const files = new NodeFiles(disk.system(traits));
  const base = await files.open(TARGET, { journalDir: JOURNALS });
  try {
    return await files.save({
      target: TARGET,
      base,
      snapshot: { segments: () => story.segments, totalBytes: (await newContent(story)).length },
      journalDir: JOURNALS,
    });
  } finally {
    await base.close().catch(() => undefined);
  }
}

function diskFor(story: Story, setting: Setting): FakeDisk {
  const disk = new FakeDisk();
  disk.put(TARGET, story.old);
  setting.arrange(disk);
  return disk;
}

async function countCalls(story: Story, setting: Setting): Promise<number> {
  const disk = diskFor(story, setting);
  const outcome = await save(disk, story, setting.traits);
  await outcome.base.close();
  return disk.calls.length;
}

/** Refuses call number `n`, once or from then on. */
function failAt(disk: FakeDisk, n: number, code: string, once: boolean): void {
  let calls = 0;
  disk.onCall = ({ name }) => {
    const isNow = once ? calls === n : calls >= n;
    calls++;
    if (isNow && name !== 'close') throw new SystemError(code, name);
  };
}

async function reopened(disk: FakeDisk, traits: SystemTraits): Promise<Uint8Array> {
  const base = await new NodeFiles(disk.system(traits, 2)).open(TARGET, { journalDir: JOURNALS });
  const bytes = await base.read(0, base.size);
  await base.close();
  return bytes;
}

/** After a save that broke off and could not even be taken back, the journal decides; else it is the old file. */
function isOldOr(now: Uint8Array, old: Uint8Array, error: unknown, wanted: Uint8Array): boolean {
  const isInterrupted = error instanceof SaveError && error.interrupted !== undefined;
  return equal(now, old) || (isInterrupted && equal(now, wanted));
}

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

describe('saving under faults', () => {
  for (const [name, setting] of Object.entries(settings)) {
    test(`${name}: writes what the segments say`, async () => {
      await fc.assert(
        fc.asyncProperty(stories, async (story) => {
          const disk = diskFor(story, setting);
          const wanted = await newContent(story);
          const outcome = await save(disk, story, setting.traits);
          assert.equal(outcome.method, setting.method);
          assert.deepEqual(Buffer.from(disk.content(TARGET) ?? []), Buffer.from(wanted));
          assert.deepEqual(Buffer.from(await outcome.base.read(0, outcome.base.size)), Buffer.from(wanted));
          assert.equal(await outcome.base.check(), 'same');
          await outcome.base.close();
          assert.equal(disk.openHandles, 0);
          assert.deepEqual(
            disk.paths().filter((path) => path.includes('itune') || path.startsWith('/storage')),
            [],
          );
          disk.restart(true, () => 0);
          assert.ok(equal(await reopened(disk, setting.traits), wanted), 'a finished save outlives a loss of power');
        }),
        { numRuns: 30 },
      );
    });

    test(`${name}: a crash at any call leaves the old or the new file`, async () => {
      await fc.assert(
        fc.asyncProperty(stories, diceRolls, async (story, dice) => {
          const wanted = await newContent(story);
          const calls = await countCalls(story, setting);
          for (let run = 0; run < 4 * calls; run++) {
            const n = Math.floor(run / 4);
            const powerLost = run % 4 > 0;
            const disk = diskFor(story, setting);
            let seen = 0;
            disk.onCall = () => {
              if (seen++ === n) disk.crash();
            };
            await save(disk, story, setting.traits).catch(() => undefined);
            disk.restart(powerLost, dice);
            const now = await reopened(disk, setting.traits);
            assert.ok(
              equal(now, wanted) || equal(now, story.old),
              `crash at call ${n} of ${calls}: ${Buffer.from(now).toString('hex')}`,
            );
          }
        }),
        { numRuns: 3 },
      );
    });

    test(`${name}: a crash while the old bytes are put back leaves the old or the new file`, async () => {
      await fc.assert(
        fc.asyncProperty(
          stories,
          fc.nat(200),
          fc.nat(60),
          fc.boolean(),
          diceRolls,
          async (story, first, second, powerLost, dice) => {
            const wanted = await newContent(story);
            const disk = diskFor(story, setting);

            const crashAt = (n: number): void => {
              let seen = 0;
              disk.onCall = () => {
                if (seen++ === n) disk.crash();
              };
            };
            crashAt(first);
            await save(disk, story, setting.traits).catch(() => undefined);
            disk.restart(powerLost, dice);
            crashAt(second);
            await reopened(disk, setting.traits).catch(() => undefined);
            disk.restart(powerLost, dice);
            const now = await reopened(disk, setting.traits);
            assert.ok(equal(now, wanted) || equal(now, story.old), Buffer.from(now).toString('hex'));
          },
        ),
        { numRuns: 60 },
      );
    });

    for (const once of [true, false]) {
      test(`${name}: a refusal at any call, ${once ? 'once' : 'from then on'}, fails with the old file or succeeds`, async () => {
        await fc.assert(
          fc.asyncProperty(stories, async (story) => {
            const wanted = await newContent(story);
            const calls = await countCalls(story, setting);
            for (let n = 0; n < calls; n++) {
              const disk = diskFor(story, setting);
              failAt(disk, n, 'EIO', once);
              let outcome: SaveOutcome | undefined;
              let error: unknown;
              try {
                outcome = await save(disk, story, setting.traits);
              } catch (thrown) {
                error = thrown;
              }
              disk.onCall = () => undefined;
              await outcome?.base.close();
              if (error instanceof UnreadableAfterSaveError) {
                assert.ok(equal(await reopened(disk, setting.traits), wanted));
                continue;
              }
              const left = disk.content(TARGET) ?? new Uint8Array();
              const place = `call ${n} of ${calls}, ${String(error)}`;
              if (outcome !== undefined) assert.ok(equal(left, wanted), place);
              else if (!(error instanceof SaveError && error.interrupted !== undefined))
                assert.ok(equal(left, story.old), place);
              const now = await reopened(disk, setting.traits);
              const isRight = outcome === undefined ? isOldOr(now, story.old, error, wanted) : equal(now, wanted);
              assert.ok(isRight, `after opening again: ${place}`);
              assert.equal(disk.openHandles, 0, place);
            }
          }),
          { numRuns: 4 },
        );
      });
    }
  }

  test('a disk that fills up at any byte: the new file, or the old one and a word about room', async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.nat(900), fc.boolean(), async (story, room, hasCopier) => {
        const wanted = await newContent(story);
        const disk = diskFor(story, byRename);
        disk.hasCopier = hasCopier;
        disk.capacity = story.old.length + room;
        try {
          const outcome = await save(disk, story, posixTraits);
          assert.ok(equal(disk.content(TARGET) ?? new Uint8Array(), wanted));
          if (outcome.method === 'in-place') assert.equal(outcome.reason, 'no-room-for-copy');
          await outcome.base.close();
        } catch (error) {
          assert.ok(error instanceof NoSpaceError, String(error));
          assert.ok(equal(disk.content(TARGET) ?? new Uint8Array(), story.old));
        }
        assert.equal(disk.openHandles, 0);
        assert.deepEqual(disk.paths(), [TARGET]);
      }),
      { numRuns: 300 },
    );
  });
});
