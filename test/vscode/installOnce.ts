import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cacheFolder } from './paths.js';
import { isRunning } from './processes.js';

/**
 * Gives the cache folder `name`, and fills it first if it is not there. It is filled under another name and renamed at the end, so
 * a folder that exists is complete, whatever was interrupted before; a lock lets a second process wait instead of doing the same.
 */
export async function installOnce(
  name: string,
  words: string,
  fill: (folder: string) => Promise<unknown>,
): Promise<string> {
  const target = join(cacheFolder, name);
  if (existsSync(target)) return target;
  await mkdir(cacheFolder, { recursive: true });
  const unlock = await lock(join(cacheFolder, `${name}.lock`));
  try {
    if (existsSync(target)) return target;
    await removeLeftovers(name);
    const started = Date.now();
    process.stdout.write(`Installing ${words} into ${target} (once)...\n`);
    const temporary = join(cacheFolder, `${name}.partial-${process.pid}`);
    try {
      await mkdir(temporary, { recursive: true });
      const content = await fill(temporary);
      const marker = { words, node: process.version, installed: new Date().toISOString(), content };
      await writeFile(join(temporary, 'installed.json'), `${JSON.stringify(marker, undefined, 2)}\n`);
      await renameFolder(temporary, target);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
    process.stdout.write(`Installed in ${((Date.now() - started) / 1000).toFixed(1)} s.\n`);
    return target;
  } finally {
    await unlock();
  }
}

/** What interrupted installations of processes that no longer run have left behind. */
async function removeLeftovers(name: string): Promise<void> {
  const prefix = `${name}.partial-`;
  for (const entry of await readdir(cacheFolder)) {
    if (!entry.startsWith(prefix) || isRunning(Number(entry.slice(prefix.length)))) continue;
    // An npm of the interrupted one may still write into it; then the next run removes it.
    await rm(join(cacheFolder, entry), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

/** Two processes that both take over a dead one's lock would only do the same work twice: the rename has one winner. */
async function lock(file: string): Promise<() => Promise<void>> {
  for (let told = false; ;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
    const owner = Number(await readFile(file, 'utf8').catch(() => ''));
    if (owner > 0 ? !isRunning(owner) : await isOld(file)) await rm(file, { force: true });
    else if (!told) {
      process.stdout.write(`Waiting for another process (${owner}) that installs the same; lock: ${file}\n`);
      told = true;
    }
    await delay(500);
  }
}

/** A lock without a process id is either being written this moment or was left by a crash in that moment. */
async function isOld(file: string): Promise<boolean> {
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Date.now() }));
  return Date.now() - mtimeMs > 10_000;
}

/** On Windows a virus scanner may still hold a file of a folder that was just written. */
async function renameFolder(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (existsSync(to)) return;
      if (attempt === 10 || !(isCode(error, 'EPERM') || isCode(error, 'EBUSY') || isCode(error, 'EACCES'))) throw error;
      await delay(attempt * 200);
    }
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
