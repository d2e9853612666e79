import { useEffect, useState } from 'preact/hooks';
import type { FixPreview } from '../../../src/protocol/findings';
import { useVirtualRows } from '../../shared/list/virtualRows';
import type { useFixAllRows } from './fixAllRows';
import { LazyChangeView } from './lazyChangeView';
import { allRows, isSelected, type RowSelection, toggleRow } from './rowSelection';

/** In pixels; `fixAll.css` draws to this measure. */
const rowHeight = 84;

interface FixAllListProps {
  readonly rows: ReturnType<typeof useFixAllRows>;
  /** The rows that are mended. */
  readonly selection: RowSelection;
  readonly onSelect: (selection: RowSelection) => void;
}

/** The rows that would change, ticked. Only those in sight are in the page. */
export function FixAllList({ rows, selection, onSelect }: FixAllListProps) {
  const total = rows.total ?? 0;
  const [active, setActive] = useState(0);
  const { box, visible, height, viewport, offset, onScroll, reveal } = useVirtualRows(total, rowHeight);
  const { from, to } = visible;
  useEffect(() => {
    if (to > from) rows.show(from, to);
  }, [rows, from, to]);
  const toggle = (index: number) => {
    const id = rows.at(index)?.id;
    if (id !== undefined) onSelect(toggleRow(selection, id));
  };
  const go = (index: number) => {
    const place = Math.min(Math.max(0, index), total - 1);
    setActive(place);
    reveal(place);
  };
  return (
    <div
      ref={box}
      class="fix-all-list"
      role="listbox"
      tabIndex={0}
      autofocus
      aria-label="Examples to mend"
      aria-multiselectable="true"
      aria-activedescendant={active >= from && active < to ? `fix-row-${active}` : undefined}
      onScroll={onScroll}
      onKeyDown={(event) => {
        const perPage = Math.max(1, Math.floor(viewport / rowHeight));
        if (handleKey(event, { active, total, perPage, go, toggle, selectAll: () => onSelect(allRows) })) {
          event.preventDefault();
        }
      }}
    >
      <div class="fix-all-height" role="presentation" style={{ height: `${height}px` }}>
        <div class="fix-all-window" role="presentation" style={{ height: `${viewport}px` }}>
          <div role="presentation" style={{ transform: `translateY(${offset}px)` }}>
            {Array.from({ length: to - from }, (_, step) => from + step).map((index) => (
              <FixAllRow
                key={index}
                index={index}
                total={total}
                row={rows.at(index)}
                isActive={index === active}
                isSelected={isSelected(selection, rows.at(index)?.id ?? -1)}
                onPress={() => {
                  setActive(index);
                  toggle(index);
                }}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

interface FixAllRowProps {
  readonly index: number;
  readonly total: number;
  readonly row: FixPreview | undefined;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly onPress: () => void;
}

function FixAllRow({ index, total, row, isActive, isSelected, onPress }: FixAllRowProps) {
  return (
    <div
      id={`fix-row-${index}`}
      class={`fix-all-row ${isActive ? 'is-active' : ''} ${isSelected ? '' : 'is-left'}`}
      role="option"
      aria-selected={isSelected}
      aria-setsize={total}
      aria-posinset={index + 1}
      aria-busy={row === undefined ? true : undefined}
      onClick={onPress}
    >
      <span class={`tick ${isSelected ? 'is-on' : ''}`} aria-hidden="true" />
      <span class="fix-all-number">
        {row === undefined ? '…' : `Example ${(row.index + 1).toLocaleString('en')}`}
        <span class="visually-hidden">: </span>
      </span>
      {row !== undefined && <LazyChangeView preview={row} context={40} />}
    </div>
  );
}

interface ListKeys {
  readonly active: number;
  readonly total: number;
  readonly perPage: number;
  readonly go: (index: number) => void;
  readonly toggle: (index: number) => void;
  readonly selectAll: () => void;
}

function handleKey(event: KeyboardEvent, { active, total, perPage, go, toggle, selectAll }: ListKeys): boolean {
  const target = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + perPage,
    PageUp: active - perPage,
    Home: 0,
    End: total - 1,
  }[event.key];
  if (target !== undefined) go(target);
  else if (event.key === ' ') toggle(active);
  else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) selectAll();
  else return false;
  return true;
}
