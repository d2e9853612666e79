import type { BalanceData } from '../../../src/core/balance/balanceData';
import type { BalancePanelState, ComparedFigures, CompareWith } from '../../../src/protocol/balance';
import { Cell } from '../../shared/cell';
import type { BalanceRpc } from './balanceRpc';

/** The other side of a comparison that has figures. */
export interface OtherSide {
  readonly name: string;
  readonly data: BalanceData;
}

/** What the dataset is compared with. One question at a time; only the last choice counts. */
export class ComparisonModel {
  readonly chosen: Cell<CompareWith | undefined>;
  /** The figures of what was chosen, or why there are none; undefined until they are there. */
  readonly figures = new Cell<ComparedFigures | undefined>(undefined);
  private isAsking = false;
  private isStale = false;

  constructor(
    private readonly rpc: BalanceRpc,
    restored: CompareWith | undefined,
    private readonly fail: (error: unknown) => void,
  ) {
    this.chosen = new Cell(restored);
  }

  /** Compares with something else; undefined ends it. */
  choose(other: CompareWith | undefined): Promise<void> {
    this.chosen.set(other);
    this.figures.set(undefined);
    return this.refresh();
  }

  /** The panel shows another dataset: one is not compared with itself, and the saved version is another file. */
  panelChanged({ dataset, hasSaved }: BalancePanelState): Promise<void> {
    const { value } = this.chosen;
    const isItself = value?.kind === 'dataset' && value.uri === dataset?.uri;
    const isUnsaved = value?.kind === 'saved' && dataset !== undefined && !hasSaved;
    return this.choose(isItself || isUnsaved ? undefined : value);
  }

  /** Asks for the figures again. Errors are told, not thrown. */
  async refresh(): Promise<void> {
    this.isStale = true;
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      while (this.isStale) {
        this.isStale = false;
        const { value } = this.chosen;
        const figures = await this.rpc.call('compare', value === undefined ? {} : { with: value });
        if (value === this.chosen.value) this.figures.set(figures);
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.isAsking = false;
    }
  }
}

/** The other side, where there are figures of it. */
export function otherSideOf(figures: ComparedFigures | undefined): OtherSide | undefined {
  if (figures === undefined || !('data' in figures) || figures.data.examples === 0) return undefined;
  return { name: figures.name, data: figures.data };
}
