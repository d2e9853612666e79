import * as vscode from 'vscode';
import { CATALOGUE } from '../../core/checks/catalogue';
import { describeFinding } from '../../core/checks/describe';
import type { Finding, FindingArgs, RelatedRow, Severity } from '../../core/checks/finding';
import { internalCommands } from '../contribution';

/** How the rows of a finding are found again: they are known by id, and authors count from 1. */
export interface FindingPlace {
  readonly uri: vscode.Uri;
  /** Where a row stands now, from 0. */
  readonly lineOf: (row: number) => number | undefined;
  /** Where the code of a problem leads: `rowLink` where no text editor shows the row, else `checkPage`. */
  readonly target: (line: number, finding: Finding) => vscode.Uri;
  /** More rows of the finding's cluster than it names itself. */
  readonly cluster?: (finding: Finding) => readonly number[];
}

export const SOURCE = 'itune';

const SEVERITY: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** A finding as VS Code shows it: the range, the words, and ways to the other rows that it speaks of. */
export function toDiagnostic(finding: Finding, line: number, place: FindingPlace): vscode.Diagnostic {
  const range = new vscode.Range(line, finding.start, line, finding.end);
  const diagnostic = new vscode.Diagnostic(range, wordsOf(finding, place.lineOf), SEVERITY[finding.severity]);
  diagnostic.source = SOURCE;
  diagnostic.code = { value: finding.code, target: place.target(line, finding) };
  const related = relatedOf(finding, line, place);
  if (related.length > 0) diagnostic.relatedInformation = related;
  // VS Code fades what could go: an exact copy is nothing but that.
  if (finding.code === 'duplicate/exact') diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  return diagnostic;
}

export function isDiagnosticOf(diagnostic: vscode.Diagnostic, { code }: Finding, range: vscode.Range): boolean {
  const value = typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code;
  return value === code && diagnostic.range.isEqual(range);
}

/** A link that shows the row in the visual editor: a click on a problem itself cannot carry a row there. */
export function rowLink(uri: vscode.Uri, line: number): vscode.Uri {
  const args = JSON.stringify([uri.toString(), line]);
  return vscode.Uri.from({ scheme: 'command', path: internalCommands.revealRow, query: args });
}

/** The message of a finding, without a full stop. */
export function wordsOf(finding: Finding, lineOf: FindingPlace['lineOf']): string {
  return describeFinding(finding, {
    translate,
    rowNumber: (row) => {
      const line = lineOf(row);
      return line === undefined ? undefined : line + 1;
    },
  });
}

/** Why the finding matters. */
export function explanationOf({ code }: Finding): string {
  return vscode.l10n.t(CATALOGUE[code].explanation);
}

export function translate(template: string, args: FindingArgs): string {
  return vscode.l10n.t(template, args);
}

function relatedOf(finding: Finding, line: number, place: FindingPlace): vscode.DiagnosticRelatedInformation[] {
  const named = finding.related ?? [];
  const others = (place.cluster?.(finding) ?? [])
    .filter((row) => place.lineOf(row) !== line && !named.some((known) => known.row === row))
    .map((row): RelatedRow => ({ row, relation: 'member' }));
  return [...named, ...others].flatMap((related) => {
    const uri = related.dataset === undefined ? place.uri : fileOf(related.dataset);
    const row = related.dataset === undefined ? place.lineOf(related.row) : related.row;
    if (uri === undefined || row === undefined) return [];
    const location = new vscode.Location(uri, new vscode.Position(row, 0));
    return new vscode.DiagnosticRelatedInformation(location, relationWords(related, row + 1));
  });
}

/** Other datasets are named by URI, or by their path from the workspace folder. */
function fileOf(name: string): vscode.Uri | undefined {
  if (/^[a-z][\w+.-]+:/i.test(name)) return vscode.Uri.parse(name);
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return folder === undefined ? undefined : vscode.Uri.joinPath(folder.uri, name);
}

function relationWords({ relation }: RelatedRow, number: number): string {
  switch (relation) {
    case 'kept':
      return vscode.l10n.t('Example {0} is the first of them', number);
    case 'member':
      return vscode.l10n.t('Example {0} is another of them', number);
    case 'conflict':
      return vscode.l10n.t('Example {0} has the same prompt', number);
    case 'leak':
      return vscode.l10n.t('Example {0} there is the same', number);
    case 'near-leak':
      return vscode.l10n.t('Example {0} there is nearly the same', number);
  }
}
