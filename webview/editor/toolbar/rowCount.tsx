import { useEffect, useState } from 'preact/hooks';
import { useCell } from '../../shared/cell';
import { keyWords } from '../../shared/keyWords';
import { useModel } from '../modelContext';
import { GoToField } from './goToField';

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
    <button
      type="button"
      class="row-count"
      title={`Go to example (${keyWords('Ctrl+G', 'Ctrl+G')})`}
      onClick={() => setAsking(true)}
    >
      {countWords(selection.rows.size, model.list.view === 'matches' ? total : undefined, state)}
    </button>
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
