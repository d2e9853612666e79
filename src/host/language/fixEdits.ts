import * as vscode from 'vscode';
import type { Code } from '../../core/checks/catalogue';
import type { Finding } from '../../core/checks/finding';
import type { Fix } from '../../core/fixes/fix';
import { fixRow } from '../../core/fixes/fixAll';
import { deleteLines, type DocumentEdit, replaceLines } from './lineEdits';
import { LONGEST_LINE } from './liveChecks';
import type { TextDataset } from './textDataset';

/** A fix of one finding as edits of the document; undefined for a fix that only leads to a field, or that text cannot express. */
export function editsOfFix(
  dataset: TextDataset,
  line: number,
  finding: Finding,
  { change }: Fix,
): DocumentEdit[] | undefined {
  const { document } = dataset;
  switch (change.kind) {
    case 'line': {
      const { start, end, text } = change.change;
      return [{ start: { line, column: start }, end: { line, column: end }, text }];
    }
    case 'rows':
      if (line + change.count > dataset.rowCount) return undefined;
      return replaceLines(document, line, change.count, change.lines, lineEndOf(document));
    case 'delete-others':
      return deleteLines(document, dataset.othersOf(line, finding));
    case 'file':
      return change.operation === 'add-final-newline' ? [finalNewline(document)] : undefined;
    case 'reveal':
      return undefined;
  }
}

/** How many lines after a broken one are looked at, to see whether its record goes on over them. */
const LOOK_AHEAD = 200;

/** The lines that a record may go on over which is broken off at `line`; none for other problems. */
export function followingOf(dataset: TextDataset, line: number, findings: readonly Finding[]): string[] {
  if (findings.every(({ code }) => code !== 'json/syntax')) return [];
  const end = Math.min(line + 1 + LOOK_AHEAD, dataset.rowCount);
  const texts: string[] = [];
  for (let next = line + 1; next < end; next++) {
    const { text } = dataset.document.lineAt(next);
    if (text.length > LONGEST_LINE) break;
    texts.push(text);
  }
  return texts;
}

export interface FixAllRequest {
  /** Only findings of this code, also by fixes that are not safe; without it, all that is safe. */
  readonly code?: Code;
}

/** Fixes rows one after the other, a row a step, and puts the edits into `edits`. */
export function* fixAll(
  dataset: TextDataset,
  { code }: FixAllRequest,
  edits: DocumentEdit[],
): Generator<void, void, void> {
  const { document, checks, config } = dataset;
  const lineEnd = lineEndOf(document);
  const deleted: number[] = [];
  /** Lines before this one were joined to an earlier one. */
  let next = 0;
  for (const { line, findings } of checks.all()) {
    yield;
    if (line < next || (code !== undefined && findings.every((finding) => finding.code !== code))) continue;
    const before = document.lineAt(line).text;
    if (before.length > LONGEST_LINE) continue;
    const { lines, count } = fixRow(before, checks.checker.facts, config, {
      following: followingOf(dataset, line, findings),
      more: findings.filter(needsOtherRows),
      ...(code === undefined ? {} : { only: [code], unsafe: true }),
    });
    if (lines.length === 0) deleted.push(line);
    else edits.push(...replaceLines(document, line, count, lines, lineEnd));
    next = line + count;
  }
  edits.push(...deleteLines(document, deleted));
  const lacksNewline = checks.fileFindings().some((finding) => finding.code === 'file/no-final-newline');
  if (code === undefined && lacksNewline) edits.push(finalNewline(document));
}

/** What `checkRow` does not find by itself. */
function needsOtherRows({ code }: Finding): boolean {
  return code.startsWith('duplicate/') || code.startsWith('leak/');
}

export function toWorkspaceEdit(uri: vscode.Uri, edits: readonly DocumentEdit[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  edit.set(uri, edits.map(toTextEdit));
  return edit;
}

export function toTextEdit({ start, end, text }: DocumentEdit): vscode.TextEdit {
  return new vscode.TextEdit(new vscode.Range(start.line, start.column, end.line, end.column), text);
}

export function lineEndOf({ eol }: vscode.TextDocument): string {
  return eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
}

function finalNewline(document: vscode.TextDocument): DocumentEdit {
  const line = document.lineCount - 1;
  const place = { line, column: document.lineAt(line).text.length };
  return { start: place, end: place, text: lineEndOf(document) };
}
