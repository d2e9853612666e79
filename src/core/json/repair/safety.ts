import type { JsonSyntaxError, JsonSyntaxErrorCode } from '../syntaxError';

/**
 * Errors whose mend takes nothing away that the author wrote and makes nothing up: only marks of JSON come, go or change. Measured on
 * random damage of real rows (test/bench/repair-results.md): under these, every text that survived the damage stays as it is.
 */
const SAFE: ReadonlySet<JsonSyntaxErrorCode> = new Set<JsonSyntaxErrorCode>([
  'expected-comma',
  'expected-colon',
  'unopened-object',
  'unclosed-object',
  'unclosed-array',
  'wrong-bracket',
  'extra-bracket',
  'extra-comma',
  'trailing-comma',
  'control-character',
  'bad-escape',
  'single-quote',
  'smart-quote',
  'unquoted-key',
  'python-literal',
  'comment-prefix',
  'code-fence',
  'odd-space',
]);

export function isSafeMend(line: string, error: JsonSyntaxError): boolean {
  if (error.code === 'python-literal') return error.found !== 'undefined';
  if (error.code === 'single-quote' || error.code === 'smart-quote') {
    return error.end < line.length && !isStrayQuote(line, error);
  }
  return SAFE.has(error.code);
}

/**
 * Whether a text in other quotes holds double quotes, in a line that writes its keys in double quotes: a quote that slipped in, more
 * likely than one that opens a text, and what is taken for the text may be several.
 */
export function isStrayQuote(line: string, { code, start, end }: JsonSyntaxError): boolean {
  if (code !== 'single-quote' && code !== 'smart-quote') return false;
  return /^\s*\[?\s*\{\s*"/.test(line) && line.slice(start + 1, end).includes('"');
}
