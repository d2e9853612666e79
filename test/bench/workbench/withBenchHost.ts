import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../vscode/paths.js';
import { temporaryFolder } from '../../vscode/processes.js';
import { launchWorkbench, type Workbench } from '../../vscode/workbench.js';
import { makeBenchExtension } from './benchExtension.js';

/** What a part of a bench that runs in the extension host is started with. */
export interface BenchHost {
  /** Its file in this folder, without the extension. */
  readonly part: string;
  /** The dataset that it opens, told to it as `ITUNE_BENCH_SMALL`. */
  readonly file: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs a part in the extension host of a workbench of its own, and `use` beside it; `folder` is empty and goes afterwards. */
export async function withBenchHost<T>(
  { part, file, environment = {} }: BenchHost,
  folder: string,
  use: (workbench: Workbench) => Promise<T>,
): Promise<T> {
  const extension = await makeBenchExtension();
  const workbench = await launchWorkbench({
    workspaceFolder: folder,
    extensionPath: extension.path,
    testsPath: join(repositoryRoot, 'dist-test', 'bench', 'workbench', `${part}.js`),
    name: 'bench',
    environment: { ITUNE_BENCH_SMALL: file, ...environment },
  });
  try {
    return await use(workbench);
  } finally {
    await workbench.dispose();
    extension.remove();
  }
}

/**
 * The figures that a part writes as JSON to `ITUNE_BENCH_FIGURES`; `beside` is called as soon as the window is there. Throws, with the
 * end of the console, when the part failed.
 */
export async function figuresOfHost<T>(
  { environment, ...host }: BenchHost,
  beside: (workbench: Workbench) => Promise<void> = () => Promise.resolve(),
): Promise<T> {
  const folder = temporaryFolder();
  const figures = join(folder.path, 'figures.json');
  const part = { ...host, environment: { ...environment, ITUNE_BENCH_FIGURES: figures } };
  try {
    return await withBenchHost(part, folder.path, async (workbench) => {
      await beside(workbench);
      if ((await workbench.testsExit) !== 0) {
        const lines = workbench.console.slice(-40).map(({ level, text }) => `[${level}] ${text}`);
        throw new Error(`The bench in the extension host failed.\n${lines.join('\n')}`);
      }
      return JSON.parse(readFileSync(figures, 'utf8')) as T;
    });
  } finally {
    folder.remove();
  }
}
