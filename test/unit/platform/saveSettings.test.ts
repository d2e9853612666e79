import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SaveError } from '../../../src/platform/fileErrors';
import { NodeFiles } from '../../../src/platform/node/files';
import { KeyedQueue } from '../../../src/platform/node/keyedQueue';
import { posixTraits, windowsTraits, type SystemTraits } from '../../../src/platform/node/system';
import type { SaveOutcome, SaveRequest } from '../../../src/platform/platform';
import { FakeDisk, SystemError } from './fakeDisk';

const TARGET = '/data/set.jsonl';
const JOURNALS = '/storage';
const OLD = Buffer.from('one\ntwo\n');
const NEW = 'one\n2\n';

function diskWith(change: Parameters<FakeDisk['put']>[2] = {}): FakeDisk {
  const disk = new FakeDisk();
  disk.put(TARGET, OLD, change);
  return disk;
}

async function save(
  disk: FakeDisk,
  traits: SystemTraits = posixTraits,
  more: Partial<SaveRequest> = {},
): Promise<SaveOutcome> {
  const files = new NodeFiles(disk.system(traits));
  const base = await files.open(TARGET, { journalDir: JOURNALS });
  const segments = [
    { kind: 'base', offset: 0, length: 4 },
    { kind: 'bytes', bytes: Buffer.from('2\n') },
  ] as const;
  return files.save({
    target: TARGET,
    snapshot: { totalBytes: 6, segments: () => segments },
    base,
    journalDir: JOURNALS,
    ...more,
  });
}

async function methodOf(disk: FakeDisk, traits?: SystemTraits): Promise<string> {
  const outcome = await save(disk, traits);
  assert.equal(textOf(disk), NEW);
  return outcome.method === 'rename' ? 'rename' : outcome.reason;
}

function textOf(disk: FakeDisk): string {
  return Buffer.from(disk.content(TARGET) ?? []).toString();
}

function refuse(disk: FakeDisk, call: string, code: string, times = Infinity): void {
  let left = times;
  disk.onCall = ({ name }) => {
    if (name === call && left-- > 0) throw new SystemError(code, call);
  };
}

describe('how a file is written, by what the system allows', () => {
  test('a file of another owner is replaced where it can be given to the owner', async () => {
    const disk = diskWith({ uid: 7, gid: 70, mode: 0o664 });
    assert.equal(await methodOf(disk), 'rename');
    const { uid, gid, mode } = disk.statOf(TARGET);
    assert.deepEqual({ uid, gid, mode }, { uid: 7, gid: 70, mode: 0o664 });
  });

  test('a file of another owner is written in place where it cannot', async () => {
    const disk = diskWith({ uid: 7, gid: 70, mode: 0o664 });
    disk.foreignOwners.add(7);
    assert.equal(await methodOf(disk), 'other-owner');
    assert.equal(disk.statOf(TARGET).uid, 7);
  });

  test('a file system without modes is no reason to write in place', async () => {
    const disk = diskWith({ mode: 0o600 });
    refuse(disk, 'fchmod', 'EPERM');
    assert.equal(await methodOf(disk), 'rename');
  });

  for (const code of ['EACCES', 'EPERM', 'EROFS']) {
    test(`no copy beside the file (${code}): in place`, async () => {
      const disk = diskWith();
      disk.onCall = ({ name, path }) => {
        if (name === 'open' && path.endsWith('.tmp')) throw new SystemError(code, name);
      };
      assert.equal(await methodOf(disk), 'read-only-folder');
    });
  }

  for (const [code, reason] of [
    ['EBUSY', 'mount-point'],
    ['EXDEV', 'mount-point'],
    ['EPERM', 'rename-refused'],
    ['EACCES', 'rename-refused'],
  ] as const) {
    test(`rename refused with ${code}: in place, and the copy goes`, async () => {
      const disk = diskWith();
      refuse(disk, 'rename', code);
      assert.equal(await methodOf(disk), reason);
      assert.deepEqual(disk.paths(), [TARGET]);
    });
  }

  test('Windows: a rename that is refused for a moment is tried again', async () => {
    for (const code of ['EPERM', 'EACCES', 'EBUSY']) {
      const disk = diskWith();
      refuse(disk, 'rename', code, 3);
      assert.equal(await methodOf(disk, windowsTraits), 'rename');
    }
  });

  test('Windows: a rename that stays refused ends in place', async () => {
    const disk = diskWith();
    refuse(disk, 'rename', 'EPERM');
    assert.equal(await methodOf(disk, windowsTraits), 'rename-refused');
  });

  test('Windows: no handle of ours is open when the file is replaced', async () => {
    const disk = diskWith();
    const seen: string[] = [];
    disk.onCall = ({ name }) => {
      if (name === 'rename') seen.push(`rename with ${disk.openHandles} open`);
    };
    const releaseReaders = (): Promise<void> => {
      seen.push('released');
      return Promise.resolve();
    };
    const outcome = await save(disk, windowsTraits, { releaseReaders });
    assert.deepEqual(seen, ['released', 'rename with 0 open']);
    assert.equal(Buffer.from(await outcome.base.read(0, 6)).toString(), NEW);
  });

  test('elsewhere nobody has to let go of the file', async () => {
    await save(diskWith(), posixTraits, { releaseReaders: () => Promise.reject(new Error('asked')) });
  });

  test('a file that may not be written is not replaced either', async () => {
    const disk = diskWith({ mode: 0o444 });
    await assert.rejects(save(disk), (error) => error instanceof SaveError && String(error.cause).includes('EACCES'));
    assert.equal(textOf(disk), OLD.toString());
    assert.equal(await new NodeFiles(disk.system()).isReadOnly(TARGET), true);
    assert.equal(await new NodeFiles(disk.system()).isReadOnly('/data/none'), false);
  });

  test('a new file in a read-only folder fails with the cause', async () => {
    const disk = diskWith();
    disk.readOnlyFolders.add('/data');
    await assert.rejects(save(disk, posixTraits, { target: '/data/new.jsonl' }), SaveError);
  });

  test('the hook runs once, also when the rename is refused after it', async () => {
    const disk = diskWith();
    refuse(disk, 'rename', 'EBUSY');
    let calls = 0;
    const beforeReplace = (): Promise<void> => {
      calls++;
      return Promise.resolve();
    };
    await save(disk, posixTraits, { beforeReplace });
    assert.equal(calls, 1);
  });
});

