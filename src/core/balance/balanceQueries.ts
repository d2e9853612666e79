import type { AnalysisEngine } from '../analysis/analysisEngine';
import { AnalysisQueries } from '../analysis/analysisQueries';
import type { RowsReplica } from '../document/replica';
import type { RowId } from '../document/run';
import type { ExampleView } from '../record/view';
import { adviceOf } from './advice';
import type { BalanceAnalysis } from './balanceAnalysis';
import type {
  BalanceCondition,
  BalanceData,
  BalanceFilter,
  ClusterSizes,
  Coverage,
  TypeDiversity,
} from './balanceData';
import { COMPARED_INSTRUCTIONS, diversityOf } from './diversity';
import { instructionOf } from './instructionOf';
import { selectRows } from './rowSelection';
import { sampleOf } from './sampling';

const CLUSTER_KINDS = ['exact', 'normalized', 'near'] as const;
/** Where the bins of cluster sizes begin. */
const SIZES = [2, 3, 4, 5, 10, 100] as const;
/** Types whose instructions are compared, the most frequent ones. */
const COMPARED_TYPES = 30;
/** With a declared type in fewer of the examples than this, guessed types are what coverage is about. */
const MOSTLY_DECLARED = 0.5;
const SEED = 1;

/** What the panel asks of a balance, and of the analysis beside it, where there is one. */
export class BalanceQueries {
  constructor(
    private readonly balance: BalanceAnalysis,
    private readonly analysis: AnalysisEngine | undefined,
    private readonly rows: RowsReplica,
  ) {}

  /** @param contextLimit tokens that the model sees; 0 for no limit */
  data(contextLimit: number): BalanceData {
    const { analysis, balance, rows } = this;
    const problems = analysis === undefined ? [] : new AnalysisQueries(analysis).counts();
    return {
      revision: rows.revision,
      isWorking: !balance.isComplete,
      ...balance.figures(),
      ...(contextLimit > 0 ? { overLimit: balance.overLimit(contextLimit) } : {}),
      problems: problems.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count),
      clusters: analysis === undefined ? [] : CLUSTER_KINDS.map((kind) => clusterSizes(analysis, kind)),
    };
  }

  /** The rows of a filter, in the order of the document. */
  rowsOf(filter: BalanceFilter): Float64Array {
    const { balance } = this;
    const isAboutGuesses = filter.some(({ by }) => by === 'guessedType' || by === 'language');
    const columns = isAboutGuesses ? balance.guessedColumns : balance.columns;
    return selectRows(columns, filter, balance.order.ranges(), (condition) => this.analysedRows(condition));
  }

  sampleOf(filter: BalanceFilter, count: number, seed: number): Float64Array {
    return sampleOf(this.rowsOf(filter), count, seed);
  }

  viewOf(id: RowId): ExampleView | undefined {
    return this.balance.viewOf(id);
  }

  /** How varied each type is, and what to write next. Reads at most 200 rows a type: some tens of milliseconds. */
  coverage(): Coverage {
    const data = this.data(0);
    const types = this.typeFilters(data).map(({ name, filter }) => this.diversity(name, filter));
    return { revision: data.revision, types, advice: adviceOf(data, types) };
  }

  private diversity(name: string, filter: BalanceFilter): TypeDiversity {
    const ids = this.sampleOf(filter, COMPARED_INSTRUCTIONS, SEED);
    const instructions = [...ids].flatMap((id) => {
      const view = this.balance.viewOf(id);
      return view === undefined ? [] : [instructionOf(view)];
    });
    return diversityOf(name, instructions);
  }

  /** The types that coverage is about: declared ones where most examples declare one. */
  private typeFilters({
    declaredTypes,
    guessedTypes,
    examples,
  }: BalanceData): { readonly name: string; readonly filter: BalanceFilter }[] {
    if (examples - declaredTypes.without >= MOSTLY_DECLARED * examples) {
      return declaredTypes.entries
        .slice(0, COMPARED_TYPES)
        .map(({ name }) => ({ name, filter: [{ by: 'declaredType', name }] }));
    }
    return guessedTypes.types
      .filter(({ count }) => count > 0)
      .map(({ type }) => ({ name: type, filter: [{ by: 'guessedType', type }] }));
  }

  /** Rows of conditions that the analysis answers. */
  private analysedRows(condition: BalanceCondition): ReadonlySet<RowId> {
    const { analysis } = this;
    if (analysis === undefined) return new Set();
    if (condition.by === 'problem') return new Set(new AnalysisQueries(analysis).rowsWith({ codes: [condition.code] }));
    const found = new Set<RowId>();
    if (condition.by === 'cluster') {
      const { kind, from, to = Infinity } = condition;
      analysis.store.duplicates.forEachCluster(kind, (slots) => {
        if (slots.length >= from && slots.length < to) for (const slot of slots) found.add(analysis.slots.idOf(slot));
      });
    }
    return found;
  }
}

function clusterSizes(analysis: AnalysisEngine, kind: ClusterSizes['kind']): ClusterSizes {
  const bins = SIZES.map((from, i) => {
    const next = SIZES[i + 1];
    return { from, ...(next === undefined ? {} : { to: next }), clusters: 0, rows: 0 };
  });
  const { duplicates } = analysis.store;
  duplicates.forEachCluster(kind, (slots) => {
    const bin = bins.findLast(({ from }) => from <= slots.length);
    if (bin === undefined) return;
    bin.clusters++;
    bin.rows += slots.length;
  });
  const isComplete = analysis.isComplete(kind === 'exact' ? 1 : 2);
  return { kind, isComplete, sizes: bins.filter(({ clusters }) => clusters > 0) };
}
