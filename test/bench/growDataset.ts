import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, corpusFolder } from '../vscode/paths.js';

/**
 * A deterministic large dataset in the Alpaca shape with planted defects, made once and kept beside the other caches. Undefined
 * where the corpus that it grows from is not there. Its labels stand in `<path>.labels.json`.
 */
export function growDataset(rows: number): string | undefined {
  const script = join(corpusFolder, 'grow.mjs');
  if (!existsSync(script)) return undefined;
  const folder = join(cacheFolder, 'bench');
  const path = join(folder, `grow-${rows}.itune.jsonl`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const unfinished = join(folder, `unfinished-${process.pid}.jsonl`);
  execFileSync(process.execPath, [script, unfinished, '--rows', String(rows)], { stdio: 'inherit' });
  renameSync(`${unfinished}.labels.json`, `${path}.labels.json`);
  renameSync(unfinished, path);
  return path;
}
