import type { LineEdit } from '../../../src/core/json/lineEdit';
import type { JsonValue } from '../../../src/core/json/path';
import type { ExampleView } from '../../../src/core/record/view';
import { rewriteLine } from '../model/rowContent';

export type Part = NonNullable<ExampleView['parts']>[number];

/** Adds an empty part at the end. */
export function addPart(line: string, { shape }: ExampleView, parts: readonly Part[]): LineEdit | undefined {
  const index = parts.length;
  switch (shape) {
    case 'stepwise':
      // Completions and labels are two lists; both change in one step of undo.
      return together(line, [
        { kind: 'insert', path: ['completions'], index, value: '' },
        { kind: 'insert', path: ['labels'], index, value: true },
      ]);
    case 'segments':
      return { kind: 'insert', path: ['segments'], index, value: emptyLike(parts, { label: true, text: '' }) };
    case 'self-instruct':
      return { kind: 'insert', path: ['instances'], index, value: emptyLike(parts, { input: '', output: '' }) };
    default:
      return undefined;
  }
}

export function removePart(line: string, { shape }: ExampleView, index: number, part: Part): LineEdit | undefined {
  if (shape !== 'stepwise') return { kind: 'remove', path: part.path };
  const present = part.fields.filter((field) => field.present);
  return together(
    line,
    present.map(({ name }) => ({ kind: 'remove', path: [`${name}s`, index] })),
  );
}

/** A part with the keys of the last one, so that new parts read like the others. */
function emptyLike(parts: readonly Part[], usual: Readonly<Record<string, JsonValue>>): JsonValue {
  const last = parts.at(-1);
  if (last === undefined) return usual;
  return Object.fromEntries(
    last.fields
      .filter(({ present }) => present)
      .map(({ name, value }) => [name, typeof value === 'boolean' ? value : '']),
  );
}

/** Several edits as one; undefined when one of them does not fit. */
function together(line: string, edits: readonly LineEdit[]): LineEdit | undefined {
  let text: string | undefined = line;
  for (const edit of edits) if (text !== undefined) text = rewriteLine(text, edit);
  return text === undefined ? undefined : { kind: 'raw', text };
}
