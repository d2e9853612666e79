/** What may be written at a column of a line of JSON that need not be finished. */
export interface JsonContext {
  readonly expects: 'key' | 'value';
  /** Columns of the word that is replaced: inside the quotes where there are any, of letters where there are none (`tru`). */
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
  /** Whether a quote stands at `end` already. */
  readonly isClosed: boolean;
  /** Of a value: its key, where it is a value of an object. */
  readonly key?: string;
  /** How many objects and lists are open there: 1 is the record itself. */
  readonly depth: number;
  /** Keys that the object has already, those after the column too where the line is whole. */
  readonly siblings: readonly string[];
}

interface Level {
  readonly kind: '{' | '[';
  key: string | undefined;
  expects: 'key' | 'colon' | 'value' | 'comma';
  readonly keys: string[];
}

/**
 * Reads a line up to a column, and says what stands or should stand there; undefined where no word belongs. Written for lines that
 * are being typed: the parser of whole lines would see the rest of the line inside an open quote.
 */
export function contextAt(line: string, column: number): JsonContext | undefined {
  const levels: Level[] = [];
  for (let at = 0; at < column; at++) {
    const char = line.charAt(at);
    const level = levels.at(-1);
    if (char === '"') {
      const close = closingQuote(line, at);
      if (close === -1 || close >= column) return quotedContext(line, at, column, close, levels);
      takeString(level, line.slice(at + 1, close));
      at = close;
    } else if (char === '{' || char === '[') {
      levels.push({ kind: char, key: undefined, expects: char === '{' ? 'key' : 'value', keys: [] });
    } else if (char === '}' || char === ']') {
      levels.pop();
      const outer = levels.at(-1);
      if (outer !== undefined) outer.expects = 'comma';
    } else if (char === ':') {
      if (level !== undefined) level.expects = 'value';
    } else if (char === ',') {
      if (level !== undefined) level.expects = level.kind === '{' ? 'key' : 'value';
    } else if (!/\s/.test(char) && level?.expects === 'value') {
      const end = at + lettersAt(line, at);
      if (end >= column) return bareContext(line, at, end, levels);
      level.expects = 'comma';
    }
  }
  return bareContext(line, column, column, levels);
}

function takeString(level: Level | undefined, text: string): void {
  if (level === undefined) return;
  if (level.kind === '{' && level.expects === 'key') {
    level.key = text;
    level.keys.push(text);
    level.expects = 'colon';
  } else {
    level.expects = 'comma';
  }
}

function quotedContext(
  line: string,
  open: number,
  column: number,
  close: number,
  levels: readonly Level[],
): JsonContext | undefined {
  const level = levels.at(-1);
  if (level === undefined || (level.expects !== 'key' && level.expects !== 'value')) return undefined;
  // A quote that is still open would swallow the rest of the line: then only what is left of the column is the word.
  const isClosed =
    close !== -1 && !/[{}[\],:]/.test(line.slice(column, close)) && /^\s*(?:[:,}\]]|$)/.test(line.slice(close + 1));
  const end = isClosed ? close : column;
  return { ...contextIn(level, levels.length, line, column), start: open + 1, end, isQuoted: true, isClosed };
}

function bareContext(line: string, start: number, end: number, levels: readonly Level[]): JsonContext | undefined {
  const level = levels.at(-1);
  if (level === undefined || (level.expects !== 'key' && level.expects !== 'value')) return undefined;
  const context = contextIn(level, levels.length, line, end);
  return { ...context, start, end, isQuoted: false, isClosed: false };
}

/** How many letters stand from a column on: a literal, or the beginning of one. */
function lettersAt(line: string, column: number): number {
  return /^[A-Za-z]*/.exec(line.slice(column, column + 40))?.[0].length ?? 0;
}

function contextIn(
  level: Level,
  depth: number,
  line: string,
  column: number,
): Pick<JsonContext, 'expects' | 'key' | 'depth' | 'siblings'> {
  const expects = level.expects === 'key' ? 'key' : 'value';
  const siblings = [...level.keys, ...keysAfter(line, column)];
  return { expects, depth, siblings, ...(expects === 'value' && level.key !== undefined ? { key: level.key } : {}) };
}

/** Keys that stand to the right, of any object: what is written already need not be offered first. */
function keysAfter(line: string, column: number): string[] {
  return [...line.slice(column).matchAll(/[{,]\s*"([^"\\]{1,60})"\s*:/g)].map((match) => match[1] ?? '');
}

function closingQuote(line: string, open: number): number {
  for (let at = open + 1; at < line.length; at++) {
    const char = line.charAt(at);
    if (char === '\\') at++;
    else if (char === '"') return at;
  }
  return -1;
}
