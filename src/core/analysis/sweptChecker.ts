import type { FactsSummary } from '../checks/datasetFacts';
import type { Finding } from '../checks/finding';
import { type FindingOptions, findingsOfRow, type RowChecker } from '../checks/rowChecker';
import type { CheckConfig } from '../config/checkConfig';
import { RowsReplica } from '../document/replica';
import type { DuplicateIndex, RowOrder } from '../duplicates/duplicateIndex';
import type { LineIndex } from '../text/lineIndex';
import { AnalysisEngine } from './analysisEngine';
import type { LineSource } from './lineSource';
import { NO_RECORD } from './rowGroups';
import type { ScanAhead } from './scanAhead';

/** Answers of a second thread come in the pauses. */
const WORK_MS = 20;

/** Where the lines of a file are, and how they are read. */
export interface SweptFile extends LineSource {
  readonly index: LineIndex;
}

export interface SweepOptions {
  readonly pause: () => Promise<void>;
  /** A second thread that reads the file from its end. It is ended in any case. */
  readonly ahead?: ScanAhead | undefined;
  /** How long it works between two pauses, ms. */
  readonly workMs?: number;
}

/**
 * Knows the rows of a file that nobody edits as `DatasetChecker` does, but has them from the sweeps of the engine: most rows are judged
 * by their bytes, and only those of which something is to be said are ever parsed. Rows are lines, from 0.
 */
export class SweptChecker implements RowChecker {
  private constructor(
    private readonly engine: AnalysisEngine,
    private readonly config: CheckConfig,
  ) {}

  /** Reads the file and judges every row. @throws TornReadError; what `pause` throws */
  static async sweep(file: SweptFile, config: CheckConfig, options: SweepOptions): Promise<SweptChecker> {
    const { pause, ahead, workMs = WORK_MS } = options;
    try {
      const { count } = file.index;
      const rows = new RowsReplica();
      rows.growBase(count);
      const engine = new AnalysisEngine(rows, file, config, { expectedRows: count, ahead });
      // Slots are numbered as rows are asked for: asked for in order, each has the number of its row.
      for (let row = 0; row < count; row++) engine.slots.slotOf(row);
      while (engine.work(workMs)) await pause();
      return new SweptChecker(engine, config);
    } finally {
      await ahead?.stop();
    }
  }

  get facts(): FactsSummary {
    return this.engine.store.groups.facts;
  }

  get clusters(): DuplicateIndex {
    return this.engine.store.duplicates;
  }

  /** Rows that are not blank. */
  get examples(): number {
    const { engine } = this;
    let blank = 0;
    for (let row = 0; row < engine.rows.count; row++) {
      if (engine.store.groupOf(row) === NO_RECORD && engine.lineOf(row)?.trim() === '') blank++;
    }
    return engine.rows.count - blank;
  }

  /** The line of a row; undefined where there is none, or it is too long to be read. */
  lineOf(row: number): string | undefined {
    return this.engine.lineOf(row);
  }

  isKept(row: number, order?: RowOrder): boolean {
    return this.clusters.isKept(row, order);
  }

  findingsOf(row: number, line: string, options: FindingOptions = {}): readonly Finding[] {
    if (options.remarks === undefined && this.engine.store.isClean(row)) return [];
    const { facts, clusters, config } = this;
    return findingsOfRow({ facts, clusters, config, tiers: this.engine.tiers }, row, line, options);
  }
}
