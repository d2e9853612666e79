import * as vscode from 'vscode';
import { specOf } from '../../core/record/shapes';
import { shapeWords } from '../../core/record/shapeWords';
import type { Shape } from '../../core/record/view';

/** What an author may begin a dataset with: first what most people write, then what fewer need. */
const COMMON: readonly Shape[] = ['alpaca', 'openai-chat', 'preference', 'unpaired-preference', 'prompt-completion'];
const OTHER: readonly Shape[] = [
  'dolly',
  'question-answer',
  'sharegpt',
  'sharegpt-preference',
  'openai-preference',
  'stepwise',
  'language-modelling',
  'blocks-chat',
  'blocks-preference',
  'self-instruct',
  'segments',
  'prompt-only',
];

/** Whether a value names a format that a dataset may begin with. */
export function isFormat(value: unknown): value is Shape {
  return [...COMMON, ...OTHER].some((shape) => shape === value);
}

interface FormatItem extends vscode.QuickPickItem {
  readonly shape?: Shape;
}

/** Asks for the format of a new dataset; undefined when the author thinks better of it. */
export async function chooseFormat(): Promise<Shape | undefined> {
  const chosen = await vscode.window.showQuickPick(formatItems(), {
    title: vscode.l10n.t('New Instruction Dataset'),
    placeHolder: vscode.l10n.t('Select the format of the examples'),
    matchOnDescription: true,
  });
  return chosen?.shape;
}

function formatItems(): FormatItem[] {
  return [...COMMON.map(itemOf), { label: '', kind: vscode.QuickPickItemKind.Separator }, ...OTHER.map(itemOf)];
}

/** A format, with the keys of its examples: by those people know it. */
function itemOf(shape: Shape): FormatItem {
  const keys = specOf(shape).fields.flatMap(({ key, empty }) => (empty === undefined ? [] : [key]));
  return { label: shapeWords(shape), description: keys.join(', '), shape };
}
