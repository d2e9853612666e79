import type { JsonValue } from '../json/path';

/** What ajv says of a failing value; the part of its error object that `explain.ts` reads. */
export interface SchemaError {
  /** JSON pointer of the value. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

interface Validator {
  (value: JsonValue): boolean;
  readonly errors?: readonly SchemaError[] | null;
}

/** Made by `compileSchemas.mjs` from the `.json` files beside it, in every build. */
export const alpaca: Validator;
export const blocksChat: Validator;
export const blocksPreference: Validator;
export const dolly: Validator;
export const languageModelling: Validator;
export const openaiChat: Validator;
export const openaiPreference: Validator;
export const preference: Validator;
export const promptCompletion: Validator;
export const promptOnly: Validator;
export const questionAnswer: Validator;
export const segments: Validator;
export const selfInstruct: Validator;
export const sharegpt: Validator;
export const sharegptPreference: Validator;
export const stepwise: Validator;
export const unpairedPreference: Validator;
