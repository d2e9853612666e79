import type { FindingFix, FindingSeverity, RowFinding } from '../../../src/protocol/findings';
import { worstOf } from '../../../webview/editor/findings/severity';
import type { RowSummary } from '../../../src/protocol/editor';
import type { FakeRow, FakeRows } from './fakeRows';

type Json = Record<string, unknown>;

/** A fix of the fake: its words, and the lines that it makes of a row. */
interface FakeFix {
  readonly key: string;
  readonly title: string;
  readonly safe: boolean;
  readonly deletes?: boolean;
  readonly isForAll: boolean;
  readonly reveal?: readonly string[];
  readonly apply?: (text: string) => readonly string[];
}

export interface FakeFinding {
  readonly code: string;
  readonly severity: FindingSeverity;
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly span?: readonly [number, number];
  readonly fixes: readonly FakeFix[];
  readonly clusterSize?: number;
}

export const titles: Readonly<Record<string, string>> = {
  'json/syntax': 'Not JSON',
  'pair/empty-response': 'Empty response',
  'pair/placeholder-input': 'Placeholder input',
  'text/edge-whitespace': 'White space at the edges',
  'duplicate/exact': 'Exact duplicate',
  'chat/unknown-role': 'Unknown role',
};

const remove: FakeFix = {
  key: 'delete',
  title: 'Delete example',
  safe: false,
  deletes: true,
  isForAll: true,
  apply: () => [],
};

/** What is wrong with a row, by a few rules that are enough to try the page with. */
export function check(rows: FakeRows, index: number): readonly FakeFinding[] {
  const text = rows.at(index)?.text ?? '';
  const record = parse(text);
  if (record === undefined) {
    const whole = `${text}}`;
    const fixes: FakeFix[] =
      parse(whole) === undefined
        ? []
        : [{ key: 'repair', title: 'Add the missing bracket', safe: true, isForAll: true, apply: () => [whole] }];
    const { length } = text;
    return [
      {
        code: 'json/syntax',
        severity: 'error',
        message: 'The line is not JSON: a closing bracket is missing at its end.',
        span: [Math.max(0, length - 1), length],
        fixes,
      },
    ];
  }
  return [...fieldFindings(record), ...roleFindings(record), ...repeats(rows, index, record)];
}

function fieldFindings({ input, output }: Json): FakeFinding[] {
  const found: FakeFinding[] = [];
  if (output === '') {
    found.push({
      code: 'pair/empty-response',
      severity: 'error',
      message: 'The response is empty.',
      path: ['output'],
      fixes: [{ key: 'write', title: 'Write a response', safe: false, isForAll: false, reveal: ['output'] }, remove],
    });
  }
  if (input === '<noinput>') {
    found.push({
      code: 'pair/placeholder-input',
      severity: 'warning',
      message: 'The input is a placeholder ("<noinput>").',
      path: ['input'],
      fixes: [
        {
          key: 'empty',
          title: 'Set the input to ""',
          safe: true,
          isForAll: true,
          apply: (text) => [text.replace('"<noinput>"', '""')],
        },
      ],
    });
  }
  if (typeof output === 'string' && output !== output.trim()) {
    found.push({
      code: 'text/edge-whitespace',
      severity: 'information',
      message: 'The response begins or ends with white space.',
      path: ['output'],
      fixes: [
        {
          key: 'trim',
          title: 'Trim',
          safe: false,
          isForAll: true,
          apply: (text) => [text.replace(JSON.stringify(output), JSON.stringify(output.trim()))],
        },
      ],
    });
  }
  return found;
}

function roleFindings({ messages }: Json): FakeFinding[] {
  if (!Array.isArray(messages)) return [];
  return (messages as Json[]).flatMap(({ role }, at) =>
    role === 'asistant'
      ? [
          {
            code: 'chat/unknown-role',
            severity: 'error' as const,
            message: 'The role "asistant" is not known.',
            path: ['messages', at, 'role'],
            fixes: [
              {
                key: 'rename',
                title: 'Rename to "assistant"',
                safe: true,
                isForAll: true,
                apply: (text: string) => [text.replace('"asistant"', '"assistant"')],
              },
            ],
          },
        ]
      : [],
  );
}

/** Places of the rows with the same instruction and response, first to last. */
export function clusterOf(rows: FakeRows, index: number): readonly number[] {
  const own = keyOf(parse(rows.at(index)?.text ?? ''));
  if (own === undefined) return [index];
  return Array.from({ length: rows.count }, (_, at) => at).filter(
    (at) => keyOf(parse(rows.at(at)?.text ?? '')) === own,
  );
}

function repeats(rows: FakeRows, index: number, record: Json): FakeFinding[] {
  if (record.output === '' || keyOf(record) === undefined) return [];
  const cluster = clusterOf(rows, index);
  if (cluster.length < 2 || cluster[0] === index) return [];
  return [
    {
      code: 'duplicate/exact',
      severity: 'warning',
      message: `The example repeats example ${(cluster[0] ?? 0) + 1}.`,
      fixes: [remove],
      clusterSize: cluster.length,
    },
  ];
}

function keyOf(record: Json | undefined): string | undefined {
  if (typeof record?.instruction !== 'string') return undefined;
  return JSON.stringify([record.instruction, typeof record.output === 'string' ? record.output.trim() : '']);
}

function parse(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

/** A finding as the page is told of it. */
export function toRowFinding(
  finding: FakeFinding,
  row: FakeRow,
  at: number,
  alsoFor: (code: string) => number,
): RowFinding {
  const { code, severity, message, path, span = [0, row.text.length], fixes, clusterSize } = finding;
  return {
    key: `${at} ${row.version}`,
    code,
    severity,
    message,
    explanation: `Why it matters: ${titles[code] ?? code} teaches the model what was not meant.`,
    ...(path === undefined ? {} : { path }),
    start: span[0],
    end: span[1],
    fixes: fixes.map((fix): FindingFix => {
      const { key, title, safe, deletes, isForAll, reveal } = fix;
      return {
        key,
        title,
        safe,
        ...(deletes === true && { deletes }),
        ...(reveal === undefined ? {} : { reveal }),
        ...(isForAll ? { alsoFor: alsoFor(code) } : {}),
      };
    }),
    ...(clusterSize === undefined ? {} : { cluster: { kind: 'exact' as const, size: clusterSize } }),
  };
}

/** The badge of a row. */
export function badgeOf(findings: readonly FakeFinding[]): RowSummary['problems'] {
  const worst = worstOf(findings.map(({ severity }) => severity));
  return worst === undefined ? undefined : { count: findings.length, worst };
}
