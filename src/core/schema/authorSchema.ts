import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { JsonPath, JsonValue } from '../json/path';
import { pathOfPointer } from './pointer';

/** What is wrong with the author's schema itself, and where in it. */
export interface SchemaProblem {
  readonly pointer: string;
  readonly path: JsonPath;
  /** In words, without a full stop. */
  readonly message: string;
}

/** Why the author's schema rejects a row. */
export interface RowRejection {
  readonly path: JsonPath;
  /** Where in the schema the rule stands, as a JSON pointer. */
  readonly pointer: string;
  readonly message: string;
  /** The schema could not be applied at all (it calls itself without end, say). */
  readonly failed?: boolean;
}

export type AuthorSchema =
  | { readonly ok: true; readonly check: (row: JsonValue) => readonly RowRejection[] }
  | { readonly ok: false; readonly problems: readonly SchemaProblem[] };

/** More than this says nothing new about one row. */
const MOST_REJECTIONS = 10;

/**
 * Compiles an author's JSON Schema (2020-12). ajv makes code of it with `new Function`, and its patterns may run for ever, so this
 * belongs in a worker that can be killed: never on the thread of an editor.
 */
export function compileAuthorSchema(schema: JsonValue): AuthorSchema {
  if (typeof schema !== 'boolean' && (typeof schema !== 'object' || schema === null || Array.isArray(schema))) {
    return { ok: false, problems: [{ pointer: '', path: [], message: 'A schema must be an object, true or false' }] };
  }
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    ownProperties: true,
    validateFormats: false,
    logger: false,
  });
  try {
    if (ajv.validateSchema(schema) !== true) return { ok: false, problems: problemsOf(ajv.errors, schema) };
    const validate = ajv.compile<JsonValue>(schema);
    return { ok: true, check: (row) => check(validate, row) };
  } catch (error) {
    return { ok: false, problems: [{ pointer: '', path: [], message: reasonOf(error) }] };
  }
}

function check(validate: ValidateFunction<JsonValue>, row: JsonValue): RowRejection[] {
  try {
    if (validate(row)) return [];
  } catch (error) {
    return [{ path: [], pointer: '#', message: reasonOf(error), failed: true }];
  }
  return (validate.errors ?? []).slice(0, MOST_REJECTIONS).map((error) => ({
    path: pathOfPointer(error.instancePath, row),
    pointer: error.schemaPath,
    message: wordsOf(error, row),
  }));
}

function problemsOf(errors: readonly ErrorObject[] | null | undefined, schema: JsonValue): SchemaProblem[] {
  const problems = (errors ?? []).map((error) => ({
    pointer: error.instancePath,
    path: pathOfPointer(error.instancePath, schema),
    message: wordsOf(error, schema),
  }));
  // The vocabularies of the meta-schema each say the same.
  return problems.filter(
    ({ pointer, message }, i) =>
      i === problems.findIndex((other) => other.pointer === pointer && other.message === message),
  );
}

/** "`score` must be <= 10" */
function wordsOf(error: ErrorObject, value: JsonValue): string {
  const path = pathOfPointer(error.instancePath, value);
  const name = path.length === 0 ? 'The row' : `\`${path.join('.')}\``;
  const extra = error.keyword === 'additionalProperties' ? ` (\`${String(error.params.additionalProperty)}\`)` : '';
  return `${name} ${error.message ?? `fails ${error.keyword}`}${extra}`;
}

function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'the schema calls itself without end';
  return error instanceof Error ? error.message : String(error);
}
