import { dirname } from 'node:path';
import type { JournalFile } from '../../core/document/journal';
import { fill } from './baseFile';
import type { FileCalls, FsCalls } from './fsCalls';
import { writeAll } from './outputFile';

/** Creates the file that a document's journal spills into. @throws an error of the system, EEXIST where it is there already */
export async function createJournalFile(fs: FsCalls, path: string): Promise<JournalFile> {
  await fs.makeFolders(dirname(path));
  return new NodeJournalFile(fs, path, await fs.open(path, 'wx+', 0o600));
}

class NodeJournalFile implements JournalFile {
  private size = 0;
  private tail: Promise<unknown> = Promise.resolve();
  private readonly reads = new Set<Promise<unknown>>();

  constructor(
    private readonly fs: FsCalls,
    private readonly path: string,
    private readonly file: FileCalls,
  ) {}

  /** A failed append leaves no trace: what is appended next stands in its place. */
  append(bytes: Uint8Array): Promise<number> {
    const written = this.tail.then(async () => {
      const offset = this.size;
      await writeAll(this.file, bytes, offset);
      this.size += bytes.length;
      return offset;
    });
    this.tail = written.catch(() => undefined);
    return written;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    const reading = this.readNow(offset, length).finally(() => this.reads.delete(reading));
    this.reads.add(reading);
    return reading;
  }

  async remove(): Promise<void> {
    await Promise.allSettled([this.tail, ...this.reads]);
    await this.file.close();
    await this.fs.unlink(this.path);
  }

  private async readNow(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    if (!(await fill(this.file, bytes, offset)))
      throw new RangeError(`Bytes up to ${offset + length} are not there yet.`);
    return bytes;
  }
}
