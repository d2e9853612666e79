import { existsSync, readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { repositoryRoot } from './paths.js';
import { beforeExit } from './processes.js';
import type { Outcome } from './report.js';

export interface NodeSuiteOptions {
  readonly name: string;
  readonly grep: string | undefined;
  /** Only test files whose path holds this. */
  readonly file: string | undefined;
  /** Only the bundles of these names (`nameOfTests`). */
  readonly only?: ReadonlySet<string>;
  /** How many test files run at the same time. */
  readonly concurrency: number;
  /** A file that takes longer is ended. */
  readonly minutes: number;
}

/** Node 20 reports tests that the name filter leaves out as skipped, with this as the reason; they are not of interest. */
const filteredOut = 'test name does not match pattern';

/** Runs the bundles `dist-test/<suite>/**.test.mjs` with node:test, a process each, and prints them as they go. */
export async function runNodeSuite({
  name,
  grep,
  file: wanted,
  only,
  concurrency,
  minutes,
}: NodeSuiteOptions): Promise<Outcome[]> {
  const files = testBundles(name).filter(
    (path) => (wanted === undefined || path.includes(wanted)) && (only === undefined || only.has(nameOfTests(path))),
  );
  if (files.length === 0) return [];
  const outcomes: Outcome[] = [];
  const add = (test: string, file: string | undefined, state: Outcome['state'], reason?: string): void => {
    outcomes.push({
      suite: name,
      name: test,
      state,
      ...(reason === undefined ? {} : { reason }),
      ...(file === undefined ? {} : { file }),
    });
  };
  const stop = new AbortController();
  const withdraw = beforeExit(() => {
    stop.abort();
  });
  const stream = run({
    files,
    signal: stop.signal,
    concurrency,
    timeout: minutes * 60_000,
    ...(grep === undefined ? {} : { testNamePatterns: [new RegExp(grep, 'i')] }),
  });
  stream.on('test:pass', ({ name: test, details, skip, todo, file }) => {
    // Suites are counted by their tests. A file without tests passes as a test of its own name.
    if (details.type === 'suite' || isFile(test, file)) return;
    if (skip === filteredOut) return;
    if (todo !== undefined && todo !== false) add(test, file, 'skipped', `to do: ${String(todo)}`);
    else if (skip === undefined || skip === false) add(test, file, 'passed');
    else if (typeof skip === 'string' && skip !== '') add(test, file, 'skipped', skip);
    else add(test, file, 'failed', 'skipped without a reason: write `t.skip("why")` or `{ skip: "why" }`');
  });
  stream.on('test:fail', ({ name: test, details, file, todo }) => {
    const { error } = details;
    const failure = failureType(error);
    // A suite also fails because of its tests, which have been reported; a hook's failure is reported only here.
    if (failure === 'subtestsFailed' && (details.type === 'suite' || isFile(test, file))) return;
    if (todo !== undefined && todo !== false) add(test, file, 'skipped', `to do: ${String(todo)}`);
    else add(isFile(test, file) ? relative(repositoryRoot, test) : test, file ?? test, 'failed', describe(error));
  });
  const shown = stream.compose(new spec()) as AsyncIterable<Buffer | string>;
  for await (const text of shown) process.stdout.write(text);
  withdraw();
  return outcomes;
}

/**
 * What a bundle of tests and its source have in common: `page/list` for both `dist-test/page/list.test.mjs` and
 * `test/page/list.test.ts`. Node names the source where it knows the source map.
 */
export function nameOfTests(file: string): string {
  const [folder = '', ...rest] = relative(repositoryRoot, file).replaceAll('\\', '/').split('/');
  return (folder === 'test' || folder === 'dist-test' ? rest : [folder, ...rest])
    .join('/')
    .replace(/\.test\.(mjs|tsx?)$/, '');
}

function testBundles(suite: string): string[] {
  const folder = join(repositoryRoot, 'dist-test', suite);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((each) => each.endsWith('.test.mjs'))
    .sort()
    .map((each) => join(folder, each));
}

function isFile(test: string, file: string | undefined): boolean {
  return test.endsWith('.test.mjs') && (file === undefined || basename(test) === basename(file));
}

function failureType(error: Error): string | undefined {
  return 'failureType' in error && typeof error.failureType === 'string' ? error.failureType : undefined;
}

/** node:test wraps what a test threw. */
function describe(error: Error): string {
  const inner: unknown = error.cause ?? error;
  return inner instanceof Error ? inner.message : String(inner);
}
