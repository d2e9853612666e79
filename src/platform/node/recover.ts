import { SaveError } from '../fileErrors';
import { isGone } from './baseFile';
import { followLinks } from './saveTarget';
import type { FileStat } from './fsCalls';
import type { System } from './system';
import { UndoJournal } from './undoJournal';

/** A save that has shown no sign of life for so long is dead, even if a process of its number runs. */
const DEAD_AFTER_MS = 30_000;
const LOOK_AGAIN_MS = 250;

/**
 * Puts back the old bytes of a file whose save in place broke off. Waits while another process is in the middle of one.
 * @throws SaveError when the old bytes are there but cannot be written
 */
export async function recoverInPlace(system: System, path: string, journalDir: string): Promise<void> {
  const target = await followLinks(system.fs, path);
  for (const name of await UndoJournal.namesFor(system.fs, journalDir, target)) {
    const journal = await openWhenDead(system, journalDir, name);
    if (journal === undefined) continue;
    if (journal.head.target === target) await putBack(system, journal);
    else await journal.close(); // Another file's, whose name has the same hash.
  }
}

async function openWhenDead(system: System, journalDir: string, name: string): Promise<UndoJournal | undefined> {
  for (;;) {
    const youngest = system.wallTime() - DEAD_AFTER_MS;
    let journal: UndoJournal | undefined;
    try {
      journal = await UndoJournal.open(system.fs, journalDir, name, youngest);
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
    if (journal === undefined) return undefined;
    const { pid } = journal.head;
    const isOther = pid !== system.process.pid && system.process.isAlive(pid);
    if (!isOther || (await journal.lastSign()) < youngest) return journal;
    await journal.close();
    await system.clock.sleep(LOOK_AGAIN_MS);
  }
}

async function putBack({ fs }: System, journal: UndoJournal): Promise<void> {
  const { target } = journal.head;
  try {
    const file = await fs.open(target, 'r+');
    try {
      if (!fits(journal, await file.stat())) {
        await journal.setAside();
        return;
      }
      await journal.restore(file);
    } finally {
      await file.close();
    }
    await journal.finish();
  } catch (error) {
    if (isGone(error)) await journal.setAside();
    else throw new SaveError(target, { journal: journal.path }, { cause: error });
  }
}

/** Whether the file can be the one that the save broke off in: the same inode, and a size between the old and the new. */
function fits({ head }: UndoJournal, stat: FileStat): boolean {
  const inode = (identity: string): string => identity.slice(identity.indexOf(':')); // Device numbers change at a restart.
  const isSized =
    stat.size >= Math.min(head.oldSize, head.newSize) && stat.size <= Math.max(head.oldSize, head.newSize);
  return inode(stat.identity) === inode(head.identity) && isSized;
}
