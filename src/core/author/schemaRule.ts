import type { JsonValue } from '../json/path';
import type { RowRejection, SchemaProblem } from '../schema/authorSchema';
import { isFailure, type RuleMachine, RuleRunner } from './ruleRunner';

/** How long a schema may take to be compiled (ms). */
const COMPILE_MS = 10_000;
/** How long one task may take (ms): some hundred rows, for which sane schemas need a few. Long lines add to it. */
const CHECK_MS = 2000;
const MS_PER_CHARACTER = 1 / 1000;
const TASK_ROWS = 200;
const TASK_CHARACTERS = 512 * 1024;
/** So many rows may take too long before the schema is given up. */
const MOST_STOPS = 3;

/**
 * An author's schema at work in a thread of its own. A row on which it does not come to an end is told as one to which it could not
 * be applied, and after a few of them the schema is given up (`givenUp`).
 */
export class SchemaRule {
  private readonly runner: RuleRunner;
  private stops = 0;
  private isLoaded = true;

  private constructor(
    machine: RuleMachine,
    private readonly schema: JsonValue,
  ) {
    this.runner = new RuleRunner(machine);
  }

  /** Compiles a schema; what is wrong with it where it cannot be used. */
  static async start(machine: RuleMachine, schema: JsonValue): Promise<SchemaRule | readonly SchemaProblem[]> {
    const rule = new SchemaRule(machine, schema);
    const problems = await rule.load();
    if (problems.length === 0) return rule;
    await rule.dispose();
    return problems;
  }

  /** Why the schema is no longer applied, in words without a full stop. */
  get givenUp(): string | undefined {
    if (this.stops < MOST_STOPS) return undefined;
    return `the schema took too long on ${MOST_STOPS} examples and was stopped; it may hold a pattern that never ends`;
  }

  /** What the schema says of each line; of lines that are not JSON, and once it was given up, nothing. */
  async check(lines: readonly string[]): Promise<(readonly RowRejection[])[]> {
    const rows: (readonly RowRejection[])[] = lines.map(() => []);
    for (let start = 0; start < lines.length;) {
      let end = start + 1;
      let characters = lines[start]?.length ?? 0;
      for (; end < lines.length && end - start < TASK_ROWS; end++) {
        characters += lines[end]?.length ?? 0;
        if (characters > TASK_CHARACTERS) break;
      }
      await this.checkPart(lines, start, end, rows);
      start = end;
    }
    return rows;
  }

  async dispose(): Promise<void> {
    await this.runner.dispose();
  }

  private async load(): Promise<readonly SchemaProblem[]> {
    const answer = await this.runner.ask({ kind: 'schema', schema: this.schema }, COMPILE_MS);
    this.isLoaded = answer.kind === 'problems';
    if (answer.kind === 'problems') return answer.problems;
    const reason = isFailure(answer) ? answer.message : answer.kind;
    return [{ pointer: '', path: [], message: `the schema cannot be compiled: ${reason}` }];
  }

  /** Fills in `rows` from `start` to `end`. A row that takes too long divides them. */
  private async checkPart(
    lines: readonly string[],
    start: number,
    end: number,
    rows: (readonly RowRejection[])[],
  ): Promise<void> {
    if (start >= end || this.givenUp !== undefined) return;
    if (!this.isLoaded) await this.load();
    const part = lines.slice(start, end);
    const at = new Int32Array(new SharedArrayBuffer(4));
    const characters = part.reduce((sum, line) => sum + line.length, 0);
    const answer = await this.runner.ask({ kind: 'reject', lines: part, at }, CHECK_MS + characters * MS_PER_CHARACTER);
    if (answer.kind === 'rejections') {
      answer.rows.forEach((rejections, i) => (rows[start + i] = rejections));
      return;
    }
    if (!isFailure(answer) || answer.kind === 'ended') return;
    this.isLoaded = false;
    this.stops++;
    const stuck = start + Math.min(Atomics.load(at, 0), part.length - 1);
    rows[stuck] = [{ path: [], pointer: '#', message: reasonOf(answer.kind, answer.message), failed: true }];
    await this.checkPart(lines, start, stuck, rows);
    await this.checkPart(lines, stuck + 1, end, rows);
  }
}

function reasonOf(kind: 'late' | 'died', message: string): string {
  return kind === 'late' ? `${message}; it may hold a pattern that never ends` : message;
}
