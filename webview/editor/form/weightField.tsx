import { useState } from 'preact/hooks';
import type { JsonPath, JsonValue } from '../../../src/core/json/path';
import { focusKey } from './fieldFocus';
import { useForm } from './formContext';

interface WeightFieldProps {
  readonly path: JsonPath;
  readonly value: JsonValue;
  /** Of the turn, from 1. */
  readonly number: number;
}

/** How much a turn counts in training: a number beside its role. */
export function WeightField({ path, value, number }: WeightFieldProps) {
  const form = useForm();
  const key = String(path.at(-1));
  /** What is being typed: drawing the form anew, for whatever reason, must not take it away. */
  const [draft, setDraft] = useState<string | undefined>(undefined);
  return (
    <label class="weight">
      {key}
      <input
        class="weight-input"
        type="text"
        inputMode="decimal"
        aria-label={`${key} of turn ${number}`}
        value={draft ?? JSON.stringify(value)}
        readOnly={form.isReadOnly}
        data-focus={focusKey(path)}
        onInput={(event) => {
          const text = event.currentTarget.value;
          const next = Number(text);
          setDraft(text);
          if (text.trim() === '' || !Number.isFinite(next) || next === value) return;
          form.edit({ kind: 'set', path, value: next }, { label: `Edit ${key}`, typing: true });
        }}
        onBlur={(event) => {
          setDraft(undefined);
          event.currentTarget.value = JSON.stringify(value);
          form.rest();
        }}
      />
    </label>
  );
}
