import type { JsonValue } from '../json/path';
import { field, isList, isRecord } from '../record/shapes';
import type { ExampleView, Side, Turn } from '../record/view';

/** A message as chat templates read it, and whether a trainer learns from it. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string;
  /** Set where a message was put together from an instruction and an input; Alpaca's template writes them apart. */
  readonly instruction?: string;
  readonly input?: string;
  readonly tool_calls?: readonly ToolCall[];
  readonly tool_call_id?: string;
  readonly name?: string;
  readonly isTrained: boolean;
}

export interface ToolCall {
  readonly id?: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: JsonValue };
}

/** A piece of text that goes to the model as it is. */
export interface PlainPiece {
  readonly text: string;
  readonly isTrained: boolean;
}

/** What is trained on of one example: a chat for a template, or text that no template touches. */
export type TrainingText = { readonly rule: TrainingRule } & (
  | { readonly kind: 'chat'; readonly messages: readonly ChatMessage[]; readonly tools?: readonly JsonValue[] }
  | { readonly kind: 'plain'; readonly pieces: readonly PlainPiece[] }
);

/** What trainers learn from in an example of a shape. */
export type TrainingRule = 'answers' | 'preference' | 'unpaired' | 'text' | 'segments';

/** Which answer of a preference pair is shown. */
export type AnswerSide = 'chosen' | 'rejected';

/**
 * The training text of an example. Instruction and input become one user message, an empty line of neither between them (LLaMA-Factory,
 * data/README.md); the responses are trained on, all else is masked; a turn with a weight of 0 is masked (OpenAI, LLaMA-Factory v1).
 */
export function trainingTextOf(view: ExampleView, side: AnswerSide = 'chosen'): TrainingText {
  if (view.shape === 'language-modelling')
    return { kind: 'plain', rule: 'text', pieces: [{ text: view.instruction?.text ?? '', isTrained: true }] };
  if (view.shape === 'segments') return { kind: 'plain', rule: 'segments', pieces: segmentsOf(view) };
  const messages = [
    ...systemOf(view),
    ...view.turns.map(messageOf),
    ...exchangeOf(view),
    ...answerOf(side === 'chosen' ? view.chosen : view.rejected, view.turns.length),
  ];
  const tools = toolsOf(view);
  return { kind: 'chat', rule: ruleOf(view), messages, ...(tools === undefined ? {} : { tools }) };
}

function ruleOf({ label, chosen, rejected }: ExampleView): TrainingRule {
  if (label !== undefined) return 'unpaired';
  return chosen !== undefined || rejected !== undefined ? 'preference' : 'answers';
}

function segmentsOf(view: ExampleView): readonly PlainPiece[] {
  return (view.parts ?? []).map(({ fields }) => ({
    text: fields.find(({ name }) => name === 'text')?.text ?? '',
    isTrained: fields.find(({ name }) => name === 'label')?.value === true,
  }));
}

function systemOf(view: ExampleView): readonly ChatMessage[] {
  const text = view.system?.text ?? '';
  return text === '' ? [] : [{ role: 'system', content: text, isTrained: false }];
}

/** Instruction, input and response of shapes that have them; the parts of stepwise and Self-Instruct rows. */
function exchangeOf(view: ExampleView): readonly ChatMessage[] {
  const { instruction } = view;
  if (instruction === undefined) return responseOf(view);
  const input = view.input?.text ?? partText(view, 'input') ?? '';
  const user: ChatMessage = {
    role: 'user',
    content: [instruction.text, input].filter((text) => text !== '').join('\n'),
    instruction: instruction.text,
    ...(input === '' ? {} : { input }),
    isTrained: false,
  };
  return [user, ...responseOf(view)];
}

function responseOf(view: ExampleView): readonly ChatMessage[] {
  const text = view.response?.present === true ? view.response.text : partsResponse(view);
  return text === undefined ? [] : [{ role: 'assistant', content: text, isTrained: true }];
}

/** Steps of stepwise supervision stand one a line (TRL joins them so); of Self-Instruct the first instance is shown. */
function partsResponse(view: ExampleView): string | undefined {
  if (view.shape === 'self-instruct') return partText(view, 'output');
  if (view.shape !== 'stepwise') return undefined;
  return (view.parts ?? []).map(({ fields }) => fields[0]?.text ?? '').join('\n');
}

function partText(view: ExampleView, name: string): string | undefined {
  return view.parts?.[0]?.fields.find((each) => each.name === name)?.text;
}

/** The turns of a side; where the side repeats the prompt's turns they stand once. */
function answerOf(side: Side | undefined, before: number): readonly ChatMessage[] {
  if (side === undefined) return [];
  if (side.turns === undefined)
    return side.text?.present === true ? [{ role: 'assistant', content: side.text.text, isTrained: true }] : [];
  const messages = side.turns.map(messageOf);
  // A whole conversation on each side: only its last answer is compared, the rest is the prompt.
  const last = messages.length - 1;
  const isWhole = before === 0 && messages.some(({ role }) => role === 'user');
  return messages.map((message, i) => (isWhole && i < last ? { ...message, isTrained: false } : message));
}

function messageOf(turn: Turn): ChatMessage {
  if (turn.role === 'function-call') {
    const call = readCall(parseJson(turn.content.text));
    if (call !== undefined)
      return { role: 'assistant', content: '', tool_calls: [call], isTrained: isTrainedTurn(turn) };
  }
  const calls = callsOf(turn);
  return {
    role: roleOf(turn),
    content: turn.content.value === null ? '' : turn.content.text,
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    isTrained: isTrainedTurn(turn),
  };
}

function isTrainedTurn({ role, weight }: Turn): boolean {
  return (role === 'assistant' || role === 'function-call') && weight?.value !== 0;
}

function roleOf(turn: Turn): ChatMessage['role'] {
  switch (turn.role) {
    case 'system':
    case 'developer':
      return 'system';
    case 'assistant':
    case 'function-call':
      return 'assistant';
    case 'tool':
      return 'tool';
    case 'user':
    case 'other':
      return 'user';
  }
}

function callsOf(turn: Turn): readonly ToolCall[] {
  const value = turn.toolCalls?.value;
  const list = isList(value) ? value : value === undefined ? [] : [value];
  return list.flatMap((item) => {
    const call = readCall(item);
    return call === undefined ? [] : [call];
  });
}

/** `{id, function: {name, arguments}}` or `{name, arguments}`; arguments are an object, or a text of JSON. */
function readCall(item: JsonValue | undefined): ToolCall | undefined {
  if (!isRecord(item)) return undefined;
  const inner = field(item, 'function');
  const call = isRecord(inner) ? inner : item;
  const name = field(call, 'name');
  if (typeof name !== 'string') return undefined;
  const declared = field(call, 'arguments') ?? {};
  const id = field(item, 'id');
  return {
    type: 'function',
    ...(typeof id === 'string' ? { id } : {}),
    function: { name, arguments: typeof declared === 'string' ? (parseJson(declared) ?? declared) : declared },
  };
}

/** Tools are declared as a list (OpenAI) or as a text of JSON (ShareGPT). */
function toolsOf(view: ExampleView): readonly JsonValue[] | undefined {
  const declared = view.other.find(({ key }) => key === 'tools' || key.endsWith('.tools'))?.value;
  const tools = typeof declared === 'string' ? parseJson(declared) : declared;
  return isList(tools) && tools.length > 0 ? tools : undefined;
}

function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
