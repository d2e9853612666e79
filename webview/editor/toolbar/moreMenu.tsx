import { useCell } from '../../shared/cell';
import { Menu, type MenuEntry } from '../../shared/controls/menu';
import { keyWords } from '../../shared/keyWords';
import { useModel } from '../modelContext';

/** What is needed less often, and what has no other place for the mouse. */
export function MoreMenu() {
  const model = useModel();
  const isReadOnly = useCell(model.state)?.readOnly !== undefined;
  const selection = useCell(model.list.selection);
  const { actions, list } = model;
  const noRow = selection.active < 0;
  const noEdit = noRow || isReadOnly;
  const entries: readonly MenuEntry[] = [
    { label: 'Duplicate', keys: keyWords('Ctrl+Alt+D'), disabled: noEdit, run: () => void actions.duplicate() },
    { label: 'Move Up', keys: keyWords('Alt+Up'), disabled: noEdit, run: () => void actions.move('up') },
    { label: 'Move Down', keys: keyWords('Alt+Down'), disabled: noEdit, run: () => void actions.move('down') },
    {
      label: 'Delete',
      keys: keyWords('Delete', 'Cmd+Alt+Backspace'),
      disabled: noEdit,
      run: () => void actions.delete(),
    },
    'separator',
    { label: 'Copy Lines', keys: keyWords('Ctrl+C'), disabled: noRow, run: () => void actions.copy() },
    { label: 'Select All', keys: keyWords('Ctrl+A'), disabled: noRow, run: () => list.selectAll() },
    {
      label: 'Go to Number...',
      keys: keyWords('Ctrl+G', 'Ctrl+G'),
      disabled: noRow,
      run: () => model.focus.focus('goTo'),
    },
    'separator',
    {
      label: 'Open as Text',
      run: () => {
        const id = list.activeId;
        model.ask(model.rpc.call('openAsText', id === undefined ? {} : { id }));
      },
    },
  ];
  return <Menu icon="ellipsis" label="More actions" entries={entries} />;
}
