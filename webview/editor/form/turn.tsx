import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Turn as TurnView } from '../../../src/core/record/view';
import { IconButton } from '../../shared/controls/iconButton';
import { keyWords } from '../../shared/keyWords';
import { FieldFindings } from '../findings/fieldFindings';
import { useFieldProblems } from '../findings/findingsContext';
import { moveEvent, type MoveDirection } from '../model/moveEvent';
import { measureText } from '../text/measure';
import { capitalize } from './capitalize';
import { FieldActions } from './fieldActions';
import { fieldId } from './fieldId';
import { focusKey } from './fieldFocus';
import { JsonField } from './jsonField';
import { RoleSelect, roleWords } from './roleSelect';
import { WeightField } from './weightField';
import { StringField, StringInput } from './stringField';

interface TurnProps {
  readonly turn: TurnView;
  /** From 1. */
  readonly number: number;
  readonly count: number;
  /** Whether it can be moved and removed. */
  readonly canChange: boolean;
  readonly onMove: (direction: MoveDirection, control: string) => void;
  readonly onRemove: () => void;
  readonly onInsert: (() => void) | undefined;
}

/** One message of a conversation: role, text or blocks, tool calls. */
export function Turn({ turn, number, count, canChange, onMove, onRemove, onInsert }: TurnProps) {
  const item = useRef<HTMLLIElement>(null);
  // Before the next key: it must move what stands here now.
  useLayoutEffect(() => {
    const element = item.current;
    const listener = (event: Event) => {
      if (!canChange || !(event instanceof CustomEvent)) return;
      event.preventDefault();
      onMove(event.detail as MoveDirection, controlOf(event.target));
    };
    element?.addEventListener(moveEvent, listener);
    return () => element?.removeEventListener(moveEvent, listener);
  });
  const name = `Turn ${number}, ${roleWords(turn.role)}`;
  const contentId = fieldId(turn.content.path);
  return (
    <li ref={item} class={`turn field is-${turn.role}`} aria-label={name}>
      <div class="turn-head">
        <span class="turn-number" aria-hidden="true">
          {number}
        </span>
        <RoleSelect turn={turn} number={number} />
        <span id={contentId} class="visually-hidden">
          Content of turn {number}
        </span>
        {turn.weight && <WeightField {...turn.weight} number={number} />}
      </div>
      <span class="field-measure">
        {turn.content.value === undefined || turn.blocks ? measureText(turn.content.text) : ''}
      </span>
      <div class="field-body">
        <TurnContent turn={turn} number={number} contentId={contentId} />
        <TurnFindings turn={turn} />
        {turn.toolCalls && <JsonField path={turn.toolCalls.path} label="Tool calls" removePath={turn.toolCalls.path} />}
      </div>
      {canChange && (
        <FieldActions label={`Actions of turn ${number}`}>
          <IconButton
            icon="arrow-up"
            label={`Move turn up (${keyWords('Alt+Up')})`}
            className="is-quiet"
            disabled={number === 1}
            focusKey={focusKey(turn.path, 'up')}
            onClick={() => onMove('up', 'up')}
          />
          <IconButton
            icon="arrow-down"
            label={`Move turn down (${keyWords('Alt+Down')})`}
            className="is-quiet"
            disabled={number === count}
            focusKey={focusKey(turn.path, 'down')}
            onClick={() => onMove('down', 'down')}
          />
          {onInsert && <IconButton icon="add" label="Add turn below" className="is-quiet" onClick={onInsert} />}
          <IconButton icon="trash" label="Remove turn" className="is-quiet" onClick={onRemove} />
        </FieldActions>
      )}
    </li>
  );

  /** A control that the list can find again after the move. */
  function controlOf(target: EventTarget | null): string {
    const key = target instanceof Element ? target.getAttribute('data-focus') : null;
    const control = key?.split(' ')[0];
    return control === 'up' || control === 'down' || control === 'role' ? control : 'text';
  }
}

/** What the checks say about the turn as a whole, its role and its weight; what they say about its text stands under the text. */
function TurnFindings({ turn }: { readonly turn: TurnView }) {
  const { path, rolePath = path, weight } = turn;
  const whole = useFieldProblems(path);
  const role = useFieldProblems(rolePath);
  const weighed = useFieldProblems(weight?.path ?? path);
  return (
    <>
      <FieldFindings problems={whole} />
      {rolePath !== path && <FieldFindings problems={role} />}
      {weight !== undefined && <FieldFindings problems={weighed} />}
    </>
  );
}

interface TurnContentProps {
  readonly turn: TurnView;
  readonly number: number;
  readonly contentId: string;
}

function TurnContent({ turn, number, contentId }: TurnContentProps) {
  const { content, blocks } = turn;
  const [only] = blocks?.length === 1 ? blocks : [];
  if (only?.type === 'text' && only.text.value === undefined) {
    return <StringInput field={only.text} label={`turn ${number}`} labelledBy={contentId} />;
  }
  if (blocks !== undefined) {
    return (
      <>
        {blocks.map((block, index) => (
          <StringField key={index} field={block.text} label={`${capitalize(block.type)} block`} />
        ))}
      </>
    );
  }
  if (content.value !== undefined && content.value !== null) return <StringField field={content} label="Content" />;
  // A turn that only calls tools has no text; it may be given one.
  const text = content.value === null ? { path: content.path, text: '', present: true } : content;
  const isQuiet = turn.toolCalls !== undefined && text.text === '';
  return (
    <StringInput
      field={text}
      label={`turn ${number}`}
      labelledBy={contentId}
      placeholder={isQuiet ? 'No text, only tool calls' : undefined}
    />
  );
}
