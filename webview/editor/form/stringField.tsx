import type { TextField } from '../../../src/core/record/view';
import { FieldFindings } from '../findings/fieldFindings';
import { useFieldProblems } from '../findings/findingsContext';
import { GrowingTextArea } from '../text/growingTextArea';
import { measureText } from '../text/measure';
import { FieldFrame } from './fieldFrame';
import { fieldId, fileKeyOf } from './fieldId';
import { focusKey } from './fieldFocus';
import { useForm } from './formContext';
import { JsonField } from './jsonField';

interface StringFieldProps {
  readonly field: TextField;
  readonly label: string;
  readonly canRemove?: boolean | undefined;
  readonly placeholder?: string | undefined;
}

/** A text of the record. What should be a text and is not is shown as JSON, with a word about it. */
export function StringField({ field, label, canRemove = false, placeholder }: StringFieldProps) {
  const { path, text, present, value } = field;
  const id = fieldId(path);
  const removePath = canRemove && present ? path : undefined;
  if (value !== undefined) {
    return (
      <JsonField
        path={path}
        label={label}
        notice={`This is ${kindOf(value)}, and trainers expect a text.`}
        removePath={removePath}
      />
    );
  }
  return (
    <FieldFrame id={id} label={label} {...fileKeyOf(path)} measure={measureText(text)} removePath={removePath}>
      <StringInput field={field} label={label} labelledBy={id} placeholder={placeholder} />
    </FieldFrame>
  );
}

interface StringInputProps {
  readonly field: TextField;
  readonly label: string;
  readonly labelledBy: string;
  readonly placeholder?: string | undefined;
}

/** Only the text area of a text, and what the checks say about it. */
export function StringInput({ field, label, labelledBy, placeholder }: StringInputProps) {
  const form = useForm();
  const { path, text } = field;
  const problems = useFieldProblems(path);
  return (
    <>
      <GrowingTextArea
        text={text}
        labelledBy={labelledBy}
        describedBy={problems.id}
        isReadOnly={form.isReadOnly}
        isInvalid={problems.isInvalid}
        severity={problems.worst}
        placeholder={placeholder}
        focusKey={focusKey(path)}
        onText={(typed) => {
          form.edit({ kind: 'set', path, value: typed }, { label: `Edit ${label.toLowerCase()}`, typing: true });
        }}
        onRest={form.rest}
      />
      <FieldFindings problems={problems} />
    </>
  );
}

/** A value's kind in words. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    case 'string':
      return 'a text';
    default:
      return 'an object';
  }
}
