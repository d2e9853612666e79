import type { CheckConfig } from '../config/checkConfig';
import type { MessageOf } from './catalogue';
import type { Finding, FindingArgs } from './finding';
import { TRAINER_NAMES } from './trainer';

/** What the checks of a file as a whole go by. */
export interface FileFacts {
  readonly bytes: number;
  /** Rows that are objects. */
  readonly examples: number;
  readonly hasBom: boolean;
  /** True for an empty file too: there is nothing to glue to. */
  readonly endsWithNewline: boolean;
  /** Length of the last line in UTF-16 units, where the newline is missing. */
  readonly lastLineLength: number;
}

/** Where a finding about the file is shown: its first or its last row. */
export type FileFinding = Finding & { readonly on: 'first-row' | 'last-row' };

/** OpenAI starts no job with fewer examples, and takes no larger file. */
const FEWEST_EXAMPLES = 10;
const MOST_MEGABYTES = 512;

/** Findings about the file itself. */
export function checkFile(facts: FileFacts, config: CheckConfig): FileFinding[] {
  const findings: FileFinding[] = [];
  const report = <C extends FileCode>(
    code: C,
    message: MessageOf<C>,
    place: Pick<FileFinding, 'on' | 'start' | 'end'>,
    args: FindingArgs,
  ) => {
    const severity = config.severityOf(code, message);
    if (config.has(code) && severity !== 'off') findings.push({ code, severity, message, args, ...place });
  };
  const start = { on: 'first-row', start: 0, end: 0 } as const;
  const trainer = TRAINER_NAMES[config.trainer];
  if (facts.hasBom) report('json/encoding', 'bom', start, {});
  if (config.trainer === 'openai' && facts.examples < FEWEST_EXAMPLES) {
    report('file/too-few', 'default', start, { count: facts.examples, limit: FEWEST_EXAMPLES, trainer });
  }
  if (config.trainer === 'openai' && facts.bytes > MOST_MEGABYTES * 2 ** 20) {
    report('file/too-large', 'default', start, {
      size: Math.ceil(facts.bytes / 2 ** 20),
      limit: MOST_MEGABYTES,
      trainer,
    });
  }
  if (!facts.endsWithNewline) {
    const end = { on: 'last-row', start: facts.lastLineLength, end: facts.lastLineLength } as const;
    report('file/no-final-newline', 'default', end, {});
  }
  return findings;
}

type FileCode = 'json/encoding' | 'file/too-few' | 'file/too-large' | 'file/no-final-newline';
