import { build } from 'esbuild';
import { join } from 'node:path';

/** Builds `src/worker.ts` as the product does, into a folder, and returns the script's path. */
export function buildWorker(folder: string): Promise<string> {
  return buildThread(folder, 'worker');
}

/** The same for `src/copier.ts`. */
export function buildCopier(folder: string): Promise<string> {
  return buildThread(folder, 'copier');
}

async function buildThread(folder: string, name: string): Promise<string> {
  const outfile = join(folder, `${name}.js`);
  await build({
    entryPoints: [`src/${name}.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
    logLevel: 'warning',
  });
  return outfile;
}
