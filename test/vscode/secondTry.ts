import { runHostSuite, type HostSuiteOptions } from './hostSuite.js';
import { nameOfTests, runNodeSuite, type NodeSuiteOptions } from './nodeSuite.js';
import type { Outcome } from './report.js';

/** What became of a suite whose failures may have run once more. */
export interface TriedTwice {
  readonly outcomes: readonly Outcome[];
  /** What failed at first and not when it ran once more. */
  readonly unsteady?: readonly Outcome[];
}

/** More failures than this are no accident: they stand. */
const MOST_FAILURES = 5;

/**
 * A suite of pages or of a workbench; the bundles with failures run once more when `again` is set. Browsers and VS Code have clocks of
 * their own that a busy machine disturbs; pure tests have no such excuse, and run once.
 */
export async function nodeOnceMore(options: NodeSuiteOptions, again: boolean): Promise<TriedTwice> {
  const first = await runNodeSuite(options);
  const failed = failures(first);
  const only = new Set(failed.flatMap(({ file }) => (file === undefined ? [] : nameOfTests(file))));
  if (!again || !isFew(failed) || only.size === 0) return { outcomes: first };
  announce(failed);
  const second = await runNodeSuite({ ...options, only });
  return settle(first, second, ({ file }) => file === undefined || !only.has(nameOfTests(file)));
}

/** The suite in the extension host, likewise: the tests that failed, or all where it did not come to its end. */
export async function hostOnceMore(
  options: HostSuiteOptions,
  again: boolean,
): Promise<TriedTwice & { readonly host: string }> {
  const { outcomes: first, host, isThrough } = await runHostSuite(options);
  const failed = failures(first);
  if (!again || !isFew(failed)) return { outcomes: first, host };
  announce(failed);
  const isOfTests = isThrough && failed.every(({ name }) => !/" hook\b/.test(name));
  const grep = isOfTests ? failed.map(({ name }) => `^${escaped(name)}$`).join('|') : options.grep;
  const { outcomes: second } = await runHostSuite({ ...options, grep });
  return { ...settle(first, second, ({ state }) => isOfTests && state !== 'failed'), host };
}

/** The outcomes of both tries together: those of the first that are kept, and all of the second. */
export function settle(
  first: readonly Outcome[],
  second: readonly Outcome[],
  isKept: (outcome: Outcome) => boolean,
): TriedTwice {
  const stillFailed = new Set(failures(second).map(({ name }) => name));
  const kept = first.filter(isKept);
  // A second try that ran nothing proves nothing.
  if (second.length === 0) return { outcomes: first };
  return {
    outcomes: [...kept, ...second],
    unsteady: failures(first).filter(({ name }) => !stillFailed.has(name)),
  };
}

function failures(outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes.filter(({ state }) => state === 'failed');
}

function isFew(failed: readonly Outcome[]): boolean {
  return failed.length > 0 && failed.length <= MOST_FAILURES;
}

function announce(failed: readonly Outcome[]): void {
  console.log(`\n== once more, to see whether it is the machine: ${failed.map(({ name }) => name).join('; ')}`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
