import { METADATA_KEYS } from '../duplicates/rowDigest';
import type { JsonValue } from '../json/path';
import type { Shape } from '../record/view';
import { explainShape, type ShapeProblem, typeWords, typeWordsOf } from '../schema/explain';
import type { RowRejection } from '../schema/authorSchema';
import { matchesShape } from '../schema/shapeMatcher';
import { keysOf, type KnownShape, requiredKeysOf } from '../schema/shapeSchemas';
import { type TypeLetter, typeLetter } from './datasetFacts';
import { fieldName } from './fieldName';
import { guessKey } from './nearestKey';
import type { JsonRecord } from '../record/shapes';
import type { RowContext } from './rowContext';

/** Whether the row has the fields and types of its shape, and the same shape and types as the file. */
export function checkSchema(context: RowContext): void {
  const { record } = context;
  if (record === undefined) return;
  const shape = shapeToFit(context, record);
  if (shape === undefined) {
    if (context.config.has('schema/inconsistent-type')) checkTypesOfFile(context, record, new Set());
    return;
  }
  const problems = matchesShape(record, shape) ? [] : explainShape(record, shape);
  for (const problem of problems) reportProblem(context, shape, problem);
  checkAcrossFields(context, record, shape);
  if (context.config.has('schema/mixed-shape')) checkMixedKeys(context, record);
  const known = keysOf(shape);
  if (context.config.has('schema/unknown-field')) checkUnknownKeys(context, record, shape, known);
  const wrong = new Set(problems.map(({ path }) => path[0]));
  if (context.config.has('schema/inconsistent-type')) checkTypesOfFile(context, record, wrong);
}

/** Findings of the author's own schema, from what `AuthorSchema.check` said of the row. */
export function reportRejections(context: RowContext, rejections: readonly RowRejection[]): void {
  for (const { path, pointer, message, failed } of rejections) {
    const args = { problem: message, pointer };
    context.report('schema/custom', failed === true ? 'failed' : 'default', { path }, args);
  }
}

/** The shape that the row is held to: the file's, or its own where the file has none. A complete row of another shape is told. */
function shapeToFit(context: RowContext, record: JsonRecord): KnownShape | undefined {
  const own = context.view.shape;
  const majority = context.facts.shape;
  if (majority === 'unknown' || own === majority) return own === 'unknown' ? undefined : own;
  if (own === 'unknown' || INTERCHANGEABLE.has(`${own} ${majority}`)) return own === 'unknown' ? majority : own;
  const isComplete = matchesShape(record, own);
  // A bare `prompt` is a shape, and the start of others.
  const isStart = requiredKeysOf(own).every((key) => keysOf(majority).includes(key));
  if (!isComplete || isStart) return isStart || hasMoreOf(record, majority, own) ? majority : own;
  const key = requiredKeysOf(own).find((name) => !keysOf(majority).includes(name)) ?? Object.keys(record)[0];
  if (context.config.has('schema/mixed-shape')) {
    const place = key === undefined ? { path: [] } : ({ path: [key], on: 'key' } as const);
    context.report('schema/mixed-shape', 'default', place, { shape: own, majority });
  }
  return own;
}

/** Shapes that loaders tell apart only by what a single row holds (text or blocks), so that a file of both is no mixture. */
const INTERCHANGEABLE: ReadonlySet<string> = new Set(['openai-chat blocks-chat', 'blocks-chat openai-chat']);

/** Of a broken row: whether it is rather a broken row of the file's shape than one of its own. */
function hasMoreOf(record: JsonRecord, majority: KnownShape, own: Shape): boolean {
  const count = (shape: KnownShape) => requiredKeysOf(shape).filter((key) => Object.hasOwn(record, key)).length;
  return own === 'unknown' || count(majority) >= count(own);
}

function reportProblem(context: RowContext, shape: KnownShape, problem: ShapeProblem): void {
  if (problem.kind === 'missing') reportMissing(context, shape, problem);
  else if (problem.kind === 'length')
    context.report('schema/wrong-type', 'pairs', { path: problem.path }, { field: fieldName(problem.path) });
  else {
    const field = fieldName(problem.path);
    const expected = problem.expected
      .filter((type) => type !== 'null')
      .map(typeWords)
      .join(' or ');
    const isPair = shape === 'alpaca' && problem.path[0] === 'history';
    context.report(
      'schema/wrong-type',
      isPair ? 'pairs' : 'default',
      { path: problem.path },
      {
        field,
        expected,
        actual: typeWordsOf(problem.actual),
      },
    );
  }
}

function reportMissing(context: RowContext, shape: KnownShape, problem: ShapeProblem & { kind: 'missing' }): void {
  const path = [...problem.path, problem.field];
  const field = fieldName(path);
  const record = context.record;
  if (problem.path.length > 0 || record === undefined) {
    context.report('schema/missing-field', 'nested', { path: problem.path }, { field });
    return;
  }
  const guess = guessKey(problem.field, unclaimedKeys(record, shape));
  if (guess === undefined) context.report('schema/missing-field', 'default', { path }, { field });
  else {
    const place = { path: [guess.key], on: 'key' } as const;
    context.report('schema/missing-field', 'likely', place, { field, key: guess.key, kind: guess.kind });
  }
}

/** Keys that may be another key written wrongly: neither the shape's nor known metadata. */
function unclaimedKeys(record: JsonRecord, shape: KnownShape): string[] {
  const known = keysOf(shape);
  return Object.keys(record).filter((key) => !known.includes(key) && !METADATA_KEYS.has(key));
}

