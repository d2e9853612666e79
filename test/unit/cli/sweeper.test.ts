import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { buildSync } from 'esbuild';
import { checkDataset, type CheckSetting } from '../../../src/cli/checkDataset';
import { fixDataset } from '../../../src/cli/fixDataset';
import type { LoadedSettings } from '../../../src/cli/loadSettings';
import { openDataset, type OpenedDataset } from '../../../src/cli/openedDataset';
import { Sweeper, type SweepMachine } from '../../../src/cli/sweeper';
import { AuthorRules } from '../../../src/core/author/authorRules';
import { AcrossDatasets } from '../../../src/core/checks/acrossDatasets';
import { CheckConfig } from '../../../src/core/config/checkConfig';
import { mergeSettings } from '../../../src/core/config/readSettings';
import { createEngineMachine } from '../../../src/platform/node/engineMachine';
import { NodeFiles } from '../../../src/platform/node/files';
import { nodeSystem } from '../../../src/platform/node/system';
import { SCAN, startThread } from '../../../src/platform/node/workerThread';
import type { WorkerThread } from '../../../src/platform/platform';
import { randomLines } from '../core/analysis/randomDataset';

const folder = mkdtempSync(join(tmpdir(), 'itune-sweeper-'));
const script = join(folder, 'cli.js');
const loaded: LoadedSettings = { settings: mergeSettings(), folder };
const config = new CheckConfig(loaded.settings);
const machine = createEngineMachine(script);
const naive = new Sweeper(machine, Infinity);

before(() => {
  const options = { bundle: true, platform: 'node', format: 'cjs', logLevel: 'warning' } as const;
  buildSync({ entryPoints: ['src/cli/main.ts'], outfile: script, ...options });
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** A machine that starts a second thread for files of any size. */
function machineWith(start: () => WorkerThread): SweepMachine {
  return { ...machine, startScanThread: start };
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** All that the command line has to say of datasets, and how it would fix them. */
async function outcome(sweeper: Sweeper, paths: readonly string[]): Promise<string[]> {
  const files = new NodeFiles(nodeSystem);
  const across = new AcrossDatasets(paths.map(() => config));
  const datasets: OpenedDataset[] = [];
  for (const path of paths) datasets.push(await openDataset(files, path, config, loaded, across, sweeper));
  await across.findNear((steps) => {
    Array.from(steps);
    return Promise.resolve(true);
  });
  const setting: CheckSetting = { config, datasets, across, rules: new AuthorRules(undefined, undefined) };
  // As text: a comparison of objects with long lines takes gigabytes where they differ.
  const said: string[] = [];
  for (const dataset of datasets) {
    const { facts, examples, rows } = dataset;
    said.push(JSON.stringify({ facts, examples, rows, known: dataset.checker.facts.rows }));
    for await (const batch of checkDataset(dataset, setting)) said.push(...batch.map((row) => JSON.stringify(row)));
    const fixed = await fixDataset(dataset, setting, { only: [], unsafe: false });
    said.push(...fixed.rows.map((row) => JSON.stringify(row)), JSON.stringify([fixed.file, fixed.segments]));
    await dataset.file.close();
  }
  return said;
}

function assertSame(actual: readonly string[], expected: readonly string[]): void {
  const at = expected.findIndex((each, i) => each !== actual[i]);
  if (at >= 0) assert.equal(actual[at]?.slice(0, 2000), expected[at]?.slice(0, 2000));
  assert.ok(at < 0, 'the same up to 2000 characters');
  assert.equal(actual.length, expected.length);
}

const joined = (lines: readonly string[], end: string): string => lines.map((line) => line + end).join('');

/** Files with all that lines can be, of which some repeat each other's. */
function datasets(seed: number): string[] {
  const lines = randomLines(1500, seed);
  const long = JSON.stringify({ instruction: 'Repeat.', output: 'x '.repeat(200_000) });
  return [
    file(`train-${seed}.jsonl`, `\ufeff${joined([...lines.slice(0, 900), ' ', '', long], '\r\n')}`),
    file(`test-${seed}.jsonl`, joined(lines.slice(700), '\n').trimEnd()),
    file(`none-${seed}.jsonl`, ''),
    file(`blank-${seed}.jsonl`, '\n\n'),
  ];
}

describe('sweeping files for the command line', () => {
  test('says what reading row by row says, with a second thread of its own script and without', async () => {
    const paths = datasets(1);
    const expected = await outcome(naive, paths);
    assertSame(await outcome(new Sweeper(machine, 0), paths), expected);
    let answers = 0;
    const threaded = machineWith(() => {
      const thread = startThread(script, SCAN);
      thread.onMessage(() => answers++);
      return thread;
    });
    // The thread starts slower than so few rows are read: the sweep waits for it here.
    const pause = () => new Promise<void>((resolve) => setTimeout(resolve, answers > 0 ? 0 : 100));
    const waiting = { ...threaded, pause };
    assertSame(await outcome(new Sweeper(waiting, 0), paths), expected);
    assert.ok(answers > 0, 'the second thread has answered');
    assertSame(await outcome(new Sweeper(threaded, 0), paths.slice(0, 1)), await outcome(naive, paths.slice(0, 1)));
  });

  test('a second thread that dies, or cannot be started, changes nothing', async () => {
    const paths = datasets(3);
    const expected = await outcome(naive, paths);
    const dying = machineWith(() => {
      const thread = startThread(script, SCAN);
      void thread.terminate();
      return thread;
    });
    const noScript = machineWith(() => startThread(join(folder, 'none.js'), SCAN));
    const refused = machineWith(() => {
      throw new Error('no more threads');
    });
    for (const each of [dying, noScript, refused]) assertSame(await outcome(new Sweeper(each, 0), paths), expected);
  });

  test('says which file cannot be read as it was', async () => {
    const [path = ''] = datasets(4);
    const torn: SweepMachine = {
      ...machine,
      openBlocks: (source) => {
        writeFileSync(path, 'another\n');
        return machine.openBlocks(source);
      },
    };
    await assert.rejects(
      outcome(new Sweeper(torn, 0), [path]),
      /train-4\.jsonl: The file changed while it was being read/,
    );
  });
});
