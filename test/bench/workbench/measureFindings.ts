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

/**
 * Watches how long the extension host's thread is held up at a time: the wall time, in ms, by which a timer of 5 ms comes too late. What
 * other processes take counts too.
 */
export class HostStalls {
  private longest = 0;
  private last = performance.now();
  private readonly timer = setInterval(() => {
    const now = performance.now();
    this.longest = Math.max(this.longest, now - this.last - 5);
    this.last = now;
  }, 5);

  /** The longest since the last call. */
  take(): number {
    const { longest } = this;
    this.longest = 0;
    return longest;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
