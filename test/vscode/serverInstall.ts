import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installOnce } from './installOnce.js';
import { npm, packNpm } from './npm.js';
import { standInNames, writeStandIns } from './serverStandIns.js';
import { unpackFile } from './tarball.js';
import { codeServerVersion, nodePackages, recipe } from './versions.js';

export interface ServerInstallation {
  /** The Node that runs the server and the extension host. */
  readonly node: string;
  readonly main: string;
}

/** Of the server's packages, those that only features need which no test and no author of a dataset uses: 250 MB less. */
const needless = [
  '@devcontainers/cli',
  '@github/copilot-sdk',
  '@microsoft/mxc-sdk',
  '@vscode/copilot-api',
  '@vscode/sandbox-runtime',
  '@vscode/sqlite3',
  'kerberos',
  'node-addon-api',
  'ssh2',
  'tar',
  'zod',
];
const windowsOnly = ['@vscode/windows-process-tree', '@vscode/windows-registry'];

/** Built-in extensions that want an account or the net. */
const needlessExtensions =
  /^extensions\/(copilot|mermaid-markdown-features|microsoft-authentication|tunnel-forwarding)\//;

const prefix = 'package/lib/vscode/';

/** The VS Code server, with the Node it needs, from the npm registry; installed into the cache at the first call. */
export async function installServer(): Promise<ServerInstallation> {
  const machine = `${process.platform}-${process.arch}`;
  const nodePackage = nodePackages[machine];
  if (nodePackage === undefined) {
    throw new Error(`The VS Code server of the npm registry has no build for ${machine}. ${desktopWayOut}`);
  }
  const folder = await installOnce(
    `server-${codeServerVersion}-${machine}-${recipe}`,
    `the VS Code server (code-server ${codeServerVersion})`,
    async (target) => {
      await Promise.all([installNode(target, nodePackage), installCode(target)]);
      return { nodePackage, codeServerVersion };
    },
  );
  const node = join(folder, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const main = join(folder, 'vscode', 'out', 'server-main.js');
  for (const file of [node, main]) {
    if (!existsSync(file)) throw new Error(`${file} is missing: remove ${folder} and try again.`);
  }
  return { node, main };
}

export const desktopWayOut =
  'Install VS Code with its `code` command, or connect to the internet, so that @vscode/test-electron can download it.';

async function installNode(target: string, spec: string): Promise<void> {
  const archive = await packNpm(target, spec);
  await unpackFile(archive, join(target, 'node'), (path) =>
    /^package\/(bin\/node(\.exe)?|LICENSE)$/.test(path) ? path.slice('package/'.length) : undefined,
  );
  await rm(archive);
}

async function installCode(target: string): Promise<void> {
  const archive = await packNpm(target, `code-server@${codeServerVersion}`);
  const vscode = join(target, 'vscode');
  await unpackFile(archive, vscode, (path) => {
    const inside = path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
    return inside === undefined || needlessExtensions.test(inside) || inside.endsWith('.map') ? undefined : inside;
  });
  await rm(archive);
  await trimDependencies(join(vscode, 'package.json'));
  // The package brings a shrinkwrap file: what stays is installed in exactly the versions that the server was tested with.
  await npm(vscode, 'install', '--omit=dev', '--ignore-scripts');
  await mkdir(join(vscode, 'node_modules'), { recursive: true });
  await writeStandIns(join(vscode, 'node_modules'));
}

async function trimDependencies(file: string): Promise<void> {
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown> & {
    dependencies: Record<string, string>;
  };
  const out = new Set([...needless, ...standInNames, ...(process.platform === 'win32' ? [] : windowsOnly)]);
  const dependencies = Object.fromEntries(Object.entries(manifest.dependencies).filter(([name]) => !out.has(name)));
  // Both name packages that are left out.
  const trimmed = { ...manifest, dependencies, overrides: undefined, allowScripts: undefined };
  await writeFile(file, JSON.stringify(trimmed, undefined, 2));
}
