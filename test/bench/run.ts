/**
 * `npm run bench [-- name ... --flag=value ...]`: runs the benchmarks (all, or those named), each in a process of its own, one after
 * the other; flags are handed on to them. They print Markdown and record it in `test/bench/results.md`.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repositoryRoot } from '../vscode/paths.js';

const folder = join(repositoryRoot, 'dist-test', 'bench');
const flags = process.argv.slice(2).filter((arg) => arg.startsWith('--'));
const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.bench.mjs'));
const nameOf = (path: string): string => basename(path, '.bench.mjs');
const unknown = wanted.filter((name) => !found.some((path) => nameOf(path) === name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${found.map(nameOf).sort().join(', ')}.`);
  process.exitCode = 1;
} else {
  for (const path of found.filter((each) => wanted.length === 0 || wanted.includes(nameOf(each))).sort()) {
    console.log(`\n== ${nameOf(path)}`);
    const args = ['--expose-gc', '--enable-source-maps', join(folder, path), ...flags];
    const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}
