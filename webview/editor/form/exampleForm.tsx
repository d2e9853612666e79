import type { ComponentChildren } from 'preact';
import type { ExampleView, TextField } from '../../../src/core/record/view';
import { AddButton } from './addButton';
import { useForm } from './formContext';
import { LabelField } from './labelField';
import { OtherField } from './otherField';
import { Parts } from './parts';
import { Sides } from './sides';
import { StringField } from './stringField';
import { capitalize } from './capitalize';
import { groupTurns, TurnList } from './turnList';

/** The fields of one example, whatever its shape: what the record has, in the order in which people read it. */
export function ExampleForm({ view }: { readonly view: ExampleView }) {
  const { system, instruction, input, response } = view;
  return (
    <div class="example-form">
      {system?.present === true && <StringField field={system} label="System" canRemove />}
      <Conversation view={view} />
      {instruction && <StringField field={instruction} label={instructionWords(view)} />}
      {input?.present === true && <StringField field={input} label="Input" canRemove />}
      {response && <StringField field={response} label={responseWords(view)} />}
      <Sides />
      {view.parts && <Parts parts={view.parts} noun={partNoun(view)} />}
      {view.label && <LabelField label={view.label} />}
      <AbsentFields
        fields={[
          [system, 'system'],
          [input, 'input'],
        ]}
      />
      {view.other.length > 0 && (
        <Group title="Other fields">
          {view.other.map((field) => (
            <OtherField key={field.key} field={field} />
          ))}
        </Group>
      )}
    </div>
  );
}

/** The turns, list by list; a list has a heading where there are several. */
function Conversation({ view }: { readonly view: ExampleView }) {
  const groups = groupTurns(view.turns, view.turnsPath);
  return (
    <>
      {groups.map(({ list, turns }) => {
        const name = groups.length > 1 ? capitalize(String(list[0])) : 'Conversation';
        return (
          <div key={JSON.stringify(list)}>
            {groups.length > 1 && <h3 class="form-heading">{name}</h3>}
            <TurnList turns={turns} list={list} label={name} />
          </div>
        );
      })}
    </>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section class="form-group" aria-label={title}>
      <h3 class="form-group-title">{title}</h3>
      {children}
    </section>
  );
}

/** Optional fields that the shape knows and this record lacks. */
function AbsentFields({ fields }: { readonly fields: readonly (readonly [TextField | undefined, string])[] }) {
  const form = useForm();
  const absent = fields.flatMap(([field, name]) => (field?.present === false ? [{ field, name }] : []));
  if (absent.length === 0 || form.isReadOnly) return null;
  return (
    <div class="absent-fields">
      {absent.map(({ field, name }) => (
        <AddButton
          key={name}
          label={`Add ${name}`}
          onClick={() => {
            form.edit({ kind: 'set', path: field.path, value: '' }, { label: `Add ${name}` });
            form.focusLater(field.path);
          }}
        />
      ))}
    </div>
  );
}

function instructionWords({ shape }: ExampleView): string {
  switch (shape) {
    case 'question-answer':
      return 'Question';
    case 'language-modelling':
      return 'Text';
    case 'prompt-completion':
    case 'preference':
    case 'unpaired-preference':
    case 'stepwise':
    case 'prompt-only':
      return 'Prompt';
    default:
      return 'Instruction';
  }
}

function responseWords({ shape }: ExampleView): string {
  switch (shape) {
    case 'question-answer':
      return 'Answer';
    case 'prompt-completion':
    case 'unpaired-preference':
      return 'Completion';
    default:
      return 'Response';
  }
}

function partNoun({ shape }: ExampleView): string {
  switch (shape) {
    case 'stepwise':
      return 'Step';
    case 'segments':
      return 'Segment';
    default:
      return 'Instance';
  }
}
