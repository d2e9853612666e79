import type { JsonValue } from '../json/path';
import type { Shape } from './view';

/** An object of a line, as `JSON.parse` gives it. */
export type JsonRecord = Readonly<Record<string, JsonValue>>;

/**
 * What a field may hold. `messages` is a list of `{role, content}` (or `{from, value}`), `message` one of them, `blocks` the same
 * with content blocks, `pairs` a list of `[user, assistant]`, `request` the `{messages, tools}` of OpenAI's preference format.
 */
export type FieldType =
  | 'string'
  | 'boolean'
  | 'strings'
  | 'booleans'
  | 'messages'
  | 'message'
  | 'blocks'
  | 'pairs'
  | 'string-or-messages'
  | 'request'
  | 'instances'
  | 'segments'
  | 'any';

/**
 * Which part of `ExampleView` a field becomes. `prompt` and `completion` become the instruction and the response where they are
 * texts, and turns where they are message lists; `metadata` stays among the other fields.
 */
export type Slot =
  | 'system'
  | 'instruction'
  | 'input'
  | 'response'
  | 'prompt'
  | 'completion'
  | 'turns'
  | 'chosen'
  | 'rejected'
  | 'label'
  | 'parts'
  | 'task-type'
  | 'metadata';

export interface FieldSpec {
  readonly key: string;
  /** Other keys that the shape's readers take for the same; the first that a record has is meant. */
  readonly otherKeys?: readonly string[];
  readonly slot: Slot;
  readonly type: FieldType;
  readonly required: boolean;
  /** What a new example has here; without it a new example lacks the field. */
  readonly empty?: JsonValue;
  /** Set for a field that forms do not offer where a record lacks it. */
  readonly rare?: true;
}

export interface ShapeSpec {
  readonly shape: Shape;
  /** For people: "Alpaca instruction". */
  readonly name: string;
  /** In the order of the format's own documents. */
  readonly fields: readonly FieldSpec[];
}

const CHAT = [
  { role: 'user', content: '' },
  { role: 'assistant', content: '' },
];
const ANSWER = [{ role: 'assistant', content: '' }];
const TAGGED_CHAT = [
  { from: 'human', value: '' },
  { from: 'gpt', value: '' },
];
const BLOCK = [{ type: 'text', value: '' }];
const BLOCKS_CHAT = [
  { role: 'user', content: BLOCK, loss_weight: 0 },
  { role: 'assistant', content: BLOCK, loss_weight: 1 },
];

function required(
  key: string,
  slot: Slot,
  type: FieldType,
  empty: JsonValue,
  otherKeys?: readonly string[],
): FieldSpec {
  return { key, slot, type, required: true, empty, ...(otherKeys === undefined ? {} : { otherKeys }) };
}

function optional(
  key: string,
  slot: Slot,
  type: FieldType,
  empty?: JsonValue,
  otherKeys?: readonly string[],
): FieldSpec {
  return {
    key,
    slot,
    type,
    required: false,
    ...(empty === undefined ? {} : { empty }),
    ...(otherKeys === undefined ? {} : { otherKeys }),
  };
}

/** Tools are declared as a list (OpenAI) or as a string of JSON (ShareGPT). */
const tools = optional('tools', 'metadata', 'any');

function define(shape: Shape, name: string, ...fields: readonly FieldSpec[]): ShapeSpec {
  return { shape, name, fields };
}