describe('a journal of a save in place', () => {
  /** A disk on which the process died in the middle of writing in place. */
  async function brokenOff(): Promise<FakeDisk> {
    const disk = diskWith();
    disk.mountPoints.add(TARGET);
    disk.onCall = ({ name, path }) => {
      if (name === 'truncate' && path === TARGET) disk.crash();
    };
    await save(disk).catch(() => undefined);
    disk.restart(false, () => 0);
    assert.equal(textOf(disk), 'one\n2\no\n', 'half');
    return disk;
  }

  const open = async (disk: FakeDisk, system = disk.system(posixTraits, 2)): Promise<void> =>
    (await new NodeFiles(system).open(TARGET, { journalDir: JOURNALS })).close();

  test('puts the old file back on the next open, and goes', async () => {
    const disk = await brokenOff();
    await open(disk);
    assert.equal(textOf(disk), OLD.toString());
    assert.deepEqual(disk.paths(), [TARGET]);
  });

  test('is put aside, not replayed, where another file stands there now', async () => {
    const disk = await brokenOff();
    disk.remove(TARGET);
    disk.put(TARGET, Buffer.from('another\n'));
    await open(disk);
    assert.equal(textOf(disk), 'another\n');
    assert.equal(disk.paths().filter((path) => path.startsWith(`${JOURNALS}/kept-`)).length, 1);
  });

  test('is put aside where someone went on with the half file', async () => {
    const disk = await brokenOff();
    disk.change(TARGET, Buffer.from('one\n2\no\nand more\n'));
    await open(disk);
    assert.equal(textOf(disk), 'one\n2\no\nand more\n');
  });

  test('is left alone while its writer lives, and taken over when it stays silent', async () => {
    const disk = await brokenOff();
    const system = disk.system(posixTraits, 2);
    let looks = 0;
    await open(disk, {
      ...system,
      process: { ...system.process, isAlive: (pid) => pid === 1 },
      clock: {
        ...system.clock,
        sleep: () => {
          if (++looks <= 3) assert.equal(textOf(disk), 'one\n2\no\n');
          disk.age(10_000);
          return Promise.resolve();
        },
      },
    });
    assert.ok(looks >= 3, `${looks} looks`);
    assert.equal(textOf(disk), OLD.toString());
  });

  test('cut off before its seal means that the file was not touched', async () => {
    const disk = diskWith();
    disk.mountPoints.add(TARGET);
    disk.onCall = ({ name, path }) => {
      if (name === 'sync' && path.startsWith(JOURNALS)) disk.crash();
    };
    await save(disk).catch(() => undefined);
    disk.restart(false, () => 0);
    await open(disk);
    assert.equal(textOf(disk), OLD.toString());
    disk.age(60_000);
    await open(disk);
    assert.deepEqual(
      disk.paths().filter((path) => path.startsWith(JOURNALS)),
      [],
    );
  });

  test('that cannot be replayed says where the old bytes are', async () => {
    const disk = await brokenOff();
    disk.onCall = ({ name, path }) => {
      if (name === 'write' && path === TARGET) throw new SystemError('EIO', name);
    };
    await assert.rejects(open(disk), (error) => error instanceof SaveError && error.interrupted !== undefined);
    disk.onCall = () => undefined;
    await open(disk);
    assert.equal(textOf(disk), OLD.toString());
  });
});

describe('a keyed queue', () => {
  test('keeps the order of one key, whatever fails, and does not mix keys', async () => {
    const queue = new KeyedQueue();
    const seen: string[] = [];
    const task =
      (name: string, wait: number, fails = false) =>
      async (): Promise<void> => {
        await new Promise((resolve) => setTimeout(resolve, wait));
        seen.push(name);
        if (fails) throw new Error(name);
      };
    const aborter = new AbortController();
    const all = [
      queue.run('a', task('a1', 30, true)),
      queue.run('a', task('never', 0), aborter.signal),
      queue.run('a', task('a2', 1)),
      queue.run('b', task('b1', 5)),
    ];
    aborter.abort();
    const results = await Promise.allSettled(all);
    assert.deepEqual(seen, ['b1', 'a1', 'a2']);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'rejected', 'fulfilled', 'fulfilled'],
    );
  });
});
