import { foldRole } from '../../../src/core/record/turns';
import type { ExampleView, Role, Turn } from '../../../src/core/record/view';
import { useFieldProblems } from '../findings/findingsContext';
import { focusKey } from './fieldFocus';
import { useExample, useForm } from './formContext';

/** The role of a turn, in the words of the file. Where the place of a turn says its role, only its name. */
export function RoleSelect({ turn, number }: { readonly turn: Turn; readonly number: number }) {
  const form = useForm();
  const { view } = useExample();
  const { rolePath, declaredRole } = turn;
  const problems = useFieldProblems(rolePath ?? []);
  if (rolePath === undefined) return <span class="role-name">{roleWords(turn.role)}</span>;
  return (
    <select
      class="role-select"
      aria-label={`Role of turn ${number}`}
      value={declaredRole}
      disabled={form.isReadOnly}
      data-focus={focusKey(turn.path, 'role')}
      aria-describedby={problems.id}
      aria-invalid={problems.isInvalid}
      onChange={(event) => {
        const { value } = event.currentTarget;
        if (value !== declaredRole) form.edit({ kind: 'set', path: rolePath, value }, { label: 'Edit role' });
      }}
    >
      {rolesFor(view, turn, rolePath.at(-1) === 'from').map((role) => (
        <option key={role} value={role}>
          {role === '' ? '(no role)' : role}
        </option>
      ))}
    </select>
  );
}

const usualRoles = ['system', 'developer', 'user', 'assistant', 'tool'];
const usualTags = ['system', 'human', 'gpt', 'function_call', 'observation'];

/** The roles of the format, each as this record spells it already. */
function rolesFor(view: ExampleView, turn: Turn, isTagged: boolean): readonly string[] {
  const turns = [...view.turns, ...(view.chosen?.turns ?? []), ...(view.rejected?.turns ?? [])];
  const spelled = (name: string) => turns.find(({ role }) => role === foldRole(name))?.declaredRole ?? name;
  return [...new Set([...(isTagged ? usualTags : usualRoles).map(spelled), turn.declaredRole])];
}

const words: Record<Role, string> = {
  system: 'system',
  developer: 'developer',
  user: 'user',
  assistant: 'assistant',
  tool: 'tool result',
  'function-call': 'tool call',
  other: 'other role',
};

/** A role in words for people. */
export function roleWords(role: Role): string {
  return words[role];
}
