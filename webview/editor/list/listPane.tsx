import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useCell } from '../../shared/cell';
import { ScrollMap } from '../../shared/list/scrollMap';
import { useModel } from '../modelContext';
import { EmptyList } from './emptyList';
import { handleListKey } from './listKeys';
import { handleListClick, handleListPress } from './listMouse';
import { ListRow } from './listRow';
import { digitsOf, rowHeightFor } from './rowHeight';
import { useScroller } from './useScroller';

/** Rows drawn above and below what is in sight, so that a fast wheel meets no gap. */
const spare = 4;

/** The list of examples. Only the rows in sight are in the page, whatever the number of rows in the file. */
export function ListPane() {
  const model = useModel();
  const { list } = model;
  const total = useCell(list.loader.total);
  useCell(list.loader.drawn);
  const selection = useCell(list.selection);
  const grid = useRef<HTMLDivElement>(null);
  const rowHeight = useMemo(rowHeightFor, []);
  const map = useMemo(() => new ScrollMap(), []);
  const { visible, window, height, onScroll } = useScroller({ grid, map, total, rowHeight, model });
  const [hasFocus, setFocus] = useState(false);

  useLayoutEffect(() => model.focus.register('list', () => grid.current?.focus({ preventScroll: true })), [model]);
  useLayoutEffect(() => {
    const element = grid.current;
    element?.style.setProperty('--row-height', `${rowHeight}px`);
    element?.style.setProperty('--list-viewport', `${element.clientHeight}px`);
  }, [rowHeight]);

  const from = Math.max(0, visible.from - spare);
  const to = Math.min(total, visible.to + spare);
  const { active, rows } = selection;
  const places = Array.from({ length: Math.max(0, to - from) }, (_, offset) => from + offset);
  const isActiveDrawn = active >= from && active < to;
  return (
    <div class="list-pane">
      <div
        ref={grid}
        class={`list ${hasFocus ? 'has-focus' : ''}`}
        role="grid"
        tabIndex={0}
        aria-label="Examples"
        aria-rowcount={total}
        aria-colcount={5}
        aria-multiselectable="true"
        aria-readonly="true"
        aria-activedescendant={isActiveDrawn ? `row-${active}` : undefined}
        data-vscode-context='{"webviewSection":"list","preventDefaultContextMenuItems":true}'
        onScroll={onScroll}
        onFocus={() => setFocus(true)}
        onBlur={() => setFocus(false)}
        onKeyDown={(event) => {
          handleListKey(event, model, Math.max(1, Math.floor(map.viewport / rowHeight)));
        }}
        onMouseDown={(event) => {
          handleListPress(event, model);
        }}
        onClick={(event) => {
          handleListClick(event, model);
        }}
        onDblClick={() => {
          model.openDetail();
        }}
      >
        <div class="list-height" ref={height}>
          <div class="list-window">
            <div class="list-rows" ref={window} style={{ '--digits': digitsOf(model.state.value?.total ?? total) }}>
              {places.map((place) => (
                <ListRow
                  key={place}
                  place={place}
                  row={list.loader.row(place)}
                  isActive={place === active}
                  isSelected={rows.has(place)}
                />
              ))}
            </div>
          </div>
        </div>
      </div>
      <EmptyList />
    </div>
  );
}
