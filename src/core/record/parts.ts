import type { JsonPath, JsonValue } from '../json/path';
import { field, isList, isRecord, type JsonRecord } from './shapes';
import { textField } from './turns';
import type { ExampleView, Shape, TextField } from './view';

type Part = NonNullable<ExampleView['parts']>[number];

/**
 * The parts of a record, and the keys that they were read from. Undefined where the shape has none, or where they are no list or an
 * empty one, which then stands among the other fields.
 */
export function readParts(
  shape: Shape,
  record: JsonRecord,
): { readonly parts: readonly Part[]; readonly keys: readonly string[] } | undefined {
  switch (shape) {
    case 'self-instruct':
      return listParts(record, 'instances', ['input', 'output']);
    case 'segments':
      return listParts(record, 'segments', ['label', 'text']);
    case 'stepwise':
      return stepParts(record);
    default:
      return undefined;
  }
}

function listParts(record: JsonRecord, key: string, names: readonly string[]): ReturnType<typeof readParts> {
  const list = field(record, key);
  if (!isList(list) || list.length === 0) return undefined;
  return { keys: [key], parts: list.map((item, i) => readPart(item, [key, i], names)) };
}

function readPart(item: JsonValue, path: JsonPath, names: readonly string[]): Part {
  if (!isRecord(item)) return { path, fields: [named('value', textField(item, path))] };
  const all = [...names, ...Object.keys(item).filter((name) => !names.includes(name))];
  return { path, fields: all.map((name) => named(name, textField(field(item, name), [...path, name]))) };
}

/** Steps: a completion each, with its label. */
function stepParts(record: JsonRecord): ReturnType<typeof readParts> {
  const completions = field(record, 'completions');
  const labels = field(record, 'labels');
  if (!isList(completions)) return undefined;
  const marks = isList(labels) ? labels : [];
  const count = Math.max(completions.length, marks.length);
  if (count === 0) return undefined;
  const parts = Array.from({ length: count }, (_, i) => ({
    path: ['completions', i],
    fields: [
      named('completion', textField(completions[i], ['completions', i])),
      named('label', textField(marks[i], ['labels', i])),
    ],
  }));
  return { parts, keys: marks.length > 0 ? ['completions', 'labels'] : ['completions'] };
}

function named(name: string, text: TextField): TextField & { readonly name: string } {
  return { ...text, name };
}
