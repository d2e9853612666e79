import type { JsonPath } from '../../../src/core/json/path';
import type { ExampleView } from '../../../src/core/record/view';
import { FieldFindings } from '../findings/fieldFindings';
import { useFieldProblems } from '../findings/findingsContext';
import { fieldId, fileKeyOf } from './fieldId';
import { focusKey } from './fieldFocus';
import { FieldFrame } from './fieldFrame';
import { useForm } from './formContext';
import { JsonField } from './jsonField';

/** Whether the answer of an unpaired preference is a good one. */
export function LabelField({ label }: { readonly label: NonNullable<ExampleView['label']> }) {
  const { path, value } = label;
  const problems = useFieldProblems(path);
  if (typeof value !== 'boolean') {
    return <JsonField path={path} label="Label" notice="The label has to be true or false, without quotes." />;
  }
  const id = fieldId(path);
  return (
    <FieldFrame id={id} label="Label" {...fileKeyOf(path)}>
      <div class="choices" role="radiogroup" aria-labelledby={id} aria-describedby={problems.id}>
        <Choice path={path} name={id} choice words="true: a good answer" isChosen={value} />
        <Choice path={path} name={id} choice={false} words="false: a bad answer" isChosen={!value} />
      </div>
      <FieldFindings problems={problems} />
    </FieldFrame>
  );
}

interface ChoiceProps {
  readonly path: JsonPath;
  readonly name: string;
  readonly choice: boolean;
  readonly words: string;
  readonly isChosen: boolean;
}

/** Native: the toolkit's radio buttons carry attributes that their role does not allow. */
function Choice({ path, name, choice, words, isChosen }: ChoiceProps) {
  const form = useForm();
  return (
    <label class="choice">
      <input
        type="radio"
        name={name}
        checked={isChosen}
        disabled={form.isReadOnly}
        data-focus={focusKey(path, isChosen ? 'text' : 'other')}
        onChange={() => {
          form.edit({ kind: 'set', path, value: choice }, { label: 'Edit label' });
        }}
      />
      {words}
    </label>
  );
}
