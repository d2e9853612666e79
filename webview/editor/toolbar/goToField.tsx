import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useModel } from '../modelContext';

/** Asks for the number of an example and goes there; past the last, to the last. What is no number is said under the field. */
export function GoToField({ onDone }: { readonly onDone: () => void }) {
  const model = useModel();
  const input = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<string | undefined>(undefined);
  useLayoutEffect(() => input.current?.focus(), []);
  const go = (text: string) => {
    const number = numberIn(text);
    if (number === undefined) {
      setError(`Type a number from 1 to ${(model.state.value?.total ?? 1).toLocaleString('en')}.`);
      return;
    }
    model.find.showAll();
    model.list.select(number - 1, 'only', true);
    model.focus.focus('list');
  };
  return (
    <div class="go-to-frame">
      <input
        ref={input}
        class="go-to"
        type="text"
        inputMode="numeric"
        placeholder="Go to number"
        aria-label="Number of the example to go to"
        aria-invalid={error !== undefined}
        onBlur={onDone}
        onInput={() => setError(undefined)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') model.focus.focus('list');
          if (event.key === 'Enter') go(event.currentTarget.value);
        }}
      />
      {error !== undefined && (
        <p class="input-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

/** The number of an example, with or without marks between its thousands. */
function numberIn(text: string): number | undefined {
  const digits = text.replace(/[\s,.'’]/g, '');
  const number = /^\d+$/.test(digits) ? Number(digits) : 0;
  return number > 0 ? number : undefined;
}
