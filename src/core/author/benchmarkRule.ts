import type { Leak } from '../checks/leak';
import { binaryFormatOf, describeBinary } from '../text/binaryFormat';
import { BOM_LENGTH, detectEncoding } from '../text/encoding';
import { type RuleMachine, RuleRunner } from './ruleRunner';

/** Some whole lines of a benchmark file. */
export interface BenchmarkPart {
  /** The name under which findings speak of the file. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

const PART_BYTES = 4 * 2 ** 20;
const NEWLINE = 10;

/** A whole benchmark file in parts. @throws Error with words for people where it is no UTF-8 text */
export function* benchmarkParts(file: string, bytes: Uint8Array): Generator<BenchmarkPart> {
  const encoding = detectEncoding(bytes);
  if (encoding !== 'utf-8' && encoding !== 'utf-8-bom') {
    throw new Error(
      encoding === 'binary' ? describeBinary(binaryFormatOf(bytes)) : `the file is ${encoding}; save it as UTF-8`,
    );
  }
  for (let start = encoding === 'utf-8-bom' ? BOM_LENGTH : 0; start < bytes.length;) {
    const newline = start + PART_BYTES < bytes.length ? bytes.indexOf(NEWLINE, start + PART_BYTES) : -1;
    const end = newline < 0 ? bytes.length : newline + 1;
    yield { file, bytes: bytes.subarray(start, end) };
    start = end;
  }
}

const TASK_ROWS = 500;
const NONE: readonly Leak[] = [];

/** Benchmarks to look for in rows: their runs of words are kept, and rows looked at, in a thread of their own. */
export class BenchmarkRule {
  private readonly runner: RuleRunner;

  private constructor(machine: RuleMachine) {
    this.runner = new RuleRunner(machine);
  }

  /** @throws what reading `parts` throws */
  static async start(machine: RuleMachine, words: number, parts: AsyncIterable<BenchmarkPart>): Promise<BenchmarkRule> {
    const rule = new BenchmarkRule(machine);
    try {
      for await (const { file, bytes } of parts) {
        const own = bytes.slice();
        await rule.runner.ask({ kind: 'benchmark', words, file, bytes: own }, undefined, [own.buffer]);
      }
      return rule;
    } catch (error) {
      await rule.dispose();
      throw error;
    }
  }

  /** The runs of words that each line shares with a benchmark. */
  async check(lines: readonly string[]): Promise<(readonly Leak[])[]> {
    const rows: (readonly Leak[])[] = [];
    for (let start = 0; start < lines.length; start += TASK_ROWS) {
      const part = lines.slice(start, start + TASK_ROWS);
      const answer = await this.runner.ask({ kind: 'leaks', lines: part });
      rows.push(...(answer.kind === 'leaks' ? answer.rows : part.map(() => NONE)));
    }
    return rows;
  }

  async dispose(): Promise<void> {
    await this.runner.dispose();
  }
}
