import type { EditorOpening } from '../../../src/protocol/editor';
import { ListRow } from '../list/listRow';
import { digitsOf } from '../list/rowHeight';

/**
 * The page as it is drawn before its script is there: the first rows, in the places where the script will draw them again. No styles
 * in attributes, which the page's policy forbids: `showFirstRows` sets them.
 */
export function FirstRows({ opening }: { readonly opening: EditorOpening }) {
  const { total, rows } = opening.rows;
  return (
    <div class="app page">
      <header class="toolbar" />
      <main class="panes">
        <div class="list-pane">
          <div class="list" role="grid" aria-label="Examples" aria-rowcount={total} aria-colcount={5} aria-busy={true}>
            <div class="list-window">
              <div class="list-rows" data-digits={digitsOf(total)}>
                {rows.map((row, place) => (
                  <ListRow key={row.id} place={place} row={row} isActive={false} isSelected={false} />
                ))}
              </div>
            </div>
          </div>
        </div>
        <div class="splitter" />
        <section class="detail" aria-label="Example" aria-busy={true} />
      </main>
    </div>
  );
}
