import type { Span } from './node';
import type { JsonPath } from './path';
import type { TextEdit } from './textEdit';

/** Every kind of error, with what its words need. */
export type SyntaxErrorDetail =
  | { readonly code: 'empty' }
  | { readonly code: 'expected-value' }
  | { readonly code: 'expected-key'; readonly found: string }
  | { readonly code: 'expected-colon'; readonly found?: string }
  | { readonly code: 'expected-comma'; readonly found?: string }
  | { readonly code: 'unclosed-string'; readonly ofKey: boolean }
  | { readonly code: 'unopened-string'; readonly ofKey: boolean }
  | { readonly code: 'extra-quote'; readonly ofKey: boolean }
  | { readonly code: 'text-after-quote'; readonly ofKey: boolean; readonly found: string }
  | { readonly code: 'unclosed-object' }
  | { readonly code: 'unclosed-array' }
  | { readonly code: 'unopened-object' }
  | { readonly code: 'unopened-array' }
  | { readonly code: 'wrong-bracket'; readonly found: string; readonly expected: string }
  | { readonly code: 'extra-bracket'; readonly found: string }
  | { readonly code: 'extra-comma' }
  | { readonly code: 'trailing-comma'; readonly in: 'object' | 'array' | 'line' }
  | { readonly code: 'leading-text' }
  | { readonly code: 'trailing-text' }
  | { readonly code: 'second-value' }
  | { readonly code: 'unexpected-text'; readonly found: string }
  | { readonly code: 'control-character'; readonly char: number }
  | { readonly code: 'bad-escape'; readonly escape: string }
  | { readonly code: 'unescaped-quote' }
  | { readonly code: 'single-quote'; readonly ofKey: boolean }
  | { readonly code: 'smart-quote'; readonly ofKey: boolean }
  | { readonly code: 'unquoted-key' }
  | { readonly code: 'unquoted-string' }
  | { readonly code: 'python-literal'; readonly found: string; readonly expected: string }
  | { readonly code: 'misspelt-word'; readonly found: string; readonly expected: string }
  | { readonly code: 'non-finite-number'; readonly found: string }
  | { readonly code: 'number-format'; readonly found: string; readonly problem: NumberProblem }
  | { readonly code: 'comment' }
  | { readonly code: 'comment-prefix' }
  | { readonly code: 'code-fence' }
  | { readonly code: 'odd-space'; readonly char: number }
  | { readonly code: 'nesting-too-deep'; readonly limit: number }
  | { readonly code: 'too-many-errors' };

/**
 * One thing that `JSON.parse` would refuse. The span is exact; where something is missing it is empty and stands where the thing
 * should be. `path` is the value that was read last or is being read: what the words speak of.
 */
export type JsonSyntaxError = Span &
  SyntaxErrorDetail & {
    readonly path: JsonPath;
    /**
     * What makes the text valid here, as the parser read it. All mends of all errors of a line together, in order of their
     * columns, give a line that parses to the tree that was read; only `empty`, `second-value`, `nesting-too-deep` and
     * `too-many-errors` have none.
     */
    readonly mends: readonly TextEdit[];
  };

export type JsonSyntaxErrorCode = JsonSyntaxError['code'];

export type NumberProblem = 'leading-zero' | 'leading-plus' | 'missing-digits' | 'not-a-number';

