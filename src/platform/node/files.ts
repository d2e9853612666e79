import type { BaseFile, Files, OpenOptions, SaveOutcome, SaveRequest } from '../platform';
import { NodeBaseFile } from './baseFile';
import { errorCode } from './fsCalls';
import { KeyedQueue } from './keyedQueue';
import { recoverInPlace } from './recover';
import { saveFile } from './save';
import { followLinks } from './saveTarget';
import type { System } from './system';

/** Files of this machine. */
export class NodeFiles implements Files {
  private readonly queue = new KeyedQueue();

  constructor(private readonly system: System) {}

  async open(path: string, { journalDir }: OpenOptions = {}): Promise<BaseFile> {
    if (journalDir === undefined) return NodeBaseFile.open(this.system.fs, path);
    return this.queue.run(await followLinks(this.system.fs, path), async () => {
      await recoverInPlace(this.system, path, journalDir);
      return NodeBaseFile.open(this.system.fs, path);
    });
  }

  async isReadOnly(path: string): Promise<boolean> {
    try {
      await this.system.fs.accessWrite(path);
      return false;
    } catch (error) {
      return ['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error) ?? '');
    }
  }

  async save(request: SaveRequest): Promise<SaveOutcome> {
    const path = await followLinks(this.system.fs, request.target).catch(() => request.target); // `saveFile` tells.
    return this.queue.run(path, () => saveFile(this.system, request), request.signal);
  }
}
