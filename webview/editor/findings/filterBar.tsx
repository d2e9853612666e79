import type { FindingFilter, FindingsState } from '../../../src/protocol/findings';
import { useCell } from '../../shared/cell';
import { Button } from '../../shared/controls/button';
import { Icon } from '../../shared/icons/icon';
import { useModel } from '../modelContext';
import { severityWord } from './severity';

/** Says that the list is narrowed to rows with certain findings, and to how many; ends it. */
export function FilterBar() {
  const model = useModel();
  const filter = useCell(model.findings.filter);
  const state = useCell(model.findings.state);
  const shown = useCell(model.list.loader.total);
  const all = useCell(model.state)?.total ?? 0;
  if (filter === undefined) return null;
  return (
    <div class="filter-bar" role="group" aria-label="Filter">
      <Icon name="list-filter" />
      <span class="filter-bar-words">
        Showing {model.list.view === 'matches' ? shown.toLocaleString('en') : '…'} of {all.toLocaleString('en')}:{' '}
        {filterWords(filter, state)}
      </span>
      <Button
        onClick={() => {
          model.find.showAll();
          model.focus.focus('list');
        }}
      >
        Show all
      </Button>
    </div>
  );
}

function filterWords({ codes, severities }: FindingFilter, state: FindingsState | undefined): string {
  const titles = codes.map((code) => state?.counts.find((each) => each.code === code)?.title ?? code);
  const words = severities.map((severity) => severityWord(severity, 2));
  return [words.join(', '), titles.join(', ')].filter((part) => part !== '').join(' · ');
}
