import assert from 'node:assert/strict';
import type { JsonPath } from '../../../../src/core/json/path';
import type { ExampleView, Side, TextField } from '../../../../src/core/record/view';

/** The top-level keys that a view shows, sorted. Fails where a key is shown by two parts of it. */
export function keysOf(view: ExampleView): string[] {
  const parts = [
    ...[view.system, view.instruction, view.input, view.response, view.taskType].map(ofField),
    // Turns of several lists (prompt and completion) stand in one conversation.
    [...new Set([...view.turns.map((turn) => turn.path), ...(view.turnsPath ? [view.turnsPath] : [])].flatMap(topKey))],
    ofSide(view.chosen),
    ofSide(view.rejected),
    view.label === undefined ? [] : topKey(view.label.path),
    [
      ...new Set(
        (view.parts ?? [])
          .flatMap((part) => [part.path, ...part.fields.filter((f) => f.present).map((f) => f.path)])
          .flatMap(topKey),
      ),
    ],
    [...new Set(view.other.filter((other) => other.path.length === 1).flatMap((other) => topKey(other.path)))],
  ];
  const keys = parts.flat().sort();
  assert.deepEqual(keys, [...new Set(keys)], 'no key stands in two parts of the view');
  return keys;
}

function topKey(path: JsonPath): string[] {
  const [first] = path;
  return typeof first === 'string' ? [first] : [];
}

function ofField(field: TextField | undefined): string[] {
  return field?.present === true ? topKey(field.path) : [];
}

function ofSide(side: Side | undefined): string[] {
  return side === undefined || side.text?.present === false ? [] : topKey(side.path);
}
