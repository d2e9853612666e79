/**
 * `npm start`: builds the extension and opens VS Code with it on the sample workspace. `npm start -- --check` does the same without
 * a person and says whether the first dataset showed its rows. See `usage`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findBrowser } from './chromium.js';
import { desktopObstacle, findCode, hasDisplay, installDesktop } from './desktop.js';
import { cacheFolder, repositoryRoot, sampleWorkspace } from './paths.js';
import { cleanEnvironment } from './processes.js';
import { startServer } from './server.js';
import { startSettings } from './userSettings.js';
import { copyWorkspace, launchWorkbench, type HostKind } from './workbench.js';

const usage = `npm start [-- [--host code|desktop|server] [folder]]    opens VS Code with the extension on test/workspace, or on folder
npm start -- --check [--host server|desktop]           opens a sample in the visual editor, headless, and exits with 0 or 1

Without --host: an installed \`code\` if there is one, else the desktop build that @vscode/test-electron downloads, else the
VS Code server of the npm registry, shown in the browser.`;

/** The sample that --check opens. */
const sample = { file: 'field-guide.itune.jsonl', secondsToShow: 60 };

type StartHost = HostKind | 'code';

process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: 'boolean' }, host: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help === true || !['code', 'desktop', 'server', undefined].includes(values.host)) {
    console.log(usage);
    return values.help === true ? 0 : 1;
  }
  const asked = values.host as StartHost | undefined;
  const built = spawnSync(process.execPath, ['esbuild.mjs', 'product'], { cwd: repositoryRoot, stdio: 'inherit' });
  if (built.status !== 0) return 1;
  if (values.check === true) return check(asked === 'desktop' ? 'desktop' : 'server');
  const folder = positionals[0] ?? sampleWorkspace;
  switch (asked ?? (await chooseHost())) {
    case 'code':
      return openCode(findCode() ?? 'code', folder);
    case 'desktop':
      return openCode(await installDesktop(), folder, [`--user-data-dir=${join(cacheFolder, 'start')}`]);
    case 'server':
      return openServer(folder);
  }
}

/** Says for each way that is passed over why it is. */
async function chooseHost(): Promise<StartHost> {
  if (findCode() !== undefined) return 'code';
  const obstacle = await desktopObstacle();
  if (obstacle === undefined) return 'desktop';
  console.log(`There is no \`code\` command, and no desktop build: ${obstacle}. VS Code opens in the browser.`);
  return 'server';
}

async function openCode(program: string, folder: string, extra: readonly string[] = []): Promise<number> {
  console.log(`Opening ${folder} in ${program}`);
  const args = ['--new-window', `--extensionDevelopmentPath=${repositoryRoot}`, ...extra, folder];
  // `code.cmd` is a batch file; Windows runs those only through its shell, which needs the quotes.
  const shell = program.endsWith('.cmd');
  const quoted = shell ? args.map((each) => `"${each}"`) : args;
  return new Promise((resolve) => {
    const child = spawn(shell ? `"${program}"` : program, quoted, { stdio: 'inherit', shell, env: cleanEnvironment() });
    child.once('error', (error) => {
      console.error(`${program} cannot be started: ${error.message}. Try \`npm start -- --host server\`.`);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Runs until Ctrl+C. Settings and state stay in the cache, as they would in an installed VS Code. */
async function openServer(folder: string): Promise<number> {
  const dataFolder = join(cacheFolder, 'start');
  await mkdir(dataFolder, { recursive: true });
  const server = await startServer({ dataFolder, userSettings: startSettings, trusted: true });
  const address = server.address({ workspaceFolder: folder, extensionPath: repositoryRoot });
  console.log(`VS Code with the extension:\n\n  ${address}\n\nCtrl+C ends it.`);
  const browser = hasDisplay() ? findBrowser() : undefined;
  if (browser !== undefined) spawn(browser, [address], { stdio: 'ignore', detached: true }).unref();
  return new Promise((resolve) => {
    server.tree.child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function check(host: HostKind): Promise<number> {
  const workspace = await copyWorkspace();
  const workbench = await launchWorkbench({ workspaceFolder: workspace.path, host, name: 'check' });
  try {
    console.log(workbench.description);
    const started = await workbench.openFile(sample.file);
    const page = workbench.webview();
    try {
      await page
        .locator('[role="grid"] [role="row"]')
        .first()
        .waitFor({ timeout: sample.secondsToShow * 1000 });
    } catch {
      const picture = await workbench.screenshot('failed');
      const logs = await workbench.saveLogs();
      console.error(
        `${sample.file} showed no row within ${sample.secondsToShow} s in the visual editor.\n` +
          `What VS Code showed: ${picture}\nLogs: ${logs}\nLast lines of its console:`,
      );
      for (const { from, level, text } of workbench.console.slice(-30)) console.error(`  [${from}] [${level}] ${text}`);
      return 1;
    }
    const milliseconds = Math.round(performance.now() - started);
    const total = await page.locator('[role="grid"]').first().getAttribute('aria-rowcount');
    // The rows come first; the picture is of all.
    await page.getByRole('textbox', { name: 'Instruction' }).waitFor();
    const picture = await workbench.screenshot('opened');
    console.log(`opened ${total ?? '?'} examples in ${milliseconds} ms\n${picture}`);
    return Number(total) > 0 ? 0 : 1;
  } finally {
    await workbench.dispose();
    workspace.remove();
  }
}
