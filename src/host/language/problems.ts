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

/** How many problems are handed to VS Code at once: it turns each into text, in the one thread that extensions have. */
const PART = 200;

/**
 * What the Problems view shows of our files. Each file has one publisher: the text document or the visual editor while the file is
 * open there, else the last check of the workspace. The problems of a file stand in several collections, a part in each: the first is
 * there at once, the others follow one by one, and a part that is as it was is not sent again.
 */
export class Problems extends Disposable {
  private readonly collections: vscode.DiagnosticCollection[] = [];
  /** Who listed the problems of each file last. */
  private readonly publishers = new Map<string, object>();
  /** Parts that are still to follow, by file. */
  private readonly following = new Map<string, ReturnType<typeof setTimeout>>();

  publish(problems: FileProblems, publisher: object): void {
    const key = problems.uri.toString();
    this.publishers.set(key, publisher);
    this.stop(key);
    const { shown, hidden } = selectWorst(problems.rows, problems.counts, problems.maximum);
    const { uri } = problems;
    const follow = (part: number): void => {
      const from = part * PART;
      const diagnostics = shown
        .slice(from, from + PART)
        .map(({ line, finding }) => toDiagnostic(finding, line, problems));
      if (part === 0 && hidden > 0) diagnostics.push(summaryOf(hidden, problems.maximum));
      this.setPart(part, uri, diagnostics);
      if (from + PART < shown.length) {
        this.following.set(
          key,
          setTimeout(() => follow(part + 1)),
        );
        return;
      }
      this.following.delete(key);
      for (const rest of this.collections.slice(part + 1)) if (rest.has(uri)) rest.delete(uri);
    };
    follow(0);
  }

  /** Lists nothing of a file any more. A publisher that another one has followed clears nothing: what is listed is not its own. */
  clear(uri: vscode.Uri, publisher?: object): void {
    const key = uri.toString();
    if (publisher !== undefined && this.publishers.get(key) !== publisher) return;
    this.publishers.delete(key);
    this.stop(key);
    for (const part of this.collections) part.delete(uri);
  }

  /** Files that have problems listed. */
  get files(): vscode.Uri[] {
    const uris = new Map<string, vscode.Uri>();
    for (const part of this.collections) part.forEach((uri) => uris.set(uri.toString(), uri));
    return [...uris.values()];
  }

  override dispose(): void {
    for (const timer of this.following.values()) clearTimeout(timer);
    super.dispose();
  }

  private stop(key: string): void {
    clearTimeout(this.following.get(key));
    this.following.delete(key);
  }

  private setPart(part: number, uri: vscode.Uri, diagnostics: readonly vscode.Diagnostic[]): void {
    while (this.collections.length <= part) {
      const name = this.collections.length === 0 ? SOURCE : `${SOURCE}-${this.collections.length + 1}`;
      this.collections.push(this.register(vscode.languages.createDiagnosticCollection(name)));
    }
    const collection = this.collections[part];
    if (collection !== undefined && !isSame(collection.get(uri) ?? [], diagnostics)) collection.set(uri, diagnostics);
  }
}

function isSame(before: readonly vscode.Diagnostic[], after: readonly vscode.Diagnostic[]): boolean {
  return before.length === after.length && after.every((diagnostic, i) => textOf(before[i]) === textOf(diagnostic));
}

/** All that is shown of a problem. */
function textOf(diagnostic: vscode.Diagnostic | undefined): string {
  if (diagnostic === undefined) return '';
  const { range, message, severity, code, tags, relatedInformation = [] } = diagnostic;
  const related = relatedInformation.map(({ location, message: words }) => [
    location.uri.path,
    location.range.start.line,
    words,
  ]);
  const { start, end } = range;
  const link = typeof code === 'object' ? [code.value, code.target.query, code.target.path] : code;
  const place = [start.line, start.character, end.line, end.character];
  return JSON.stringify([place, message, severity, link, tags, related]);
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
