import { useCell } from '../../shared/cell';
import { Button } from '../../shared/controls/button';
import { useModel } from '../modelContext';
import { ProblemsButton } from '../findings/problemsButton';
import { FindBox } from './findBox';
import { MoreMenu } from './moreMenu';
import { RowCount } from './rowCount';

/** What stands above list and detail. */
export function Toolbar() {
  const model = useModel();
  const state = useCell(model.state);
  return (
    <header class="toolbar">
      <FindBox />
      <ProblemsButton />
      <span class="toolbar-space" />
      <RowCount />
      {state?.readOnly === undefined && (
        <Button
          icon="add"
          disabled={state === undefined}
          title="Add an example after this one"
          onClick={() => void model.actions.add()}
        >
          Add
        </Button>
      )}
      <MoreMenu />
    </header>
  );
}
