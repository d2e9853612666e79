import { KnownRemarks } from '../../../../src/core/author/knownRemarks';
import type { RowRemarks } from '../../../../src/core/author/remarks';
import { RuleSweep } from '../../../../src/core/author/ruleSweep';
import { AnalysisEngine } from '../../../../src/core/analysis/analysisEngine';
import { AnalysisQueries } from '../../../../src/core/analysis/analysisQueries';
import type { LineSource } from '../../../../src/core/analysis/lineSource';
import type { ScanAhead } from '../../../../src/core/analysis/scanAhead';
import { DatasetChecker } from '../../../../src/core/checks/datasetChecker';
import type { Finding } from '../../../../src/core/checks/finding';
import { saysUnfinished } from '../../../../src/core/checks/unfinished';
import type { Tier } from '../../../../src/core/checks/registry';
import { CheckConfig } from '../../../../src/core/config/checkConfig';
import { type PartialSettings, mergeSettings } from '../../../../src/core/config/readSettings';
import type { Operation } from '../../../../src/core/document/change';
import { Dataset } from '../../../../src/core/document/dataset';
import { RowsReplica } from '../../../../src/core/document/replica';
import { ReplicaFeed } from '../../../../src/core/document/replicaFeed';
import type { RowSplice } from '../../../../src/core/document/spliceLog';
import { MemoryByteSource } from '../../../../src/core/text/byteSource';
import { scanLines } from '../../../../src/core/text/lineScanner';

export interface AnalysedOptions {
  readonly settings?: PartialSettings;
  readonly tiers?: readonly Tier[];
  /** A rule of the author's own. */
  readonly rule?: (line: string) => RowRemarks | undefined;
  /** A second thread that reads the file from its end. */
  readonly ahead?: ScanAhead;
}

/** A dataset in memory with an analysis that follows its edits, as a worker's does, and a naive one to compare with. */
export class Analysed {
  readonly dataset: Dataset;
  readonly engine: AnalysisEngine;
  readonly queries: AnalysisQueries;
  readonly config: CheckConfig;
  private readonly feed: ReplicaFeed;
  private readonly tiers: readonly Tier[];
  private readonly rule: AnalysedOptions['rule'];
  private readonly sweep: RuleSweep | undefined;
  private unfinished: number | undefined;

  constructor(bytes: Uint8Array, { settings = {}, tiers = [1, 2], rule, ahead }: AnalysedOptions = {}) {
    this.rule = rule;
    this.config = new CheckConfig(mergeSettings(settings));
    this.tiers = tiers;
    this.dataset = new Dataset(new MemoryByteSource(bytes));
    const chunk = scanLines(bytes);
    this.dataset.appendIndex(chunk);
    this.dataset.finishIndex();
    const rows = new RowsReplica();
    rows.growBase(chunk.lengths.length);
    const source: LineSource = {
      range: (line, count) => this.dataset.index.range(line, count),
      read: (target, offset) => {
        target.set(bytes.subarray(offset, offset + target.length));
      },
    };
    const remarks = new KnownRemarks();
    const options = { expectedRows: chunk.lengths.length, tiers, remarks, ahead };
    this.engine = new AnalysisEngine(rows, source, this.config, options);
    this.queries = new AnalysisQueries(this.engine);
    this.feed = new ReplicaFeed(
      this.dataset,
      (message) => {
        const splices: RowSplice[] = [];
        rows.apply(structuredClone(message), (splice) => splices.push(splice));
        this.engine.remarksChanged(remarks.rowsChanged(splices));
        this.engine.applySplices(splices);
        this.engine.catchUp();
      },
      (error) => {
        throw error;
      },
    );
    this.sweep = rule && this.sweepBy(rule, remarks);
  }

  /** The author begins to write a row, or ends. */
  write(id: number | undefined): void {
    this.unfinished = id;
    this.engine.setUnfinished(id);
    this.engine.catchUp();
  }

  /** Settles when the author's rule has said what it has to. */
  async ruled(): Promise<this> {
    while (this.sweep?.isDone === false) await new Promise((resolve) => setTimeout(resolve));
    await this.feed.settle();
    return this;
  }

  private sweepBy(rule: NonNullable<AnalysedOptions['rule']>, remarks: KnownRemarks): RuleSweep {
    return new RuleSweep(this.dataset, {
      check: async (lines) => {
        await new Promise((resolve) => setTimeout(resolve));
        return lines.map(rule);
      },
      tell: (told) =>
        this.feed.behind(() => {
          remarks.set(told);
          this.engine.remarksChanged(told.map(({ id }) => id));
        }),
      onDone: () => undefined,
      onError: (error) => {
        throw error;
      },
    });
  }

  /** Runs the analysis to its end. */
  finish(): this {
    while (this.engine.work(50));
    return this;
  }

  async edit(...operations: Operation[]): Promise<void> {
    this.dataset.edit('edit', operations);
    await this.feed.settle();
  }

  async undo(): Promise<void> {
    this.dataset.undo();
    await this.feed.settle();
  }

  async redo(): Promise<void> {
    this.dataset.redo();
    await this.feed.settle();
  }

  /** All rows, in the order of the document. */
  get ids(): number[] {
    return Array.from({ length: this.dataset.count }, (_, i) => this.dataset.idAt(i));
  }

  /** What the engine finds, by row in the order of the document. */
  found(): { readonly id: number; readonly findings: readonly Finding[] }[] {
    return this.queries.findingsOf(this.ids).map(({ id, findings }) => ({ id, findings }));
  }

  /** What checking every row anew finds. */
  async naive(): Promise<{ readonly id: number; readonly findings: readonly Finding[] }[]> {
    const rows = await this.dataset.readRows(0, this.dataset.count);
    const checker = new DatasetChecker(this.config, this.tiers);
    rows.forEach(({ text }, i) => checker.add(i, text));
    const lineOf = (i: number) => rows[i]?.text;
    return rows.map(({ id, text }, i) => ({
      id,
      findings: checker
        .findingsOf(i, text, { lineOf, remarks: this.rule?.(text) })
        .filter((finding) => id !== this.unfinished || !saysUnfinished(finding))
        .map((finding) => ({
          ...finding,
          ...(finding.related && {
            related: finding.related.map((related) =>
              related.dataset === undefined ? { ...related, row: rows[related.row]?.id ?? -1 } : related,
            ),
          }),
        })),
    }));
  }
}

/** Lines with line ends, as the bytes of a file. */
export function bytesOf(lines: readonly string[]): Uint8Array {
  return new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));
}