/** What is wrong, in plain English, as the end of a sentence: "expected a comma after the value of `input`". */
export function describeSyntaxError(error: JsonSyntaxError): string {
  switch (error.code) {
    case 'empty':
      return 'the line is empty';
    case 'expected-value':
      return error.path.length === 0 ? 'expected a value' : `expected a value for ${nameOf(error.path)}`;
    case 'expected-key':
      return `expected a key in quotes, found ${quoted(error.found)}`;
    case 'expected-colon':
      return `expected a colon after the key ${lastName(error.path)}${instead(error.found)}`;
    case 'expected-comma':
      return `expected a comma after ${valueName(error.path)}${instead(error.found)}`;
    case 'unclosed-string':
      return `${error.ofKey ? `the key ${lastName(error.path)}` : valueName(error.path)} has no closing quote`;
    case 'unopened-string':
      return `${error.ofKey ? `the key ${lastName(error.path)}` : valueName(error.path)} has no opening quote`;
    case 'extra-quote':
      return `${error.ofKey ? `the key ${lastName(error.path)}` : valueName(error.path)} has a quote too many`;
    case 'text-after-quote':
      return `did not expect ${quoted(error.found)} after the closing quote of ${error.ofKey ? `the key ${lastName(error.path)}` : valueName(error.path)}`;
    case 'unclosed-object':
      return `expected } to close ${containerName(error.path, 'the object')}`;
    case 'unclosed-array':
      return `expected ] to close ${containerName(error.path, 'the list')}`;
    case 'unopened-object':
      return `expected { to open ${containerName(error.path, 'the object')}`;
    case 'unopened-array':
      return `expected [ to open ${containerName(error.path, 'the list')}`;
    case 'wrong-bracket':
      return `expected ${error.expected} to close ${containerName(error.path, error.expected === '}' ? 'the object' : 'the list')}, found ${error.found}`;
    case 'extra-bracket':
      return `${error.found} closes nothing`;
    case 'extra-comma':
      return 'there is a comma too many';
    case 'trailing-comma':
      return error.in === 'line'
        ? 'a line must not end with a comma'
        : `the last ${error.in === 'object' ? 'value' : 'item'} before ${error.in === 'object' ? '}' : ']'} must not be followed by a comma`;
    case 'leading-text':
      return 'there is text before the value';
    case 'trailing-text':
      return 'there is text after the value';
    case 'second-value':
      return 'a second value follows; each line holds one record';
    case 'unexpected-text':
      return `did not expect ${quoted(error.found)}${error.path.length === 0 ? '' : ` at ${valueName(error.path)}`}`;
    case 'control-character':
      return `${valueName(error.path)} holds ${charName(error.char)}, which must be written as an escape`;
    case 'bad-escape':
      return `${quoted(error.escape)} is not an escape of JSON`;
    case 'unescaped-quote':
      return `a quote inside ${valueName(error.path)} must be written as \\"`;
    case 'single-quote':
      return `${error.ofKey ? 'keys' : 'strings'} need double quotes, not single quotes`;
    case 'smart-quote':
      return `${error.ofKey ? 'keys' : 'strings'} need straight quotes, not typographic ones`;
    case 'unquoted-key':
      return `the key ${lastName(error.path)} needs quotes`;
    case 'unquoted-string':
      return `${valueName(error.path)} needs quotes`;
    case 'python-literal':
      return `JSON writes ${quoted(error.expected)}, not ${quoted(error.found)}`;
    case 'misspelt-word':
      return `expected ${quoted(error.expected)}, found ${quoted(error.found)}`;
    case 'non-finite-number':
      return `JSON has no ${quoted(error.found)}`;
    case 'number-format':
      return `${quoted(error.found)} is not a number of JSON${numberReason(error.problem)}`;
    case 'comment':
      return 'JSON has no comments';
    case 'comment-prefix':
      return 'the record is commented out; JSON has no comments';
    case 'code-fence':
      return 'the record stands in a Markdown code fence';
    case 'odd-space':
      return `${charName(error.char)} is no white space of JSON`;
    case 'nesting-too-deep':
      return `lists and objects are nested more than ${error.limit} deep`;
    case 'too-many-errors':
      return 'there are too many errors to read on';
  }
}

function numberReason(problem: NumberProblem): string {
  switch (problem) {
    case 'leading-zero':
      return ': it must not start with a zero';
    case 'leading-plus':
      return ': it must not start with a plus sign';
    case 'missing-digits':
      return ': a digit is missing';
    case 'not-a-number':
      return '';
  }
}

function instead(found: string | undefined): string {
  return found === undefined ? '' : `, found ${quoted(found)}`;
}

/** `input`, or "item 2 of `messages`" (counted from 1), for the last step of a path. */
function nameOf(path: JsonPath): string {
  const last = path.at(-1);
  if (typeof last !== 'number') return lastName(path);
  const list = path.findLast((step) => typeof step === 'string');
  return list === undefined ? `item ${last + 1}` : `item ${last + 1} of ${quoted(list)}`;
}

function valueName(path: JsonPath): string {
  if (path.length === 0) return 'the value';
  return typeof path.at(-1) === 'number' ? nameOf(path) : `the value of ${nameOf(path)}`;
}

function containerName(path: JsonPath, whole: string): string {
  return path.length === 0 ? whole : nameOf(path);
}

function lastName(path: JsonPath): string {
  return quoted(String(path.at(-1) ?? ''));
}

const LONGEST_QUOTE = 40;

function quoted(text: string): string {
  const cut = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
  return '`' + cut + '`';
}

const CHAR_NAMES: Readonly<Record<number, string>> = {
  0x00: 'a NUL character',
  0x08: 'a backspace',
  0x09: 'a tab',
  0x0a: 'a line break',
  0x0c: 'a form feed',
  0x0d: 'a carriage return',
  0xa0: 'a no-break space',
  0xfeff: 'a byte order mark',
};

function charName(char: number): string {
  return CHAR_NAMES[char] ?? `the character U+${char.toString(16).toUpperCase().padStart(4, '0')}`;
}
