import { samePath, type JsonPath } from '../../../src/core/json/path';
import { addTurn, moveTurn, removeTurn } from '../../../src/core/record/chatEdits';
import type { Turn as TurnView } from '../../../src/core/record/view';
import { FieldFindings } from '../findings/fieldFindings';
import { useFieldProblems } from '../findings/findingsContext';
import { AddButton } from './addButton';
import { useExample, useForm } from './formContext';
import { Turn } from './turn';

interface TurnListProps {
  readonly turns: readonly TurnView[];
  /** The list that the turns stand in; undefined where they stand in none (a single message). */
  readonly list: JsonPath | undefined;
  readonly label: string;
}

/** A conversation: turns that can be added, removed and moved. */
export function TurnList({ turns, list, label }: TurnListProps) {
  const form = useForm();
  const { view, root } = useExample();
  const found = useFieldProblems(list ?? []);
  const problems = list === undefined ? undefined : found;
  const canChange = list !== undefined && !form.isReadOnly;
  // Alpaca's `history` holds pairs: two turns come, go and move together.
  const step = list !== undefined && turns.some(({ path }) => path.length === list.length + 2) ? 2 : 1;

  const insert = (index: number) => {
    if (list === undefined) return;
    form.edit(addTurn(root, view, list, index), { label: 'Add turn' });
    form.focusLater([...list, ...placeOf(index, step)]);
  };
  const move = (turn: TurnView, from: number, to: number, control: string) => {
    if (list === undefined || to < 0 || to >= turns.length) return;
    const edit = moveTurn(view, turn, to);
    if (edit === undefined) return;
    form.edit(edit, { label: `Move turn ${to > from ? 'down' : 'up'}` });
    form.focusLater([...list, ...placeOf(to, step)], control);
  };
  const remove = (turn: TurnView, index: number) => {
    if (list === undefined) return;
    form.edit(removeTurn(view, turn), { label: 'Remove turn' });
    if (turns.length > step) form.focusLater([...list, ...placeOf(Math.max(0, index - step), step)]);
  };
  return (
    <section class="turns" aria-label={label}>
      {turns.length > 0 && (
        <ol class="turns-list">
          {turns.map((turn, index) => (
            <Turn
              key={index}
              turn={turn}
              number={index + 1}
              count={turns.length}
              canChange={canChange}
              onMove={(direction, control) => {
                move(turn, index, direction === 'up' ? index - step : index + step, control);
              }}
              onRemove={() => {
                remove(turn, index);
              }}
              onInsert={() => {
                insert(index + step);
              }}
            />
          ))}
        </ol>
      )}
      {problems !== undefined && <FieldFindings problems={problems} />}
      {canChange && (
        <AddButton
          label="Add turn"
          onClick={() => {
            insert(turns.length);
          }}
        />
      )}
    </section>
  );
}

/** Where turn `index` stands in its list: its number, or the number of its pair and its side. */
function placeOf(index: number, step: 1 | 2): JsonPath {
  return step === 1 ? [index] : [Math.floor(index / 2), index % 2];
}

export interface TurnGroup {
  readonly list: JsonPath;
  readonly turns: readonly TurnView[];
}

/** The turns by the list that they stand in: a conversational prompt and its completion are two lists. */
export function groupTurns(turns: readonly TurnView[], first: JsonPath | undefined): readonly TurnGroup[] {
  const groups: { list: JsonPath; turns: TurnView[] }[] = first === undefined ? [] : [{ list: first, turns: [] }];
  for (const turn of turns) {
    const own = groups.find(({ list }) => samePath(list, turn.path.slice(0, list.length)));
    if (own === undefined) groups.push({ list: turn.path.slice(0, -1), turns: [turn] });
    else own.turns.push(turn);
  }
  return groups;
}
