import type { FindQuery } from '../../../src/protocol/editor';
import type { FindingFilter, FindingSeverity } from '../../../src/protocol/findings';
import type { PreviewView } from '../../../src/protocol/preview';

/** What the page remembers of itself while it is hidden or reloaded. Never data of the file. */
export interface ViewState {
  readonly version: 1;
  /** Row at the top of the list, with its fraction that is scrolled out. */
  readonly scrollRow: number;
  readonly activeId: number | undefined;
  readonly activePlace: number;
  /** Width of the list in pixels; undefined until the author drags the splitter. */
  readonly listWidth: number | undefined;
  readonly isDetailOpen: boolean;
  readonly isRaw: boolean;
  readonly isPreviewed: boolean;
  readonly previewView: PreviewView;
  readonly query: FindQuery;
  readonly isFiltered: boolean;
  /** Which findings the list was narrowed to. */
  readonly findings: FindingFilter | undefined;
}

export const emptyQuery: FindQuery = { text: '', matchCase: false, wholeWord: false, regex: false };

export const initialViewState: ViewState = {
  version: 1,
  scrollRow: 0,
  activeId: undefined,
  activePlace: 0,
  listWidth: undefined,
  isDetailOpen: false,
  isRaw: false,
  isPreviewed: false,
  previewView: 'people',
  query: emptyQuery,
  isFiltered: false,
  findings: undefined,
};

/** Reads what an earlier page stored; whatever does not fit is as if it had not been stored. */
export function readViewState(stored: unknown): ViewState {
  if (!isRecord(stored) || stored.version !== 1) return initialViewState;
  const query = isRecord(stored.query) ? stored.query : {};
  return {
    version: 1,
    scrollRow: readCount(stored.scrollRow) ?? 0,
    activeId: readCount(stored.activeId),
    activePlace: Math.floor(readCount(stored.activePlace) ?? 0),
    listWidth: readCount(stored.listWidth),
    isDetailOpen: stored.isDetailOpen === true,
    isRaw: stored.isRaw === true,
    isPreviewed: stored.isPreviewed === true,
    previewView: stored.previewView === 'model' ? 'model' : 'people',
    query: {
      text: typeof query.text === 'string' ? query.text : '',
      matchCase: query.matchCase === true,
      wholeWord: query.wholeWord === true,
      regex: query.regex === true,
    },
    isFiltered: stored.isFiltered === true,
    findings: readFilter(stored.findings),
  };
}

const severities: readonly FindingSeverity[] = ['error', 'warning', 'information', 'hint'];

function readFilter(stored: unknown): FindingFilter | undefined {
  if (!isRecord(stored) || !Array.isArray(stored.codes) || !Array.isArray(stored.severities)) return undefined;
  const named: readonly unknown[] = stored.severities;
  return {
    codes: stored.codes.filter((code) => typeof code === 'string'),
    severities: severities.filter((severity) => named.includes(severity)),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function readCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}
