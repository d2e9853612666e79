import { useEffect, useRef } from 'preact/hooks';
import type { FindQuery } from '../../../src/protocol/editor';
import { useCell } from '../../shared/cell';
import { IconButton } from '../../shared/controls/iconButton';
import { TextField, type TextFieldElement } from '../../shared/controls/textField';
import { Icon, type IconName } from '../../shared/icons/icon';
import { keyWords } from '../../shared/keyWords';
import { useModel } from '../modelContext';

type Option = Exclude<keyof FindQuery, 'text'>;

const options: readonly { readonly option: Option; readonly icon: IconName; readonly label: string }[] = [
  { option: 'matchCase', icon: 'case-sensitive', label: 'Match case' },
  { option: 'wholeWord', icon: 'whole-word', label: 'Match whole word' },
  { option: 'regex', icon: 'regex', label: 'Use regular expression' },
];

/** Finds in all fields of the file: a text, how it is compared, the way to the next and the last, and only the matches. */
export function FindBox() {
  const model = useModel();
  const { find, focus } = model;
  const { session } = find;
  const query = useCell(session.query);
  const error = useCell(session.error);
  const isFiltered = useCell(find.isFiltered);
  const field = useRef<TextFieldElement>(null);
  useEffect(
    () =>
      focus.register('find', () => {
        // The toolkit may still be on its way.
        void customElements.whenDefined('vscode-text-field').then(() => {
          field.current?.focus();
          field.current?.shadowRoot?.querySelector('input')?.select();
        });
      }),
    [focus],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'Enter') void find.go(event.shiftKey);
    else if (event.key === 'ArrowDown') focus.focus('list');
    else if (event.key === 'Escape') {
      find.look({ ...query, text: '' });
      focus.focus('list');
    } else return;
    event.preventDefault();
  };
  const hasText = query.text !== '';
  return (
    <div class="find" role="search">
      <div class="find-field">
        <TextField
          field={field}
          label="Find in all fields"
          placeholder="Find in all fields"
          value={query.text}
          invalid={error !== undefined}
          className="find-text"
          onText={(text) => {
            find.look({ ...query, text });
          }}
          onKeyDown={onKeyDown}
        >
          <span slot="start">
            <Icon name="search" />
          </span>
          <div slot="end" class="find-options">
            {options.map(({ option, icon, label }) => (
              <IconButton
                key={option}
                icon={icon}
                label={label}
                pressed={query[option]}
                onClick={() => {
                  find.look({ ...query, [option]: !query[option] });
                }}
              />
            ))}
          </div>
        </TextField>
        {error !== undefined && (
          <p class="input-error" role="alert">
            {error}
          </p>
        )}
      </div>
      <IconButton
        icon="arrow-up"
        label={`Previous match (${keyWords('Shift+F3', 'Cmd+Shift+G')})`}
        disabled={!hasText}
        onClick={() => void find.go(true)}
      />
      <IconButton
        icon="arrow-down"
        label={`Next match (${keyWords('F3', 'Cmd+G')})`}
        disabled={!hasText}
        onClick={() => void find.go(false)}
      />
      <IconButton
        icon="list-filter"
        label="Show only matching examples"
        pressed={isFiltered}
        onClick={() => {
          find.filter(!isFiltered);
        }}
      />
      <span class="find-result" role="status">
        <FindCount />
      </span>
    </div>
  );
}

/** "3 of 113": how many examples match, and which of them is open. */
function FindCount() {
  const { find } = useModel();
  const progress = useCell(find.session.progress);
  const ordinal = useCell(find.session.ordinal);
  if (progress === undefined) return null;
  const matches = progress.matches.toLocaleString('en');
  const all = progress.isDone ? matches : `${matches}…`;
  const words =
    progress.matches === 0
      ? progress.isDone
        ? 'No results'
        : 'Searching…'
      : ordinal === undefined
        ? all
        : `${(ordinal + 1).toLocaleString('en')} of ${all}`;
  return <span class={`find-count ${words === 'No results' ? 'is-none' : ''}`}>{words}</span>;
}
