import type * as vscode from 'vscode';
import type { RowRemarks } from '../../core/author/remarks';
import type { RuleMachine } from '../../core/author/ruleRunner';
import type { Platform } from '../../platform/platform';
import { Disposable } from '../disposable';
import { RuleProblems } from './ruleProblems';
import { type RuleNames, RuleSet } from './ruleSet';
import type { SettingPlace } from './settingPlace';
import type { SettingsService } from './settingsService';

/** The rules of a dataset for as long as it is under check. Disposed of when they are not asked any more. */
export interface RuleLease {
  /** Leases of the same rules have the same. */
  readonly key: string;
  /** The files of the rules changed: what they said counts no more. */
  readonly onDidChange: vscode.Event<void>;
  /** What the rules say of each line; undefined where they say nothing. */
  check(lines: readonly string[]): Promise<(RowRemarks | undefined)[]>;
  dispose(): void;
}

/** The author's own schema and benchmarks, as the settings name them: read once for all datasets of the same settings. */
export class RuleService extends Disposable {
  private readonly problems = this.register(new RuleProblems());
  private readonly sets = new Map<string, { readonly set: RuleSet; leases: number }>();
  private readonly machine: RuleMachine;

  constructor(
    platform: Platform,
    private readonly settings: SettingsService,
  ) {
    super();
    this.machine = {
      startRuleThread: () => platform.startRuleThread(),
      sleep: (milliseconds, signal) => platform.clock.sleep(milliseconds, signal),
    };
  }

  override dispose(): void {
    for (const { set } of this.sets.values()) set.dispose();
    this.sets.clear();
    super.dispose();
  }

  /** What `lease` would give the key of; undefined where the settings name no rules for the file. */
  keyOf(uri: vscode.Uri): string | undefined {
    const names = this.namesFor(uri);
    return names === undefined ? undefined : keyOfNames(names);
  }

  /** Takes the rules that hold for a file; undefined where there are none. */
  lease(uri: vscode.Uri): RuleLease | undefined {
    const names = this.namesFor(uri);
    if (names === undefined || this.isDisposed) return undefined;
    const key = keyOfNames(names);
    let entry = this.sets.get(key);
    if (entry === undefined) {
      entry = { set: new RuleSet(names, this.machine, this.problems), leases: 0 };
      this.sets.set(key, entry);
    }
    entry.leases++;
    const { set } = entry;
    return {
      key,
      onDidChange: set.onDidChange,
      check: (lines) => set.check(lines),
      dispose: once(() => this.release(key)),
    };
  }

  private release(key: string): void {
    const entry = this.sets.get(key);
    if (entry === undefined || --entry.leases > 0) return;
    this.sets.delete(key);
    entry.set.dispose();
  }

  private namesFor(uri: vscode.Uri): RuleNames | undefined {
    const { settings, config } = this.settings.of(uri);
    const wantsSchema = settings.schema !== '' && config.has('schema/custom');
    const wantsBenchmarks = settings.benchmarks.length > 0 && config.has('leak/benchmark');
    if (!wantsSchema && !wantsBenchmarks) return undefined;
    return {
      ...(wantsSchema && { schema: { name: settings.schema, place: this.settings.placeOf(uri, 'schema') } }),
      ...(wantsBenchmarks && {
        benchmarks: {
          globs: settings.benchmarks,
          words: settings.thresholds.benchmarkWords,
          place: this.settings.placeOf(uri, 'benchmarks'),
        },
      }),
    };
  }
}

/** As text: the JSON of a URI grows while it is used. */
function keyOfNames({ schema, benchmarks }: RuleNames): string {
  const where = ({ folder, file, path }: SettingPlace): unknown => [folder.toString(), file?.toString(), path];
  return JSON.stringify([
    schema && [schema.name, where(schema.place)],
    benchmarks && [benchmarks.globs, benchmarks.words, where(benchmarks.place)],
  ]);
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}
