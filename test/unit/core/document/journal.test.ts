import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Journal, type JournalFile } from '../../../../src/core/document/journal';

const MIB = 1024 * 1024;

void describe('the journal', () => {
  void test('keeps lines in memory, numbered from 0', async () => {
    const journal = new Journal();
    assert.equal(journal.append(Buffer.from('a\n'), true), 0);
    assert.equal(journal.append(Buffer.from('bc'), false), 1);
    assert.equal(journal.append(Buffer.from(''), false), 2);
    assert.equal(journal.append(Buffer.from('d\r\n'), true), 3);
    assert.equal(await read(journal, 0, 4), 'a\nbcd\r\n');
    assert.equal(await read(journal, 1), 'bc');
    assert.equal(journal.length(3), 3);
    assert.deepEqual(
      [0, 1, 2, 3].map((entry) => journal.isUnterminated(entry)),
      [false, true, true, false],
    );
    assert.deepEqual(journal.unterminatedAmong(0, 2), [1]);
    assert.deepEqual(journal.unterminatedAmong(2, 2), [2]);
    await assert.rejects(journal.read(journal.size, 1), RangeError);
  });

  void test('copies what it is given', async () => {
    const journal = new Journal();
    const line = Buffer.from('a\n');
    journal.append(line, true);
    line.fill(0);
    assert.equal(await read(journal, 0), 'a\n');
  });

  void test('moves its oldest lines to the file beyond the limit, and reads across both', async () => {
    const file = new RecordingFile();
    const journal = new Journal({ memoryLimit: 4 * MIB, openFile: () => Promise.resolve(file) });
    const lines = Array.from({ length: 40 }, (_, i) => Buffer.alloc(300_000 + i, `${i % 10}`));
    for (const line of lines) journal.append(line, true);
    await journal.settle();
    assert.ok(file.size > 5 * MIB, `${file.size} bytes in the file`);
    const { length } = journal.range(0, 40);
    assert.ok(Buffer.concat(lines).equals(await journal.read(0, length)));
    for (const [entry, line] of lines.entries()) {
      const { offset, length } = journal.range(entry);
      assert.ok(line.equals(await journal.read(offset, length)));
    }
    await journal.dispose();
    assert.ok(file.isRemoved);
  });

  void test('can be read while lines go to the file', async () => {
    const file = new RecordingFile();
    const journal = new Journal({ memoryLimit: MIB, openFile: () => Promise.resolve(file) });
    const line = Buffer.alloc(900_000, 'x');
    for (let entry = 0; entry < 8; entry++) {
      journal.append(line, true);
      for (let before = 0; before <= entry; before++) {
        const { offset, length } = journal.range(before);
        assert.ok(line.equals(await journal.read(offset, length)));
      }
    }
  });

  void test('keeps everything in memory when the file cannot be written, and says why', async () => {
    const file = new RecordingFile();
    file.failure = new Error('disk full');
    const journal = new Journal({ memoryLimit: MIB, openFile: () => Promise.resolve(file) });
    const line = Buffer.alloc(700_000, 'y');
    for (let entry = 0; entry < 4; entry++) journal.append(line, true);
    await journal.settle();
    assert.equal(journal.spillError, file.failure);
    assert.equal((await journal.read(0, 2_800_000)).length, 2_800_000);
    file.failure = undefined;
    for (let entry = 0; entry < 4; entry++) journal.append(line, true);
    await journal.settle();
    assert.ok(file.size > 0, 'tried again when there was much more');
    assert.ok(Buffer.alloc(5_600_000, 'y').equals(await journal.read(0, 5_600_000)));
  });

  void test('keeps everything in memory when the file cannot be opened', async () => {
    const journal = new Journal({ memoryLimit: MIB, openFile: () => Promise.reject(new Error('read-only')) });
    for (let entry = 0; entry < 3; entry++) journal.append(Buffer.alloc(MIB), true);
    await journal.settle();
    assert.equal((await journal.read(0, 3 * MIB)).length, 3 * MIB);
    await journal.dispose();
  });
});

async function read(journal: Journal, entry: number, count = 1): Promise<string> {
  const { offset, length } = journal.range(entry, count);
  return Buffer.from(await journal.read(offset, length)).toString();
}

/** A file whose appends leave gaps, as a file does after a failed write. */
class RecordingFile implements JournalFile {
  failure: Error | undefined;
  isRemoved = false;
  private bytes = Buffer.alloc(0);

  get size(): number {
    return this.bytes.length;
  }

  async append(bytes: Uint8Array): Promise<number> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.failure !== undefined) throw this.failure;
    const offset = this.bytes.length + 7;
    this.bytes = Buffer.concat([this.bytes, Buffer.alloc(7), bytes]);
    return offset;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    return Promise.resolve(this.bytes.subarray(offset, offset + length));
  }

  remove(): Promise<void> {
    this.isRemoved = true;
    return Promise.resolve();
  }
}
