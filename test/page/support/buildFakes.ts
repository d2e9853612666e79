import { build } from 'esbuild';
import { repositoryRoot } from '../../vscode/paths.js';

/** Builds the fake hosts of the pages into a folder. */
export async function buildFakes(folder: string): Promise<void> {
  await build({
    bundle: true,
    target: 'es2022',
    logLevel: 'warning',
    absWorkingDir: repositoryRoot,
    entryPoints: { 'fake-editor': 'test/page/fake/install.ts', 'fake-balance': 'test/page/fakeBalance/install.ts' },
    outdir: folder,
    format: 'iife',
  });
}
