import { LineIndex } from '../text/lineIndex';
import { rangeOf } from './content';
import { lastAtMost } from './idIndex';
import { KnownLines } from './knownLines';
import { coalesce, type Run, sliceRun } from './run';
import type { SaveSnapshot } from './saveSnapshot';

/** Rows of the snapshot that stand in the saved file byte for byte as their own line. */
interface SavedRun {
  readonly run: Run;
  /** Line number of the first row in the saved file. */
  readonly position: number;
}

/**
 * How runs that refer to the file before a save refer to the file after it. The saved file is known without reading it: its
 * lines are the rows of the snapshot in order.
 */
export class Relocation {
  private readonly saved: SavedRun[] = [];
  private readonly ids: number[] = [];

  constructor(private readonly snapshot: SaveSnapshot) {
    for (const { run, position, needsLineEnd } of snapshot.lines()) {
      // A row that was given a line end it does not have is another line in the saved file; undo must bring back the bare one.
      if (!needsLineEnd) this.saved.push({ run, position });
    }
    this.saved.sort((a, b) => a.run.id - b.run.id);
    for (const { run } of this.saved) this.ids.push(run.id);
  }

  /** Which lines of the old file `runs` need that the saved file will not hold, as stretches in order. */
  linesMissing(runs: Iterable<Run>): Run[] {
    const missing: Run[] = [];
    for (const run of runs) {
      for (const { part, line } of this.match(run))
        if (line === undefined && part.source === 'base') missing.push(part);
    }
    return missing.sort((a, b) => a.start - b.start);
  }

  /** The runs that hold the same lines after the save; lines that the file no longer has are those that `known` has copies of. */
  relocate(run: Run, known: KnownLines): Run[] {
    const relocated: Run[] = [];
    for (const { part, line } of this.match(run)) {
      if (line !== undefined) relocated.push({ ...part, source: 'base', start: line });
      else if (part.source === 'journal') relocated.push(part);
      else relocated.push(...inJournal(part, known));
    }
    return coalesce(relocated);
  }

  /** The lines of the saved file. */
  index(): LineIndex {
    const { content } = this.snapshot;
    const index = new LineIndex(content.bomLength);
    for (const { run, position, needsLineEnd } of this.snapshot.lines()) {
      const isBase = run.source === 'base';
      if (needsLineEnd) index.push(rangeOf(content, run).length + content.lineEnding.length);
      else if (isBase) index.appendFrom(content.index, run.start, run.count);
      else this.pushEntries(index, run, position + run.count === this.snapshot.count);
    }
    return index;
  }

  /** The row of each line of the saved file. */
  layout(): Run[] {
    const runs: Run[] = [];
    for (const { run, position } of this.snapshot.lines()) runs.push({ ...run, source: 'base', start: position });
    return coalesce(runs);
  }

  /** Which lines of the saved file have copies in the journal: those that were saved from there, and those known before. */
  known(before: KnownLines): KnownLines {
    const known = new KnownLines();
    const base = this.saved.filter(({ run }) => run.source === 'base').sort((a, b) => a.run.start - b.run.start);
    const starts = base.map(({ run }) => run.start);
    for (const { run, position } of this.saved) {
      if (run.source === 'journal') known.add(position, run.count, run.start);
    }
    for (const { line, entry } of before) {
      const saved = base[lastAtMost(starts, line)];
      if (saved === undefined || line >= saved.run.start + saved.run.count) continue;
      known.add(saved.position + line - saved.run.start, 1, entry);
    }
    return known;
  }

  private pushEntries(index: LineIndex, run: Run, isEnd: boolean): void {
    const { journal } = this.snapshot.content;
    for (let i = 0; i < run.count; i++) {
      const entry = run.start + i;
      index.push(journal.length(entry), isEnd && i === run.count - 1 && journal.isUnterminated(entry));
    }
  }

  /** Cuts a run into parts that the saved file holds as they are, each with its line number there, and parts that it does not. */
  private *match(run: Run): Generator<{ readonly part: Run; readonly line: number | undefined }> {
    let from = 0;
    let at = Math.max(0, lastAtMost(this.ids, run.id));
    for (; from < run.count; at++) {
      const saved = this.saved[at];
      const start = saved === undefined ? run.count : Math.max(from, Math.min(run.count, saved.run.id - run.id));
      if (start > from) yield { part: sliceRun(run, from, start - from), line: undefined };
      if (saved === undefined || start >= run.count) return;
      const end = Math.max(start, Math.min(run.count, saved.run.id + saved.run.count - run.id));
      if (end > start) {
        const into = run.id + start - saved.run.id;
        const same = saved.run.source === run.source && saved.run.start + into === run.start + start;
        yield { part: sliceRun(run, start, end - start), line: same ? saved.position + into : undefined };
      }
      from = end;
    }
  }
}

/** The copies that the journal has of the base lines of a run. */
function* inJournal(run: Run, known: KnownLines): Generator<Run> {
  for (let i = 0; i < run.count; i++) {
    const entry = known.entryOf(run.start + i);
    if (entry === undefined) throw new Error(`Line ${run.start + i} was not kept before the save.`);
    yield { id: run.id + i, count: 1, source: 'journal', start: entry };
  }
}
