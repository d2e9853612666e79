import type { Shape } from '../record/view';
import alpaca from './alpaca.json';
import blocksChat from './blocks-chat.json';
import blocksPreference from './blocks-preference.json';
import dolly from './dolly.json';
import languageModelling from './language-modelling.json';
import openaiChat from './openai-chat.json';
import openaiPreference from './openai-preference.json';
import preference from './preference.json';
import promptCompletion from './prompt-completion.json';
import promptOnly from './prompt-only.json';
import questionAnswer from './question-answer.json';
import segments from './segments.json';
import selfInstruct from './self-instruct.json';
import sharegptPreference from './sharegpt-preference.json';
import sharegpt from './sharegpt.json';
import stepwise from './stepwise.json';
import unpairedPreference from './unpaired-preference.json';

/** The part of JSON Schema that the built-in schemas use; `shapeMatcher.ts` reads it, and ajv compiles the same files. */
export interface ShapeSchema {
  readonly type: string | readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, ShapeSchema>>;
  readonly items?: ShapeSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
}

export type KnownShape = Exclude<Shape, 'unknown'>;

/** JSON Schema (2020-12) of each shape. */
export const SHAPE_SCHEMAS: Readonly<Record<KnownShape, ShapeSchema & { readonly title: string }>> = {
  alpaca,
  dolly,
  'question-answer': questionAnswer,
  'openai-chat': openaiChat,
  sharegpt,
  'prompt-completion': promptCompletion,
  preference,
  'sharegpt-preference': sharegptPreference,
  'openai-preference': openaiPreference,
  'unpaired-preference': unpairedPreference,
  stepwise,
  'language-modelling': languageModelling,
  'blocks-chat': blocksChat,
  'blocks-preference': blocksPreference,
  'self-instruct': selfInstruct,
  segments,
  'prompt-only': promptOnly,
};

/** The keys of a shape that trainers read. */
export function keysOf(shape: KnownShape): readonly string[] {
  return Object.keys(SHAPE_SCHEMAS[shape].properties ?? {});
}

export function requiredKeysOf(shape: KnownShape): readonly string[] {
  return SHAPE_SCHEMAS[shape].required ?? [];
}
