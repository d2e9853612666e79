import { appendFileSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, ConsoleMessage, FrameLocator, Page } from 'playwright-core';
import { describeBrowser, launchBrowser } from './chromium.js';
import { desktopObstacle, startDesktop } from './desktop.js';
import { outputFolder, repositoryRoot, sampleWorkspace } from './paths.js';
import { temporaryFolder, type ProcessTree } from './processes.js';
import { startServer } from './server.js';
import { quietSettings } from './userSettings.js';
import { codeServerVersion, desktopVersion } from './versions.js';

/** Where VS Code runs: the server of the npm registry shown in a headless Chromium, or the desktop build. */
export type HostKind = 'server' | 'desktop';

export interface WorkbenchOptions {
  /** The folder that is opened; `copyWorkspace` makes one that a test may change. */
  readonly workspaceFolder: string;
  /** The extension under test; this repository by default. */
  readonly extensionPath?: string;
  /** A module with `run(): Promise<void>` for the extension host, as `@vscode/test-electron` takes it. */
  readonly testsPath?: string;
  /** On top of the quiet settings. */
  readonly userSettings?: Readonly<Record<string, unknown>>;
  /** False: VS Code asks whether the folder is trusted, and starts restricted. */
  readonly trusted?: boolean;
  /** For the extension host. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly host?: HostKind;
  readonly size?: { readonly width: number; readonly height: number };
  /** Names the folder of screenshots and logs in `test/.output/`. */
  readonly name?: string;
}

export interface ConsoleLine {
  readonly from: 'extension host' | 'workbench';
  readonly level: string;
  readonly text: string;
}

/** A running VS Code with one window. */
export interface Workbench {
  readonly page: Page;
  /** For the report: which VS Code, in which browser. */
  readonly description: string;
  /** What the window and the extension host wrote to their consoles, so far. */
  readonly console: readonly ConsoleLine[];
  /** The exit code of `testsPath`; never settles without one. */
  readonly testsExit: Promise<number>;
  /** The content of the webview that is shown (the first, if there are several). */
  webview(index?: number): FrameLocator;
  /** Opens a file of the workspace by Quick Open, as an author does. Returns the moment of the Enter key (`performance.now()`). */
  openFile(relativePath: string): Promise<number>;
  /** Runs a command of the command palette by its title, such as "View: Close All Editors". */
  runCommand(title: string): Promise<void>;
  /**
   * Loads the window again by "Developer: Reload Window": the extension host restarts, backups are restored. With `page` the browser
   * throws the window away as in a crash (on the desktop build there is only the command); what VS Code has not yet written to its
   * storage, such as a tab opened in the last second, is lost then.
   */
  reload(how?: 'command' | 'page'): Promise<void>;
  /** Writes `test/.output/<name of the workbench>/<name>.png` and returns its path. */
  screenshot(name: string): Promise<string>;
  /** Copies the logs of VS Code and the consoles into `test/.output/<name of the workbench>/logs`. */
  saveLogs(): Promise<string>;
  dispose(): Promise<void>;
}

/** For the report. */
export function describeHost(kind: HostKind): string {
  return kind === 'desktop'
    ? `VS Code ${desktopVersion} desktop, downloaded by @vscode/test-electron`
    : `VS Code server of the npm registry (code-server ${codeServerVersion}), ${describeBrowser()}`;
}

interface Host {
  readonly tree: ProcessTree;
  readonly browser: Browser;
  readonly page: Page;
  readonly description: string;
  readonly address: string | undefined;
  readonly exit: Promise<number>;
}

const secondsToLoad = 90;

