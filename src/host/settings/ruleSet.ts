import * as vscode from 'vscode';
import { AuthorRules } from '../../core/author/authorRules';
import { BenchmarkRule } from '../../core/author/benchmarkRule';
import { offsetOfProblem, readSchema } from '../../core/author/readSchema';
import type { RowRemarks } from '../../core/author/remarks';
import type { RuleMachine } from '../../core/author/ruleRunner';
import { SchemaRule } from '../../core/author/schemaRule';
import type { SchemaProblem } from '../../core/schema/authorSchema';
import { decodeUtf8 } from '../../core/text/encoding';
import { Disposable } from '../disposable';
import { errorMessage } from '../log';
import { fileOf, watchPatternOf, readBenchmarks } from './ruleFiles';
import type { RuleProblem, RuleProblems } from './ruleProblems';
import type { SettingPlace } from './settingPlace';

/** Which rules: a schema, benchmarks or both, each with the place of its setting. */
export interface RuleNames {
  readonly schema?: { readonly name: string; readonly place: SettingPlace };
  readonly benchmarks?: { readonly globs: readonly string[]; readonly words: number; readonly place: SettingPlace };
}

/** How long the files must be quiet before they are read anew (ms). */
const QUIET_MS = 300;

/** The rules that some datasets share, read from their files, and read anew when those change. */
export class RuleSet extends Disposable {
  private rules: Promise<AuthorRules>;
  private problemList: RuleProblem[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  /** What the rules said before counts no more. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly names: RuleNames,
    private readonly machine: RuleMachine,
    private readonly problems: RuleProblems,
  ) {
    super();
    this.rules = this.load();
    const { schema, benchmarks } = names;
    if (schema !== undefined) this.watch(schema.name, schema.place.folder);
    for (const glob of benchmarks?.globs ?? []) this.watch(glob, benchmarks?.place.folder);
  }

  override dispose(): void {
    clearTimeout(this.timer);
    this.problems.set(this, []);
    void this.rules.then((rules) => rules.dispose());
    super.dispose();
  }

  /** What the rules say of each line; undefined where they say nothing, or cannot be used. */
  async check(lines: readonly string[]): Promise<(RowRemarks | undefined)[]> {
    const rules = await this.rules;
    const before = rules.givenUp;
    const remarks = await rules.check(lines);
    const place = this.names.schema?.place;
    if (before === undefined && rules.givenUp !== undefined && place !== undefined) {
      this.tell({ place, message: vscode.l10n.t('The schema is not applied any more: {0}', rules.givenUp) });
    }
    return remarks;
  }

  private watch(name: string, folder: vscode.Uri | undefined): void {
    if (folder === undefined) return;
    const watcher = this.register(vscode.workspace.createFileSystemWatcher(watchPatternOf(name, folder)));
    const renew = (): void => this.renewSoon();
    this.register(watcher.onDidChange(renew));
    this.register(watcher.onDidCreate(renew));
    this.register(watcher.onDidDelete(renew));
  }

  private renewSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      void this.rules.then((rules) => rules.dispose());
      this.rules = this.load();
      this.changed.fire();
    }, QUIET_MS);
  }

  private async load(): Promise<AuthorRules> {
    this.problemList = [];
    this.problems.set(this, []);
    const [schema, benchmarks] = await Promise.all([this.loadSchema(), this.loadBenchmarks()]);
    const rules = new AuthorRules(schema, benchmarks);
    if (this.isDisposed) await rules.dispose();
    return rules;
  }

  private async loadSchema(): Promise<SchemaRule | undefined> {
    const { schema } = this.names;
    if (schema === undefined) return undefined;
    const { name, place } = schema;
    const file = fileOf(name, place.folder);
    let bytes: Uint8Array;
    try {
      bytes = await vscode.workspace.fs.readFile(file);
    } catch (error) {
      this.tell({ place, message: vscode.l10n.t('The schema {0} cannot be read: {1}', name, errorMessage(error)) });
      return undefined;
    }
    const read = readSchema(bytes);
    const started = 'schema' in read ? await SchemaRule.start(this.machine, read.schema) : read.problems;
    if (started instanceof SchemaRule) return started;
    for (const problem of started) this.tellOfSchema(problem, place, file, bytes);
    return undefined;
  }

  private tellOfSchema(
    { path, message }: SchemaProblem,
    place: SettingPlace,
    file: vscode.Uri,
    bytes: Uint8Array,
  ): void {
    const before = decodeUtf8(bytes)
      .slice(0, offsetOfProblem(bytes, path))
      .split(/\r\n|\r|\n/);
    const position = new vscode.Position(before.length - 1, before.at(-1)?.length ?? 0);
    const name = vscode.workspace.asRelativePath(file, false);
    const words = vscode.l10n.t('The schema {0} cannot be used: {1} (line {2})', name, message, before.length);
    this.tell({ place, message: words, at: new vscode.Location(file, position) });
  }

  private async loadBenchmarks(): Promise<BenchmarkRule | undefined> {
    const { benchmarks } = this.names;
    if (benchmarks === undefined) return undefined;
    const { globs, words, place } = benchmarks;
    const tell = ({ index, message }: { readonly index: number; readonly message: string }): void =>
      this.tell({ place: { ...place, path: [...place.path, index] }, message });
    return BenchmarkRule.start(this.machine, words, readBenchmarks(globs, place.folder, tell));
  }

  private tell(problem: RuleProblem): void {
    if (this.isDisposed) return;
    this.problemList.push(problem);
    this.problems.set(this, [...this.problemList]);
  }
}
