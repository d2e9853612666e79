import type { BalanceData, BalanceTarget, Coverage } from '../../../src/core/balance/balanceData';
import type { BalanceOpening, BalancePanelState } from '../../../src/protocol/balance';
import { Cell } from '../../shared/cell';
import type { PageHost } from '../../shared/pageHost';
import { connectRpc } from '../../shared/rpc';
import type { BalanceRpc } from './balanceRpc';
import { ComparisonModel } from './comparisonModel';
import { type PickedRows, PreviewModel } from './previewModel';
import { type BalanceViewState, readViewState } from './viewState';

/** Least time between two questions for coverage, which reads rows, in ms. */
const COVERAGE_INTERVAL = 1_000;

/** All that the panel knows and can do. It owns nothing but its view: figures and rows are the host's. */
export class BalanceModel {
  readonly rpc: BalanceRpc;
  readonly panel = new Cell<BalancePanelState | undefined>(undefined);
  readonly data = new Cell<BalanceData | undefined>(undefined);
  readonly coverage = new Cell<Coverage | undefined>(undefined);
  /** An error of the host, in its words, or what was done; shown until the next. */
  readonly message = new Cell<{ readonly text: string; readonly isError: boolean } | undefined>(undefined);
  readonly preview: PreviewModel;
  readonly comparison: ComparisonModel;
  private readonly restored: BalanceViewState;
  private isAsking = false;
  private isStale = false;
  private isPreviewDue = false;
  private coverageTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly host: PageHost) {
    this.rpc = connectRpc(host);
    this.restored = readViewState(host.getState());
    this.preview = new PreviewModel(this.rpc, this.restored, this.fail);
    this.comparison = new ComparisonModel(this.rpc, this.restored.comparedWith, this.fail);
    for (const cell of [this.preview.view, this.preview.sample, this.preview.seed, this.comparison.chosen, this.panel])
      (cell as Cell<unknown>).subscribe(() => {
        this.store();
      });
  }

  /** Takes what came with the page's document; later figures come in answer to `start`. */
  open({ panel, data, coverage }: BalanceOpening): void {
    this.panel.set(panel);
    this.coverage.set(coverage);
    this.data.set(data);
  }

  async start(): Promise<void> {
    this.rpc.on('balanceChanged', ({ data }) => {
      if (data === undefined) void this.refresh();
      else this.takeData(data);
    });
    this.rpc.on('comparedChanged', () => {
      void this.comparison.refresh();
    });
    this.rpc.on('panelState', (state) => {
      this.takePanel(state);
    });
    const state = this.rpc.call('ready', { viewId: 'balance' });
    // Asked for in the same breath: the figures need not wait for the state.
    const figures = this.refresh();
    this.takePanel(await state);
    const compare = this.comparison.chosen.value === undefined ? undefined : this.comparison.refresh();
    await Promise.all([figures, this.preview.start(), compare]);
  }

  /** Shows the rows behind a bar, here and in the dataset editor; the same bar again ends it. */
  pick(picked: PickedRows): void {
    const isSame = JSON.stringify(picked.filter) === JSON.stringify(this.preview.picked.value.filter);
    const next = isSame ? { filter: [] } : picked;
    void this.preview.pick(next);
    const filter = next.filter.length === 0 ? undefined : next.filter;
    this.rpc.call('showRows', { filter }).catch(this.fail);
  }

  setTarget(target: BalanceTarget): void {
    const panel = this.panel.value;
    if (panel !== undefined) this.panel.set({ ...panel, target });
    this.rpc.call('setTarget', { target }).catch(this.fail);
  }

  setLocked(isLocked: boolean): void {
    this.rpc.call('setLocked', { isLocked }).then((state) => {
      this.takePanel(state);
    }, this.fail);
  }

  analyseAll(): void {
    this.rpc.call('analyseAll', {}).catch(this.fail);
  }

  writeCard(charts: Readonly<Record<string, string>>): void {
    this.rpc.call('writeCard', { charts }).catch(this.fail);
  }

  copyText(text: string, what: string): void {
    this.rpc.call('copyText', { text }).then(() => {
      this.say(`Copied ${what}.`);
    }, this.fail);
  }

  saveFile(name: string, content: string, encoding: 'text' | 'base64'): void {
    this.rpc.call('saveFile', { name, content, encoding }).catch(this.fail);
  }

  say(text: string): void {
    this.message.set({ text, isError: false });
  }

  readonly fail = (error: unknown): void => {
    this.message.set({ text: error instanceof Error ? error.message : String(error), isError: true });
  };

  private takePanel(state: BalancePanelState): void {
    const before = this.panel.value?.dataset?.uri;
    this.panel.set(state);
    if (before === undefined || before === state.dataset?.uri) return;
    // Another dataset: nothing of the old one may stay.
    this.data.set(undefined);
    this.coverage.set(undefined);
    void this.preview.pick({ filter: [] });
    void this.refresh();
    if (this.comparison.chosen.value !== undefined) void this.comparison.panelChanged(state);
  }

  /** One question under way, and one more if something changed since. */
  private async refresh(): Promise<void> {
    this.isStale = true;
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      while (this.isStale) {
        this.isStale = false;
        this.takeData(await this.rpc.call('getBalance', {}));
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.isAsking = false;
    }
  }

  private takeData(data: BalanceData | undefined): void {
    const before = this.data.value;
    // Nothing is drawn again for the same figures: those of the document come once more when the page is ready.
    if (before === undefined || JSON.stringify(before) !== JSON.stringify(data)) this.data.set(data);
    if (data !== undefined && before !== undefined && hasOtherRows(before, data)) this.refreshPreview();
    this.askCoverage();
  }

  /**
   * Once the figures are on the screen: its questions would keep the host and the worker busy before. A page that is out of sight
   * draws no frame, and asks once when it comes back.
   */
  private refreshPreview(): void {
    if (this.isPreviewDue) return;
    this.isPreviewDue = true;
    requestAnimationFrame(() =>
      setTimeout(() => {
        this.isPreviewDue = false;
        void this.preview.rowsChanged();
      }),
    );
  }

  private askCoverage(): void {
    clearTimeout(this.coverageTimer);
    const ask = (): void => {
      this.rpc.call('getCoverage', {}).then((coverage) => {
        this.coverage.set(coverage);
      }, this.fail);
    };
    if (this.coverage.value === undefined) ask();
    else this.coverageTimer = setTimeout(ask, COVERAGE_INTERVAL);
  }

  private store(): void {
    const uri = this.panel.value?.dataset?.uri;
    const comparedWith = this.comparison.chosen.value;
    const state: BalanceViewState = {
      version: 1,
      ...(uri === undefined ? {} : { uri }),
      isLocked: this.panel.value?.isLocked ?? this.restored.isLocked,
      view: this.preview.view.value,
      sample: this.preview.sample.value,
      seed: this.preview.seed.value,
      ...(comparedWith === undefined ? {} : { comparedWith }),
    };
    this.host.setState(state);
  }
}

/** Whether a filter may find other rows: after an edit, and while rows are still being counted or guessed. */
function hasOtherRows(before: BalanceData, now: BalanceData): boolean {
  return (
    before.revision !== now.revision ||
    before.basis.rows !== now.basis.rows ||
    before.guessedTypes.basis.rows !== now.guessedTypes.basis.rows
  );
}