/** Starts VS Code and waits until its extensions are known, so that a file opens in the editor that is contributed for it. */
export async function launchWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const kind = options.host ?? (process.env.ITUNE_HOST === 'desktop' ? 'desktop' : 'server');
  const output = join(outputFolder, options.name ?? 'workbench');
  await mkdir(output, { recursive: true });
  const lines: ConsoleLine[] = [];
  const data = temporaryFolder();
  let host: Host | undefined;
  const saveLogs = async (): Promise<string> => {
    const folder = join(output, 'logs');
    await cp(data.path, folder, { recursive: true, filter: (path) => isLog(path, data.path) });
    const text = lines.map(({ from, level, text }) => `[${from}] [${level}] ${text}\n`).join('');
    appendFileSync(join(folder, 'console.log'), text);
    return folder;
  };
  const dispose = async (): Promise<void> => {
    // A page with unsaved changes asks before it closes; nobody is there to answer.
    await Promise.race([host?.browser.close().catch(() => undefined), delay(5000)]);
    host?.tree.kill();
    data.remove();
  };
  try {
    host = await (kind === 'desktop' ? openDesktop : openServer)(options, data.path, lines);
    const { page } = host;
    // With tests to run, nobody opens files from outside; the tests begin by themselves.
    if (options.testsPath === undefined) await untilReady(page);
    return workbench(host, page, output, lines, saveLogs, dispose);
  } catch (error) {
    await host?.page.screenshot({ path: join(output, 'start-failed.png') }).catch(() => undefined);
    const logs = await saveLogs().catch(() => output);
    await dispose();
    throw new Error(`The workbench did not start: ${String(error)}\nLogs: ${logs}`, { cause: error });
  }
}

function workbench(
  { address, description, exit }: Host,
  page: Page,
  output: string,
  lines: readonly ConsoleLine[],
  saveLogs: () => Promise<string>,
  dispose: () => Promise<void>,
): Workbench {
  const quickInput = page.locator('.quick-input-widget:visible');
  const choose = async (key: string, prefix: string, text: string): Promise<number> => {
    const input = quickInput.locator('input[type="text"]').first();
    // It closes when something else takes the focus, such as an editor that has just opened.
    for (let attempt = 1; ; attempt++) {
      await page.keyboard.press(key);
      const isFilled = await input.fill(prefix + text, { timeout: attempt < ATTEMPTS ? 3000 : 30_000 }).then(
        () => true,
        (error: unknown) => {
          if (attempt === ATTEMPTS) throw error;
          return false;
        },
      );
      if (isFilled) break;
    }
    // The list is filled as the search goes; the wanted entry must be the one that Enter takes.
    await quickInput
      .locator('.monaco-list-row.focused', { hasText: basename(text) })
      .first()
      .waitFor();
    const pressed = performance.now();
    await page.keyboard.press('Enter');
    return pressed;
  };
  return {
    page,
    description,
    console: lines,
    testsExit: exit,
    webview: (index = 0) =>
      page.locator('iframe.webview.ready:visible').nth(index).contentFrame().frameLocator('#active-frame'),
    openFile: (relativePath) => choose('ControlOrMeta+p', '', relativePath),
    runCommand: async (title) => {
      await choose('F1', '>', title);
    },
    reload: async (how = 'command') => {
      const loaded = page.waitForEvent('load', { timeout: secondsToLoad * 1000 });
      if (how === 'page' && address !== undefined) await page.goto(address);
      else await choose('F1', '>', 'Developer: Reload Window');
      await loaded;
      await untilReady(page);
    },
    screenshot: async (name) => {
      const path = join(output, `${name.replace(/[^\w.-]+/g, '-').slice(0, 100)}.png`);
      await page.screenshot({ path });
      return path;
    },
    saveLogs,
    dispose,
  };
}

/** How often the quick input is opened before that counts as failed. */
const ATTEMPTS = 4;

/** VS Code marks the moment when all extensions' manifests are read; before it, a file opens as text. */
async function untilReady(page: Page): Promise<void> {
  await page.waitForFunction(() => performance.getEntriesByName('code/didLoadExtensions').length > 0, undefined, {
    timeout: secondsToLoad * 1000,
  });
  await page.locator('.monaco-workbench .part.editor').waitFor({ timeout: secondsToLoad * 1000 });
  // VS Code makes the service of custom editors when the window is idle; before it, too, a file opens as text.
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}

