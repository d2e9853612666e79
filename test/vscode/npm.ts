import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Worth another try: the registry or the way to it, not the request. */
const passing = /EAI_AGAIN|ECONNRESET|ECONNREFUSED|ETIMEDOUT|ESOCKETTIMEDOUT|ENOTFOUND|EINTEGRITY|network|E5\d\d|E429/i;

/**
 * Runs the npm that runs us (or the one on the PATH), in `folder`, with the registry that the author configured. Network faults are
 * tried again, three times in all. Throws with npm's own words.
 */
export async function npm(folder: string, ...args: string[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { code, output } = await runNpm(folder, args);
    if (code === 0) return;
    if (attempt === 3 || !passing.test(output)) {
      throw new Error(`\`npm ${args.join(' ')}\` failed (exit code ${String(code)}):\n${output.trim().slice(-2000)}`);
    }
    await delay(attempt * 3000);
  }
}

/** Fetches one package's archive into `folder` and returns its path. Unlike an install it runs nothing and brings no other package. */
export async function packNpm(folder: string, spec: string): Promise<string> {
  await npm(folder, 'pack', spec, '--pack-destination', folder);
  const at = spec.lastIndexOf('@');
  return join(folder, `${spec.slice(0, at).replace('@', '').replace('/', '-')}-${spec.slice(at + 1)}.tgz`);
}

/** The command line of npm, for `spawn` without a shell where there is a way (paths with blanks, no quoting rules). */
export function npmCommand(): { command: string; args: string[]; shell: boolean } {
  const running = process.env.npm_execpath;
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  for (const script of [running, beside]) {
    if (script !== undefined && basename(script) === 'npm-cli.js' && existsSync(script)) {
      return { command: process.execPath, args: [script], shell: false };
    }
  }
  return process.platform === 'win32'
    ? { command: 'npm.cmd', args: [], shell: true }
    : { command: 'npm', args: [], shell: false };
}

async function runNpm(folder: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const { command, args: first, shell } = npmCommand();
  // `--prefix` and `--engine-strict=false`: what `npm test` exports of this project must not reach the packages of VS Code.
  const quiet = ['--prefix', folder, '--engine-strict=false', '--no-audit', '--no-fund', '--loglevel=error'];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args, ...quiet], {
      cwd: folder,
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    child.once('error', (error) => {
      reject(
        new Error(`npm cannot be started (${error.message}). Node 20.19 or newer comes with it.`, { cause: error }),
      );
    });
    child.once('close', (code) => {
      resolve({ code, output });
    });
  });
}
