import type { ReplicaRows } from '../document/replica';
import { FoundRows } from './foundRows';
import type { FindOptions, FindResult } from './find';
import type { PatternRunner } from './patternRunner';
import { compileQuery, type FindQuery } from './query';
import { linesWithin, MAX_SEARCHED_LINE, type SearchedRows } from './searchRows';

/** Bytes of lines in one task: a sane pattern takes some milliseconds for them. */
const TASK_BYTES = 256 * 1024;

/**
 * Finds the rows that match a pattern of the author. While the pattern runs over some rows, the next are read.
 * @throws TornReadError; what `breathe` throws; the signal's reason
 */
export async function findByPattern(
  rows: SearchedRows,
  query: FindQuery,
  runner: PatternRunner,
  signal: AbortSignal,
  options: Pick<FindOptions, 'tell' | 'breathe' | 'skip'>,
): Promise<FindResult> {
  const matcher = compileQuery(query);
  if ('error' in matcher) return { kind: 'invalid', message: matcher.error };
  const found = new FoundRows(options.tell, options.skip);
  let skipped = 0;
  let searchedRows = 0;
  let running: { readonly ids: readonly number[]; readonly answer: Promise<Uint32Array | 'too-slow'> } | undefined;
  const takeAnswer = async (): Promise<boolean> => {
    const matches = await (running?.answer ?? Promise.resolve(new Uint32Array()));
    if (matches === 'too-slow') return false;
    for (const match of matches) found.add(running?.ids[match] ?? -1);
    found.advance(running?.ids.length ?? 0);
    searchedRows += running?.ids.length ?? 0;
    return true;
  };
  for (const batch of batchesOf(rows)) {
    if (batch.tooLong) skipped++;
    if (!(await takeAnswer())) return { kind: 'too-slow', searchedRows };
    const answer = runner.run({ query, bytes: batch.bytes, lengths: batch.lengths }, signal);
    answer.catch(() => undefined); // Awaited by the next `takeAnswer`, unless reading fails first.
    running = { ids: batch.ids, answer };
    await options.breathe();
  }
  if (!(await takeAnswer())) return { kind: 'too-slow', searchedRows };
  found.flush();
  return { kind: 'done', skipped };
}

interface Batch {
  readonly ids: readonly number[];
  readonly bytes: Uint8Array;
  readonly lengths: Uint32Array;
  /** The batch is one row that is too long to be searched. */
  readonly tooLong?: boolean;
}

function* batchesOf(searched: SearchedRows): Generator<Batch> {
  let typed: TypedRow[] = [];
  let typedBytes = 0;
  for (const part of searched.rows) {
    if (part.kind === 'typed') {
      typed.push(part);
      typedBytes += part.line.length;
    }
    if (typed.length > 0 && (part.kind === 'base' || typedBytes >= TASK_BYTES)) {
      yield typedBatch(typed, typedBytes);
      typed = [];
      typedBytes = 0;
    }
    if (part.kind === 'base') yield* baseBatches(searched, part);
  }
  if (typed.length > 0) yield typedBatch(typed, typedBytes);
}

type TypedRow = Extract<ReplicaRows, { kind: 'typed' }>;

function typedBatch(rows: readonly TypedRow[], size: number): Batch {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const { line } of rows) {
    bytes.set(line, at);
    at += line.length;
  }
  return { ids: rows.map(({ id }) => id), bytes, lengths: Uint32Array.from(rows, ({ line }) => line.length) };
}

function* baseBatches(
  searched: SearchedRows,
  { id, line: first, count: rows }: Extract<ReplicaRows, { kind: 'base' }>,
): Generator<Batch> {
  const end = first + rows;
  for (let line = first; line < end;) {
    const count = Math.max(linesWithin(searched.index, line, end, TASK_BYTES), 1);
    yield baseBatch(searched, line, count, id + line - first);
    line += count;
  }
}

function baseBatch(searched: SearchedRows, line: number, count: number, id: number): Batch {
  const { index } = searched;
  const ids = Array.from({ length: count }, (_, i) => id + i);
  const { offset, length } = index.range(line, count);
  if (length > MAX_SEARCHED_LINE) return { ids, bytes: new Uint8Array(), lengths: new Uint32Array(), tooLong: true };
  const bytes = new Uint8Array(length);
  searched.readBlock(bytes, offset);
  return { ids, bytes, lengths: Uint32Array.from({ length: count }, (_, i) => index.length(line + i)) };
}
