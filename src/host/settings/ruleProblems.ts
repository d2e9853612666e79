import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import { rangeOfSetting, type SettingPlace } from './settingPlace';

/** Something wrong with a rule, told where the setting stands that names it. */
export interface RuleProblem {
  readonly place: SettingPlace;
  readonly message: string;
  /** Where in the rule's own file. */
  readonly at?: vscode.Location;
}

/** What is wrong with the author's rules: in the file that the setting stands in, or in a message where it is no such file. */
export class RuleProblems extends Disposable {
  private readonly collection = this.register(vscode.languages.createDiagnosticCollection('itune-rules'));
  private readonly byRule = new Map<object, readonly RuleProblem[]>();
  private readonly shown = new Set<string>();

  /** Takes the problems of a rule in place of those that it had. */
  set(rule: object, problems: readonly RuleProblem[]): void {
    if (problems.length === 0 && !this.byRule.has(rule)) return;
    if (problems.length === 0) this.byRule.delete(rule);
    else this.byRule.set(rule, problems);
    void this.show();
    for (const { place, message } of problems) if (place.file === undefined) this.tell(message);
  }

  private async show(): Promise<void> {
    const byFile = new Map<string, { readonly file: vscode.Uri; readonly diagnostics: vscode.Diagnostic[] }>();
    for (const problem of [...this.byRule.values()].flat()) {
      const { file } = problem.place;
      if (file === undefined) continue;
      const key = file.toString();
      const entry = byFile.get(key) ?? { file, diagnostics: [] };
      byFile.set(key, entry);
      entry.diagnostics.push(await diagnosticOf(problem, file));
    }
    if (this.isDisposed) return;
    this.collection.clear();
    for (const { file, diagnostics } of byFile.values()) this.collection.set(file, diagnostics);
  }

  /** Once for each problem: the settings of a user are no place where it could stand. */
  private tell(message: string): void {
    if (this.shown.has(message)) return;
    this.shown.add(message);
    const open = vscode.l10n.t('Open Settings');
    vscode.window.showWarningMessage(message, open).then(
      (chosen) => {
        if (chosen === open) void vscode.commands.executeCommand('workbench.action.openSettings', 'itune');
      },
      () => undefined,
    );
  }
}

async function diagnosticOf({ place, message, at }: RuleProblem, file: vscode.Uri): Promise<vscode.Diagnostic> {
  const range = await rangeOfSetting(file, place.path).then(
    (found) => found,
    () => new vscode.Range(0, 0, 0, 0),
  );
  const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
  diagnostic.source = 'itune';
  if (at !== undefined) {
    const words = vscode.l10n.t('Here in the schema');
    diagnostic.relatedInformation = [new vscode.DiagnosticRelatedInformation(at, words)];
  }
  return diagnostic;
}
