import type { ComponentType } from 'preact';
import { Cell, useCell } from '../../shared/cell';
import type { EditorModel } from '../model/editorModel';

const loaded = new Cell<{ readonly Pane: ComponentType; readonly Layer: ComponentType } | undefined>(undefined);

/** Brings the forms and the JSON parser: half of the page's script, which the first rows need not wait for. */
export async function loadDetail(model: EditorModel): Promise<void> {
  const { DetailPane, summariseShort, FindingsLayer } = await import('./laterParts');
  model.summarise = summariseShort;
  loaded.set({ Pane: DetailPane, Layer: FindingsLayer });
}

/** The detail, and its place until it is there. */
export function LazyDetail() {
  const detail = useCell(loaded);
  return detail === undefined ? <section class="detail" aria-label="Example" aria-busy="true" /> : <detail.Pane />;
}

/** What findings put over the page: menus and dialogs. */
export function LazyLayer() {
  const detail = useCell(loaded);
  return detail === undefined ? null : <detail.Layer />;
}
