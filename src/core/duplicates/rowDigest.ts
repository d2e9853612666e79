import type { NearPart } from '../config/settings';
import type { JsonValue } from '../json/path';
import type { ExampleView, Shape, Side, TextField, Turn } from '../record/view';
import { ContentHasher, type Hash64 } from './contentHash';
import { foldText } from './fold';

/** Keys of the row that say something about the example and are not trained on. */
export const METADATA_KEYS: ReadonlySet<string> = new Set([
  'category',
  'comment',
  'created',
  'created_at',
  'dataset',
  'date',
  'difficulty',
  'domain',
  'hash',
  'id',
  'idx',
  'index',
  'kind',
  'lang',
  'language',
  'license',
  'meta',
  'metadata',
  'model',
  'name',
  'notes',
  'origin',
  'quality',
  'rating',
  'row_id',
  'score',
  'source',
  'split',
  'subset',
  'tag',
  'tags',
  'task',
  'task_id',
  'task_type',
  'timestamp',
  'topic',
  'type',
  'url',
  'uuid',
  'version',
  'weight',
]);

/** Other keys that a trainer puts in front of the model. */
export const TRAINED_KEYS = ['tools', 'functions', 'parallel_tool_calls', 'images', 'videos', 'audios'] as const;

/** What two examples must share to be the same: the key of `duplicate/exact`, and that of `duplicate/conflict` where there is one. */
export interface RowDigest {
  readonly exact: Hash64;
  /** Everything but the last response; only for shapes that have a prompt and one response, and for a prompt with text. */
  readonly prompt?: Hash64;
}

const hasher = new ContentHasher();

/**
 * Hashes what is trained on: system, turns with roles, prompt, input, response, sides, label, parts, tools and tool calls. The
 * order of keys, escapes and spacing do not count, nor does metadata; a field that is not there counts as empty. Rows of no known
 * shape are hashed whole, but for metadata.
 */
export function digestOf(view: ExampleView): RowDigest {
  const exact = hashContent(view);
  const prompt = PROMPTED.has(view.shape) ? hashPrompt(view) : undefined;
  return prompt === undefined ? { exact } : { exact, prompt };
}

/** The key of `duplicate/normalized`: shape, folded texts, and what is no text as it is. */
export function normalizedDigestOf(view: ExampleView, folded = foldedTextOf(view)): Hash64 {
  // Which fields have a text, so that one cannot stand for another. A field that is not there counts as empty, as in `digestOf`.
  const filled = fieldsOf(view).map((field) => (field?.text.trim() ?? '') !== '');
  hasher.reset().text(view.shape).text(filled.join()).text(folded);
  hasher.value(view.label?.value);
  for (const turn of view.turns) hasher.value(turn.toolCalls?.value).value(turn.weight?.value);
  hashTrainedKeys(view);
  return hasher.digest();
}

/**
 * The folded texts of an example: system text, instruction, input and response, a line each, then every turn as `role: text`, the
 * sides of a preference and the parts. What near duplicates are judged by.
 */
export function foldedTextOf(view: ExampleView): string {
  return foldLines(view, fieldsOf(view), view.turns, true);
}

/**
 * The folded text of a part of an example. The prompt is everything before the last response; the response is what a model is to
 * say: the response or the last turn of the assistant, both sides of a preference, the parts.
 */
export function nearTextOf(view: ExampleView, part: NearPart): string {
  if (part === 'example') return foldedTextOf(view);
  const last = view.turns.findLastIndex(({ role }) => role === 'assistant');
  const answer = view.response?.present === true || last < 0 ? view.turns.length : last;
  if (part === 'response') return foldLines(view, [view.response], view.turns.slice(answer), true);
  return foldLines(view, [view.system, view.instruction, view.input], view.turns.slice(0, answer), false);
}

function foldLines(
  view: ExampleView,
  fields: readonly (TextField | undefined)[],
  turns: readonly Turn[],
  hasAnswers: boolean,
): string {
  const lines = fields
    .map((field) => (field?.present === true ? foldText(field.text) : ''))
    .filter((line) => line !== '');
  for (const turn of turns) lines.push(foldedTurn(turn));
  if (hasAnswers) {
    for (const side of [view.chosen, view.rejected]) lines.push(...foldedSide(side));
    for (const part of view.parts ?? []) lines.push(...part.fields.map((field) => foldText(field.text)));
  }
  if (view.shape === 'unknown') lines.push(...trainedOthers(view).map(([, value]) => foldText(JSON.stringify(value))));
  return lines.join('\n');
}

