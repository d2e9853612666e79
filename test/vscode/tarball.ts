import { createReadStream } from 'node:fs';
import { mkdir, open, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';

/** Reads a `.tgz`, `.tar.br` or `.tar` file and writes the entries that `keep` maps to a path below `folder`. */
export async function unpackFile(
  file: string,
  folder: string,
  keep: (path: string) => string | undefined,
): Promise<void> {
  const raw = createReadStream(file, { highWaterMark: 1 << 20 });
  const decoder = file.endsWith('.br') ? createBrotliDecompress({ chunkSize: 1 << 20 }) : createGunzip();
  const decoded: Readable = file.endsWith('.tar')
    ? raw
    : raw.on('error', (error) => decoder.destroy(error)).pipe(decoder);
  await unpack(decoded, folder, keep);
}

/**
 * A reader of tar archives, as npm and Chromium's packages use them (ustar with pax and GNU long names). Written here because a
 * bare machine need not have `tar`, and `npm install` of the same packages brings 140 more that nobody runs.
 * @see https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html
 */
async function unpack(archive: Readable, folder: string, keep: (path: string) => string | undefined): Promise<void> {
  const input = new ChunkReader(archive);
  let longPath: string | undefined;
  let longLink: string | undefined;
  for (;;) {
    const header = await input.read(512);
    if (header.length < 512 || header[0] === 0) break;
    const size = parseInt(text(header, 124, 12), 8) || 0;
    const type = text(header, 156, 1);
    const padding = (512 - (size % 512)) % 512;
    if (type === 'x' || type === 'L' || type === 'K') {
      const value = await input.read(size);
      await input.skip(padding);
      if (type === 'L') longPath = text(value, 0, size);
      else if (type === 'K') longLink = text(value, 0, size);
      else ({ path: longPath = longPath, linkpath: longLink = longLink } = paxFields(value));
      continue;
    }
    const prefix = text(header, 257, 5) === 'ustar' ? text(header, 345, 155) : '';
    const path = longPath ?? (prefix === '' ? text(header, 0, 100) : `${prefix}/${text(header, 0, 100)}`);
    const link = longLink ?? text(header, 157, 100);
    longPath = longLink = undefined;
    const wanted = keep(path);
    if (wanted === undefined || !(type === '0' || type === '' || type === '2')) {
      await input.skip(size + padding);
      continue;
    }
    const target = join(folder, normalize(wanted));
    if (!target.startsWith(folder + sep)) throw new Error(`The archive holds a path outside of its folder: ${path}`);
    await mkdir(dirname(target), { recursive: true });
    if (type === '2') await symlink(link, target);
    else await copyEntry(input, size, target, parseInt(text(header, 100, 8), 8) & 0o111 ? 0o755 : 0o644);
    await input.skip(padding);
  }
}

async function copyEntry(input: ChunkReader, size: number, target: string, mode: number): Promise<void> {
  if (size <= 1 << 20) return writeFile(target, await input.read(size), { mode });
  const file = await open(target, 'w', mode);
  try {
    for (let left = size; left > 0;) {
      const part = await input.read(Math.min(left, 1 << 20));
      if (part.length === 0) throw new Error(`The archive ends inside of ${target}`);
      await file.write(part);
      left -= part.length;
    }
  } finally {
    await file.close();
  }
}

function text(bytes: Buffer, start: number, length: number): string {
  const end = bytes.indexOf(0, start);
  return bytes.toString('utf8', start, end === -1 ? start + length : Math.min(end, start + length)).trim();
}

/** Records of a pax header look like `30 path=package/some/long/name\n`. */
function paxFields(bytes: Buffer): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(32, at);
    const length = parseInt(bytes.toString('utf8', at, space), 10);
    if (space === -1 || !(length > 0)) break;
    const [key = '', ...value] = bytes.toString('utf8', space + 1, at + length - 1).split('=');
    fields[key] = value.join('=');
    at += length;
  }
  return fields;
}

/** Gives exactly as many bytes as asked for; fewer only at the end. */
class ChunkReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async read(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let missing = count;
    while (missing > 0) {
      if (this.rest.length === 0) {
        const next = await this.chunks.next();
        if (next.done === true) break;
        this.rest = next.value;
      }
      const part = this.rest.subarray(0, missing);
      this.rest = this.rest.subarray(part.length);
      missing -= part.length;
      parts.push(part);
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }

  async skip(count: number): Promise<void> {
    for (let left = count; left > 0;) {
      const part = await this.read(Math.min(left, 1 << 20));
      if (part.length === 0) return;
      left -= part.length;
    }
  }
}
