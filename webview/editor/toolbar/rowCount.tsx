import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useCell } from '../../shared/cell';
import { Icon } from '../../shared/icons/icon';
import { useModel } from '../modelContext';

/** How many examples there are, or how far the file has been read; pressed, it asks for the number of the one to go to. */
export function RowCount() {
  const model = useModel();
  const state = useCell(model.state);
  const selection = useCell(model.list.selection);
  const total = useCell(model.list.loader.total);
  useCell(model.list.loader.drawn);
  const [isAsking, setAsking] = useState(false);
  useEffect(() => model.focus.register('goTo', () => setAsking(true)), [model]);
  if (state === undefined) return null;
  if (isAsking) return <GoToField onDone={() => setAsking(false)} />;
  return (
    <>
      {!state.index.done && <Icon name="loading" />}
      <button type="button" class="row-count" title="Go to example (Ctrl+G)" onClick={() => setAsking(true)}>
        {countWords(selection.rows.size, model.list.view === 'matches' ? total : undefined, state)}
      </button>
    </>
  );
}

type State = NonNullable<ReturnType<typeof useModel>['state']['value']>;

function countWords(selected: number, matches: number | undefined, { total, index }: State): string {
  const all = total.toLocaleString('en');
  if (!index.done) {
    const percent = index.totalBytes === 0 ? 0 : Math.floor((index.bytes / index.totalBytes) * 100);
    return `${all} rows so far, ${percent} %`;
  }
  if (selected > 1) return `${selected.toLocaleString('en')} of ${all} selected`;
  if (matches !== undefined) return `${matches.toLocaleString('en')} of ${all}`;
  return total === 1 ? '1 example' : `${all} examples`;
}

function GoToField({ onDone }: { readonly onDone: () => void }) {
  const model = useModel();
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.focus(), []);
  return (
    <input
      ref={input}
      class="go-to"
      type="text"
      inputMode="numeric"
      placeholder="Go to number"
      aria-label="Number of the example to go to"
      onBlur={onDone}
      onKeyDown={(event) => {
        if (event.key === 'Escape') model.focus.focus('list');
        if (event.key !== 'Enter') return;
        const number = Number.parseInt(event.currentTarget.value.replace(/[\s,.]/g, ''), 10);
        if (Number.isNaN(number)) return;
        model.find.showAll();
        model.list.select(number - 1, 'only', true);
        model.focus.focus('list');
      }}
    />
  );
}
