import type { GroupId } from './change';
import type { Run } from './run';
import type { SpliceLog } from './spliceLog';

/** One undoable step. */
export interface Group {
  readonly id: GroupId;
  readonly label: string;
  readonly log: SpliceLog;
  /** Names the state of the document after this group. */
  readonly state: number;
  /** Whether the log holds more than one edit, and so is no part of any change that was told. */
  readonly isBurst: boolean;
}

/** Shared by all documents of the process: VS Code keeps undo closures for ever, and a stale one must not hit another group. */
let lastGroupId = 0;

/**
 * Which groups are done, and which are undone and may be done again. States have names: coming back to a state by undo or redo
 * gives the same name, any edit gives a new one, so dirty means that the current state is not the saved one.
 */
export class History {
  private groups: Group[] = [];
  private done = 0;
  private lastState = 0;
  /** The state before the first group. */
  private readonly origin = 0;
  private saved: number | undefined = this.origin;
  private isOpen = false;

  get canUndo(): boolean {
    return this.done > 0;
  }

  get canRedo(): boolean {
    return this.done < this.groups.length;
  }

  /** The name of the state that the document is in. */
  get state(): number {
    return this.groups[this.done - 1]?.state ?? this.origin;
  }

  get isDirty(): boolean {
    return this.state !== this.saved;
  }

  /**
   * Adds a group. With `burst` the group stays open: the next burst edit of the same label extends it, until it is closed or
   * something else happens. Drops what was undone.
   */
  record(label: string, log: SpliceLog, burst: boolean): { readonly group: Group; readonly isNew: boolean } {
    const last = this.groups[this.done - 1];
    const state = ++this.lastState;
    const extended = burst && this.isOpen && last?.label === label ? last : undefined;
    const group =
      extended === undefined
        ? { id: ++lastGroupId, label, log, state, isBurst: false }
        : { ...extended, log: joined(extended, log), state, isBurst: true };
    this.groups.length = extended === undefined ? this.done : this.done - 1;
    this.groups.push(group);
    this.done = this.groups.length;
    this.isOpen = burst;
    return { group, isNew: extended === undefined };
  }

  /** From now on no edit extends the last group. */
  close(): void {
    this.isOpen = false;
  }

  /** The groups that must be undone to reach the state before `id` (or before the last group), last first. Marks them undone. */
  undo(id?: GroupId): readonly Group[] {
    const position = id === undefined ? this.done - 1 : this.groups.findIndex((group) => group.id === id);
    if (position < 0 || position >= this.done) return [];
    const undone = this.groups.slice(position, this.done).reverse();
    this.done = position;
    this.isOpen = false;
    return undone;
  }

  /** The groups that must be done again to have `id` done (or the next one), in order. Marks them done. */
  redo(id?: GroupId): readonly Group[] {
    const position = id === undefined ? this.done : this.groups.findIndex((group) => group.id === id);
    if (position < this.done || position >= this.groups.length) return [];
    const redone = this.groups.slice(this.done, position + 1);
    this.done = position + 1;
    this.isOpen = false;
    return redone;
  }

  /** Says which state is in the file; undefined for none that undo can reach. */
  markSaved(state: number | undefined): void {
    this.saved = state;
  }

  /** All runs that undo or redo may bring back. */
  *runs(): Generator<Run> {
    for (const group of this.groups) yield* group.log.runs();
  }

  /** Rewrites all runs: the file that they are ranges of has been replaced. */
  relocate(relocate: (run: Run) => Iterable<Run>): void {
    this.groups = this.groups.map((group) => ({ ...group, log: group.log.map(relocate) }));
  }
}

function joined({ log, isBurst }: Group, next: SpliceLog): SpliceLog {
  const whole = isBurst ? log : log.copy();
  whole.join(next);
  return whole;
}
