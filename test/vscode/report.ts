/** One test (or one stage without tests, such as the linter) with what became of it. */
export interface Outcome {
  readonly suite: string;
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** Why it was skipped, or how it failed. */
  readonly reason?: string;
  /** The bundle or the source that it is in, for suites of more than one. */
  readonly file?: string;
}

export interface StageReport {
  readonly name: string;
  readonly milliseconds: number;
  /** Where it ran, for suites in a real VS Code or a browser. */
  readonly host?: string | undefined;
  readonly outcomes: readonly Outcome[];
  /** What failed at first and not when it ran once more. */
  readonly unsteady?: readonly Outcome[];
}

/** What stands at the end of a run; its last line is for machines: `N passed, N failed[, N skipped]`. */
export function formatReport(stages: readonly StageReport[], notes: readonly string[]): string {
  const outcomes = stages.flatMap((stage) => stage.outcomes);
  const of = (state: Outcome['state'], among = outcomes): Outcome[] => among.filter((each) => each.state === state);
  const width = Math.max(...stages.map(({ name }) => name.length));
  const lines = stages.map((stage) => {
    const counts = formatCounts(
      of('passed', [...stage.outcomes]).length,
      of('failed', [...stage.outcomes]).length,
      of('skipped', [...stage.outcomes]).length,
    );
    const host = stage.host === undefined ? '' : `  on ${stage.host}`;
    return `${stage.name.padEnd(width)}  ${seconds(stage.milliseconds).padStart(8)}  ${counts}${host}`;
  });
  const empty = stages.flatMap(({ name, outcomes: own }) =>
    own.length === 0 ? [`note     ${name} ran no tests`] : [],
  );
  const skipped = of('skipped').map(({ suite, name, reason }) => `skipped  ${suite}: ${name}: ${reason ?? ''}`);
  const unsteady = stages
    .flatMap((stage) => stage.unsteady ?? [])
    .map(({ suite, name, reason }) => `UNSTEADY ${suite}: ${name}, passed at the second try${firstLine(reason)}`);
  const failed = of('failed').map(({ suite, name, reason }) => `FAILED   ${suite}: ${name}${firstLine(reason)}`);
  const total = formatCounts(of('passed').length, of('failed').length, of('skipped').length);
  const all = stages.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return [
    '',
    ...lines,
    `${'all'.padEnd(width)}  ${seconds(all).padStart(8)}`,
    ...notes,
    ...empty,
    ...skipped,
    ...unsteady,
    ...failed,
    total,
  ].join('\n');
}

function formatCounts(passed: number, failed: number, skipped: number): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function firstLine(reason: string | undefined): string {
  const line = reason?.split('\n').find((each) => each.trim() !== '');
  return line === undefined ? '' : `: ${line.trim().slice(0, 200)}`;
}