const SPECS: readonly ShapeSpec[] = [
  define(
    'alpaca',
    'Alpaca instruction',
    required('instruction', 'instruction', 'string', ''),
    optional('input', 'input', 'string', ''),
    required('output', 'response', 'string', ''),
    optional('system', 'system', 'string'),
    optional('history', 'turns', 'pairs'),
  ),
  define(
    'dolly',
    'Dolly instruction',
    required('instruction', 'instruction', 'string', ''),
    optional('context', 'input', 'string', '', ['input']),
    required('response', 'response', 'string', ''),
    optional('category', 'task-type', 'string', ''),
  ),
  define(
    'question-answer',
    'Question and answer',
    required('question', 'instruction', 'string', ''),
    required('answer', 'response', 'string', ''),
  ),
  define(
    'openai-chat',
    'Chat (OpenAI)',
    required('messages', 'turns', 'messages', CHAT),
    tools,
    optional('parallel_tool_calls', 'metadata', 'boolean'),
  ),
  define(
    'sharegpt',
    'Chat (ShareGPT)',
    required('conversations', 'turns', 'messages', TAGGED_CHAT),
    optional('system', 'system', 'string'),
    tools,
  ),
  define(
    'prompt-completion',
    'Prompt and completion',
    required('prompt', 'prompt', 'string-or-messages', ''),
    required('completion', 'completion', 'string-or-messages', ''),
  ),
  define(
    'preference',
    'Preference',
    optional('prompt', 'prompt', 'string-or-messages', '', ['instruction', 'question']),
    // LLaMA-Factory's Alpaca rows with chosen and rejected have one.
    { ...optional('input', 'input', 'string'), rare: true },
    required('chosen', 'chosen', 'string-or-messages', ''),
    required('rejected', 'rejected', 'string-or-messages', ''),
  ),
  define(
    'sharegpt-preference',
    'Preference (ShareGPT)',
    required('conversations', 'turns', 'messages', [{ from: 'human', value: '' }], ['messages']),
    required('chosen', 'chosen', 'message', { from: 'gpt', value: '' }),
    required('rejected', 'rejected', 'message', { from: 'gpt', value: '' }),
    optional('system', 'system', 'string'),
    tools,
  ),
  define(
    'openai-preference',
    'Preference (OpenAI)',
    required('input', 'turns', 'request', { messages: [{ role: 'user', content: '' }] }),
    required('preferred_output', 'chosen', 'messages', ANSWER),
    required('non_preferred_output', 'rejected', 'messages', ANSWER),
  ),
  define(
    'unpaired-preference',
    'Unpaired preference (KTO)',
    required('prompt', 'prompt', 'string-or-messages', '', ['messages', 'conversations']),
    required('completion', 'completion', 'string-or-messages', ''),
    required('label', 'label', 'boolean', true, ['kto_tag']),
  ),
  define(
    'stepwise',
    'Stepwise supervision',
    required('prompt', 'instruction', 'string', ''),
    required('completions', 'parts', 'strings', ['']),
    required('labels', 'parts', 'booleans', [true]),
  ),
  define('language-modelling', 'Plain text', required('text', 'instruction', 'string', '')),
  define('blocks-chat', 'Chat with content blocks', required('messages', 'turns', 'blocks', BLOCKS_CHAT), tools),
  define(
    'blocks-preference',
    'Preference with content blocks',
    required('chosen_messages', 'chosen', 'blocks', BLOCKS_CHAT),
    required('rejected_messages', 'rejected', 'blocks', BLOCKS_CHAT),
    tools,
  ),
  define(
    'self-instruct',
    'Self-Instruct task',
    optional('id', 'metadata', 'string', ''),
    optional('name', 'metadata', 'string', ''),
    required('instruction', 'instruction', 'string', ''),
    required('instances', 'parts', 'instances', [{ input: '', output: '' }]),
    optional('is_classification', 'metadata', 'boolean', false),
  ),
  define(
    'segments',
    'Segments',
    required('segments', 'parts', 'segments', [
      { label: false, text: '' },
      { label: true, text: '' },
    ]),
  ),
  define('prompt-only', 'Prompt only', required('prompt', 'prompt', 'string-or-messages', '')),
  define('unknown', 'Other'),
];

const BY_SHAPE = new Map(SPECS.map((spec) => [spec.shape, spec]));
const UNKNOWN = define('unknown', 'Other');

/** Every shape, the most common first. */
export const ALL_SHAPES: readonly Shape[] = SPECS.map((spec) => spec.shape);

export function specOf(shape: Shape): ShapeSpec {
  return BY_SHAPE.get(shape) ?? UNKNOWN;
}

/** Keys that hold a declared task type, the first that is a text counts. */
export const TASK_TYPE_KEYS = ['category', 'task_type', 'task', 'type'] as const;

/** Spellings of one field in datasets that follow no known shape, most common first. */
export const SYNONYMS = {
  system: ['system', 'system_prompt'],
  instruction: ['instruction', 'prompt', 'question', 'problem', 'query'],
  input: ['input', 'context'],
  response: ['response', 'output', 'completion', 'answer', 'solution', 'generation'],
} as const;

export function isRecord(value: JsonValue | undefined): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The value of an own key; never something of the prototype. */
export function field(record: JsonRecord, key: string): JsonValue | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