async function openServer(options: WorkbenchOptions, dataFolder: string, lines: ConsoleLine[]): Promise<Host> {
  const { environment, ...rest } = common(options);
  // No extension gallery: the server would ask one on the internet at every start.
  const offline = { EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...environment };
  const server = await startServer({ ...rest, dataFolder, environment: offline });
  try {
    const browser = await launchBrowser();
    const context = await browser.newContext({ viewport: options.size ?? { width: 1280, height: 800 } });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    collectConsole(page, lines);
    const exit = new Promise<number>((resolve, reject) => {
      const ended = (what: string): void => reject(new Error(what));
      page.once('crash', () => ended('The browser page crashed.'));
      server.tree.child.once('exit', () => ended('The VS Code server ended.'));
      void page.exposeFunction('codeAutomationExit', (code: number) => resolve(code));
      void page.exposeFunction('codeAutomationLog', () => undefined);
    });
    exit.catch(() => undefined); // Whoever waits for the tests sees it; nobody else has to.
    const address = server.address({
      workspaceFolder: options.workspaceFolder,
      extensionPath: options.extensionPath ?? repositoryRoot,
      testsPath: options.testsPath,
    });
    await page.goto(address, { waitUntil: 'load' });
    return { tree: server.tree, browser, page, description: describeHost('server'), address, exit };
  } catch (error) {
    server.tree.kill();
    throw error;
  }
}

async function openDesktop(options: WorkbenchOptions, dataFolder: string, lines: ConsoleLine[]): Promise<Host> {
  const obstacle = await desktopObstacle();
  if (obstacle !== undefined) throw new Error(`The desktop VS Code cannot be used here: ${obstacle}.`);
  const { tree, browser } = await startDesktop({
    ...common(options),
    dataFolder,
    workspaceFolder: options.workspaceFolder,
    extensionPath: options.extensionPath ?? repositoryRoot,
    testsPath: options.testsPath,
  });
  const exit = new Promise<number>((resolve) => {
    tree.child.once('exit', (code) => resolve(code ?? 1));
  });
  try {
    const page = await windowOf(browser);
    collectConsole(page, lines);
    return { tree, browser, page, description: describeHost('desktop'), address: undefined, exit };
  } catch (error) {
    tree.kill();
    throw error;
  }
}

function common(options: WorkbenchOptions): {
  userSettings: Record<string, unknown>;
  trusted: boolean;
  environment: Readonly<Record<string, string>>;
} {
  return {
    userSettings: { ...quietSettings, ...options.userSettings },
    trusted: options.trusted ?? true,
    environment: options.environment ?? {},
  };
}

/** Electron shows its windows as pages; the one that shows the workbench may come a moment after the port. */
async function windowOf(browser: Browser): Promise<Page> {
  for (const end = Date.now() + secondsToLoad * 1000; Date.now() < end;) {
    const pages = browser.contexts().flatMap((context) => context.pages());
    const page = pages.find((each) => each.url().includes('workbench'));
    if (page !== undefined) return page;
    await delay(200);
  }
  throw new Error(`VS Code showed no window within ${secondsToLoad} s.`);
}

/** The workbench passes on what the extension host logs, with a mark and with colours as further arguments. */
function collectConsole(page: Page, lines: ConsoleLine[]): void {
  page.on('console', (message: ConsoleMessage) => {
    const text = message.text();
    const marked = /^%c\[Extension Host\] (%c)?/.exec(text);
    const plain = (marked === null ? text : text.slice(marked[0].length))
      .replace(/^%c +(\w+) color: #\w+ /, '')
      .replace(/ color: \w+ color: *$/, '');
    lines.push({ from: marked === null ? 'workbench' : 'extension host', level: message.type(), text: plain });
  });
  page.on('pageerror', (error) =>
    lines.push({ from: 'workbench', level: 'error', text: error.stack ?? error.message }),
  );
}

function isLog(path: string, root: string): boolean {
  if (path === root || path === join(root, 'data')) return true;
  const inside = path.slice(root.length + 1).replaceAll('\\', '/');
  return /^((data\/)?logs($|\/)|[^/]+\.log$)/.test(inside);
}

/** A copy of the sample workspace (or of another folder) that a test may change; it goes away with the process. */
export async function copyWorkspace(
  from: string = sampleWorkspace,
): Promise<{ readonly path: string; readonly remove: () => void }> {
  const folder = temporaryFolder();
  const path = join(folder.path, basename(from));
  await cp(from, path, { recursive: true });
  return { path, remove: folder.remove };
}
