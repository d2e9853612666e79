import type {
  BalanceData,
  BalanceFilter,
  BalanceTarget,
  Coverage,
  GuessExplanation,
} from '../core/balance/balanceData';
import type { RowId, RowSummary } from './editor';

/** What the panel shows besides figures. */
export interface BalancePanelState {
  /** The dataset that the panel shows; undefined where there is none to show. */
  readonly dataset?: { readonly name: string; readonly uri: string };
  /** Stays with its dataset instead of following the active one. */
  readonly isLocked: boolean;
  readonly target: BalanceTarget;
  /** Tokens that the model sees at most; 0 for no limit: the line in the charts of lengths. */
  readonly contextLimit: number;
  /** Whether there is a file on disk to compare with: the saved version. */
  readonly hasSaved: boolean;
  /** Other datasets of the workspace that this one can be compared with, by their paths in it. */
  readonly others: readonly { readonly name: string; readonly uri: string }[];
  /** Set where the figures cannot be worked out; why, in words. */
  readonly failed?: string;
}

/** What the panel can draw at once: its first charts stand in its document, and `ready` and `getBalance` tell what is new since. */
export interface BalanceOpening {
  readonly panel: BalancePanelState;
  /** Absent where no dataset is shown, or its figures took too long. */
  readonly data?: BalanceData;
  /** The last that was worked out. */
  readonly coverage?: Coverage;
}

/** HTML of the first charts, as the page's own script will draw them. Comes from a bundle of the page's code. */
export type RenderFirstCharts = (opening: BalanceOpening) => string;

/** What a dataset is compared with: another dataset, or what is on disk of this one. */
export type CompareWith = { readonly kind: 'dataset'; readonly uri: string } | { readonly kind: 'saved' };

/** The other side of a comparison, or why there is none, in words. */
export type ComparedFigures = { readonly name: string } & ({ readonly data: BalanceData } | { readonly error: string });

/** Rows behind a bar. */
export interface BalanceRows {
  readonly revision: number;
  readonly total: number;
  readonly rows: readonly RowSummary[];
}

/** Calls that the panel's page makes and the host answers. */
export interface BalanceCalls {
  /** The page is there (also again after a reload). The answer is a fresh start; figures are asked for. */
  ready: { params: { readonly viewId: string }; result: BalancePanelState };
  /** The figures as far as they are; undefined where no dataset is shown. Later ones come with `balanceChanged`. */
  getBalance: { params: Record<string, never>; result: BalanceData | undefined };
  /** How varied each type is, and what to write next. */
  getCoverage: { params: Record<string, never>; result: Coverage | undefined };
  /** Goes over all rows for what was estimated from a sample. Progress comes as `balanceChanged`. */
  analyseAll: { params: Record<string, never>; result: null };
  /** Shows only the rows of the filter in the dataset editor (its view `matches`); undefined ends it. */
  showRows: { params: { readonly filter: BalanceFilter | undefined }; result: { readonly total: number } };
  /** Rows of a filter in the order of the document. */
  getRows: {
    params: { readonly filter: BalanceFilter; readonly from: number; readonly count: number };
    result: BalanceRows;
  };
  /** `count` random rows of a filter, in random order; the same for the same seed and rows. */
  getSample: {
    params: { readonly filter: BalanceFilter; readonly count: number; readonly seed: number };
    result: BalanceRows;
  };
  /** Why a row was guessed to be of its type; undefined when it is gone or no example. */
  explainGuess: { params: { readonly id: RowId }; result: GuessExplanation | undefined };
  /** Keeps the target with the workspace. */
  setTarget: { params: { readonly target: BalanceTarget }; result: null };
  setLocked: { params: { readonly isLocked: boolean }; result: BalancePanelState };
  /** The figures of what the dataset is compared with, as far as they are; asked again after each `comparedChanged`. */
  compare: { params: { readonly with?: CompareWith }; result: ComparedFigures | undefined };
  /** Writes the figures as a dataset card beside the dataset and opens it. `charts` are SVG by name. */
  writeCard: { params: { readonly charts: Readonly<Record<string, string>> }; result: null };
  /** Selects a row in the dataset editor. */
  reveal: { params: { readonly id: RowId }; result: null };
}

/** Events that the panel's page sends. */
export interface BalancePageEvents {
  /** The document is on the screen, and its script, which is loaded then, will need what it was drawn of. */
  opening: Record<string, never>;
  /** An uncaught error of the page, for the log. */
  pageError: { readonly message: string; readonly stack?: string };
  /** Charts have been drawn, of figures of a revision. */
  painted: { readonly charts: number; readonly revision: number };
}

/** Events that the host sends. */
export interface BalanceHostEvents {
  /** Answers the question of the same name. Without what it asks for, the page's script is to ask for all. */
  opening: { readonly opening?: BalanceOpening };
  /**
   * Other figures: several times a second while they are worked out, and after each edit. Without them where they cannot be had: the
   * page asks, and is told why.
   */
  balanceChanged: { readonly data?: BalanceData };
  /** The author wants a dataset card: the page draws its pictures and calls `writeCard`. */
  drawCard: Record<string, never>;
  /** What the dataset is compared with has other figures. */
  comparedChanged: Record<string, never>;
  panelState: BalancePanelState;
}
