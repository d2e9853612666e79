import { IconButton } from '../../shared/controls/iconButton';
import type { TextField } from '../../../src/core/record/view';
import { AddButton } from './addButton';
import { BooleanField } from './booleanField';
import { capitalize } from './capitalize';
import { FieldActions } from './fieldActions';
import { focusKey } from './fieldFocus';
import { useExample, useForm } from './formContext';
import { addPart, removePart, type Part } from './partEdits';
import { StringField } from './stringField';

/** Instances of a seed task, steps of a solution, segments: numbered parts, each with its own texts. */
export function Parts({ parts, noun }: { readonly parts: readonly Part[]; readonly noun: string }) {
  const form = useForm();
  const { view } = useExample();
  const name = noun.toLowerCase();
  const add = () => {
    const edit = addPart(form.row.text, view, parts);
    if (edit === undefined) return;
    form.edit(edit, { label: `Add ${name}` });
  };
  return (
    <section class="parts" aria-label={`${noun}s`}>
      {parts.map((part, index) => (
        <div key={index} class="part field" role="group" aria-label={`${noun} ${index + 1}`}>
          <div class="part-head">
            <span class="part-name">
              {noun} {index + 1}
            </span>
          </div>
          {part.fields.map((field) => (
            <PartField key={field.name} field={field} label={capitalize(field.name)} />
          ))}
          {!form.isReadOnly && (
            <FieldActions label={`Actions of ${name} ${index + 1}`}>
              <IconButton
                icon="trash"
                label={`Remove ${name} ${index + 1}`}
                className="is-quiet"
                focusKey={focusKey(part.path, 'remove')}
                onClick={() => {
                  const edit = removePart(form.row.text, view, index, part);
                  if (edit !== undefined) form.edit(edit, { label: `Remove ${name}` });
                }}
              />
            </FieldActions>
          )}
        </div>
      ))}
      {!form.isReadOnly && <AddButton label={`Add ${name}`} onClick={add} />}
    </section>
  );
}

function PartField({ field, label }: { readonly field: TextField; readonly label: string }) {
  const { path, value } = field;
  if (typeof value === 'boolean') return <BooleanField path={path} label={label} value={value} />;
  return <StringField field={field} label={label} />;
}
