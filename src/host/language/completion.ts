import * as vscode from 'vscode';
import { TASK_TYPE_KEYS } from '../../core/record/shapes';
import { contextAt, type JsonContext } from './jsonContext';
import { LONGEST_LINE } from './liveChecks';
import type { TextDatasets } from './textDatasets';
import type { Vocabulary } from './vocabulary';

export const COMPLETION_TRIGGERS = ['"'];

/** Offers the keys, roles, task types and labels (texts, true and false) that the file uses already, the most frequent first. */
export class WordCompletion implements vscode.CompletionItemProvider {
  constructor(private readonly datasets: TextDatasets) {}

  provideCompletionItems(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
    const dataset = this.datasets.get(document);
    const { text } = document.lineAt(position.line);
    if (dataset === undefined || text.length > LONGEST_LINE) return [];
    const context = contextAt(text, position.character);
    if (context === undefined) return [];
    const range = new vscode.Range(position.line, context.start, position.line, context.end);
    const { vocabulary } = dataset.checks;
    const flags = flagsFor(context, vocabulary).map((word, i) => flagItem(word, i, range));
    return [...flags, ...wordsFor(context, vocabulary).map((word, i) => itemFor(word, i, context, range))];
  }
}

function wordsFor(context: JsonContext, vocabulary: Vocabulary): string[] {
  const { expects, key, depth } = context;
  if (expects === 'key') {
    const keys = depth === 1 ? vocabulary.keys : vocabulary.innerKeys;
    return keys.filter((word) => !context.siblings.includes(word));
  }
  if (key === undefined) return [];
  if (depth > 1) return key === 'role' || key === 'from' ? vocabulary.roles : [];
  return vocabulary.valuesOf(key);
}

/** True and false, where the field is that and no quote was typed. */
function flagsFor({ expects, key, depth, isQuoted }: JsonContext, vocabulary: Vocabulary): string[] {
  return expects === 'value' && key !== undefined && depth === 1 && !isQuoted ? vocabulary.flagsOf(key) : [];
}

function flagItem(word: string, rank: number, range: vscode.Range): vscode.CompletionItem {
  const item = new vscode.CompletionItem(word, vscode.CompletionItemKind.Keyword);
  item.range = range;
  item.sortText = String(rank);
  item.detail = vscode.l10n.t('Value of this dataset');
  return item;
}

function itemFor(word: string, rank: number, context: JsonContext, range: vscode.Range): vscode.CompletionItem {
  const isKey = context.expects === 'key';
  const kind = isKey ? vscode.CompletionItemKind.Property : vscode.CompletionItemKind.EnumMember;
  const item = new vscode.CompletionItem(word, kind);
  const inner = JSON.stringify(word).slice(1, -1);
  const open = context.isQuoted ? '' : '"';
  const close = context.isClosed ? '' : isKey ? '": ' : '"';
  item.insertText = `${open}${inner}${close}`;
  item.filterText = `${open}${word}`;
  item.range = range;
  item.sortText = String(rank).padStart(6, '0');
  item.detail = detailOf(context);
  return item;
}

function detailOf({ expects, key }: JsonContext): string {
  if (expects === 'key') return vscode.l10n.t('Key of this dataset');
  if (key === 'role' || key === 'from') return vscode.l10n.t('Role of this dataset');
  if (TASK_TYPE_KEYS.some((name) => name === key)) return vscode.l10n.t('Task type of this dataset');
  return vscode.l10n.t('Value of this dataset');
}
