import type { AnalysisQueries } from '../core/analysis/analysisQueries';
import { type EngineMachine, WorkerDataset } from '../core/analysis/workerDataset';
import { loadGuesser } from '../core/balance/guesser';
import type { BalanceQueries } from '../core/balance/balanceQueries';
import type { LineChunk } from '../core/text/lineIndex';
import { type CallHandlers, type Post, RpcEnd } from './rpcEnd';
import type { AnalysisCalls, Answer, BalanceWorkerCalls, WorkerCalls, WorkerEvents, WorkerHostEvents } from './worker';

/** The worker's end: a dataset that answers the host. Returns what takes the host's messages. */
export function serveDataset(machine: EngineMachine, post: Post): (message: unknown) => void {
  const dataset = new WorkerDataset(machine, {
    onReport: (report) => end.event('analysed', report),
    onBalanced: (progress) => end.event('balanced', progress),
    onFailure: (error) =>
      end.event('analysisFailed', { message: error instanceof Error ? error.message : String(error) }),
  });
  const end: WorkerEnd = new RpcEnd<WorkerCalls, WorkerHostEvents, Record<string, never>, WorkerEvents>(
    post,
    {
      open: async (request, signal) => {
        const take = (chunk: LineChunk): void =>
          end.event('lines', { content: request.number, chunk }, [chunk.lengths.buffer as ArrayBuffer]);
        await dataset.open(request, take, signal);
        return null;
      },
      find: ({ searchId, query, skip }, signal) =>
        dataset.find(
          query,
          skip,
          (ids, searchedRows) => end.event('found', { searchId, ids, searchedRows }, [ids.buffer as ArrayBuffer]),
          signal,
        ),
      release: async () => {
        await dataset.release();
        return null;
      },
      ...analysisHandlers(dataset),
      ...balanceHandlers(dataset),
    },
    {
      rows: ({ content, message }) => dataset.apply(content, message),
      analyse: (request) => dataset.analysis.start(request),
      remarks: ({ number, isAnew, rows }) => dataset.analysis.remark(number, rows, isAnew),
      unfinished: ({ id }) => dataset.analysis.setUnfinished(id),
    },
  );
  return (message) => end.receive(message);
}

type WorkerEnd = RpcEnd<WorkerCalls, WorkerHostEvents, Record<string, never>, WorkerEvents>;

/** Every question to the analysis is a method of its queries. */
function analysisHandlers({ analysis, rows }: WorkerDataset): CallHandlers<AnalysisCalls> {
  const answer = async <T>(signal: AbortSignal, ask: (queries: AnalysisQueries) => T): Promise<Answer<T>> => {
    const value = ask(await analysis.queries(signal));
    return { revision: rows.revision, value };
  };
  const search = async <T>(
    signal: AbortSignal,
    begin: (queries: AnalysisQueries) => Generator<void, T, void>,
  ): Promise<Answer<T>> => {
    const value = await analysis.search(begin, signal);
    return { revision: rows.revision, value };
  };
  return {
    findings: ({ ids }, signal) => answer(signal, (queries) => queries.findingsOf(ids)),
    badges: ({ ids }, signal) => answer(signal, (queries) => queries.badges(ids)),
    rowsWith: (filter, signal) => search(signal, (queries) => queries.findRows(filter)),
    nextRow: ({ filter, from, backwards }, signal) =>
      search(signal, (queries) => queries.findNext(filter, from, backwards)),
    fixes: async ({ ids }, signal) => {
      const value = (await analysis.fixes(signal)).fixesOf(ids);
      return { revision: rows.revision, value };
    },
    planFixes: async (wanted, signal) => {
      const value = Float64Array.from(await analysis.planFixes(wanted, signal));
      return { revision: rows.revision, value };
    },
    fixRows: async ({ ids, ...wanted }, signal) => {
      const value = (await analysis.fixes(signal)).fixed(ids, wanted);
      return { revision: rows.revision, value };
    },
    problems: ({ limit }, signal) => search(signal, (queries) => queries.findProblems(limit)),
    cluster: ({ id, kind }, signal) => answer(signal, (queries) => queries.clusterOf(id, kind)),
    fileFindings: (file, signal) => answer(signal, (queries) => queries.fileFindings(file)),
  };
}

function balanceHandlers({ balance, rows }: WorkerDataset): CallHandlers<BalanceWorkerCalls> {
  const answer = async <T>(signal: AbortSignal, ask: (queries: BalanceQueries) => T): Promise<Answer<T>> => {
    const value = ask(await balance.queries(signal));
    return { revision: rows.revision, value };
  };
  return {
    balance: ({ contextLimit }, signal) => answer(signal, (queries) => queries.data(contextLimit)),
    coverage: (_, signal) => answer(signal, (queries) => queries.coverage()),
    balanceRows: ({ filter }, signal) => answer(signal, (queries) => queries.rowsOf(filter)),
    balanceSample: ({ filter, count, seed }, signal) =>
      answer(signal, (queries) => queries.sampleOf(filter, count, seed)),
    explainGuess: async ({ id }, signal) => {
      const { explain } = await loadGuesser();
      return answer(signal, (queries) => {
        const view = queries.viewOf(id);
        return view === undefined ? undefined : explain(view);
      });
    },
    guessAll: async (_, signal) => {
      await balance.guessAll(signal);
      return null;
    },
  };
}
