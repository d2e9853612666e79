import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium, type Browser } from 'playwright-core';
import { cacheFolder } from './paths.js';
import { cleanEnvironment, freePort, spawnTree, type ProcessTree } from './processes.js';
import { desktopVersion } from './versions.js';

/** The `code` command of an installed VS Code. */
export function findCode(): string | undefined {
  const names = process.platform === 'win32' ? ['code.cmd', 'code.exe'] : ['code'];
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const mac = '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code';
  const places = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), mac];
  return places.find((path) => existsSync(path));
}

/** Why a desktop VS Code cannot be used here, or undefined if it can. */
export async function desktopObstacle(): Promise<string | undefined> {
  if (process.platform === 'linux' && !hasDisplay()) return 'there is no display (DISPLAY is not set)';
  if (existsSync(desktopFolder()) || (await isReachable('https://update.code.visualstudio.com/api/releases/stable'))) {
    return undefined;
  }
  return 'the download of VS Code (update.code.visualstudio.com) is not reachable';
}

export function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

/** A quick answer: on a closed network the look-up fails at once, behind a silent firewall we wait three seconds. */
async function isReachable(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const question = request(address, { method: 'HEAD', timeout: 3000 }, (response) => {
      response.resume();
      resolve((response.statusCode ?? 500) < 400);
    });
    question.once('timeout', () => {
      question.destroy(new Error('timeout'));
    });
    question.once('error', () => resolve(false));
    question.end();
  });
}

function desktopFolder(): string {
  const platforms: Readonly<Record<string, string>> = { win32: 'win32-x64-archive', darwin: 'darwin' };
  const arm = process.arch === 'arm64';
  const platform =
    process.platform === 'darwin' && arm
      ? 'darwin-arm64'
      : (platforms[process.platform] ?? `linux-${arm ? 'arm64' : 'x64'}`);
  return join(cacheFolder, `vscode-${platform}-${desktopVersion}`);
}

/** Downloads the desktop build (once) and gives its program. */
export async function installDesktop(): Promise<string> {
  return downloadAndUnzipVSCode({ version: desktopVersion, cachePath: cacheFolder, timeout: 30_000 });
}

export interface DesktopOptions {
  readonly dataFolder: string;
  readonly userSettings: Readonly<Record<string, unknown>>;
  readonly trusted: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly workspaceFolder: string;
  readonly extensionPath: string;
  readonly testsPath?: string | undefined;
}

export interface Desktop {
  readonly tree: ProcessTree;
  /** The workbench window, driven through Electron's debugging port. */
  readonly browser: Browser;
}

const secondsToStart = 60;

/** Starts the desktop build with a profile of its own and attaches to it. */
export async function startDesktop(options: DesktopOptions): Promise<Desktop> {
  const program = await installDesktop();
  const { dataFolder } = options;
  await mkdir(join(dataFolder, 'User'), { recursive: true });
  await writeFile(join(dataFolder, 'User', 'settings.json'), JSON.stringify(options.userSettings, undefined, 2));
  const port = await freePort();
  const tree = spawnTree(
    program,
    [
      options.workspaceFolder,
      `--extensionDevelopmentPath=${options.extensionPath}`,
      ...(options.testsPath === undefined ? [] : [`--extensionTestsPath=${options.testsPath}`]),
      ...[`--user-data-dir=${dataFolder}`, `--extensions-dir=${join(dataFolder, 'extensions')}`],
      ...[`--remote-debugging-port=${port}`, '--new-window', '--no-sandbox', '--disable-gpu-sandbox'],
      ...['--disable-updates', '--disable-telemetry', '--skip-welcome', '--skip-release-notes', '--no-cached-data'],
      ...(options.trusted ? ['--disable-workspace-trust'] : []),
    ],
    { env: cleanEnvironment(options.environment), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const log = createWriteStream(join(dataFolder, 'desktop.log'));
  tree.child.stdout?.pipe(log, { end: false });
  tree.child.stderr?.pipe(log, { end: false });
  try {
    return { tree, browser: await attach(port, tree) };
  } catch (error) {
    tree.kill();
    throw error;
  }
}

async function attach(port: number, { child }: ProcessTree): Promise<Browser> {
  const address = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + secondsToStart * 1000; Date.now() < end;) {
    if (child.exitCode !== null) throw new Error(`VS Code ended at its start (exit code ${child.exitCode}).`);
    const answer = await fetch(`${address}/json/version`).catch(() => undefined);
    if (answer?.ok === true) return chromium.connectOverCDP(address);
    await delay(200);
  }
  throw new Error(`VS Code did not open its debugging port within ${secondsToStart} s.`);
}
