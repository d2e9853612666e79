import type { JsonPath, JsonValue } from '../json/path';
import { pathOfPointer } from './pointer';
import type { KnownShape } from './shapeSchemas';
import * as validators from './validators';
import type { SchemaError } from './validators';

/** One way in which a row does not fit its shape, in terms of the record. */
export type ShapeProblem =
  | { readonly kind: 'missing'; readonly path: JsonPath; readonly field: string }
  | { readonly kind: 'type'; readonly path: JsonPath; readonly expected: readonly string[]; readonly actual: JsonValue }
  | { readonly kind: 'length'; readonly path: JsonPath; readonly actual: JsonValue };

const VALIDATORS: Readonly<Record<KnownShape, (typeof validators)['alpaca']>> = {
  alpaca: validators.alpaca,
  dolly: validators.dolly,
  'question-answer': validators.questionAnswer,
  'openai-chat': validators.openaiChat,
  sharegpt: validators.sharegpt,
  'prompt-completion': validators.promptCompletion,
  preference: validators.preference,
  'sharegpt-preference': validators.sharegptPreference,
  'openai-preference': validators.openaiPreference,
  'unpaired-preference': validators.unpairedPreference,
  stepwise: validators.stepwise,
  'language-modelling': validators.languageModelling,
  'blocks-chat': validators.blocksChat,
  'blocks-preference': validators.blocksPreference,
  'self-instruct': validators.selfInstruct,
  segments: validators.segments,
  'prompt-only': validators.promptOnly,
};

/** Why a value does not fit the schema of a shape, by ajv; empty when it fits. */
export function explainShape(value: JsonValue, shape: KnownShape): readonly ShapeProblem[] {
  const validate = VALIDATORS[shape];
  if (validate(value)) return [];
  return (validate.errors ?? []).flatMap((error) => problemOf(error, value));
}

function problemOf(error: SchemaError, value: JsonValue): ShapeProblem[] {
  const path = pathOfPointer(error.instancePath, value);
  const actual = valueAt(value, path);
  switch (error.keyword) {
    case 'required':
      return [{ kind: 'missing', path, field: String(error.params.missingProperty) }];
    case 'type':
      return [{ kind: 'type', path, expected: typesOf(error.params.type), actual }];
    case 'minItems':
    case 'maxItems':
      return [{ kind: 'length', path, actual }];
    default:
      return [];
  }
}

function typesOf(type: unknown): string[] {
  return (Array.isArray(type) ? type : [type]).map(String);
}

function valueAt(value: JsonValue, path: JsonPath): JsonValue {
  let at: unknown = value;
  for (const step of path) at = (at as Readonly<Record<string | number, unknown>>)[step];
  return at as JsonValue;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

/** "a list" for a JSON type's name. */
export function typeWords(type: string): string {
  return TYPE_WORDS[type] ?? type;
}

/** What a value is, for a message: "text", "a number", "null", ... */
export function typeWordsOf(value: JsonValue): string {
  return typeWords(typeOf(value));
}

export function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