function fieldsOf({ system, instruction, input, response }: ExampleView): (TextField | undefined)[] {
  return [system, instruction, input, response];
}

/** Metadata in which two duplicates differ, by key; what the message of `duplicate/exact` names. */
export function differingMetadata(a: ExampleView, b: ExampleView): string[] {
  const values = (view: ExampleView) =>
    new Map([
      ...view.other.filter(({ key }) => !isTrained(key)).map(({ key, value }) => [key, JSON.stringify(value)] as const),
      ...(view.taskType?.present === true ? [[String(view.taskType.path.at(-1)), view.taskType.text] as const] : []),
    ]);
  const [left, right] = [values(a), values(b)];
  return [...new Set([...left.keys(), ...right.keys()])].filter((key) => left.get(key) !== right.get(key));
}

/** Shapes with a prompt and one response, where two responses to one prompt are worth a word. */
export const PROMPTED: ReadonlySet<Shape> = new Set<Shape>([
  'alpaca',
  'dolly',
  'question-answer',
  'prompt-completion',
  'openai-chat',
  'sharegpt',
  'blocks-chat',
]);

function hashContent(view: ExampleView): Hash64 {
  hasher.reset().text(view.shape);
  for (const field of [view.system, view.instruction, view.input, view.response]) hashField(field);
  hasher.number(view.turns.length);
  for (const turn of view.turns) hashTurn(turn);
  hashSide(view.chosen);
  hashSide(view.rejected);
  hasher.value(view.label?.value);
  for (const part of view.parts ?? []) {
    hasher.number(part.fields.length);
    for (const field of part.fields) hashField(field);
  }
  hashTrainedKeys(view);
  return hasher.digest();
}

function hashPrompt(view: ExampleView): Hash64 | undefined {
  const last = view.turns.at(-1);
  const endsWithAnswer = last?.role === 'assistant';
  const hasResponse = view.response?.present === true && view.turns.length === 0;
  if (!endsWithAnswer && !hasResponse) return undefined;
  const turns = endsWithAnswer ? view.turns.slice(0, -1) : view.turns;
  const fields = [view.system, view.instruction, view.input];
  const hasText = [...fields, ...turns.map((turn) => turn.content)].some((field) => (field?.text.trim() ?? '') !== '');
  if (!hasText) return undefined;
  hasher.reset().text(view.shape);
  for (const field of fields) hashField(field);
  for (const turn of turns) hashTurn(turn);
  hashTrainedKeys(view);
  return hasher.digest();
}

function hashField(field: TextField | undefined): void {
  if (!field?.present) hasher.text('');
  else if (field.value === undefined) hasher.text(field.text);
  else hasher.value(field.value);
}

function hashTurn(turn: Turn): void {
  hasher.text(turn.role === 'other' ? turn.declaredRole : turn.role);
  if (turn.blocks === undefined) hashField(turn.content);
  for (const block of turn.blocks ?? []) {
    hasher.text(block.type);
    hashField(block.text);
  }
  if (turn.toolCalls !== undefined) hasher.value(turn.toolCalls.value);
  if (turn.weight !== undefined) hasher.value(turn.weight.value);
  hasher.number(END_OF_TURN);
}

/** Stands between turns. */
export const END_OF_TURN = 0x7e57;

function hashSide(side: Side | undefined): void {
  hashField(side?.text);
  for (const turn of side?.turns ?? []) hashTurn(turn);
}

function hashTrainedKeys(view: ExampleView): void {
  for (const [key, value] of trainedOthers(view)) hasher.text(key).value(value);
}

/** The other keys that are trained on, in the order of their names. */
function trainedOthers(view: ExampleView): [string, JsonValue][] {
  const whole = view.shape === 'unknown';
  const trained = view.other.filter(({ key }) => (whole ? !METADATA_KEYS.has(key) : isTrained(key)));
  return trained.map(({ key, value }): [string, JsonValue] => [key, value]).sort(([a], [b]) => (a < b ? -1 : 1));
}

function isTrained(key: string): boolean {
  return (TRAINED_KEYS as readonly string[]).includes(key);
}

function foldedTurn(turn: Turn): string {
  return `${turn.role}: ${foldText(turn.content.text)}`;
}

function foldedSide(side: Side | undefined): string[] {
  const text = side?.text === undefined ? [] : [foldText(side.text.text)];
  return [...text, ...(side?.turns ?? []).map(foldedTurn)];
}
