import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleWorkspace } from '../../vscode/paths.js';

/** The lines of a sample dataset, without their line ends. */
export function sampleLines(name: string): readonly string[] {
  const lines = readFileSync(join(sampleWorkspace, name), 'utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Rows of one instruction each: "Task 1", "Task 2", ... */
export function numberedLines(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify({ instruction: `Task ${index + 1}`, input: '', output: `Answer ${index + 1}` }),
  );
}
