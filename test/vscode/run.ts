/**
 * `npm test`: every stage, or those named, one after the other; a failed one does not hide the next. See `usage`.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { describeBrowser } from './chromium.js';
import { desktopObstacle } from './desktop.js';
import { runNodeSuite } from './nodeSuite.js';
import { npmCommand } from './npm.js';
import { corpusFolder, outputFolder, repositoryRoot } from './paths.js';
import { formatReport, seconds, type Outcome, type StageReport } from './report.js';
import { hostOnceMore, nodeOnceMore, type TriedTwice } from './secondTry.js';
import { describeHost, type HostKind } from './workbench.js';

const usage = `npm test [-- stage ...] [--file text] [--grep text] [--host server|desktop] [--again]

Stages, all when none is named: build, types, lint, unit, golden, page, host, workbench.
  --file   runs only test files whose path holds the text (not in the host suite, which is one run)
  --grep   runs only tests whose name matches the regular expression
  --host   where the host and workbench suites run: in the VS Code server of the npm registry (as on Linux by default),
           or in the desktop build that @vscode/test-electron downloads (as elsewhere by default, if it can be reached)
  --again  what fails in a browser or in VS Code runs once more, and the report says so (as where CI is set)

The suites run what is built; naming a suite builds first.`;

interface Settings {
  readonly file: string | undefined;
  readonly grep: string | undefined;
  readonly host: HostKind;
  readonly again: boolean;
}

interface StageResult extends TriedTwice {
  readonly host?: string | undefined;
}

const stages: Readonly<Record<string, (settings: Settings) => Promise<StageResult>>> = {
  build: () => command('build', process.execPath, ['esbuild.mjs', 'product', 'tests'], false),
  types: () => npmScript('types'),
  lint: () => npmScript('lint'),
  unit: async (which) => ({ outcomes: await runNodeSuite({ name: 'unit', ...which, concurrency: 2, minutes: 10 }) }),
  golden: async (which) => ({
    outcomes: await runNodeSuite({ name: 'golden', ...which, concurrency: 2, minutes: 10 }),
  }),
  page: async ({ again, ...which }) => ({
    ...(await nodeOnceMore({ name: 'page', ...which, concurrency: 1, minutes: 10 }, again)),
    host: describeBrowser(),
  }),
  host: ({ grep, host, again }) => hostOnceMore({ grep, host }, again),
  workbench: async ({ host, again, ...which }) => {
    process.env.ITUNE_HOST = host;
    return {
      ...(await nodeOnceMore({ name: 'workbench', ...which, concurrency: 1, minutes: 30 }, again)),
      host: describeHost(host),
    };
  },
};

process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      file: { type: 'string' },
      grep: { type: 'string' },
      host: { type: 'string' },
      again: { type: 'boolean', default: process.env.CI !== undefined },
      help: { type: 'boolean' },
    },
  });
  const unknown = positionals.filter((name) => !(name in stages));
  if (values.help === true || unknown.length > 0 || !['server', 'desktop', undefined].includes(values.host)) {
    console.log(unknown.length > 0 ? `There is no stage "${unknown.join('", "')}".\n\n${usage}` : usage);
    return values.help === true ? 0 : 1;
  }
  const needBuild = positionals.some((name) => !['build', 'types', 'lint'].includes(name));
  const wanted = new Set(
    positionals.length === 0 ? Object.keys(stages) : [...(needBuild ? ['build'] : []), ...positionals],
  );
  await rm(outputFolder, { recursive: true, force: true });
  await mkdir(outputFolder, { recursive: true });
  const settings: Settings = {
    file: values.file,
    grep: values.grep,
    host: await chooseHost(values.host, wanted),
    again: values.again,
  };
  const reports: StageReport[] = [];
  for (const [name, stage] of Object.entries(stages))
    if (wanted.has(name)) reports.push(await runStage(name, stage, settings));
  const filtered =
    values.grep !== undefined && reports.every(({ name, outcomes }) => name === 'build' || outcomes.length === 0);
  console.log(
    formatReport(reports, [...notes(), ...(filtered ? ['note     no test has a name that matches --grep'] : [])]),
  );
  return filtered || reports.some(({ outcomes }) => outcomes.some(({ state }) => state === 'failed')) ? 1 : 0;
}

async function runStage(
  name: string,
  stage: (settings: Settings) => Promise<StageResult>,
  settings: Settings,
): Promise<StageReport> {
  console.log(`\n== ${name}`);
  const started = performance.now();
  let result: StageResult;
  try {
    result = await stage(settings);
  } catch (error) {
    console.log(error instanceof Error ? (error.stack ?? error.message) : error);
    result = { outcomes: [{ suite: name, name: 'the stage itself', state: 'failed', reason: String(error) }] };
  }
  const milliseconds = performance.now() - started;
  console.log(`== ${name}: ${seconds(milliseconds)}`);
  return { name, milliseconds, ...result };
}

/** On Linux the server: it needs no display, and every machine can have it. Elsewhere what authors use, if it can be had. */
async function chooseHost(asked: string | undefined, wanted: ReadonlySet<string>): Promise<HostKind> {
  if (asked === 'server' || asked === 'desktop') return asked;
  if (process.platform === 'linux' || !(wanted.has('host') || wanted.has('workbench'))) return 'server';
  const obstacle = await desktopObstacle();
  if (obstacle === undefined) return 'desktop';
  console.log(`The desktop VS Code is not used: ${obstacle}. The VS Code server of the npm registry takes its place.`);
  return 'server';
}

function notes(): string[] {
  if (existsSync(corpusFolder)) return [];
  const place = relative(repositoryRoot, corpusFolder);
  return [
    `note     there is no ${place}: tests on public datasets were left out, as listed below where they ask for one`,
  ];
}

async function npmScript(name: string): Promise<StageResult> {
  const { command: program, args, shell } = npmCommand();
  return command(name, program, [...args, 'run', '--silent', name], shell);
}

/** A stage that is one command: it counts as one test. */
async function command(name: string, program: string, args: readonly string[], shell: boolean): Promise<StageResult> {
  const code = await new Promise<number>((resolve, reject) => {
    const child = spawn(program, args, { cwd: repositoryRoot, stdio: 'inherit', shell });
    child.once('error', reject);
    child.once('close', (exit) => resolve(exit ?? 1));
  });
  const outcome: Outcome =
    code === 0
      ? { suite: name, name: 'the command', state: 'passed' }
      : { suite: name, name: 'the command', state: 'failed', reason: `ended with exit code ${code}` };
  return { outcomes: [outcome] };
}
