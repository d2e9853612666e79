import type { JsonPath, JsonValue } from '../json/path';
import { field, isList, isRecord, type JsonRecord } from './shapes';
import type { Role, TextField, Turn } from './view';

const ROLES: Readonly<Record<string, Role>> = {
  system: 'system',
  developer: 'developer',
  user: 'user',
  human: 'user',
  prompter: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
  chatgpt: 'assistant',
  bot: 'assistant',
  model: 'assistant',
  ai: 'assistant',
  tool: 'tool',
  function: 'tool',
  observation: 'tool',
  function_response: 'tool',
  function_call: 'function-call',
  tool_call: 'function-call',
};

/** Folds the spellings of a role; capitals do not count. */
export function foldRole(declared: string): Role {
  const name = declared.toLowerCase();
  return Object.hasOwn(ROLES, name) ? (ROLES[name] ?? 'other') : 'other';
}

/** A text, or a value that stands where a text should, or the place for one. */
export function textField(value: JsonValue | undefined, path: JsonPath): TextField {
  if (value === undefined) return { path, text: '', present: false };
  if (typeof value === 'string') return { path, text: value, present: true };
  return { path, text: JSON.stringify(value), present: true, value };
}

/** Whether a list holds messages: objects with a role or a tag. */
export function isMessageList(value: JsonValue | undefined): value is readonly JsonRecord[] {
  return isList(value) && value.length > 0 && value.every((item) => isRecord(item) && roleKey(item) !== undefined);
}

function roleKey(message: JsonRecord): 'role' | 'from' | undefined {
  return Object.hasOwn(message, 'role') ? 'role' : Object.hasOwn(message, 'from') ? 'from' : undefined;
}

function contentKey(message: JsonRecord): string {
  const key = ['content', 'value', 'text'].find((name) => Object.hasOwn(message, name));
  return key ?? (Object.hasOwn(message, 'from') ? 'value' : 'content');
}

export function readTurns(list: readonly JsonValue[], path: JsonPath): Turn[] {
  return list.map((message, i) => readTurn(message, [...path, i]));
}

/** Reads one message; what is no message is a turn without a role. */
export function readTurn(message: JsonValue, path: JsonPath): Turn {
  if (!isRecord(message)) return { path, role: 'other', declaredRole: '', content: textField(message, path) };
  const key = roleKey(message);
  const declared = key === undefined ? undefined : field(message, key);
  const declaredRole = typeof declared === 'string' ? declared : declared === undefined ? '' : JSON.stringify(declared);
  const content = contentKey(message);
  const toolCalls = firstValue(message, path, ['tool_calls', 'function_call']);
  const weight = firstValue(message, path, ['weight', 'loss_weight']);
  return {
    path,
    role: foldRole(declaredRole),
    declaredRole,
    rolePath: [...path, key ?? 'role'],
    ...readContent(field(message, content), [...path, content]),
    ...(toolCalls === undefined ? {} : { toolCalls }),
    ...(weight === undefined ? {} : { weight }),
  };
}

function firstValue(
  message: JsonRecord,
  path: JsonPath,
  keys: readonly string[],
): { readonly path: JsonPath; readonly value: JsonValue } | undefined {
  for (const key of keys) {
    const value = field(message, key);
    if (value !== undefined) return { path: [...path, key], value };
  }
  return undefined;
}

function readContent(value: JsonValue | undefined, path: JsonPath): Pick<Turn, 'content' | 'blocks'> {
  if (!isList(value) || !value.some(isRecord)) return { content: textField(value, path) };
  const blocks = value.map((block, i) => readBlock(block, [...path, i]));
  const text = blocks
    .filter((block) => block.type === 'text')
    .map((block) => block.text.text)
    .join('\n');
  return { content: { path, text, present: true, value }, blocks };
}

function readBlock(block: JsonValue, path: JsonPath): { readonly type: string; readonly text: TextField } {
  if (!isRecord(block)) return { type: typeof block === 'string' ? 'text' : 'other', text: textField(block, path) };
  const type = field(block, 'type');
  const key = ['value', 'text'].find((name) => typeof field(block, name) === 'string');
  // A block without a text (an image, say) is shown whole, as JSON.
  const text = key === undefined ? textField(block, path) : textField(field(block, key), [...path, key]);
  return { type: typeof type === 'string' ? type : 'other', text };
}

/** Alpaca's `history`: `[user, assistant]` pairs. Undefined where it is anything else. */
export function readPairs(value: JsonValue, path: JsonPath): Turn[] | undefined {
  if (!isList(value) || !value.every((pair) => isList(pair) && pair.length === 2)) return undefined;
  return value.flatMap((pair, i) =>
    (pair as readonly JsonValue[]).map((text, side): Turn => {
      const role = side === 0 ? 'user' : 'assistant';
      return { path: [...path, i, side], role, declaredRole: role, content: textField(text, [...path, i, side]) };
    }),
  );
}
