import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { temporaryFolder } from '../../vscode/processes.js';
import type { Workbench } from '../../vscode/workbench.js';
import type { Opening } from './openAgain.js';
import { figuresOfHost } from './withBenchHost.js';

/** Milliseconds from the command that opens the file, run by run; infinite where it was not seen while the file was open. */
export interface FirstFindings {
  /** Until the first rows are painted. */
  readonly rows: readonly number[];
  /** Until the badge of a row in sight is. */
  readonly badge: readonly number[];
}

interface Sighting {
  readonly what: keyof FirstFindings;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Rows with an empty response, before the rows of the file: the first screen has findings. */
const FAULTY = '{"instruction": "Name a colour.", "input": "", "output": ""}\n'.repeat(3);

/** Opens a copy of a large file, with faults in its first rows, and watches the page for the badges of those. */
export async function measureFirstFindings(large: string): Promise<FirstFindings> {
  const folder = temporaryFolder();
  try {
    const file = join(folder.path, 'faulty.itune.jsonl');
    const out = createWriteStream(file);
    out.write(FAULTY);
    await pipeline(createReadStream(large), out);
    const seen: Sighting[] = [];
    const openings = await figuresOfHost<readonly Opening[]>({ part: 'openAgain', file }, (workbench) =>
      watchPages(workbench, (sighting) => seen.push(sighting)),
    );
    const first = (what: keyof FirstFindings) =>
      openings.map(({ asked, closed }) => {
        const found = seen.find((each) => each.what === what && each.at > asked && each.at < closed);
        return found === undefined ? Infinity : found.at - asked;
      });
    return { rows: first('rows'), badge: first('badge') };
  } finally {
    folder.remove();
  }
}

async function watchPages({ page }: Workbench, tell: (sighting: Sighting) => void): Promise<void> {
  await page.exposeFunction('benchSaw', tell);
  // A frame may be gone before it can be watched; VS Code loads several for one editor.
  page.on('framenavigated', (frame) => void frame.evaluate(watchPage).catch(() => undefined));
}

/** Runs in a frame. A look at each picture: VS Code writes the page's document into one that is there. */
function watchPage(): void {
  const holder = window as Window & { benchSaw?: (sighting: Sighting) => void };
  const wanted = new Map<keyof FirstFindings, string>([
    ['rows', '.row:not(.is-loading)'],
    ['badge', '.row-problem'],
  ]);
  const look = (): void => {
    for (const [what, selector] of wanted) {
      if (document.querySelector(selector) === null) continue;
      wanted.delete(what);
      // What is in the document now is drawn by this frame, and on the screen in the next.
      requestAnimationFrame(() => holder.benchSaw?.({ what, at: performance.timeOrigin + performance.now() }));
    }
    if (wanted.size > 0) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
