import { parseLine, type ParsedLine } from './parser';
import { joinRecord } from './repair/joinLines';
import { doubtOf } from './repair/plausibility';
import { mendedReadings, nearbyReadings, readings, rewrite, type Candidate } from './repair/readings';
import { titleOf, type RepairKind } from './repair/repairKind';
import { isStrayQuote } from './repair/safety';
import type { JsonSyntaxError, JsonSyntaxErrorCode } from './syntaxError';
import { applyTextEdits, inColumnOrder, type TextEdit } from './textEdit';

/** A way to make a line that is not JSON valid. */
export interface Repair {
  readonly kind: RepairKind;
  /** What it does, for a menu: "Add the missing comma". */
  readonly title: string;
  /** What the line becomes: one line, or several where it held several records. Each is valid JSON. */
  readonly lines: readonly string[];
  /** The ranges of the old line that change, in order; a line break in a text begins the next line. */
  readonly edits: readonly TextEdit[];
  /** Keeps all text that the author wrote, and leaves no other likely reading: may be done without being looked at. */
  readonly safe: boolean;
}

/** Lines longer than this (in UTF-16 units) are not repaired: nobody could look at the result. */
const LONGEST = 1024 * 1024;
/** Of lines longer than this only the parser's own reading is offered: to weigh others would take too long. */
const LONG = 128 * 1024;
/** The library takes long for odd lines: some 20 ms for this many units, and more than its share beyond. */
const LONGEST_REWRITE = 8 * 1024;

/**
 * The ways to repair a line, the likeliest first; none for a line that is valid, blank or longer than 1 MiB. Never throws.
 *
 * @param known keys that the dataset is known to have, each with the keys above it (`keyPathsOf`), which tell the right reading where
 *   several are possible
 */
export function repairLine(line: string, known: ReadonlySet<string> = new Set()): Repair[] {
  if (line.length > LONGEST) return [];
  const parsed = parseLine(line);
  if (parsed.errors.length === 0 || parsed.root === undefined) return [];
  const judge = (candidate: Candidate): Judged => judgeCandidate(line, candidate, known);
  const isLong = line.length > LONG;
  const asRead = (isLong ? mendedReadings(parsed) : readings(parsed)).map(judge);
  const others = isLong || asRead.some((reading) => isClear(parsed, reading)) ? [] : nearbyReadings(line).map(judge);
  const found = ranked(line, [...asRead, ...others]);
  // The last resort, where the best that was found would throw much away.
  const rewritten = isLossy(line, found[0]) && line.length <= LONGEST_REWRITE ? rewrite(line).map(judge) : [];
  return ranked(line, [...found, ...rewritten])
    .slice(0, MOST_REPAIRS)
    .map((candidate, i) => toRepair(line, candidate, i === 0));
}

/** More are no help to choose from. */
const MOST_REPAIRS = 5;

/** Errors of a way of writing rather than of one slip: no other reading of them is worth a search. */
const STYLE: ReadonlySet<JsonSyntaxErrorCode> = new Set<JsonSyntaxErrorCode>([
  'single-quote',
  'smart-quote',
  'unquoted-key',
  'python-literal',
  'control-character',
  'comment',
  'comment-prefix',
  'code-fence',
  'trailing-comma',
  'non-finite-number',
  'odd-space',
]);

/** Whether a reading leaves so little doubt that no other needs to be looked for. */
function isClear({ text, errors }: ParsedLine, { doubt, kind }: Judged): boolean {
  const isStyle = (error: JsonSyntaxError): boolean => STYLE.has(error.code) && !isStrayQuote(text, error);
  if (kind === 'cut-off' || errors.every(isStyle)) return true;
  return doubt <= 1 && !(kind === 'escapes' && /\\[n"]/.test(text));
}

/** A way to make one line of a record that goes on over several. */
export interface LinesRepair extends Repair {
  /** How many lines it replaces, from the first. The columns of `edits` count in those lines, joined by line breaks. */
  readonly count: number;
}

/**
 * The way to join a record that is spread over the first of some consecutive lines: pretty-printed JSON, or raw line breaks in a
 * text. Empty where the first line is no such beginning. Never throws.
 */
export function repairLines(lines: readonly string[]): LinesRepair[] {
  const join = joinRecord(lines);
  if (join === undefined) return [];
  const { count, text, edits, safe } = join;
  return [
    {
      kind: 'join',
      title: titleOf('join'),
      lines: [applyTextEdits(text, edits)],
      edits: inColumnOrder(edits),
      safe,
      count,
    },
  ];
}

/** Letters and digits that a repair may take away before another way is looked for. */
const FEW_LETTERS = 10;

/** Whether a reading throws text away; that a line which was cut off loses its half part is as it should be. */
function isLossy(line: string, reading: Judged | undefined): boolean {
  if (reading === undefined) return true;
  if (reading.kind === 'cut-off') return false;
  const letters = (text: string): number => text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const lost = reading.edits.reduce(
    (sum, { start, end, text }) => sum + letters(line.slice(start, end)) - letters(text),
    0,
  );
  return lost > FEW_LETTERS;
}

interface Judged extends Candidate {
  readonly doubt: number;
}

function judgeCandidate(line: string, candidate: Candidate, known: ReadonlySet<string>): Judged {
  const lines = applyTextEdits(line, candidate.edits).split('\n');
  const doubts = lines.map((text, i) => doubtOf(line, text, i === 0 ? candidate.edits : [], known));
  const doubt = Math.max(...doubts.map(({ all }) => all)) + (candidate.handicap ?? 0);
  return { ...candidate, safe: candidate.safe && doubts.every(({ structure }) => structure === 0), doubt };
}

/** The likeliest first; what gives the same line, or no JSON, is left out. */
function ranked(line: string, candidates: readonly Judged[]): Judged[] {
  const seen = new Set<string>();
  return [...candidates]
    .sort((a, b) => a.doubt - b.doubt)
    .filter((candidate) => {
      const key = applyTextEdits(line, candidate.edits);
      if (candidate.doubt === Infinity || seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}

function toRepair(line: string, { kind, edits, safe }: Candidate, isLikeliest: boolean): Repair {
  const lines = applyTextEdits(line, edits).split('\n');
  return { kind, title: titleOf(kind), lines, edits: inColumnOrder(edits), safe: safe && isLikeliest };
}
