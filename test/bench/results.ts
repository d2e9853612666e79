import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../vscode/paths.js';

const path = join(repositoryRoot, 'test', 'bench', 'results.md');
const head =
  '# Benchmarks\n\nWritten by `npm run bench`; each section names its machine and day. Trust the ratios of one table.\n';

/** Rows of the dataset that benches use unless told otherwise. */
export const USUAL_ROWS = 1_000_000;

/** The name of a section about a dataset of so many rows: those of the usual size have no number in it. */
export function sectionOf(name: string, rows: number): string {
  return rows === USUAL_ROWS ? name : `${name}, ${rows.toLocaleString('en')} rows`;
}

/** Prints the lines and writes them into the section `name` of `results.md`, with the machine and the day. */
export function recordResults(name: string, lines: readonly string[]): void {
  const section = [`## ${name}`, '', machine(), '', ...lines, ''].join('\n');
  console.log(section);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : head;
  const others = before.split(/^(?=## )/m).filter((part) => !part.startsWith(`## ${name}\n`));
  const sections = [...others.slice(1), `${section}\n`].sort();
  writeFileSync(path, `${[others[0] ?? head, ...sections].map((part) => part.trimEnd()).join('\n\n')}\n`);
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value below which `share` of the values lie (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

function machine(): string {
  const day = new Date().toISOString().slice(0, 10);
  const [cpu] = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return `${day}, ${cpus().length} cores of ${cpu?.model ?? 'an unknown processor'}, ${memory} GB, ${type()}, Node ${process.versions.node}.`;
}
