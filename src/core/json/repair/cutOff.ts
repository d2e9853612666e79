import type { JsonNode, Span } from '../node';
import { parseLine, type ParsedLine } from '../parser';
import type { JsonSyntaxError } from '../syntaxError';
import type { TextEdit } from '../textEdit';

/** Whether the line just ends, with lists and objects left open: an interrupted write, mostly. */
export function isCutOff(line: string, errors: readonly JsonSyntaxError[]): boolean {
  const last = errors.at(-1);
  return (
    last !== undefined &&
    (last.code === 'unclosed-object' || last.code === 'unclosed-array') &&
    last.start >= line.trimEnd().length
  );
}

/**
 * Closes a cut-off line after what is whole: a key without a value, or a word that breaks off, goes. Undefined where nothing but
 * brackets and quotes is missing.
 */
export function closeCutOff(line: string): TextEdit[] | undefined {
  const { root, errors } = parseLine(line);
  if (root === undefined || !isCutOff(line, errors)) return undefined;
  const whole = endOfWhole(line, root);
  if (whole === undefined) return undefined;
  const kept = line.slice(0, whole);
  const closed = parseLine(kept).errors;
  // Only what the cut explains: other errors are for other repairs.
  if (!closed.every(({ code }) => code === 'unclosed-object' || code === 'unclosed-array')) return undefined;
  return [
    { start: whole, end: line.length, text: closed.flatMap(({ mends }) => mends.map(({ text }) => text)).join('') },
  ];
}

/** Where the last whole part ends, if what comes after it is only half there. */
function endOfWhole(line: string, root: JsonNode): number | undefined {
  let node = root;
  for (;;) {
    if (node.kind === 'object') {
      const last = node.properties.at(-1);
      if (last === undefined) return undefined;
      const before: Span | undefined = node.properties.at(-2);
      const value = last.value;
      if (value === undefined || isHalfWord(line, value)) return before?.end ?? node.start + 1;
      node = value;
    } else if (node.kind === 'array') {
      const last = node.items.at(-1);
      if (last === undefined) return undefined;
      if (isHalfWord(line, last)) return node.items.at(-2)?.end ?? node.start + 1;
      node = last;
    } else {
      return undefined;
    }
  }
}

/** `tru`, `nul`, `-` at the end of the line. A number may be cut as well, but what stands is a number. */
function isHalfWord(line: string, value: JsonNode): boolean {
  return (
    value.kind === 'string' &&
    /^(?:t|tr|tru|f|fa|fal|fals|n|nu|nul|-|-?\d+\.|-?[\d.]+[eE][+-]?)$/.test(line.slice(value.start).trimEnd())
  );
}

/** How many places are tried for a bracket, and for how many UTF-16 units in all: each is judged by reading the line. */
const MOST_PLACES = 50;
const JUDGED = 400_000;

/**
 * For a line that ends one bracket short: the ways to put that bracket where an inner list or object may have ended, rather than at
 * the end of the line.
 */
export function closedEarlier({ text, root, errors }: ParsedLine): TextEdit[][] {
  const [error] = errors;
  if (root === undefined || errors.length !== 1 || error?.code !== 'unclosed-object') return [];
  return innerEnds(root)
    .slice(-Math.min(MOST_PLACES, Math.ceil(JUDGED / text.length)))
    .filter((at) => at < text.length)
    .map((at) => [{ start: at, end: at, text: '}' }]);
}

/** The columns after each property but the last of the objects that are open at the end, the outermost left out. */
function innerEnds(root: JsonNode): number[] {
  const ends: number[] = [];
  let node: JsonNode | undefined = root;
  while (node !== undefined) {
    const parts: readonly (JsonNode | undefined)[] =
      node.kind === 'object' ? node.properties.map(({ value }) => value) : node.kind === 'array' ? node.items : [];
    node = parts.at(-1);
    if (node?.kind === 'object') ends.push(...node.properties.slice(0, -1).map(({ end }) => end));
  }
  return ends;
}
