import type { AnalysisEngine } from '../analysis/analysisEngine';
import { type AnalysedDataset, BackgroundWork, WORK_MS } from '../analysis/backgroundWork';
import { BalanceAnalysis } from './balanceAnalysis';
import { BalanceQueries } from './balanceQueries';
import { loadGuesser } from './guesser';

/** Where the balance stands. */
export interface BalanceProgress {
  readonly revision: number;
  readonly isWorking: boolean;
}

export interface BalanceListeners {
  /** Called now and then while there is progress, when all is done, and after every edit. */
  readonly onBalanced?: (progress: BalanceProgress) => void;
  /** The file could not be read; the work goes on when the dataset has another content. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * The balance of a dataset in its worker: runs in the background from the first question on, follows edits and saves, and answers in
 * between. The twin of `WorkerAnalysis`, apart from it because most datasets are edited with no panel open.
 */
export class WorkerBalance extends BackgroundWork<BalanceAnalysis> {
  constructor(
    dataset: AnalysedDataset,
    private readonly analysis: () => AnalysisEngine | undefined,
    private readonly listeners: BalanceListeners,
  ) {
    super(dataset, listeners.onFailure);
  }

  /** Answers questions; the first call starts the work. */
  async queries(signal: AbortSignal): Promise<BalanceQueries> {
    this.begin();
    return new BalanceQueries(await this.ready(signal), this.analysis(), this.dataset.rows);
  }

  /** Types and languages of every row are to be guessed. */
  async guessAll(signal: AbortSignal): Promise<void> {
    this.begin();
    (await this.ready(signal)).guessAll();
    this.changed();
  }

  protected override async prepare(signal: AbortSignal): Promise<void> {
    const content = await this.dataset.settled(signal);
    const source = this.sourceOf(content);
    const balance = this.subject ?? this.guessing(new BalanceAnalysis(this.dataset.rows, source));
    if (this.subject !== undefined && content !== this.content) balance.rebase(source);
    this.become(balance, content);
  }

  /** Guesses begin when what guesses is loaded. */
  private guessing(balance: BalanceAnalysis): BalanceAnalysis {
    balance.awaitGuesser();
    loadGuesser()
      .then(
        ({ guess }) => balance.useGuesser(guess),
        (error: unknown) => {
          balance.useGuesser(undefined);
          this.failed(error);
        },
      )
      .finally(() => this.changed());
    return balance;
  }

  protected override workSlice(balance: BalanceAnalysis): boolean {
    return balance.work(WORK_MS);
  }

  protected override tell(balance: BalanceAnalysis): void {
    this.listeners.onBalanced?.({ revision: this.dataset.rows.revision, isWorking: !balance.isComplete });
  }
}
