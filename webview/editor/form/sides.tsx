import { swapSides } from '../../../src/core/record/chatEdits';
import type { Side } from '../../../src/core/record/view';
import { IconButton } from '../../shared/controls/iconButton';
import { useExample, useForm } from './formContext';
import { JsonField } from './jsonField';
import { StringField } from './stringField';
import { TurnList } from './turnList';

/** The two answers of a preference pair, beside each other where there is room. */
export function Sides() {
  const form = useForm();
  const { view } = useExample();
  const { chosen, rejected } = view;
  const swap = swapSides(view);
  if (chosen === undefined || rejected === undefined) return null;
  return (
    <div class="sides">
      <SideColumn side={chosen} name="Chosen" />
      <div class="sides-swap">
        <IconButton
          icon="arrow-swap"
          label="Swap chosen and rejected"
          disabled={swap === undefined || form.isReadOnly}
          onClick={() => {
            if (swap !== undefined) form.edit(swap, { label: 'Swap chosen and rejected' });
          }}
        />
      </div>
      <SideColumn side={rejected} name="Rejected" />
    </div>
  );
}

function SideColumn({ side, name }: { readonly side: Side; readonly name: 'Chosen' | 'Rejected' }) {
  const isList = side.turns?.every(({ path }) => path.length > side.path.length) ?? false;
  return (
    <section class={`side is-${name.toLowerCase()}`} aria-label={name}>
      {side.text !== undefined ? (
        <StringField field={side.text} label={name} />
      ) : side.turns !== undefined ? (
        <>
          <h3 class="side-name">{name}</h3>
          <TurnList turns={side.turns} list={isList ? side.path : undefined} label={`${name} turns`} />
        </>
      ) : (
        <JsonField path={side.path} label={name} />
      )}
    </section>
  );
}
