import * as vscode from 'vscode';
import { pathAt, type StringNode } from '../../core/json/node';
import { parseLine } from '../../core/json/parser';
import { LONGEST_LINE } from './liveChecks';
import { type FieldPath, fieldPathOf, keysOfField } from './renameKeys';
import { inSlices, stopSignOf } from './slices';
import type { TextDatasets } from './textDatasets';

interface FieldAt {
  readonly field: FieldPath;
  /** The name inside its quotes. */
  readonly range: vscode.Range;
}

/** F2 on a key renames the field in every example of the file. */
export class FieldRenaming implements vscode.RenameProvider {
  constructor(private readonly datasets: TextDatasets) {}

  prepareRename(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): { range: vscode.Range; placeholder: string } {
    const found = this.fieldAt(document, position);
    if (found === undefined) throw new Error(vscode.l10n.t('Only the name of a field can be renamed.'));
    return { range: found.range, placeholder: String(found.field.at(-1)) };
  }

  async provideRenameEdits(
    document: vscode.TextDocument,
    position: vscode.Position,
    newName: string,
    token: vscode.CancellationToken,
  ): Promise<vscode.WorkspaceEdit | undefined> {
    const found = this.fieldAt(document, position);
    if (found === undefined || newName === found.field.at(-1)) return undefined;
    const { version } = document;
    const work = new Renaming(document, found.field, newName);
    const finished = await inSlices(work.steps(), stopSignOf(token));
    if (!finished || document.version !== version) return undefined;
    if (work.taken > 0) {
      throw new Error(vscode.l10n.t('{0} examples have a field `{1}` already.', work.taken, newName));
    }
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, work.edits);
    return edit;
  }

  private fieldAt(document: vscode.TextDocument, { line, character }: vscode.Position): FieldAt | undefined {
    const { text } = document.lineAt(line);
    if (this.datasets.get(document) === undefined || text.length > LONGEST_LINE) return undefined;
    const { root } = parseLine(text);
    const at = root === undefined ? undefined : pathAt(root, character);
    if (at?.on !== 'key') return undefined;
    const field = fieldPathOf(at.path);
    const key = keysOfField(text, field, '').keys.find(({ start, end }) => start <= character && character <= end);
    return key === undefined ? undefined : { field, range: insideQuotes(key, line) };
  }
}

class Renaming {
  readonly edits: vscode.TextEdit[] = [];
  /** Examples that have a field of the new name beside the old one. */
  taken = 0;

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly field: FieldPath,
    private readonly newName: string,
  ) {}

  *steps(): Generator<void> {
    const written = JSON.stringify(this.newName).slice(1, -1);
    for (let line = 0; line < this.document.lineCount; line++) {
      const { text } = this.document.lineAt(line);
      const { keys, isTaken } = keysOfField(text, this.field, this.newName);
      if (isTaken) this.taken++;
      for (const key of keys) this.edits.push(new vscode.TextEdit(insideQuotes(key, line), written));
      yield;
    }
  }
}

function insideQuotes({ start, end }: StringNode, line: number): vscode.Range {
  return new vscode.Range(line, start + 1, line, end - 1);
}
