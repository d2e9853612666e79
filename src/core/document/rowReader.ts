import type { Row } from './change';
import { type Content, lengthOf, rangeOf } from './content';
import { headTextOf, lineEndOf, type LineRange, readRanges, textOf } from './lineReader';
import type { Run } from './run';
import { sliceRun } from './run';

/** A row that is to be read, and what it is at this moment. */
export interface RowPlan {
  /** A run of one. */
  readonly run: Run;
  readonly index: number;
  readonly version: number;
}

/** The single rows of runs whose first row is at `index`. */
export function planRows(runs: readonly Run[], index: number, versionOf: (id: number) => number): RowPlan[] {
  const plans: RowPlan[] = [];
  for (const run of runs) {
    for (let i = 0; i < run.count; i++) {
      const row = sliceRun(run, i, 1);
      plans.push({ run: row, index: index + plans.length, version: versionOf(row.id) });
    }
  }
  return plans;
}

/** Reads rows; those whose line is longer than `maxRowBytes` up to that. */
export async function readPlannedRows(
  content: Content,
  plans: readonly RowPlan[],
  maxRowBytes: number,
  signal?: AbortSignal,
): Promise<Row[]> {
  const lines = await readLines(
    content,
    plans.map(({ run }) => run),
    maxRowBytes,
    signal,
  );
  return plans.map(({ run, index, version }, i) => {
    const line = lines[i] ?? new Uint8Array();
    const byteLength = lengthOf(content, run);
    const complete = line.length === byteLength;
    return {
      id: run.id,
      index,
      version,
      text: complete ? textOf(line) : headTextOf(line),
      lineEnd: complete ? lineEndOf(line) : '',
      byteLength,
      complete,
    };
  });
}

/** The bytes of single rows, line ends included, each at most `maxRowBytes` long. */
export async function readLines(
  content: Content,
  rows: readonly Run[],
  maxRowBytes = Infinity,
  signal?: AbortSignal,
): Promise<Uint8Array[]> {
  const lines = new Array<Uint8Array>(rows.length);
  for (const source of ['base', 'journal'] as const) {
    const positions = rows.flatMap((run, i) => (run.source === source ? [i] : []));
    const ranges = positions.map((i) => cut(rangeOf(content, rows[i] ?? noRow), maxRowBytes));
    const { base, journal } = content;
    const read = source === 'base' ? base.read.bind(base) : journal.read.bind(journal);
    const found = await readRanges(read, ranges, signal);
    positions.forEach((at, i) => (lines[at] = found[i] ?? new Uint8Array()));
  }
  return lines;
}

const noRow: Run = { id: 0, count: 0, source: 'base', start: 0 };

function cut({ offset, length }: LineRange, most: number): LineRange {
  return { offset, length: Math.min(length, most) };
}
