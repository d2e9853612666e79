import * as vscode from 'vscode';
import type { Finding, Severity } from '../../core/checks/finding';
import { Disposable } from '../disposable';
import { textTabsOf } from '../editor/otherModels';
import { errorMessage } from '../log';
import { rowLink } from '../language/findingWords';
import type { Problems } from '../language/problems';
import type { DatasetFindings } from './datasetFindings';

/** Problems are listed when it has been quiet for this long (ms); while much is found, at least this often. */
const QUIET = 250;
const INTERVAL = 2_000;

/**
 * Lists the worst findings of a dataset in the Problems view while it is open in the visual editor. While a text tab of the file is
 * open too, that is the one writable model, and lists them itself.
 */
export class DatasetProblems extends Disposable {
  private quiet: ReturnType<typeof setTimeout> | undefined;
  private latest: ReturnType<typeof setTimeout> | undefined;
  private isAsking = false;

  constructor(
    private readonly findings: DatasetFindings,
    private readonly problems: Problems,
  ) {
    super();
    this.register(findings.onDidChange(() => this.soon()));
    this.register(vscode.window.tabGroups.onDidChangeTabs(() => this.soon()));
  }

  override dispose(): void {
    this.clearTimers();
    this.problems.clear(this.uri, this);
    super.dispose();
  }

  private get uri(): vscode.Uri {
    return this.findings.document.uri;
  }

  private soon(): void {
    if (this.isDisposed) return;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => void this.publish(), QUIET);
    this.latest ??= setTimeout(() => void this.publish(), INTERVAL);
  }

  private clearTimers(): void {
    clearTimeout(this.quiet);
    clearTimeout(this.latest);
    this.quiet = this.latest = undefined;
  }

  private async publish(): Promise<void> {
    this.clearTimers();
    if (this.isAsking) {
      this.soon();
      return;
    }
    this.isAsking = true;
    try {
      if (this.isDisposed || textTabsOf(this.uri).length > 0) return;
      if (this.findings.report === undefined) this.problems.clear(this.uri, this);
      else await this.ask();
    } catch (error) {
      this.findings.document.log.warn(`problems of ${this.uri.toString(true)} are not listed: ${errorMessage(error)}`);
    } finally {
      this.isAsking = false;
    }
  }

  private async ask(): Promise<void> {
    const { findings, uri } = this;
    const { dataset } = findings.document.content;
    const maximum = findings.settings.settings.maxProblems;
    const answer = await findings.ask('problems', { limit: maximum });
    if (this.isDisposed || answer === undefined || textTabsOf(uri).length > 0) return;
    if (answer.revision !== dataset.revision) {
      this.soon();
      return;
    }
    const lineOf = (row: number): number | undefined => {
      const index = dataset.indexOf(row);
      return index < 0 ? undefined : index;
    };
    const rows = answer.value.flatMap(({ id, findings: found }) => {
      const line = lineOf(id);
      return line === undefined ? [] : [{ line, findings: found }];
    });
    this.problems.publish(
      {
        uri,
        rows: [...this.fileProblems(dataset.count), ...rows].sort((a, b) => a.line - b.line),
        counts: this.counts(),
        maximum,
        lineOf,
        target: (line) => rowLink(uri, line),
      },
      this,
    );
  }

  /** Findings of the file as a whole stand at its first or last row. */
  private fileProblems(rows: number): { readonly line: number; readonly findings: readonly Finding[] }[] {
    return this.findings.fileFindings.map((finding) => ({
      line: finding.on === 'first-row' ? 0 : Math.max(0, rows - 1),
      findings: [finding],
    }));
  }

  private counts(): Readonly<Record<Severity, number>> {
    const counts = { error: 0, warning: 0, information: 0, hint: 0 };
    for (const { severity, count } of this.findings.report?.counts ?? []) counts[severity] += count;
    for (const { severity } of this.findings.fileFindings) counts[severity]++;
    return counts;
  }
}
