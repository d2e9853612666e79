import { compileQuery, type FindQuery } from './query';
import { rowMatches, rowQueryOf } from './rowMatch';
import { decodeUtf8 } from '../text/encoding';
import { withoutLineEnd } from './lineBytes';

/** Rows for the thread that runs an author's pattern: their lines, one after the other, with their line ends. */
export interface PatternTask {
  readonly query: FindQuery;
  readonly bytes: Uint8Array;
  readonly lengths: Uint32Array;
}

/** Which lines of a task match, by their numbers in it. */
export interface PatternAnswer {
  readonly matches: Uint32Array;
}

/** A thread in which `answerPatternTasks` runs. */
export interface PatternThread {
  post(task: PatternTask, transfer: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (error: Error | undefined) => void): void;
  terminate(): Promise<void>;
}

/** The other side: answers tasks in order. A pattern that never ends keeps the thread for ever; its owner ends it. */
export function answerPatternTask({ query, bytes, lengths }: PatternTask): PatternAnswer {
  const matcher = compileQuery(query);
  if ('error' in matcher) return { matches: new Uint32Array() };
  const rowQuery = rowQueryOf(query, matcher);
  const matches: number[] = [];
  let start = 0;
  lengths.forEach((length, i) => {
    const line = decodeUtf8(withoutLineEnd(bytes.subarray(start, start + length)));
    if (rowMatches(line, rowQuery)) matches.push(i);
    start += length;
  });
  return { matches: Uint32Array.from(matches) };
}
