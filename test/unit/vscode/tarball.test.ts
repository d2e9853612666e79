import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { unpackFile } from '../../vscode/tarball.js';

const folder = mkdtempSync(join(tmpdir(), 'itune-tarball-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** One entry as the ustar format has it: a header of 512 bytes, then the content in blocks of 512. */
function entry(path: string, content: string, { type = '0', mode = 0o644 } = {}): Buffer {
  const size = Buffer.byteLength(content);
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write(mode.toString(8).padStart(7, '0'), 100);
  header.write(size.toString(8).padStart(11, '0'), 124);
  header.write(type, 156);
  header.write('ustar', 257);
  return Buffer.concat([header, Buffer.from(content), Buffer.alloc((512 - (size % 512)) % 512)]);
}

function archive(name: string, ...entries: Buffer[]): string {
  const file = join(folder, name);
  writeFileSync(file, gzipSync(Buffer.concat([...entries, Buffer.alloc(1024)])));
  return file;
}

test('files come out with their content and mode, and only those that are wanted', async () => {
  const large = 'x'.repeat(3_000_001);
  const file = archive(
    'plain.tgz',
    entry('package/a', 'A'),
    entry('package/no', 'N'),
    entry('package/b', large, { mode: 0o755 }),
  );
  const out = join(folder, 'plain');
  await unpackFile(file, out, (path) => (path.endsWith('no') ? undefined : path.slice('package/'.length)));
  assert.equal(readFileSync(join(out, 'a'), 'utf8'), 'A');
  assert.equal(readFileSync(join(out, 'b'), 'utf8'), large);
  assert.equal(existsSync(join(out, 'no')), false);
  if (process.platform !== 'win32') assert.equal(statSync(join(out, 'b')).mode & 0o111, 0o111);
});

test('a long name comes from the pax header before it', async () => {
  const long = `package/${'folder/'.repeat(30)}file`;
  const record = `path=${long}\n`;
  const length = record.length + 4;
  const file = archive('long.tgz', entry('pax', `${length} ${record}`, { type: 'x' }), entry('short', 'L'));
  const out = join(folder, 'long');
  await unpackFile(file, out, (path) => path);
  assert.equal(readFileSync(join(out, long), 'utf8'), 'L');
});

test('an entry that leads out of the folder is refused', async () => {
  const file = archive('evil.tgz', entry('../escaped', 'E'));
  await assert.rejects(
    unpackFile(file, join(folder, 'evil'), (path) => path),
    /outside of its folder/,
  );
  assert.equal(existsSync(join(folder, 'escaped')), false);
});
