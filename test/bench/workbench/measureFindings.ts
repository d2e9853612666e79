import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { TestDataset } from '../../../src/host/testApi';

/** Milliseconds, edit by edit. */
export interface EditFigures {
  /** Until the document has the edit. */
  readonly edit: readonly number[];
  /** From then until the findings of the row are there, with its cluster's. */
  readonly findings: readonly number[];
}

const EDITS = 15;
/** One with an empty response, one that is no JSON, one without a fault. */
const LINES = [
  '{"instruction": "Name a colour.", "input": "", "output": ""}',
  '{"instruction": "Name a colour."',
  '{"instruction": "Name a colour.", "input": "", "output": "Green is one of them."}',
];

/** Edits a row in the middle of a large file, and asks for its findings at once, as the page does. */
export async function measureEdits(dataset: TestDataset): Promise<EditFigures> {
  const at = Math.floor(dataset.total / 2);
  const edit: number[] = [];
  const findings: number[] = [];
  for (let i = 0; i < EDITS; i++) {
    const [row] = (await dataset.call('getRows', { from: at, count: 1, view: 'all' })).rows;
    if (row === undefined) throw new Error(`There is no row ${at}.`);
    const started = performance.now();
    await dataset.call('applyEdit', {
      id: row.id,
      version: row.version,
      sequence: i + 1,
      edit: { kind: 'raw', text: LINES[i % LINES.length] ?? '' },
      typing: false,
    });
    const edited = performance.now();
    const found = await dataset.call('getFindings', { id: row.id });
    findings.push(performance.now() - edited);
    edit.push(edited - started);
    const isFaulty = i % LINES.length !== 2;
    if (found.findings.some(({ severity }) => severity === 'error') !== isFaulty) {
      throw new Error(`Edit ${i}: the findings are not those of the edited row.`);
    }
  }
  return { edit, findings };
}

/** How long the extension host's thread was held up at a time, in ms. */
export interface Stall {
  /** Wall time by which a timer came too late. What other processes take of the machine counts too. */
  readonly wall: number;
  /** The longest time that the thread itself was on a processor between two turns of the timer; NaN where the system does not tell. */
  readonly own: number;
}

const TICK = 5;

/** Watches how long the extension host's thread is held up, by a timer of 5 ms. */
export class HostStalls {
  private wall = 0;
  private own = 0;
  private last = performance.now();
  private lastOnProcessor = onProcessor();
  private readonly timer = setInterval(() => {
    const now = performance.now();
    const ran = onProcessor();
    this.wall = Math.max(this.wall, now - this.last - TICK);
    this.own = Math.max(this.own, ran - this.lastOnProcessor);
    this.last = now;
    this.lastOnProcessor = ran;
  }, TICK);

  /** The longest since the last call. */
  take(): Stall {
    const { wall, own } = this;
    this.wall = this.own = 0;
    return { wall, own };
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

/** How long this process's first thread has been on a processor, in ms, by Linux; NaN elsewhere. */
function onProcessor(): number {
  try {
    const [nanoseconds = ''] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1').split(' ');
    return Number(nanoseconds) / 1e6;
  } catch {
    return Number.NaN;
  }
}
