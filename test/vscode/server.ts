import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cleanEnvironment, spawnTree, type ProcessTree } from './processes.js';
import { installServer } from './serverInstall.js';

export interface ServerOptions {
  /** Settings, state, logs and backups live here. */
  readonly dataFolder: string;
  /** Taken where the folder has none yet. */
  readonly userSettings: Readonly<Record<string, unknown>>;
  /** False shows VS Code's question whether to trust the folder. */
  readonly trusted: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface WorkbenchAddress {
  readonly workspaceFolder: string;
  readonly extensionPath: string;
  readonly testsPath?: string | undefined;
}

export interface Server {
  readonly tree: ProcessTree;
  /** The address of a workbench page. It holds the access token: a stranger's page in the same browser must not reach the server. */
  address(of: WorkbenchAddress): string;
}

const secondsToStart = 60;

/** Starts a VS Code server on a free port of the loopback interface. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { node, main } = await installServer();
  const { dataFolder } = options;
  await mkdir(join(dataFolder, 'data', 'User'), { recursive: true });
  const settings = join(dataFolder, 'data', 'User', 'settings.json');
  if (!existsSync(settings)) await writeFile(settings, JSON.stringify(options.userSettings, undefined, 2));
  const watch = join(dataFolder, 'endWithParent.cjs');
  await writeFile(watch, endWithParent);
  // VS Code leaves its sockets behind. (Not on macOS: the path of a socket has 104 characters, and its folders are long.)
  const temporary: Record<string, string> =
    process.platform === 'linux' ? { TMPDIR: join(dataFolder, 'tmp'), XDG_RUNTIME_DIR: join(dataFolder, 'tmp') } : {};
  await mkdir(join(dataFolder, 'tmp'), { recursive: true, mode: 0o700 });
  const token = randomUUID();
  const tree = spawnTree(
    node,
    [
      ...['--require', watch, main],
      ...['--host', '127.0.0.1', '--port', '0', '--connection-token', token, '--accept-server-license-terms'],
      ...['--telemetry-level', 'off', '--server-data-dir', dataFolder],
      // Without it a built VS Code ignores the payload, which names the extension and the tests.
      '--enable-smoke-test-driver',
      // Our environment is that of a terminal already; asking the login shell for one takes seconds.
      '--force-disable-user-env',
      ...(options.trusted ? ['--disable-workspace-trust'] : []),
    ],
    {
      env: cleanEnvironment({ ...temporary, ...options.environment }),
      stdio: ['pipe', 'pipe', 'pipe'],
      cwd: dataFolder,
    },
  );
  const port = await listeningPort(tree, join(dataFolder, 'server.log'));
  const authority = `127.0.0.1:${port}`;
  const remote = (path: string): string => `vscode-remote://${authority}${pathToFileURL(path).pathname}`;
  return {
    tree,
    address: ({ workspaceFolder, extensionPath, testsPath }) => {
      const payload = [
        ['extensionDevelopmentPath', remote(extensionPath)],
        ...(testsPath === undefined ? [] : [['extensionTestsPath', remote(testsPath)]]),
        ['skipWelcome', 'true'],
      ];
      const folder = decodeURIComponent(pathToFileURL(workspaceFolder).pathname);
      return `http://${authority}/?${new URLSearchParams({ tkn: token, folder, payload: JSON.stringify(payload) }).toString()}`;
    },
  };
}

/** The server reads nothing from its input; the end of it means that whoever started it is gone, even if killed. */
const endWithParent = `
if (/server-main\\.js$/.test(process.argv[1] || '')) {
  process.stdin.on('end', () => { try { process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL'); } catch { process.exit(1); } });
  process.stdin.on('error', () => {});
  process.stdin.resume();
}
`;

/** Waits until the server says where it listens; its output goes on into the log file. */
async function listeningPort({ child, kill }: ProcessTree, logFile: string): Promise<number> {
  const log = createWriteStream(logFile);
  let output = '';
  return new Promise((resolve, reject) => {
    const fail = (what: string): void => {
      clearTimeout(timer);
      kill();
      reject(new Error(`The VS Code server ${what}. What it wrote:\n${output.slice(-4000)}`));
    };
    const timer = setTimeout(() => fail(`did not start within ${secondsToStart} s`), secondsToStart * 1000);
    const read = (data: Buffer): void => {
      log.write(data);
      if (output.length > 100_000) return;
      output += data.toString();
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (error) => fail(`cannot be started (${error.message})`));
    child.once('exit', (code, signal) => {
      log.end();
      fail(`ended (${signal ?? `exit code ${String(code)}`})`);
    });
  });
}
