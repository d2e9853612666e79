import { MAX_DEPTH } from '../json/parserState';
import type { JsonValue } from '../json/path';

export interface ReadRow {
  /** Undefined where the line is not JSON, or is nested deeper than the parser with places goes. */
  readonly value: JsonValue | undefined;
  /** How many keys the value has, in all its objects. */
  readonly keys: number;
}

const BROKEN: ReadRow = { value: undefined, keys: 0 };

/** Reads a line by `JSON.parse`, which is the fastest reader there is, and counts its keys on the way. */
export function readRow(line: string): ReadRow {
  let value: JsonValue;
  try {
    value = JSON.parse(line) as JsonValue;
  } catch {
    return BROKEN;
  }
  const keys = countKeys(value, MAX_DEPTH);
  return keys < 0 ? BROKEN : { value, keys };
}

/** Keys in all objects of a value; negative where it is nested too deeply. */
function countKeys(value: JsonValue, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth === 0) return -Infinity;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) {
      if (typeof item === 'object') count += countKeys(item, depth - 1);
    }
    return count;
  }
  for (const item of Object.values(value as Readonly<Record<string, JsonValue>>)) {
    count++;
    if (typeof item === 'object') count += countKeys(item, depth - 1);
  }
  return count;
}

/**
 * Keys that are written in a line that is JSON: strings before a colon. More than the value has means that one stands twice, which
 * `JSON.parse` does not tell. Looks only at quotes, so it costs a fraction of a parser.
 */
export function countWrittenKeys(line: string): number {
  let count = 0;
  for (let open = line.indexOf('"'); open !== -1;) {
    let close = line.indexOf('"', open + 1);
    while (close !== -1 && isEscaped(line, close)) close = line.indexOf('"', close + 1);
    if (close === -1) return count;
    if (isColonNext(line, close + 1)) count++;
    open = line.indexOf('"', close + 1);
  }
  return count;
}

function isEscaped(line: string, at: number): boolean {
  let backslashes = 0;
  while (line.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes++;
  return backslashes % 2 === 1;
}

function isColonNext(line: string, at: number): boolean {
  let code = line.charCodeAt(at);
  while (code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0a) code = line.charCodeAt(++at);
  return code === 0x3a;
}
