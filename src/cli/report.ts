import { describeFinding } from '../core/checks/describe';
import type { Finding } from '../core/checks/finding';
import type { CheckConfig } from '../core/config/checkConfig';
import { isFixable } from '../core/fixes/fixesFor';
import type { CheckedRow } from './checkDataset';
import type { OpenedDataset } from './openedDataset';

/** Writes what was found as it is found; nothing of a file is kept but its counts. */
export interface Reporter {
  begin(): void;
  beginFile(dataset: OpenedDataset): void;
  row(row: CheckedRow): void;
  endFile(): void;
  end(): void;
}

type Write = (text: string) => void;

/** `path:line:column: severity code message`, as compilers write it, and a summary. */
export class TextReporter implements Reporter {
  private path = '';
  private readonly counts = new Map<string, number>();

  constructor(private readonly write: Write) {}

  begin(): void {
    this.counts.clear();
  }

  beginFile({ path }: OpenedDataset): void {
    this.path = path;
  }

  row({ row, findings }: CheckedRow): void {
    for (const finding of findings) {
      const { severity, code, start } = finding;
      this.write(`${this.path}:${row + 1}:${start + 1}: ${severity} ${code} ${describeFinding(finding)}\n`);
      this.counts.set(severity, (this.counts.get(severity) ?? 0) + 1);
    }
  }

  endFile(): void {
    this.path = '';
  }

  end(): void {
    const parts = ['error', 'warning', 'information', 'hint'].flatMap((severity) => {
      const count = this.counts.get(severity);
      return count === undefined ? [] : [`${severity} ${count}`];
    });
    this.write(parts.length === 0 ? 'no problems\n' : `${parts.join(', ')}\n`);
  }
}

/** One object for all files, written piece by piece. */
export class JsonReporter implements Reporter {
  private dataset: OpenedDataset | undefined;
  private files = 0;
  private findings = 0;
  private counts: Record<string, number> = {};

  constructor(
    private readonly write: Write,
    private readonly config: CheckConfig,
  ) {}

  begin(): void {
    this.write('{"files": [');
  }

  beginFile(dataset: OpenedDataset): void {
    this.dataset = dataset;
    this.findings = 0;
    this.counts = {};
    const head = JSON.stringify({ path: dataset.path, examples: dataset.examples, bytes: dataset.facts.bytes });
    this.write(`${this.files++ === 0 ? '' : ','}\n${head.slice(0, -1)},"findings": [`);
  }

  row(row: CheckedRow): void {
    for (const finding of row.findings) {
      this.write(`${this.findings++ === 0 ? '' : ','}\n${JSON.stringify(this.entry(row, finding))}`);
      this.counts[finding.code] = (this.counts[finding.code] ?? 0) + 1;
    }
  }

  endFile(): void {
    this.write(`],"counts": ${JSON.stringify(this.counts)}}`);
  }

  end(): void {
    this.write('\n]}\n');
  }

  private entry({ row, line }: CheckedRow, finding: Finding) {
    const facts = this.dataset?.checker.facts;
    return {
      code: finding.code,
      severity: finding.severity,
      line: row + 1,
      column: finding.start + 1,
      endLine: row + 1,
      endColumn: finding.end + 1,
      message: describeFinding(finding),
      fixable: facts !== undefined && isFixable(finding, line, facts, this.config),
    };
  }
}
