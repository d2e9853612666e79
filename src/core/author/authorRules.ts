import type { BenchmarkRule } from './benchmarkRule';
import { hasRemarks, type RowRemarks } from './remarks';
import type { SchemaRule } from './schemaRule';

/** The author's own rules for a dataset, ready to be asked. Rows are looked at in threads that can be ended. */
export class AuthorRules {
  constructor(
    private readonly schema: SchemaRule | undefined,
    private readonly benchmarks: BenchmarkRule | undefined,
  ) {}

  /** Why the schema is no longer applied, in words without a full stop. */
  get givenUp(): string | undefined {
    return this.schema?.givenUp;
  }

  /** What the rules say of each line, the line ends left out; undefined where they say nothing. */
  async check(lines: readonly string[]): Promise<(RowRemarks | undefined)[]> {
    const [rejections, leaks] = await Promise.all([this.schema?.check(lines), this.benchmarks?.check(lines)]);
    return lines.map((_, i) => {
      const remarks = { rejections: rejections?.[i] ?? [], leaks: leaks?.[i] ?? [] };
      return hasRemarks(remarks) ? remarks : undefined;
    });
  }

  async dispose(): Promise<void> {
    await Promise.all([this.schema?.dispose(), this.benchmarks?.dispose()]);
  }
}
