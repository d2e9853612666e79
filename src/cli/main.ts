import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AcrossDatasets } from '../core/checks/acrossDatasets';
import type { Finding } from '../core/checks/finding';
import { showControls } from '../core/text/showControls';
import { CheckConfig } from '../core/config/checkConfig';
import { NodeFiles } from '../platform/node/files';
import { createEngineMachine } from '../platform/node/engineMachine';
import { serveRules } from '../platform/node/ruleThread';
import { serveScans } from '../platform/node/scanThread';
import { nodeSystem } from '../platform/node/system';
import { startRules } from './authorRules';
import { checkDataset, type CheckSetting } from './checkDataset';
import { type Command, readCommandLine, USAGE, UsageError } from './commandLine';
import { fixDataset, type FixedDataset, type FixOptions } from './fixDataset';
import { loadSettings } from './loadSettings';
import { openDataset, type OpenedDataset } from './openedDataset';
import { JsonReporter, TextReporter } from './report';
import { Sweeper } from './sweeper';

/** Exit status: no errors or warnings; some; wrong usage, or a file that cannot be read or written. */
const CLEAN = 0;
const FOUND = 1;
const FAILED = 2;

const files = new NodeFiles(nodeSystem);
const sweeper = new Sweeper(createEngineMachine(__filename));

if (!serveRules() && !serveScans()) {
  // Each write tells of its own failure; without a listener the process would end with the status of findings.
  process.stdout.on('error', () => undefined);
  run(process.argv.slice(2)).then(
    (status) => {
      process.exitCode = status;
    },
    (error: unknown) => {
      process.exitCode = FAILED;
      if (isClosedPipe(error)) return;
      process.stderr.write(`itune: ${error instanceof Error ? error.message : String(error)}\n`);
      if (error instanceof UsageError) process.stderr.write('Run "itune --help" for the usage.\n');
    },
  );
}

/** Whoever reads the output has seen enough: `itune check … | head`. */
function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

async function run(args: readonly string[]): Promise<number> {
  const command = readCommandLine(args);
  if (command.name !== 'help') return runOnFiles(command);
  process.stdout.write(USAGE);
  return CLEAN;
}

async function runOnFiles(command: Exclude<Command, { name: 'help' }>): Promise<number> {
  const loaded = await loadSettings(command.config);
  const config = new CheckConfig(loaded.settings);
  const rules = await startRules(__filename, loaded);
  const datasets: OpenedDataset[] = [];
  try {
    const paths = withoutRepeats(command.files);
    const across = new AcrossDatasets(paths.map(() => config));
    for (const path of paths) datasets.push(await openDataset(files, path, config, loaded, across, sweeper));
    await across.findNear(runToEnd);
    const setting: CheckSetting = { config, datasets, across, rules };
    return command.name === 'check' ? await check(command.format, setting) : await fix(command, setting);
  } finally {
    for (const { file } of datasets) await file.close();
    await rules.dispose();
  }
}

/** Nothing else waits for its turn here. */
function runToEnd(steps: Iterable<unknown>): Promise<boolean> {
  const iterator = steps[Symbol.iterator]();
  while (iterator.next().done !== true);
  return Promise.resolve(true);
}

/** A file that is named twice would be a duplicate of itself. */
function withoutRepeats(paths: readonly string[]): string[] {
  const resolved = paths.map((path) => resolve(path));
  return paths.filter((_, i) => resolved.indexOf(resolved[i] ?? '') === i);
}

async function check(format: 'text' | 'json', setting: CheckSetting): Promise<number> {
  const out = new Output();
  const reporter = format === 'json' ? new JsonReporter(out.write, setting.config) : new TextReporter(out.write);
  let status = CLEAN;
  reporter.begin();
  for (const dataset of setting.datasets) {
    reporter.beginFile(dataset);
    for await (const rows of checkDataset(dataset, setting)) {
      for (const row of rows) {
        if (row.findings.length > 0) reporter.row(row);
        if (row.findings.some(isSerious)) status = FOUND;
      }
      await out.drain();
    }
    reporter.endFile();
  }
  reporter.end();
  await out.drain();
  return status;
}

/** What is left to do afterwards is told by `check`. */
async function fix(command: FixOptions & { readonly write: boolean }, setting: CheckSetting): Promise<number> {
  const out = new Output();
  for (const dataset of setting.datasets) {
    const fixed = await fixDataset(dataset, setting, command);
    for (const { row, before, after, codes } of fixed.rows) {
      out.write(`${dataset.path}:${row + 1}: ${codes.join(', ')}\n`);
      out.write(before.map((line) => `- ${showControls(line)}\n`).join(''));
      out.write(after.map((line) => `+ ${showControls(line)}\n`).join(''));
    }
    for (const code of fixed.file) out.write(`${dataset.path}: ${code}\n`);
    const count = fixed.rows.length + fixed.file.length;
    if (command.write && count > 0) await save(dataset, fixed);
    out.write(
      `${dataset.path}: ${count} ${count === 1 ? 'change' : 'changes'}${command.write ? '' : ' (not written)'}\n`,
    );
    await out.drain();
  }
  return CLEAN;
}

async function save({ path, file }: OpenedDataset, { segments }: FixedDataset): Promise<void> {
  const journalDir = join(tmpdir(), 'itune-journal');
  await mkdir(journalDir, { recursive: true });
  const totalBytes = segments.reduce(
    (sum, segment) => sum + (segment.kind === 'base' ? segment.length : segment.bytes.length),
    0,
  );
  await files.save({ target: path, snapshot: { totalBytes, segments: () => segments }, base: file, journalDir });
}

function isSerious({ severity }: Finding): boolean {
  return severity === 'error' || severity === 'warning';
}

/** Standard output in large pieces, waiting where the reader is slow. */
class Output {
  private pending: string[] = [];

  readonly write = (text: string): void => {
    this.pending.push(text);
  };

  async drain(): Promise<void> {
    const text = this.pending.join('');
    this.pending = [];
    if (text === '') return;
    await new Promise<void>((done, fail) => process.stdout.write(text, (error) => (error ? fail(error) : done())));
  }
}
