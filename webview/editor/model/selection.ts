import { placeAfterSplice, RowRanges } from './rowRanges';

/** What is selected in the list, by place. `active` is where the keyboard is; `anchor` is where a range began. */
export interface Selection {
  readonly active: number;
  readonly anchor: number;
  readonly rows: RowRanges;
}

/** `only` this row; `extend` from the anchor; `toggle` this row; `move` the keyboard and leave what is selected. */
export type SelectMode = 'only' | 'extend' | 'toggle' | 'move';

export const nothingSelected: Selection = { active: -1, anchor: -1, rows: RowRanges.none };

export function selectRow(selection: Selection, place: number, mode: SelectMode): Selection {
  switch (mode) {
    case 'only':
      return { active: place, anchor: place, rows: RowRanges.of(place, place + 1) };
    case 'extend': {
      const anchor = Math.max(0, selection.anchor);
      return { active: place, anchor, rows: RowRanges.of(Math.min(anchor, place), Math.max(anchor, place) + 1) };
    }
    case 'toggle':
      return { active: place, anchor: place, rows: selection.rows.toggle(place) };
    case 'move':
      return { ...selection, active: place };
  }
}

export function selectRange(from: number, to: number, active: number): Selection {
  return { active, anchor: from, rows: RowRanges.of(from, to) };
}

/** Nothing is selected, and the keyboard is at a place. */
export function selectNone(active: number): Selection {
  return { active, anchor: active, rows: RowRanges.none };
}

/** The selection after rows came and went. `isActiveGone` when the active row is not where it can be followed. */
export function spliceSelection(
  selection: Selection,
  at: number,
  removed: number,
  inserted: number,
): { readonly selection: Selection; readonly isActiveGone: boolean } {
  const active = placeAfterSplice(selection.active, at, removed, inserted);
  const anchor = placeAfterSplice(selection.anchor, at, removed, inserted);
  return {
    selection: {
      active: active ?? at,
      anchor: anchor ?? active ?? at,
      rows: selection.rows.splice(at, removed, inserted),
    },
    isActiveGone: active === undefined,
  };
}

/** The selection in a list of `total` rows. */
export function clampSelection(selection: Selection, total: number): Selection {
  if (selection.active < total && selection.anchor < total) return selection;
  const clamp = (place: number) => Math.min(place, total - 1);
  return {
    active: clamp(selection.active),
    anchor: clamp(selection.anchor),
    rows: selection.rows.without(total, Infinity),
  };
}
