import type { Locator } from 'playwright-core';
import type { Workbench } from '../../vscode/workbench.js';

export interface KeystrokeFigures {
  /** Milliseconds from the key's event in the page to the tab marked dirty, key by key. */
  readonly dirty: readonly number[];
  /** Milliseconds from the key's event to the frame in which the list shows the new text. */
  readonly repaint: readonly number[];
}

interface Clock {
  readonly key: number;
  readonly dirty: number;
  /** Undefined in the peer, which has no list. */
  readonly repaint?: number;
}

/** The window of the page or of the workbench, where each notes what it sees. */
type Clocked = Window & { benchClock?: { key?: number; repaint?: number; dirty?: number } };

const KEYS = 15;

/** Typed at the beginning of the instruction: of a long one the list shows only the first words. */
const KEY = 'x';

/** The checks of all rows are waited for no longer than this, in milliseconds. */
const CHECKED_WITHIN = 1_200_000;

/**
 * Types single keys into the first example's instruction, undoing each: while the file that was just opened is being checked, which
 * takes a processor, and when that is done. The page notes when the key came and when the list was painted with it, the workbench
 * when the tab turned dirty: all in one browser, whose frames share one clock.
 */
export async function measureKeystrokes(
  workbench: Workbench,
  file: string,
): Promise<Readonly<Record<'checking' | 'checked', KeystrokeFigures>>> {
  await workbench.openFile(file);
  const webview = workbench.webview();
  await webview.locator('[role="grid"] [role="row"]').first().click();
  const field = webview.getByRole('textbox', { name: 'Instruction', exact: true });
  await field.click();
  await watchTab(workbench);
  await field.evaluate(watchPage, KEY);
  const checking = toFigures(await typeKeys(workbench, field));
  await webview.locator('.problems-button .checked-ring').waitFor({ state: 'detached', timeout: CHECKED_WITHIN });
  return { checking, checked: toFigures(await typeKeys(workbench, field)) };
}

function toFigures(clocks: readonly Clock[]): KeystrokeFigures {
  return {
    dirty: clocks.map(({ key, dirty }) => dirty - key),
    repaint: clocks.map(({ key, repaint }, i) => {
      if (repaint === undefined) throw new Error(`The list was not seen to show key ${i}.`);
      return repaint - key;
    }),
  };
}

/** The same in the peer, which has no list. Milliseconds to the tab marked dirty, key by key. */
export async function measurePeerKeystrokes(workbench: Workbench): Promise<readonly number[]> {
  const field = workbench.webview().getByRole('textbox', { name: 'Text', exact: true });
  await field.click();
  await watchTab(workbench);
  await field.evaluate(watchPage, KEY);
  return (await typeKeys(workbench, field)).map(({ key, dirty }) => dirty - key);
}

async function typeKeys(workbench: Workbench, field: Locator): Promise<readonly Clock[]> {
  const { page } = workbench;
  await field.press('ControlOrMeta+Home');
  const original = await field.inputValue();
  const clocks: Clock[] = [];
  for (let i = 0; i < KEYS; i++) {
    await page.keyboard.press(KEY);
    await page.locator('.tab.active.dirty').waitFor();
    await page.waitForTimeout(1500); // Longer than a burst of typing, and until the list has been drawn.
    const times: Partial<Clock> = {
      ...(await field.evaluate(() => (window as Clocked).benchClock ?? {})),
      ...(await page.evaluate(() => (window as Clocked).benchClock ?? {})),
    };
    const { key, dirty, repaint } = times;
    if (key === undefined || dirty === undefined) throw new Error(`Key ${i} left no trace: ${JSON.stringify(times)}`);
    clocks.push({ key, dirty, ...(repaint === undefined ? {} : { repaint }) });
    await page.keyboard.press('ControlOrMeta+z');
    await page.locator('.tab.active:not(.dirty)').waitFor();
    // The tab is clean before the page has heard of the undo.
    while ((await field.inputValue()) !== original) await page.waitForTimeout(50);
    await page.waitForTimeout(300);
    await field.evaluate(() => delete (window as Clocked).benchClock);
    await page.evaluate(() => delete (window as Clocked).benchClock);
  }
  return clocks;
}

/** Runs in the workbench's window. */
async function watchTab({ page }: Workbench): Promise<void> {
  await page.evaluate(() => {
    const holder = window as Clocked;
    new MutationObserver(() => {
      if (document.querySelector('.tab.active.dirty') === null || holder.benchClock?.dirty !== undefined) return;
      holder.benchClock = { ...holder.benchClock, dirty: performance.timeOrigin + performance.now() };
    }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['class'], childList: true });
  });
}

/** Runs in the editor's page: notes when the key comes, and the picture in which the list shows the first example with it. */
function watchPage(_field: Element, key: string): void {
  const holder = window as Clocked;
  const now = () => performance.timeOrigin + performance.now();
  const shown = () => document.querySelector('[role="grid"] .row-instruction')?.textContent;
  let before: string | undefined;
  const typed = (): void => {
    holder.benchClock = { key: now() };
    before = shown() ?? undefined;
  };
  window.addEventListener('keydown', (event) => event.key === key && typed(), { capture: true });
  const grid = document.querySelector('[role="grid"]');
  if (grid === null) return;
  new MutationObserver(() => {
    if (before === undefined || shown()?.startsWith(key + before.slice(0, 8)) !== true) return;
    before = undefined;
    requestAnimationFrame(() => {
      if (holder.benchClock?.key !== undefined) holder.benchClock.repaint ??= now();
    });
  }).observe(grid, { subtree: true, characterData: true, childList: true });
}
