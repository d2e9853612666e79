/**
 * The host suite: tests that run inside a real VS Code's extension host, with the `vscode` API and no page driver. The same bundles
 * run in the VS Code server of the npm registry and in the desktop build (`npm test -- host [--host desktop]`).
 *
 * How to write one: add `test/host/<subject>.test.ts`, with mocha's global `describe`, `it`, `beforeEach`, and `node:assert/strict`.
 * - The open workspace is a fresh copy of `test/workspace`; a test may change its files, under names of its own. Its path:
 *   `vscode.workspace.workspaceFolders`. Node's `fs` works on it.
 * - Nothing saves by itself (`files.autoSave` is off). Editors left open are reverted and closed after each test.
 * - To leave out a test: `skip(this, 'why')` from `./skip.js`, in a `function`, not an arrow. Without a reason it counts as failed.
 * - A failure shows its message and what the extension host has logged since the test began; the screenshot and all logs are in
 *   `test/.output/host/`.
 * - One test by name: `npm test -- host --grep "undo after save"`.
 */
import { appendFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { hostVariables, type HostEvent } from '../vscode/hostEvents.js';
import { skipReason } from './skip.js';

/** Called by VS Code (`extensionTestsPath`). Rejects if a test failed. */
export async function run(): Promise<void> {
  forwardConsole();
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 60_000,
    forbidOnly: true,
    rootHooks: { afterEach: cleanUp },
    reporter: Reporter,
  });
  const grep = process.env[hostVariables.grep];
  if (grep !== undefined && grep !== '') mocha.grep(new RegExp(grep, 'i'));
  const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.test.js'),
  );
  for (const file of files.sort()) mocha.addFile(join(__dirname, file));
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  report({ kind: 'end' });
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}

/** Pictures a failed test, then makes room for the next: open editors are closed without asking. */
async function cleanUp(this: Mocha.Context): Promise<void> {
  const test = this.currentTest;
  if (test?.state === 'failed') await screenshot(test.fullTitle());
  for (let left = vscode.window.tabGroups.all.flatMap((group) => group.tabs).length; left > 0; left--) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllGroups');
}

/** The window is pictured from outside; the test waits for it, so that the picture is of this test. */
async function screenshot(name: string): Promise<void> {
  const folder = process.env[hostVariables.screenshots];
  if (folder === undefined) return;
  const file = join(folder, `${name.replace(/[^\w.-]+/g, '-').slice(0, 100)}.png`);
  report({ kind: 'screenshot', file });
  for (const end = Date.now() + 5000; !existsSync(file) && Date.now() < end;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

class Reporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    runner.on('test', (test) => report({ kind: 'test', name: test.fullTitle() }));
    runner.on('pass', (test) => report({ kind: 'passed', name: test.fullTitle(), milliseconds: test.duration ?? 0 }));
    runner.on('fail', (test, error: unknown) => {
      // A hook's failure carries the names of the hook and of the test it belongs to.
      report({ kind: 'failed', name: test.fullTitle(), message: describeError(error) });
    });
    runner.on('pending', (test) => report({ kind: 'skipped', name: test.fullTitle(), reason: skipReason(test) }));
  }
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return format(error);
  const text = error.stack ?? error.message;
  const cause = error.cause === undefined ? '' : `\ncaused by: ${describeError(error.cause)}`;
  return `${text.includes(error.message) ? '' : `${error.message}\n`}${text}${cause}`;
}

/** The extension under test shares this process and its console. VS Code has made the methods accessors: they are defined anew. */
function forwardConsole(): void {
  for (const level of ['debug', 'log', 'info', 'warn', 'error'] as const) {
    const original = console[level].bind(console);
    const value = (...values: unknown[]): void => {
      report({ kind: 'console', level, text: format(...values) });
      original(...values);
    };
    Object.defineProperty(console, level, { value, configurable: true, writable: true });
  }
}

function report(event: HostEvent): void {
  const file = process.env[hostVariables.events];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(event)}\n`);
}
