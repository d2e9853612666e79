import type { AnswerSide } from '../../../src/core/preview/conversation';
import type { PreviewView } from '../../../src/protocol/preview';

interface SwitchProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly choices: Readonly<Record<T, string>>;
  readonly onChange: (value: T) => void;
}

function Switch<T extends string>({ label, value, choices, onChange }: SwitchProps<T>) {
  return (
    <div class="switch" role="group" aria-label={label}>
      {(Object.entries(choices) as [T, string][]).map(([each, words]) => (
        <button
          key={each}
          type="button"
          class="switch-button"
          aria-pressed={value === each}
          onClick={() => onChange(each)}
        >
          {words}
        </button>
      ))}
    </div>
  );
}

interface ChoiceProps<T> {
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** As people or as a model see an example. */
export function ViewSwitch(props: ChoiceProps<PreviewView>) {
  const choices = { people: 'As people see it', model: 'As the model sees it' };
  return <Switch label="How examples are shown" choices={choices} {...props} />;
}

/** Which answer of a preference pair goes through the template. */
export function SideSwitch(props: ChoiceProps<AnswerSide>) {
  return <Switch label="Which answer" choices={{ chosen: 'Chosen', rejected: 'Rejected' }} {...props} />;
}
