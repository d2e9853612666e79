import { type Leak, leaksOf } from '../checks/leak';
import { readRow } from '../checks/readRow';
import { trainingTextsOf } from '../checks/trainingTexts';
import { BenchmarkIndex } from '../duplicates/wordRuns';
import type { JsonValue } from '../json/path';
import { isRecord } from '../record/shapes';
import { viewOf } from '../record/toExampleView';
import { type AuthorSchema, compileAuthorSchema, type RowRejection, type SchemaProblem } from '../schema/authorSchema';
import { decodeUtf8 } from '../text/encoding';

/** What the thread of a rule is told; it answers each task, in order. A thread has one rule. */
export type RuleTask =
  | { readonly kind: 'schema'; readonly schema: JsonValue }
  /** Some whole lines of a benchmark file; the texts of JSON Lines, or the lines of any other text. */
  | { readonly kind: 'benchmark'; readonly words: number; readonly file: string; readonly bytes: Uint8Array }
  /** `at` is shared memory: the number of the line that is being looked at stands there. */
  | { readonly kind: 'reject'; readonly lines: readonly string[]; readonly at: Int32Array }
  | { readonly kind: 'leaks'; readonly lines: readonly string[] };

export type RuleAnswer =
  /** What is wrong with the schema itself; nothing where it may be used. */
  | { readonly kind: 'problems'; readonly problems: readonly SchemaProblem[] }
  | { readonly kind: 'taken' }
  | { readonly kind: 'rejections'; readonly rows: readonly (readonly RowRejection[])[] }
  | { readonly kind: 'leaks'; readonly rows: readonly (readonly Leak[])[] };

/** The side of the thread. An author's schema may keep it for ever; its owner (`RuleRunner`) ends it then. */
export function createRuleThread(): (task: RuleTask) => RuleAnswer {
  let schema: AuthorSchema | undefined;
  let benchmarks: BenchmarkIndex | undefined;
  return (task) => {
    switch (task.kind) {
      case 'schema':
        schema = compileAuthorSchema(task.schema);
        return { kind: 'problems', problems: schema.ok ? [] : schema.problems };
      case 'benchmark':
        benchmarks ??= new BenchmarkIndex(task.words);
        for (const line of decodeUtf8(task.bytes).split('\n')) {
          for (const text of textsOf(line)) benchmarks.add(task.file, text);
        }
        return { kind: 'taken' };
      case 'reject':
        return { kind: 'rejections', rows: rejectionsOf(task.lines, schema, task.at) };
      case 'leaks':
        return { kind: 'leaks', rows: task.lines.map((line) => leaksOfLine(line, benchmarks)) };
    }
  };
}

function rejectionsOf(
  lines: readonly string[],
  schema: AuthorSchema | undefined,
  at: Int32Array,
): (readonly RowRejection[])[] {
  return lines.map((line, i) => {
    Atomics.store(at, 0, i);
    const { value } = readRow(line);
    // Of what is no example, the checks say so, and nothing else.
    return !isRecord(value) || schema?.ok !== true ? [] : schema.check(value);
  });
}

function leaksOfLine(line: string, benchmarks: BenchmarkIndex | undefined): readonly Leak[] {
  const { value } = readRow(line);
  if (!isRecord(value) || benchmarks === undefined) return [];
  return leaksOf(trainingTextsOf(viewOf(value)), benchmarks);
}

function textsOf(line: string): string[] {
  const { value } = readRow(line);
  return value === undefined ? [line] : stringsOf(value);
}

function stringsOf(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap((item) => stringsOf(item)) : [];
}
