import type { CompareWith } from '../../../src/protocol/balance';

/** What the page keeps of itself over a reload, and what VS Code hands to the extension when it restores the panel. */
export interface BalanceViewState {
  readonly version: 1;
  /** The dataset, for the extension to find it again. */
  readonly uri?: string;
  readonly isLocked: boolean;
  readonly view: 'people' | 'model';
  readonly sample: number;
  readonly seed: number;
  readonly comparedWith?: CompareWith;
}

const START: BalanceViewState = { version: 1, isLocked: false, view: 'people', sample: 0, seed: 1 };

/** Stored state is never trusted in form. */
export function readViewState(stored: unknown): BalanceViewState {
  if (typeof stored !== 'object' || stored === null) return START;
  const known = stored as Readonly<Record<string, unknown>>;
  if (known.version !== 1) return START;
  const comparedWith = readCompared(known.comparedWith);
  return {
    version: 1,
    ...(typeof known.uri === 'string' ? { uri: known.uri } : {}),
    isLocked: known.isLocked === true,
    view: known.view === 'model' ? 'model' : 'people',
    sample: countFrom(known.sample, 0),
    seed: countFrom(known.seed, 1),
    ...(comparedWith === undefined ? {} : { comparedWith }),
  };
}

function readCompared(stored: unknown): CompareWith | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { kind, uri } = stored as Readonly<Record<string, unknown>>;
  if (kind === 'saved') return { kind };
  return kind === 'dataset' && typeof uri === 'string' ? { kind, uri } : undefined;
}

function countFrom(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : otherwise;
}
