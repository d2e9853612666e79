import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. These modules run as bundles in `dist-test/`, at different depths, so it is found by its `package.json`. */
export const repositoryRoot = findUp('package.json', dirname(fileURLToPath(import.meta.url)));

/** Where VS Code, its Node and Chromium are kept between runs. Several checkouts can share one by the variable. */
export const cacheFolder = process.env.ITUNE_VSCODE_CACHE ?? join(repositoryRoot, '.vscode-test');

/** Screenshots and logs of the last run; git-ignored. */
export const outputFolder = join(repositoryRoot, 'test', '.output');

/** The sample datasets. Suites work on copies of it (see `copyWorkspace`). */
export const sampleWorkspace = join(repositoryRoot, 'test', 'workspace');

/** Public datasets that some tests use where they are present; they are not part of the repository. */
export const corpusFolder = join(repositoryRoot, '..', 'shared', 'corpus');

function findUp(name: string, from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, name))) return folder;
    if (dirname(folder) === folder) throw new Error(`No ${name} above ${from}: build with \`node esbuild.mjs\` first.`);
  }
}
