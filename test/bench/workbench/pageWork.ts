import type { Workbench } from '../../vscode/workbench.js';

/** The page's own work on its window's thread, in one part of the bench. Milliseconds. */
export interface PageWork {
  /** Pieces of work that were seen: calls of the page's scripts, and layouts of its document. */
  readonly pieces: number;
  /** The longest piece: by the clock, and on a processor. */
  readonly longest: { readonly wall: number; readonly own: number };
  /** Pieces that were longer on a processor than a frame of 60 a second. */
  readonly overFrame: number;
}

/** An event of Chromium's trace ("Trace Event Format"); times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly dur?: number;
  /** Of `dur`, what the thread was on a processor. */
  readonly tdur?: number;
  readonly args?: {
    readonly data?: { readonly url?: string; readonly frame?: string };
    readonly beginData?: { readonly frame?: string };
  };
}

const FRAME = 1000 / 60;
/** The checks of all rows are waited for no longer than this, in ms. */
const CHECKED_WITHIN = 1_200_000;
const SCRIPTS = /\/dist\/webview\/|\/webview\/chunks\//;
const LAYOUTS: ReadonlySet<string> = new Set(['Layout', 'UpdateLayoutTree', 'PrePaint', 'Paint']);

/**
 * Opens a large file and lets its page be: while lines are found and rows are checked; then scrolls through it and types. Chromium
 * traces meanwhile what runs on the thread of the window, which the page shares with VS Code: pieces are told apart by the address of
 * their script and by their frame.
 */
export async function measurePageWork(
  workbench: Workbench,
  file: string,
): Promise<Readonly<Record<'checking' | 'scrolling' | 'typing', PageWork>>> {
  const webview = workbench.webview();
  const grid = webview.locator('[role="grid"]');
  const checking = await traced(workbench, async () => {
    await workbench.openFile(file);
    const sign = webview.locator('.problems-button .checked-ring');
    await sign.waitFor();
    await sign.waitFor({ state: 'detached', timeout: CHECKED_WITHIN });
  });
  await grid.locator('[role="row"]').first().click();
  const scrolling = await traced(workbench, async () => {
    for (const key of ['PageDown', 'PageDown', 'PageDown', 'End', 'PageUp', 'PageUp', 'Home']) {
      await workbench.page.keyboard.press(key);
      await workbench.page.waitForTimeout(400);
    }
  });
  const field = webview.getByRole('textbox', { name: 'Instruction', exact: true });
  await field.click();
  const typing = await traced(workbench, async () => {
    await workbench.page.keyboard.type('A few words more. ', { delay: 80 });
    await workbench.page.waitForTimeout(1500);
  });
  return { checking, scrolling, typing };
}

async function traced({ page }: Workbench, act: () => Promise<void>): Promise<PageWork> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('The window has no browser of its own to trace.');
  await browser.startTracing(page, { categories: ['devtools.timeline'] });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] };
  return workOf(traceEvents);
}

function workOf(events: readonly TraceEvent[]): PageWork {
  const complete = events.filter(({ ph, dur }) => ph === 'X' && dur !== undefined);
  const scripts = complete.filter(({ args }) => SCRIPTS.test(args?.data?.url ?? ''));
  const frames = new Set(scripts.map(({ args }) => args?.data?.frame).filter((frame) => frame !== undefined));
  const frameOf = ({ args }: TraceEvent) => args?.beginData?.frame ?? args?.data?.frame ?? '';
  const layouts = complete.filter((event) => LAYOUTS.has(event.name) && frames.has(frameOf(event)));
  const pieces = [...scripts, ...layouts];
  if (pieces.length === 0) throw new Error('The trace has nothing of the page.');
  const longest = (of: (event: TraceEvent) => number | undefined) =>
    pieces.reduce((most, event) => Math.max(most, (of(event) ?? 0) / 1000), 0);
  return {
    pieces: pieces.length,
    longest: { wall: longest(({ dur }) => dur), own: longest(({ tdur }) => tdur) },
    overFrame: pieces.filter(({ tdur = 0 }) => tdur / 1000 > FRAME).length,
  };
}
