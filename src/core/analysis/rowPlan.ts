import { signatureOf } from '../checks/datasetFacts';
import type { CheckConfig } from '../config/checkConfig';
import { PROMPTED, TRAINED_KEYS } from '../duplicates/rowDigest';
import type { JsonPath, JsonValue } from '../json/path';
import { TextHasher } from '../kernel/textHash';
import { isList, isRecord, type JsonRecord } from '../record/shapes';
import { viewOf } from '../record/toExampleView';
import type { ExampleView, Shape, TextField } from '../record/view';

/** Where a field stands among the fields of a row; -1 for one that the rows lack. */
export type Position = number;

/**
 * How rows of one signature (the same keys of the same kinds, in one order) are read without a parser: which of their fields is
 * what. Only for signatures of which a row can be proven free of findings by looking at its values one by one.
 */
export interface RowPlan {
  readonly shape: Shape;
  readonly shapeHash: HashPair;
  /** The signature that `signatureOf` gives. */
  readonly signature: string;
  readonly system: Position;
  readonly instruction: Position;
  readonly input: Position;
  readonly response: Position;
  readonly chosen: Position;
  readonly rejected: Position;
  readonly label: Position;
  /** The list of turns, of chats. */
  readonly turns: Position;
  /** Whether the shape has a prompt and one response, so that rows with the same prompt can be in conflict. */
  readonly isPrompted: boolean;
  /** A line of the signature with nothing wrong but what is wrong with all of them, and the fault of the plan. */
  readonly exemplar: string;
  /** What is wrong with each of its rows in itself: nothing, or one thing that needs no parser to be seen. */
  readonly fault: 'pair/empty-response' | undefined;
  /** The plan of the same rows where their response is empty. */
  readonly unanswered: RowPlan | undefined;
}

export interface HashPair {
  readonly low: number;
  readonly high: number;
}

const hasher = new TextHasher();

export function hashOf(text: string): HashPair {
  const { low, high } = hasher.text(text);
  return { low, high };
}

const FLAT_SHAPES: ReadonlySet<Shape> = new Set<Shape>([
  'alpaca',
  'dolly',
  'question-answer',
  'prompt-completion',
  'preference',
  'unpaired-preference',
  'language-modelling',
  'prompt-only',
]);

/** The plan for rows like this one; undefined where there is none, and every row needs the parser. */
export function planFor(record: JsonRecord, keys: readonly HashPair[], config: CheckConfig): RowPlan | undefined {
  const view = viewOf(record);
  const isChat = view.shape === 'openai-chat' || view.shape === 'sharegpt';
  if (!isChat && !FLAT_SHAPES.has(view.shape)) return undefined;
  if (!isReadable(record, view, isChat) || (isChat && !hasPlainChatRules(config))) return undefined;
  const exemplar = exemplarOf(record, view);
  const exemplarRecord = JSON.parse(exemplar) as JsonRecord;
  if (viewOf(exemplarRecord).shape !== view.shape) return undefined;
  const at = (path: JsonPath | undefined): Position => positionOf(keys, path);
  const field = (text: TextField | undefined): Position => (text?.present === true ? at(text.path) : -1);
  const plan: RowPlan = {
    shape: view.shape,
    shapeHash: hashOf(view.shape),
    signature: signatureOf(record),
    system: field(view.system),
    instruction: field(view.instruction),
    input: field(view.input),
    response: field(view.response),
    chosen: field(view.chosen?.text),
    rejected: field(view.rejected?.text),
    label: at(view.label?.path),
    turns: at(view.turnsPath),
    isPrompted: PROMPTED.has(view.shape),
    exemplar,
    fault: undefined,
    unanswered: undefined,
  };
  // Without a prompt or a response there is nothing that could be in conflict.
  const isWhole = isChat || (plan.instruction >= 0 && plan.response >= 0);
  return plan.isPrompted && !isWhole ? undefined : { ...plan, unanswered: unansweredPlan(plan, exemplarRecord, view) };
}

/** The plan of rows whose response is empty and that are fine otherwise; undefined for chats, whose turns are no such matter. */
function unansweredPlan(plan: RowPlan, filled: JsonRecord, { response }: ExampleView): RowPlan | undefined {
  const [key] = response?.path ?? [];
  if (plan.response < 0 || typeof key !== 'string') return undefined;
  const record: JsonRecord = { ...filled, [key]: '' };
  if (viewOf(record).shape !== plan.shape) return undefined;
  return { ...plan, exemplar: JSON.stringify(record), fault: 'pair/empty-response' };
}

/** Trainers whose rules look into the turns of a chat, beyond what is true of every plain conversation. */
function hasPlainChatRules({ trainer }: CheckConfig): boolean {
  return trainer !== 'axolotl' && trainer !== 'llamafactory-sharegpt';
}

/** Whether all that matters of such a row can be seen in the kernel's list of values. */
function isReadable(record: JsonRecord, view: ExampleView, isChat: boolean): boolean {
  // A label in words is a label or not by what it says.
  if (typeof record.label === 'string') return false;
  if (TRAINED_KEYS.some((key) => Object.hasOwn(record, key))) return false;
  if (view.parts !== undefined || (view.turnsPath !== undefined) !== isChat) return false;
  if (isChat && view.turnsPath?.length !== 1) return false;
  const texts = [view.system, view.instruction, view.input, view.response, view.chosen?.text, view.rejected?.text];
  if ([view.chosen, view.rejected].some((side) => side?.turns !== undefined)) return false;
  const isPlain = (text: TextField | undefined) =>
    text?.value === undefined || (text.value === null && text !== view.response);
  return texts.every(isPlain) && (view.label === undefined || typeof view.label.value === 'boolean');
}

function positionOf(keys: readonly HashPair[], path: JsonPath | undefined): Position {
  const [key] = path ?? [];
  if (typeof key !== 'string') return -1;
  const { low, high } = hashOf(key);
  return keys.findIndex((candidate) => candidate.low === low && candidate.high === high);
}

/** The record with every text filled with words of its own, and a short conversation where it has one. */
function exemplarOf(record: JsonRecord, view: ExampleView): string {
  const turnsKey = view.turnsPath?.[0];
  const filled = Object.entries(record).map(([key, value], i): [string, JsonValue] => [
    key,
    key === turnsKey ? chatLike(view.shape) : filledLike(value, `Word ${'abcdefghij'.charAt(i % 10)}${i}`),
  ]);
  return JSON.stringify(Object.fromEntries(filled));
}

function chatLike(shape: Shape): JsonValue {
  const [role, content, user, assistant] =
    shape === 'sharegpt' ? ['from', 'value', 'human', 'gpt'] : ['role', 'content', 'user', 'assistant'];
  return [
    { [role]: user, [content]: 'Words of one' },
    { [role]: assistant, [content]: 'Words of another' },
  ];
}

function filledLike(value: JsonValue, text: string): JsonValue {
  if (typeof value === 'string') return text;
  if (isList(value)) return [text];
  return isRecord(value) ? { text } : value;
}
