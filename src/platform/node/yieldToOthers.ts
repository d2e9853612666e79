import { getPriority, setPriority } from 'node:os';

/** As `nice` says it: well behind what the author waits for, before what is only done when nothing else is. */
const BEHIND = 5;

/**
 * Lets the thread that calls it stand back behind the window and the extension host where processors are few. Only on Linux, where
 * the priority of "this process" is that of the calling thread (setpriority(2), "C library/kernel differences"); elsewhere it
 * would slow the whole extension host.
 */
export function yieldToOthers(): void {
  if (process.platform !== 'linux') return;
  try {
    if (getPriority() < BEHIND) setPriority(BEHIND);
  } catch {
    // A machine that does not allow it goes on as it was.
  }
}