/** Rules between two fields, which the schema files do not say. */
function checkAcrossFields(context: RowContext, record: JsonRecord, shape: KnownShape): void {
  const { prompt, completion, completions, labels } = record;
  if (shape === 'unpaired-preference') checkUnpaired(context, record);
  if (shape === 'prompt-completion' && isTextOrList(prompt) && isTextOrList(completion)) {
    if (typeof prompt !== typeof completion) {
      const args = { prompt: typeWordsOf(prompt), completion: typeWordsOf(completion) };
      context.report('schema/wrong-type', 'mixed', { path: ['completion'] }, args);
    }
  }
  if (
    shape === 'stepwise' &&
    Array.isArray(completions) &&
    Array.isArray(labels) &&
    completions.length !== labels.length
  ) {
    const args = { completions: completions.length, labels: labels.length };
    context.report('schema/wrong-type', 'lengths', { path: ['labels'] }, args);
  }
  if (shape === 'openai-preference') {
    for (const key of ['preferred_output', 'non_preferred_output']) checkOneAnswer(context, key, record[key]);
  }
}

/** A label, and what it rates: a completion, or the last turn of a conversation. */
function checkUnpaired(context: RowContext, record: JsonRecord): void {
  const has = (...keys: readonly string[]) => keys.some((key) => Object.hasOwn(record, key));
  const shape = 'unpaired-preference';
  if (!has('label', 'kto_tag')) reportMissing(context, shape, { kind: 'missing', path: [], field: 'label' });
  if (has('messages', 'conversations')) return;
  for (const field of ['prompt', 'completion'])
    if (!has(field)) reportMissing(context, shape, { kind: 'missing', path: [], field });
}

function isTextOrList(value: JsonValue | undefined): value is string | readonly JsonValue[] {
  return typeof value === 'string' || Array.isArray(value);
}

function checkOneAnswer(context: RowContext, key: string, value: JsonValue | undefined): void {
  if (!Array.isArray(value)) return;
  const [only] = value as readonly JsonValue[];
  const isOne =
    value.length === 1 && typeof only === 'object' && only !== null && 'role' in only && only.role === 'assistant';
  if (!isOne) context.report('schema/wrong-type', 'one', { path: [key] }, { field: key });
}

/** Keys that mean the same: a row has one of each group, or its maker pasted two sets together. */
const EXCLUSIVE: readonly (readonly string[])[] = [
  ['output', 'response', 'completion', 'answer'],
  ['instruction', 'question', 'prompt'],
  ['messages', 'conversations'],
];

function checkMixedKeys(context: RowContext, record: JsonRecord): void {
  for (const group of EXCLUSIVE) {
    const present = group.filter((key) => isFilled(record[key]));
    // Where half of the file has both, both are meant.
    const odd = present.filter((key) => context.facts.rowsWith(key) * 2 < context.facts.rows);
    const [second] = odd;
    const first = present.find((key) => key !== second);
    if (second === undefined || first === undefined) continue;
    context.report('schema/mixed-shape', 'mixed', { path: [second], on: 'key' }, { first, second });
  }
}

function isFilled(value: JsonValue | undefined): boolean {
  return typeof value === 'string' ? value.trim() !== '' : Array.isArray(value) && value.length > 0;
}

function checkUnknownKeys(context: RowContext, record: JsonRecord, shape: KnownShape, known: readonly string[]): void {
  const { facts, config } = context;
  for (const key of Object.keys(record)) {
    if (known.includes(key) || METADATA_KEYS.has(key)) continue;
    const rows = facts.rowsWith(key);
    if (rows > 1 && rows >= config.thresholds.knownField * facts.rows) continue;
    const missing = known.filter((name) => !Object.hasOwn(record, name));
    // A required field that is missing has its own finding, which names this key.
    if (requiredKeysOf(shape).some((name) => missing.includes(name) && guessKey(name, [key]) !== undefined)) continue;
    const common = [...METADATA_KEYS].filter(
      (name) => facts.rowsWith(name) * 2 > facts.rows && !Object.hasOwn(record, name),
    );
    const meant = [...missing, ...common].filter((name) => guessKey(name, [key])?.kind === 'misspelt');
    const [field] = meant;
    if (field !== undefined && meant.length === 1) {
      context.report('schema/unknown-field', 'likely', { path: [key], on: 'key' }, { key, field });
    } else {
      context.report('schema/unknown-field', 'default', { path: [key], on: 'key' }, { key });
    }
  }
}

const LETTER_WORDS: Readonly<Record<TypeLetter, string>> = {
  s: 'text',
  n: 'a number',
  b: 'true or false',
  z: 'null',
  a: 'a list',
  o: 'an object',
};

/**
 * `wrong` are the keys whose type the shape refuses, which is told already. Null is no type of its own to a loader, but where hardly
 * another row has it, it is a gap.
 */
function checkTypesOfFile(
  context: RowContext,
  record: JsonRecord,
  wrong: ReadonlySet<string | number | undefined>,
): void {
  const { facts, config } = context;
  for (const key of Object.keys(record)) {
    const type = typeLetter(record[key]);
    const expected = facts.typeOf(key);
    if (expected === undefined || expected === type || wrong.has(key)) continue;
    const args = { field: key, actual: LETTER_WORDS[type], expected: LETTER_WORDS[expected] };
    if (type !== 'z') context.report('schema/inconsistent-type', 'default', { path: [key] }, args);
    else if (facts.nullsAt(key) <= Math.max(1, config.thresholds.knownField * facts.rows)) {
      context.report('schema/inconsistent-type', 'null', { path: [key] }, args);
    }
  }
}
