import { build } from 'esbuild';
import { join } from 'node:path';

/** Builds `src/worker.ts` as the product does, into a folder, and returns the script's path. */
export async function buildWorker(folder: string): Promise<string> {
  const outfile = join(folder, 'worker.js');
  await build({
    entryPoints: ['src/worker.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
    logLevel: 'warning',
  });
  return outfile;
}
