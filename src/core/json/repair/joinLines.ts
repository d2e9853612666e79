import { skipSpace, skipSpaceBack } from '../lookahead';
import { parseLine, type ParsedLine } from '../parser';
import type { TextEdit } from '../textEdit';
import { isSafeMend } from './safety';
import { scanStrict, START } from './strictScan';

/** A record is not looked for over more lines or characters than this. */
const MOST_LINES = 2000;
const LONGEST = 1024 * 1024;

export interface Join {
  /** How many lines the record takes, two or more. */
  readonly count: number;
  /** The lines with a line break between them. */
  readonly text: string;
  /** What makes one line of JSON of that text. */
  readonly edits: readonly TextEdit[];
  readonly safe: boolean;
}

/**
 * Finds the record that begins in the first of some consecutive lines and goes on over the next: pretty-printed, or with raw line
 * breaks in its texts. Undefined where it does not end, or where joining would take other records in.
 */
export function joinRecord(lines: readonly string[]): Join | undefined {
  if (!/^\s*\{/.test(lines[0] ?? '')) return undefined;
  const nesting = new Nesting();
  let length = 0;
  for (const [i, line] of lines.slice(0, MOST_LINES).entries()) {
    length += line.length + 1;
    // A text that was cut off is not closed by the record on the next line.
    if (length > LONGEST || (nesting.isInText && isRecord(line))) return undefined;
    nesting.read(line);
    if (nesting.isClosed) return i === 0 ? undefined : join(lines.slice(0, i + 1));
  }
  return undefined;
}

/** Follows brackets and quotes over lines, and nothing else. */
class Nesting {
  isInText = false;
  private depth = 0;

  get isClosed(): boolean {
    return !this.isInText && this.depth <= 0;
  }

  read(line: string): void {
    for (let at = 0; at < line.length; at++) {
      const c = line.charAt(at);
      if (this.isInText) {
        if (c === '\\') at++;
        else if (c === '"') this.isInText = false;
      } else if (c === '"') this.isInText = true;
      else if (c === '{' || c === '[') this.depth++;
      else if (c === '}' || c === ']') this.depth--;
    }
  }
}

function isRecord(line: string): boolean {
  return /^\s*\{/.test(line) && scanStrict(line, START).complete;
}

function join(lines: readonly string[]): Join | undefined {
  const text = lines.join('\n');
  const parsed = parseLine(text);
  const isWhole =
    parsed.root?.kind === 'object' && parsed.errors.every(({ code, mends }) => code === 'comment' || mends.length > 0);
  const safe = parsed.errors.every((error) => isSafeMend(text, error));
  if (!isWhole || (!safe && parsed.errors.some(({ code }) => code !== 'comment'))) return undefined;
  const mends = parsed.errors.flatMap((error) => error.mends);
  return { count: lines.length, text, edits: [...mends, ...gapEdits(parsed)], safe };
}

/** Takes out the line breaks between keys and values, with the indentation after them. */
function gapEdits({ text, errors }: ParsedLine): TextEdit[] {
  const inTexts = new Set(errors.filter(({ code }) => code === 'control-character').map(({ start }) => start));
  const edits: TextEdit[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    if (inTexts.has(at)) continue;
    const start = skipSpaceBack(text, at, 0);
    const end = skipSpace(text, at);
    edits.push({ start, end, text: /[,:]/.test(text.charAt(start - 1)) ? ' ' : '' });
    at = end - 1;
  }
  return edits;
}
