import { useRef } from 'preact/hooks';
import type { TextField } from '../../../src/core/record/view';
import { useCell } from '../../shared/cell';
import { useModel } from '../modelContext';
import { useTyping } from '../text/typing';
import { focusKey } from './fieldFocus';
import { useForm } from './formContext';

/** The declared task type; the types that the file knows are offered. */
export function TaskTypeField({ field }: { readonly field: TextField }) {
  const model = useModel();
  const form = useForm();
  const types = useCell(model.state)?.taskTypes ?? [];
  const input = useRef<HTMLInputElement>(null);
  const { path, text } = field;
  const typing = useTyping({
    field: input,
    text,
    onText: (typed) => {
      form.edit({ kind: 'set', path, value: typed }, { label: 'Edit task type', typing: true });
    },
    onRest: form.rest,
  });
  if (field.value !== undefined) return null;
  return (
    <>
      <input
        ref={input}
        class="task-type"
        type="text"
        list="task-types"
        aria-label={`Task type (${String(path.at(-1))})`}
        placeholder="Task type"
        autocomplete="off"
        spellcheck={false}
        readOnly={form.isReadOnly}
        data-focus={focusKey(path)}
        data-vscode-context='{"webviewSection":"field","preventDefaultContextMenuItems":false}'
        {...typing}
      />
      <datalist id="task-types">
        {types.map((type) => (
          <option key={type} value={type} />
        ))}
      </datalist>
    </>
  );
}
