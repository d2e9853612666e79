import type { ClusterKind, RowBadge, RowFilter, RowFindings } from '../core/analysis/analysisQueries';
import type { FixedRow, RowFixes, WantedFixes } from '../core/analysis/analysisFixes';
import type { BalanceData, BalanceFilter, Coverage, GuessExplanation } from '../core/balance/balanceData';
import type { BalanceProgress } from '../core/balance/workerBalance';
import type { ContentRequest } from '../core/analysis/fileContent';
import type { AnalysisReport, AnalysisRequest } from '../core/analysis/workerAnalysis';
import type { RemarkedRow } from '../core/author/knownRemarks';
import type { FileFinding } from '../core/checks/file';
import type { RowId } from '../core/document/run';
import type { ReplicaMessage } from '../core/document/replica';
import type { FindResult } from '../core/find/find';
import type { FindQuery } from '../core/find/query';
import type { LineChunk } from '../core/text/lineIndex';

/** Calls that the host makes and the worker of a dataset answers. */
export interface WorkerCalls extends AnalysisCalls, BalanceWorkerCalls {
  /** Goes over to another content of the file. Its lines come as `lines`; the answer comes when all were found. */
  open: { params: ContentRequest; result: null };
  /** Searches all rows. Matches come as `found`; those that `skip` counts were told before. */
  find: { params: { readonly searchId: number; readonly query: FindQuery; readonly skip: number }; result: FindResult };
  /** Lets go of the file until it is read again. */
  release: { params: null; result: null };
}

/**
 * Questions to the analysis, which was started by the event `analyse`. Answers are right for the rows as the worker has them, and
 * complete as far as the last `analysed` went. They come when the first lines of the file have been found.
 */
export interface AnalysisCalls {
  /** The findings of rows; of both tiers, however far the analysis is. Rows that are not there are left out. */
  findings: { params: { readonly ids: readonly RowId[] }; result: Answer<readonly RowFindings[]> };
  /** How many findings rows have, and the worst. */
  badges: { params: { readonly ids: readonly RowId[] }; result: Answer<readonly RowBadge[]> };
  /** The ids of the rows with some findings, in the order of the document. */
  rowsWith: { params: RowFilter; result: Answer<Float64Array> };
  /** The next row with some findings behind row index `from` (before it, `backwards`), going round. */
  nextRow: {
    params: { readonly filter: RowFilter; readonly from: number; readonly backwards: boolean };
    result: Answer<RowId | undefined>;
  };
  /** The findings of rows, each with its fixes. Rows that are not there are left out. */
  fixes: { params: { readonly ids: readonly RowId[] }; result: Answer<readonly RowFixes[]> };
  /** The ids of the rows that fixes would change, in the order of the document. Takes some 100 microseconds a row that has such findings. */
  planFixes: { params: WantedFixes; result: Answer<Float64Array> };
  /** What fixes make of rows of a plan. */
  fixRows: { params: WantedFixes & { readonly ids: readonly RowId[] }; result: Answer<readonly FixedRow[]> };
  /** The worst findings of the dataset, at most `limit`. */
  problems: { params: { readonly limit: number }; result: Answer<readonly RowFindings[]> };
  /** The rows that repeat a row, itself among them, first to last. */
  cluster: { params: { readonly id: RowId; readonly kind: ClusterKind }; result: Answer<readonly RowId[]> };
  /** Findings about the file as a whole. */
  fileFindings: {
    params: { readonly bytes: number; readonly hasBom: boolean };
    result: Answer<readonly FileFinding[]>;
  };
}

/**
 * Questions about the balance of the rows. The first one starts the work, which goes on in the background; answers are as complete
 * as their bases say. They come when the lines of the file have been found.
 */
export interface BalanceWorkerCalls {
  /** `contextLimit` in tokens, 0 for none: how many examples are over it. */
  balance: { params: { readonly contextLimit: number }; result: Answer<BalanceData> };
  coverage: { params: null; result: Answer<Coverage> };
  /** The ids of the rows of a filter, in the order of the document. */
  balanceRows: { params: { readonly filter: BalanceFilter }; result: Answer<Float64Array> };
  /** Random rows of a filter, in random order: the same for the same seed and rows. */
  balanceSample: {
    params: { readonly filter: BalanceFilter; readonly count: number; readonly seed: number };
    result: Answer<Float64Array>;
  };
  explainGuess: { params: { readonly id: RowId }; result: Answer<GuessExplanation | undefined> };
  /** Guesses types and languages of every row, not only of a sample. */
  guessAll: { params: null; result: null };
}

/** An answer, and the revision of the rows that it is for. */
export interface Answer<T> {
  readonly revision: number;
  readonly value: T;
}

/** Events that the host sends. */
export interface WorkerHostEvents {
  /** What happened to the rows. `content` is the number of the content that they refer to afterwards. */
  rows: { readonly content: number; readonly message: ReplicaMessage };
  /** Starts the analysis, or starts it anew with other settings. */
  analyse: AnalysisRequest;
  /** What the author's own rules say of rows, as they are after all events before. */
  remarks: RemarksEvent;
  /** The example that its author has just begun, if any: what it still lacks is not said. */
  unfinished: { readonly id: RowId | undefined };
}

/** What the author's rules say. Numbered, so that a report can tell how much of it it counts in. */
export interface RemarksEvent {
  readonly number: number;
  /** The rules are others: what they said of rows before counts no more. */
  readonly isAnew: boolean;
  readonly rows: readonly RemarkedRow[];
}

/** Events that the worker sends. */
export interface WorkerEvents {
  /** Lines behind `from` of the content, in order. */
  lines: { readonly content: number; readonly chunk: LineChunk };
  /** Ids of matching rows in order, and how many rows were searched so far. */
  found: { readonly searchId: number; readonly ids: Float64Array; readonly searchedRows: number };
  /** Where the analysis stands: several times a second while it is under way, when it is done, and after every edit. */
  analysed: AnalysisReport;
  /** Where the balance stands; only once it was asked for. */
  balanced: BalanceProgress;
  /** The analysis could not read the file, and waits for another content. */
  analysisFailed: { readonly message: string };
}

/** Names of errors that the worker answers with and the host acts on. */
export const TORN_READ = 'TornReadError';
export const CONTENT_GONE = 'ContentGoneError';
