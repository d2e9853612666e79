import * as vscode from 'vscode';
import { CATALOGUE } from '../../core/checks/catalogue';
import { readRow } from '../../core/checks/readRow';
import { isRecord } from '../../core/record/shapes';
import { viewOf } from '../../core/record/toExampleView';
import type { ExampleView, Side, TextField } from '../../core/record/view';
import { commands } from '../contribution';
import { explanationOf, isDiagnosticOf, wordsOf } from './findingWords';
import { LONGEST_LINE } from './liveChecks';
import type { TextDataset } from './textDataset';
import type { TextDatasets } from './textDatasets';

/** How much of a text a hover shows, in UTF-16 units. */
const LONGEST_TEXT = 500;
const MOST_TURNS = 8;

/** Shows the example as people read it, and what is wrong at the place. */
export class ExampleHover implements vscode.HoverProvider {
  constructor(private readonly datasets: TextDatasets) {}

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const dataset = this.datasets.get(document);
    if (dataset === undefined || position.line >= dataset.rowCount) return undefined;
    const explained = explanations(dataset, position);
    const example = exampleParts(document.lineAt(position.line).text);
    const line = explained.length > 0 && example.length > 0 ? [new vscode.MarkdownString('---')] : [];
    return new vscode.Hover([...explained, ...line, ...example, editLink(document.uri, position.line)]);
  }
}

/** Why a finding matters. VS Code shows the message itself, but of problems that are over the maximum and so are not listed. */
function explanations(dataset: TextDataset, { line, character }: vscode.Position): vscode.MarkdownString[] {
  const listed = vscode.languages.getDiagnostics(dataset.document.uri);
  return dataset
    .findingsAt(line)
    .filter(({ start, end }) => start <= character && character <= end)
    .map((finding) => {
      const range = new vscode.Range(line, finding.start, line, finding.end);
      const isListed = listed.some((diagnostic) => isDiagnosticOf(diagnostic, finding, range));
      const text = new vscode.MarkdownString();
      text.appendMarkdown('**').appendText(vscode.l10n.t(CATALOGUE[finding.code].title)).appendMarkdown('**\n\n');
      if (!isListed) text.appendText(`${wordsOf(finding, dataset.lineOf)}.`).appendMarkdown('\n\n');
      return text.appendText(explanationOf(finding));
    });
}

function exampleParts(line: string): vscode.MarkdownString[] {
  const value = line.length > LONGEST_LINE ? undefined : readRow(line).value;
  return isRecord(value) ? [renderExample(viewOf(value))] : [];
}

/** The texts of an example under their names. Dataset text is only ever appended as text: it cannot become a link or an image. */
function renderExample(view: ExampleView): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  const add = (name: string, field: TextField | undefined): void => {
    if (field?.present !== true || field.text === '') return;
    text.appendMarkdown('**').appendText(name).appendMarkdown('**\n\n');
    text.appendText(cut(field.text)).appendMarkdown('\n\n');
  };
  add(vscode.l10n.t('System'), view.system);
  add(vscode.l10n.t('Instruction'), view.instruction);
  add(vscode.l10n.t('Input'), view.input);
  for (const { declaredRole, content } of view.turns.slice(0, MOST_TURNS)) add(declaredRole, content);
  if (view.turns.length > MOST_TURNS) {
    text.appendText(vscode.l10n.t('{0} more turns', view.turns.length - MOST_TURNS)).appendMarkdown('\n\n');
  }
  add(vscode.l10n.t('Response'), view.response);
  add(vscode.l10n.t('Chosen'), textOfSide(view.chosen));
  add(vscode.l10n.t('Rejected'), textOfSide(view.rejected));
  for (const { fields } of (view.parts ?? []).slice(0, MOST_TURNS)) for (const field of fields) add(field.name, field);
  add(vscode.l10n.t('Task type'), view.taskType);
  return text;
}

function textOfSide(side: Side | undefined): TextField | undefined {
  return side?.text ?? side?.turns?.at(-1)?.content;
}

function cut(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const last = text.charCodeAt(LONGEST_TEXT - 1);
  const end = last >= 0xd800 && last <= 0xdbff ? LONGEST_TEXT - 1 : LONGEST_TEXT;
  return `${text.slice(0, end)}…`;
}

function editLink(uri: vscode.Uri, line: number): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.isTrusted = { enabledCommands: [commands.editExample] };
  const args = encodeURIComponent(JSON.stringify([uri.toString(), line]));
  const title = vscode.l10n.t('Edit Example in a Form');
  return text.appendMarkdown(`[${title}](command:${commands.editExample}?${args})`);
}
