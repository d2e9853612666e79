import { useRef } from 'preact/hooks';
import { shapeWords } from '../../../src/core/record/shapeWords';
import { useCell } from '../../shared/cell';
import { IconButton } from '../../shared/controls/iconButton';
import { keyWords } from '../../shared/keyWords';
import { useForm } from '../form/formContext';
import { TaskTypeField } from '../form/taskTypeField';
import { useModel } from '../modelContext';

/** Which example this is, and what can be done with all of it. */
export function DetailHeader() {
  const model = useModel();
  const { list, actions } = model;
  const isRaw = useCell(model.isRaw);
  const isPreviewed = useCell(model.isPreviewed);
  const selection = useCell(list.selection);
  const total = useCell(list.loader.total);
  const isReadOnly = useCell(model.state)?.readOnly !== undefined;
  useCell(list.loader.drawn);
  const { active } = selection;
  const { content, row } = useForm();
  // The row that was selected last may still be on its way: the number is that of the row whose fields stand below.
  const shown = useRef(0);
  const drawn = list.loader.row(active);
  if (drawn?.id === row.id) shown.current = drawn.index + 1;
  else if (drawn === undefined && active >= 0 && list.activeId === row.id) shown.current = active + 1;
  const isExample = content.kind === 'example';
  return (
    <header class="detail-header">
      <IconButton
        icon="arrow-left"
        label="Back to the list (Escape)"
        className="detail-back"
        onClick={() => model.closeDetail()}
      />
      <h2 class="detail-title">Example {shown.current.toLocaleString('en')}</h2>
      <span class="detail-shape">{isExample ? shapeWords(content.view.shape) : ''}</span>
      {isExample && content.view.taskType && <TaskTypeField field={content.view.taskType} />}
      <span class="detail-space" />
      <IconButton
        icon="chevron-up"
        label="Previous example"
        disabled={active <= 0}
        onClick={() => list.select(list.selection.value.active - 1, 'only')}
      />
      <IconButton
        icon="chevron-down"
        label="Next example"
        disabled={active >= total - 1}
        onClick={() => list.select(list.selection.value.active + 1, 'only')}
      />
      <span class="detail-divider" />
      <IconButton
        icon="json"
        label={isRaw ? 'Show the form' : 'Show the line as it is in the file (raw)'}
        pressed={isRaw || !isExample}
        disabled={!isExample}
        onClick={() => model.toggleRaw()}
      />
      <IconButton
        icon="open-preview"
        label={`Preview: as people and as the model see it (${keyWords('Ctrl+K V')})`}
        pressed={isPreviewed}
        focusKey="preview"
        onClick={() => model.togglePreview()}
      />
      {!isReadOnly && (
        <>
          <IconButton icon="copy" label="Duplicate" onClick={() => void actions.duplicate()} />
          <IconButton icon="trash" label="Delete" onClick={() => void actions.delete()} />
        </>
      )}
    </header>
  );
}
