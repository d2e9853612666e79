import { checkRow } from '../checks/registry';
import type { LineEdit } from '../json/lineEdit';
import type { JsonPath, JsonValue } from '../json/path';
import { applyLineEdit } from '../json/writer';
import { specOf } from '../record/shapes';
import { explainShape, typeWords } from '../schema/explain';
import type { KnownShape } from '../schema/shapeSchemas';
import { convertTo } from './convert';
import type { Fix } from './fix';
import type { FixContext } from './fixContext';
import { editsToShape } from './shapeConversion';

export function fixMissingField(context: FixContext): Fix[] {
  const { message } = context.finding;
  if (message === 'nested') return [];
  const field = context.arg('field');
  const value = emptyValue(context, field);
  const add = value === undefined ? [] : context.edits('add-field', [{ kind: 'set', path: [field], value }], { field });
  // Another tool's name for the field may have been meant for another field of the row.
  return message === 'likely'
    ? [...renameKey(context, context.arg('key'), field, context.arg('kind') === 'misspelt'), ...add]
    : add;
}

/** What a new example of the file's shape has there; nothing can stand for a judgement. */
function emptyValue({ facts, row }: FixContext, field: string): JsonValue | undefined {
  const shape = facts.shape === 'unknown' ? row.view.shape : facts.shape;
  const empty = specOf(shape).fields.find(({ key }) => key === field)?.empty;
  return typeof empty === 'boolean' ? undefined : empty;
}

export function fixUnknownField(context: FixContext): Fix[] {
  const key = context.arg('key');
  const rename = context.finding.message === 'likely' ? renameKey(context, key, context.arg('field'), true) : [];
  return [...rename, ...deleteKey(context, [key])];
}

/** Safe where it is a slip of the hand and brings no new problem to light. */
export function renameKey(context: FixContext, key: string, field: string, mayBeSafe: boolean): Fix[] {
  const edit: LineEdit = { kind: 'rename', path: [key], key: field };
  return context.edits('rename-key', [edit], { key, field }, mayBeSafe && isQuiet(context, edit));
}

function isQuiet(context: FixContext, edit: LineEdit): boolean {
  const result = applyLineEdit(context.line, edit);
  if (!result.ok) return false;
  const known = new Set(checkRow(context.line, context.facts, context.config).map(({ code }) => code));
  return checkRow(result.line, context.facts, context.config).every(({ code }) => known.has(code));
}

export function deleteKey(context: FixContext, path: JsonPath): Fix[] {
  return context.edits('delete-key', [{ kind: 'remove', path }], { key: String(path.at(-1)) });
}

export function fixWrongType(context: FixContext): Fix[] {
  const { message } = context.finding;
  if (message === 'mixed') return asMessages(context);
  if (message !== 'default') return [];
  return convert(context, expectedTypes(context));
}

export function fixInconsistentType(context: FixContext): Fix[] {
  return convert(context, [TYPE_OF_WORDS[context.arg('expected')] ?? '']);
}

const TYPE_OF_WORDS: Readonly<Record<string, string>> = {
  text: 'string',
  'a number': 'number',
  'true or false': 'boolean',
  'a list': 'array',
  'an object': 'object',
};

function convert(context: FixContext, types: readonly string[]): Fix[] {
  const value = convertTo(context, types);
  if (value === undefined) return [];
  const expected = types.map(typeWords).find((words) => words !== 'null') ?? '';
  return context.edits('convert', [{ kind: 'set', path: context.path, value }], { expected });
}

/** What the schema wants at the finding's path. */
function expectedTypes(context: FixContext): readonly string[] {
  const { record, view } = context.row;
  if (record === undefined) return [];
  const shapes = [context.facts.shape, view.shape].filter((shape): shape is KnownShape => shape !== 'unknown');
  const pointer = JSON.stringify(context.path);
  for (const shape of shapes) {
    const problem = explainShape(record, shape).find(
      (item) => item.kind === 'type' && JSON.stringify(item.path) === pointer,
    );
    if (problem?.kind === 'type') return problem.expected;
  }
  return [];
}

/** The text side of a prompt and completion as a list of messages, as the other side is. */
function asMessages(context: FixContext): Fix[] {
  const sides = { prompt: 'user', completion: 'assistant' } as const;
  const edits = Object.entries(sides).flatMap(([key, role]): LineEdit[] => {
    const content = context.textAt([key]);
    return content === undefined ? [] : [{ kind: 'set', path: [key], value: [{ role, content }] }];
  });
  return context.edits('convert', edits, { expected: 'a list of messages' });
}

export function fixMixedShape(context: FixContext): Fix[] {
  if (context.finding.message === 'mixed') return deleteKey(context, context.path);
  const { record } = context.row;
  const shape = context.facts.shape;
  const edits = record === undefined ? undefined : editsToShape(context.row.view, shape);
  return edits === undefined ? [] : context.edits('convert-shape', edits, { shape });
}
