import type { JsonPath } from '../../core/json/path';
import { samePath } from '../../core/json/path';

/** Clock and timers, so that tests need not wait. Times are milliseconds. */
export interface Clock {
  now(): number;
  after(milliseconds: number, callback: () => void): { dispose(): void };
}

/** What one burst of typing edits: one field of one row, in one view. */
export interface BurstTarget {
  readonly view: string;
  readonly row: number;
  readonly path: JsonPath;
}

/** A pause of this length ends a burst. */
export const PAUSE = 400;
/** A burst is no longer than this, so that one undo never takes back more than a few words. */
export const LONGEST = 800;

/**
 * Gathers keystrokes into undo groups. The first keystroke opens a group, later ones on the same target extend it; it closes
 * after a pause, after `LONGEST`, or when `close` is called (blur, undo, save, backup, an edit elsewhere).
 */
export class TypingBursts<Group> {
  private open: { readonly target: BurstTarget; readonly group: Group; readonly since: number } | undefined;
  private timer: { dispose(): void } | undefined;

  constructor(private readonly clock: Clock) {}

  /** The group that a keystroke on `target` extends; undefined when it has to open one. */
  groupFor(target: BurstTarget): Group | undefined {
    const open = this.open;
    if (open === undefined) return undefined;
    if (sameTarget(open.target, target) && this.clock.now() - open.since < LONGEST) return open.group;
    this.close();
    return undefined;
  }

  /** Notes a keystroke that was done in `group`, and lets the group stay open for the next. */
  typed(target: BurstTarget, group: Group): void {
    const since = this.open?.group === group ? this.open.since : this.clock.now();
    this.timer?.dispose();
    this.open = { target, group, since };
    const rest = Math.min(PAUSE, since + LONGEST - this.clock.now());
    this.timer = this.clock.after(rest, () => {
      this.close();
    });
  }

  close(): void {
    this.timer?.dispose();
    this.timer = undefined;
    this.open = undefined;
  }
}

function sameTarget(a: BurstTarget, b: BurstTarget): boolean {
  return a.view === b.view && a.row === b.row && samePath(a.path, b.path);
}
