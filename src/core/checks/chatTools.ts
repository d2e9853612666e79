import { parseLine } from '../json/parser';
import type { JsonPath, JsonValue } from '../json/path';
import { describeSyntaxError } from '../json/syntaxError';
import type { ExampleView, TextField, Turn } from '../record/view';
import { isRecord } from '../record/shapes';
import type { RowContext } from './rowContext';

/** Whether calls of tools can be read, name tools that are declared, and are answered. */
export function checkToolCalls(context: RowContext, view: ExampleView): void {
  const declared = declaredTools(context, view);
  const calls = new Set<string>();
  let hasCalled = false;
  for (const turn of view.turns) {
    for (const call of callsOf(context, turn)) {
      hasCalled = true;
      if (call.id !== undefined) calls.add(call.id);
      checkName(context, call, declared);
    }
    if (turn.role === 'tool') checkAnswer(context, turn, hasCalled, calls);
  }
}

interface ToolCall {
  readonly path: JsonPath;
  /** Undefined where the call names none. */
  readonly name?: string;
  readonly id?: string;
}

function checkName(context: RowContext, { path, name }: ToolCall, declared: ReadonlySet<string> | undefined): void {
  if (name === undefined) context.report('chat/tool-call', 'name', { path });
  else if (declared !== undefined && !declared.has(name))
    context.report('chat/tool-call', 'undeclared', { path }, { name });
}

/** An answer of a tool stands after a call, and names one by its id where there are ids. */
function checkAnswer(context: RowContext, turn: Turn, hasCalled: boolean, calls: ReadonlySet<string>): void {
  const place = { path: turn.rolePath ?? turn.path };
  const message = valueAt(context.record, turn.path);
  const id = isRecord(message) ? message.tool_call_id : undefined;
  if (!hasCalled) context.report('chat/tool-call', 'orphan', place);
  else if (typeof id === 'string' && calls.size > 0 && !calls.has(id))
    context.report('chat/tool-call', 'wrong-id', place, { id });
}

/** The calls of a turn in whichever way its shape writes them; reports what cannot be read. */
function callsOf(context: RowContext, turn: Turn): ToolCall[] {
  if (turn.role === 'function-call') return callsInText(context, turn.content);
  const inBlocks = (turn.blocks ?? [])
    .filter(({ type }) => type === 'tool_call')
    .flatMap(({ text }) => callsInText(context, text));
  const { toolCalls } = turn;
  if (toolCalls === undefined || !Array.isArray(toolCalls.value)) return inBlocks;
  const items = toolCalls.value as readonly JsonValue[];
  return [...inBlocks, ...items.flatMap((item, i) => callInList(context, item, [...toolCalls.path, i]))];
}

/** OpenAI: `{id, function: {name, arguments}}`. */
function callInList(context: RowContext, item: JsonValue, path: JsonPath): ToolCall[] {
  if (!isRecord(item)) return [];
  const called = isRecord(item.function) ? item.function : item;
  const at = called === item ? path : [...path, 'function'];
  const { arguments: written, name } = called;
  if (typeof written === 'string') {
    const problem = jsonProblem(written);
    if (problem !== undefined)
      context.report('chat/tool-call', 'arguments', { path: [...at, 'arguments'] }, { problem });
  }
  const id = item.id;
  return [
    {
      path: typeof name === 'string' ? [...at, 'name'] : at,
      ...named(name),
      ...(typeof id === 'string' ? { id } : {}),
    },
  ];
}

/** LLaMA-Factory: the text of the turn is `{name, arguments}`, or a list of such. */
function callsInText(context: RowContext, { text, path, value, present }: TextField): ToolCall[] {
  if (!present || value !== undefined) return [];
  const problem = jsonProblem(text);
  if (problem !== undefined) {
    context.report('chat/tool-call', 'call', { path }, { problem });
    return [];
  }
  const parsed = JSON.parse(text) as JsonValue;
  const calls = Array.isArray(parsed) ? (parsed as readonly JsonValue[]) : [parsed];
  return calls.map((call) => ({ path, ...named(isRecord(call) ? call.name : undefined) }));
}

function named(name: JsonValue | undefined): { readonly name?: string } {
  return typeof name === 'string' && name !== '' ? { name } : {};
}

/** Names of the tools that the row declares; undefined where it declares none, or they cannot be read. */
function declaredTools(context: RowContext, view: ExampleView): ReadonlySet<string> | undefined {
  const field = view.other.find(({ key }) => key === 'tools');
  if (field === undefined || field.value === null || field.value === '') return undefined;
  const tools = typeof field.value === 'string' ? parseTools(context, field.path, field.value) : field.value;
  if (!Array.isArray(tools)) return undefined;
  const names = (tools as readonly JsonValue[]).map((tool) => {
    if (!isRecord(tool)) return undefined;
    return isRecord(tool.function) ? tool.function.name : tool.name;
  });
  const known = names.filter((name) => typeof name === 'string');
  return known.length === names.length ? new Set(known) : undefined;
}

function parseTools(context: RowContext, path: JsonPath, text: string): JsonValue | undefined {
  const problem = jsonProblem(text);
  if (problem === undefined) return JSON.parse(text) as JsonValue;
  context.report('chat/tool-call', 'tools', { path }, { problem });
  return undefined;
}

/** Why a text is not JSON, in words; undefined where it is. */
function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    const [first] = parseLine(text).errors;
    return first === undefined ? 'it cannot be read' : describeSyntaxError(first);
  }
}

function valueAt(value: JsonValue | undefined, path: JsonPath): JsonValue | undefined {
  let at: JsonValue | undefined = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Readonly<Record<string | number, JsonValue>>)[step];
  }
  return at;
}
