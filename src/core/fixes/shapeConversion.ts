import type { LineEdit } from '../json/lineEdit';
import type { JsonValue } from '../json/path';
import type { ExampleView, Shape } from '../record/view';

/** What the shapes of one exchange call their three texts. */
const EXCHANGES: Readonly<
  Partial<Record<Shape, { readonly instruction: string; readonly input?: string; readonly response: string }>>
> = {
  alpaca: { instruction: 'instruction', input: 'input', response: 'output' },
  dolly: { instruction: 'instruction', input: 'context', response: 'response' },
  'question-answer': { instruction: 'question', response: 'answer' },
  'prompt-completion': { instruction: 'prompt', response: 'completion' },
};

/** How chats write a turn. */
const CHATS: Readonly<
  Partial<
    Record<
      Shape,
      {
        readonly list: string;
        readonly role: string;
        readonly content: string;
        readonly user: string;
        readonly assistant: string;
      }
    >
  >
> = {
  'openai-chat': { list: 'messages', role: 'role', content: 'content', user: 'user', assistant: 'assistant' },
  sharegpt: { list: 'conversations', role: 'from', content: 'value', user: 'human', assistant: 'gpt' },
};

/**
 * The edits that give a record the keys of another shape, with every text and every other key as they are. Undefined where the
 * other shape has no place for something that the record has.
 */
export function editsToShape(view: ExampleView, shape: Shape): readonly LineEdit[] | undefined {
  const exchange = EXCHANGES[shape];
  if (exchange !== undefined) return toExchange(view, exchange);
  const chat = CHATS[shape];
  return chat === undefined ? undefined : toChat(view, chat);
}

function toExchange(
  view: ExampleView,
  to: { readonly instruction: string; readonly input?: string; readonly response: string },
): LineEdit[] | undefined {
  const { instruction, input, response } = view;
  if (view.turns.length > 0 || instruction?.present !== true || response?.present !== true) return undefined;
  const edits = [rename(instruction.path, to.instruction), rename(response.path, to.response)];
  if (input?.present === true) {
    if (to.input !== undefined) edits.push(rename(input.path, to.input));
    else if (input.text.trim() === '') edits.push({ kind: 'remove', path: input.path });
    else return undefined;
  }
  return edits;
}

function rename(path: readonly (string | number)[], key: string): LineEdit {
  return { kind: 'rename', path, key };
}

/** How a chat shape names its list, the keys of a turn, and the roles. */
interface ChatNames {
  readonly list: string;
  readonly role: string;
  readonly content: string;
  readonly user: string;
  readonly assistant: string;
}

function toChat(view: ExampleView, to: ChatNames): LineEdit[] | undefined {
  const { instruction, input, response } = view;
  if (view.turns.length > 0) return retag(view, to);
  if (
    instruction?.present !== true ||
    response?.present !== true ||
    instruction.value !== undefined ||
    response.value !== undefined
  )
    return undefined;
  const prompt = [instruction.text, input?.present === true ? input.text : '']
    .filter((text) => text.trim() !== '')
    .join('\n');
  const turn = (role: string, content: string): JsonValue => ({ [to.role]: role, [to.content]: content });
  const turns = [turn(to.user, prompt), turn(to.assistant, response.text)];
  const old = [input, response].filter((field) => field?.present === true).map((field) => field?.path ?? []);
  return [
    ...old.map((path): LineEdit => ({ kind: 'remove', path })),
    { kind: 'rename', path: instruction.path, key: to.list },
    { kind: 'set', path: [to.list], value: turns },
  ];
}

/** One chat shape to the other: the keys and role names of each turn. */
function retag(view: ExampleView, to: ChatNames): LineEdit[] | undefined {
  const [list] = view.turnsPath ?? [];
  if (typeof list !== 'string' || view.turnsPath?.length !== 1) return undefined;
  const edits: LineEdit[] = [];
  for (const { rolePath, role, declaredRole, content, toolCalls, blocks } of view.turns) {
    if (rolePath === undefined || toolCalls !== undefined || blocks !== undefined || !content.present) return undefined;
    if (role !== 'user' && role !== 'assistant' && role !== 'system') return undefined;
    const name = role === 'system' ? 'system' : to[role];
    if (name !== declaredRole) edits.push({ kind: 'set', path: rolePath, value: name });
    if (rolePath.at(-1) !== to.role) edits.push({ kind: 'rename', path: rolePath, key: to.role });
    if (content.path.at(-1) !== to.content) edits.push({ kind: 'rename', path: content.path, key: to.content });
  }
  return [...edits, { kind: 'rename', path: [list], key: to.list }];
}
