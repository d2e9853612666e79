import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { useCell } from '../../shared/cell';
import { Banners } from '../banners/banners';
import { toFindPattern } from '../find/findPattern';
import { FindPatternContext } from '../find/highlight';
import { FilterBar } from '../findings/filterBar';
import { LazyDetail, LazyLayer } from './lazyDetail';
import { ListPane } from '../list/listPane';
import type { EditorModel } from '../model/editorModel';
import { ModelContext, useModel } from '../modelContext';
import { Toolbar } from '../toolbar/toolbar';
import { Splitter } from './splitter';

/** The dataset editor: toolbar, messages, and the list beside the open example. */
export function App({ model }: { readonly model: EditorModel }) {
  const isDetailOpen = useCell(model.isDetailOpen);
  const listWidth = useCell(model.listWidth);
  const query = useCell(model.find.session.query);
  const pattern = useMemo(() => toFindPattern(query), [query]);
  const panes = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (listWidth === undefined) panes.current?.style.removeProperty('--list-width');
    else panes.current?.style.setProperty('--list-width', `${listWidth}px`);
  }, [listWidth]);
  return (
    <ModelContext.Provider value={model}>
      <FindPatternContext.Provider value={pattern}>
        <div class="app page">
          <Toolbar />
          <Banners />
          <FilterBar />
          <main ref={panes} class={`panes ${isDetailOpen ? 'is-detail-open' : ''}`}>
            <ListPane />
            <Splitter />
            <LazyDetail />
          </main>
          <LazyLayer />
          <Announcer />
        </div>
      </FindPatternContext.Provider>
    </ModelContext.Provider>
  );
}

/** Says aloud what sighted authors see happen. */
function Announcer() {
  const words = useCell(useModel().announcement);
  return (
    <div class="visually-hidden" role="status" aria-live="polite">
      {words}
    </div>
  );
}
