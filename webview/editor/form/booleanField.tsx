import { h } from 'preact';
import type { JsonPath } from '../../../src/core/json/path';
import { FieldFindings } from '../findings/fieldFindings';
import { useFieldProblems } from '../findings/findingsContext';
import { focusKey } from './fieldFocus';
import { useForm } from './formContext';

interface BooleanFieldProps {
  readonly path: JsonPath;
  readonly label: string;
  readonly value: boolean;
}

/** A yes or no, with its name. */
export function BooleanField({ path, label, value }: BooleanFieldProps) {
  const form = useForm();
  const problems = useFieldProblems(path);
  const box = h(
    'vscode-checkbox',
    {
      class: 'boolean',
      'data-focus': focusKey(path),
      'aria-label': label,
      'aria-describedby': problems.id,
      checked: value,
      disabled: form.isReadOnly,
      onChange: (event: Event) => {
        const { checked } = event.currentTarget as HTMLInputElement;
        if (checked !== value)
          form.edit({ kind: 'set', path, value: checked }, { label: `Edit ${label.toLowerCase()}` });
      },
    },
    h('span', { class: 'boolean-label' }, label),
    h('span', { class: 'boolean-value' }, String(value)),
  );
  return (
    <>
      {box}
      <FieldFindings problems={problems} />
    </>
  );
}
