import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { HostEventReader, hostVariables, type HostEvent } from './hostEvents.js';
import { outputFolder, repositoryRoot } from './paths.js';
import { temporaryFolder } from './processes.js';
import type { Outcome } from './report.js';
import { mapStack } from './sourceMaps.js';
import { copyWorkspace, launchWorkbench, type HostKind, type Workbench } from './workbench.js';

export interface HostSuiteOptions {
  readonly grep: string | undefined;
  readonly host: HostKind;
}

/** A test that says nothing for so long hangs (mocha's own limit is shorter, but cannot break a busy loop). */
const secondsOfSilence = 180;

export interface HostSuiteResult {
  readonly outcomes: readonly Outcome[];
  readonly host: string;
  /** Every test ran; else the host ended or hung before. */
  readonly isThrough: boolean;
}

/** Runs the suite of `test/host` in the extension host of a real VS Code. */
export async function runHostSuite(options: HostSuiteOptions): Promise<HostSuiteResult> {
  const output = join(outputFolder, 'host');
  await mkdir(output, { recursive: true });
  const testsPath = join(repositoryRoot, 'dist-test', 'host', 'index.js');
  if (!existsSync(testsPath)) throw new Error(`${testsPath} is missing: \`node esbuild.mjs tests\` makes it.`);
  const workspace = await copyWorkspace();
  const events = temporaryFolder();
  let workbench: Workbench | undefined;
  try {
    workbench = await launchWorkbench({
      workspaceFolder: workspace.path,
      testsPath,
      host: options.host,
      name: 'host',
      environment: {
        [hostVariables.events]: join(events.path, 'events.jsonl'),
        [hostVariables.screenshots]: output,
        ...(options.grep === undefined ? {} : { [hostVariables.grep]: options.grep }),
      },
    });
    const follower = new Follower(workbench);
    const outcomes = await follow(new HostEventReader(join(events.path, 'events.jsonl')), follower, workbench);
    if (outcomes.some(({ state }) => state === 'failed')) {
      console.log(`Screenshots and logs: ${output} (${await workbench.saveLogs()})`);
    }
    return { outcomes, host: workbench.description, isThrough: follower.complete };
  } finally {
    await workbench?.dispose();
    events.remove();
    workspace.remove();
  }
}

async function follow(reader: HostEventReader, follower: Follower, workbench: Workbench): Promise<Outcome[]> {
  let exit: string | undefined;
  workbench.testsExit.then(
    (code) => (exit = `VS Code ended the tests with exit code ${code}`),
    (error: unknown) => (exit = String(error)),
  );
  let heard = Date.now();
  for (;;) {
    const ended = exit; // Read before the events: what was written before the end is then seen.
    const events = reader.next();
    for (const event of events) await follower.take(event);
    if (events.length > 0) heard = Date.now();
    if (follower.complete) return follower.outcomes;
    if (ended !== undefined) return follower.broken(ended);
    if (Date.now() - heard > secondsOfSilence * 1000) {
      await workbench.screenshot('silent');
      return follower.broken(`Nothing was heard from the extension host for ${secondsOfSilence} s`);
    }
    await delay(50);
  }
}

/** Prints the events, and keeps the console of the running test for the case that it fails. */
class Follower {
  readonly outcomes: Outcome[] = [];
  complete = false;
  private console: string[] = [];
  private running: string | undefined;

  constructor(private readonly workbench: Workbench) {}

  async take(event: HostEvent): Promise<void> {
    switch (event.kind) {
      case 'test':
        this.running = event.name;
        this.console = [];
        break;
      case 'passed':
        this.add({ name: event.name, state: 'passed' });
        console.log(`✔ ${event.name} (${event.milliseconds} ms)`);
        break;
      case 'failed':
        this.fail(event.name, event.message);
        break;
      case 'skipped':
        if (event.reason === undefined) {
          this.fail(event.name, "skipped without a reason: write `skip(this, 'why')`");
        } else {
          this.add({ name: event.name, state: 'skipped', reason: event.reason });
          console.log(`- ${event.name}: skipped, ${event.reason}`);
        }
        break;
      case 'console':
        this.console.push(`[${event.level}] ${event.text}`);
        break;
      case 'screenshot':
        await this.workbench.page.screenshot({ path: event.file }).catch((error: unknown) => {
          console.log(`  no screenshot: ${String(error)}`);
        });
        break;
      case 'end':
        this.complete = true;
        break;
    }
  }

  /** The host ended or hangs before its suite was through: that is a failure of the test that ran, or of the start. */
  broken(what: string): Outcome[] {
    this.fail(this.running ?? 'start of the suite', `${what} before the suite was through.`);
    const lines = this.workbench.console.slice(-40).map(({ from, level, text }) => `  [${from}] [${level}] ${text}`);
    console.log(`Last lines of the window's console:\n${lines.join('\n')}`);
    return this.outcomes;
  }

  private fail(name: string, raw: string): void {
    const message = mapStack(raw);
    this.add({ name, state: 'failed', reason: message });
    console.log(`✖ ${name}\n${indent(message)}`);
    if (this.console.length > 0) console.log(`  console of the extension host:\n${indent(this.console.join('\n'))}`);
  }

  private add(outcome: Omit<Outcome, 'suite'>): void {
    this.outcomes.push({ suite: 'host', ...outcome });
  }
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}
