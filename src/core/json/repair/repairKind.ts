import type { JsonSyntaxError, JsonSyntaxErrorCode } from '../syntaxError';
import type { TextEdit } from '../textEdit';

/** What a repair does, in one word; `several` where it does more than one thing. */
export type RepairKind = keyof typeof TITLES;

const TITLES = {
  'missing-comma': 'Add the missing comma',
  'missing-colon': 'Add the missing colon',
  'missing-bracket': 'Add the missing bracket',
  'missing-quote': 'Add the missing quote',
  'missing-value': 'Fill the missing value with null',
  'extra-comma': 'Remove the extra comma',
  'extra-bracket': 'Remove the extra bracket',
  'extra-quote': 'Remove the extra quote',
  'wrong-bracket': 'Change the bracket',
  'moved-quote': 'Move the quote behind the text',
  'single-quotes': 'Use double quotes',
  'smart-quotes': 'Use straight quotes',
  'unescaped-quotes': 'Escape the quotes in the text',
  'unquoted-key': 'Put the key in quotes',
  'unquoted-text': 'Put the text in quotes',
  'foreign-literals': 'Write true, false and null as JSON does',
  'misspelt-word': 'Correct the word',
  'non-finite-number': 'Replace the number by null',
  number: 'Write the number as JSON does',
  comment: 'Remove the comment',
  'comment-prefix': 'Remove the comment sign',
  'code-fence': 'Remove the code fence',
  'control-characters': 'Escape the control characters',
  'remove-control-characters': 'Remove the control characters',
  escapes: 'Mend the escapes',
  'text-around': 'Remove the text around the record',
  'stray-text': 'Remove the stray text',
  space: 'Use plain white space',
  swapped: 'Exchange two characters',
  unwrap: 'Take the record out of its escapes',
  split: 'Split into a line for each record',
  join: 'Join the lines of the record',
  'cut-off': 'Close the cut-off record',
  several: 'Repair the JSON',
  rewrite: 'Rewrite the line as JSON',
} as const;

export function titleOf(kind: RepairKind): string {
  return TITLES[kind];
}

const KINDS: Readonly<Record<JsonSyntaxErrorCode, RepairKind>> = {
  empty: 'several',
  'expected-value': 'missing-value',
  'expected-key': 'stray-text',
  'expected-colon': 'missing-colon',
  'expected-comma': 'missing-comma',
  'unclosed-string': 'missing-quote',
  'unopened-string': 'missing-quote',
  'extra-quote': 'extra-quote',
  'text-after-quote': 'moved-quote',
  'unclosed-object': 'missing-bracket',
  'unclosed-array': 'missing-bracket',
  'unopened-object': 'missing-bracket',
  'unopened-array': 'missing-bracket',
  'wrong-bracket': 'wrong-bracket',
  'extra-bracket': 'extra-bracket',
  'extra-comma': 'extra-comma',
  'trailing-comma': 'extra-comma',
  'leading-text': 'text-around',
  'trailing-text': 'text-around',
  'second-value': 'split',
  'unexpected-text': 'stray-text',
  'control-character': 'control-characters',
  'bad-escape': 'escapes',
  'unescaped-quote': 'unescaped-quotes',
  'single-quote': 'single-quotes',
  'smart-quote': 'smart-quotes',
  'unquoted-key': 'unquoted-key',
  'unquoted-string': 'unquoted-text',
  'python-literal': 'foreign-literals',
  'misspelt-word': 'misspelt-word',
  'non-finite-number': 'non-finite-number',
  'number-format': 'number',
  comment: 'comment',
  'comment-prefix': 'comment-prefix',
  'code-fence': 'code-fence',
  'odd-space': 'space',
  'nesting-too-deep': 'several',
  'too-many-errors': 'several',
};

export function kindOfErrors(errors: readonly JsonSyntaxError[]): RepairKind {
  const kinds = new Set(errors.map(({ code }) => KINDS[code]));
  const [kind] = kinds;
  return kinds.size === 1 && kind !== undefined ? kind : 'several';
}

const BY_CHARACTER: Readonly<Record<string, readonly [added: RepairKind, removed: RepairKind]>> = {
  '"': ['missing-quote', 'extra-quote'],
  ',': ['missing-comma', 'extra-comma'],
  ':': ['missing-colon', 'stray-text'],
  '\\': ['escapes', 'escapes'],
};

/** The kind of an edit of one or two characters. */
export function kindOfEdit(line: string, { start, end, text }: TextEdit): RepairKind {
  if (end - start === 2) return 'swapped';
  const isAdded = start === end;
  const char = isAdded ? text : line.slice(start, end);
  const known = Object.hasOwn(BY_CHARACTER, char) ? BY_CHARACTER[char] : undefined;
  if (known !== undefined) return known[isAdded ? 0 : 1];
  if ('{}[]'.includes(char)) return isAdded ? 'missing-bracket' : 'extra-bracket';
  return 'stray-text';
}
