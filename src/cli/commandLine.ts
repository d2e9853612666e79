import { parseArgs } from 'node:util';
import { isCode, type Code } from '../core/checks/catalogue';

export type Command =
  | {
      readonly name: 'check';
      readonly files: readonly string[];
      readonly format: 'text' | 'json';
      readonly config?: string;
    }
  | {
      readonly name: 'fix';
      readonly files: readonly string[];
      readonly write: boolean;
      readonly only: readonly Code[];
      readonly unsafe: boolean;
      readonly config?: string;
    }
  | { readonly name: 'help' };

/** The command line does not say what to do. The message is for people. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `usage:
  itune check FILE... [--format text|json] [--config .itune.json]
  itune fix FILE... --dry-run|--write [--only CODE]... [--unsafe] [--config .itune.json]

check   lists the problems of datasets in JSON Lines
fix     applies the safe fixes, or with --unsafe all that need no choice;
        --only limits them to a code and may stand several times

exit status: 0 clean (of fix: done), 1 errors or warnings found by check, 2 wrong usage or a file that cannot be
read or written
`;

const OPTIONS = {
  format: { type: 'string' },
  config: { type: 'string' },
  'dry-run': { type: 'boolean' },
  write: { type: 'boolean' },
  only: { type: 'string', multiple: true },
  unsafe: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** @throws UsageError */
export function readCommandLine(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  const [name, ...files] = positionals;
  if (values.help === true || name === 'help') return { name: 'help' };
  if (name !== 'check' && name !== 'fix')
    throw new UsageError(name === undefined ? 'no command' : `unknown command "${name}"`);
  if (files.length === 0) throw new UsageError('no file');
  const config = values.config === undefined ? {} : { config: values.config };
  const refuse = (options: readonly (keyof typeof values)[]) => {
    const given = options.find((option) => values[option] !== undefined);
    if (given !== undefined) throw new UsageError(`--${given} does not go with ${name}`);
  };
  if (name === 'check') {
    refuse(['dry-run', 'write', 'only', 'unsafe']);
    const { format = 'text' } = values;
    if (format !== 'text' && format !== 'json') throw new UsageError(`--format is text or json, not "${format}"`);
    return { name, files, format, ...config };
  }
  refuse(['format']);
  if ((values['dry-run'] === true) === (values.write === true)) throw new UsageError('say either --dry-run or --write');
  const only = (values.only ?? []).flatMap((codes) => codes.split(','));
  const unknown = only.find((code) => !isCode(code));
  if (unknown !== undefined) throw new UsageError(`there is no check "${unknown}"`);
  return {
    name,
    files,
    write: values.write === true,
    only: only.filter(isCode),
    unsafe: values.unsafe === true,
    ...config,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
