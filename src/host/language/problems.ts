import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import { type FindingPlace, SOURCE, toDiagnostic } from './findingWords';
import { type RowFindings, selectWorst, type SeverityCounts } from './worstFirst';

/** All findings of one file, as they are now. */
export interface FileProblems extends FindingPlace {
  /** Rows with findings, in the order of the file; only as many are taken as are shown. */
  readonly rows: Iterable<RowFindings>;
  readonly counts: SeverityCounts;
  /** How many are listed at most, worst first. */
  readonly maximum: number;
}

/**
 * What the Problems view shows of our files. Each file has one publisher: the text document or the visual editor while the file is
 * open there, else the last check of the workspace.
 */
export class Problems extends Disposable {
  private readonly collection = this.register(vscode.languages.createDiagnosticCollection(SOURCE));

  /** Who listed the problems of each file last. */
  private readonly publishers = new Map<string, object>();

  publish(problems: FileProblems, publisher: object): void {
    this.publishers.set(problems.uri.toString(), publisher);
    const { shown, hidden } = selectWorst(problems.rows, problems.counts, problems.maximum);
    const diagnostics = shown.map(({ line, finding }) => toDiagnostic(finding, line, problems));
    if (hidden > 0) diagnostics.push(summaryOf(hidden, problems.maximum));
    this.collection.set(problems.uri, diagnostics);
  }

  /** Lists nothing of a file any more. A publisher that another one has followed clears nothing: what is listed is not its own. */
  clear(uri: vscode.Uri, publisher?: object): void {
    const key = uri.toString();
    if (publisher !== undefined && this.publishers.get(key) !== publisher) return;
    this.publishers.delete(key);
    this.collection.delete(uri);
  }

  /** Files that have problems listed. */
  get files(): vscode.Uri[] {
    const uris: vscode.Uri[] = [];
    this.collection.forEach((uri) => uris.push(uri));
    return uris;
  }
}

function summaryOf(hidden: number, maximum: number): vscode.Diagnostic {
  const message = vscode.l10n.t(
    '{0} more problems are not listed: the {1} worst are (setting itune.maxProblems)',
    hidden.toLocaleString(vscode.env.language),
    maximum.toLocaleString(vscode.env.language),
  );
  const diagnostic = new vscode.Diagnostic(
    new vscode.Range(0, 0, 0, 0),
    message,
    vscode.DiagnosticSeverity.Information,
  );
  diagnostic.source = SOURCE;
  return diagnostic;
}
