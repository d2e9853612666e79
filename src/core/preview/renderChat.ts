import { Template } from '@huggingface/jinja';
import type { JsonValue } from '../json/path';
import type { ChatMessage } from './conversation';
import { type ChatTemplate, findSpecialTokens, PreviewError } from './chatTemplate';

/** A part of a text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface RenderedChat {
  readonly text: string;
  /** What a trainer learns from, in order; the rest is masked. */
  readonly trained: readonly Span[];
  /**
   * How the trained part was told: by the template's own marks, by rendering the chat up to each answer, or by looking for the
   * answers' texts where a template does not let itself be cut there.
   */
  readonly method: 'marks' | 'prefixes' | 'search';
}

export interface Chat {
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly JsonValue[];
}

/** Characters that stand in a rendered text for the ends of a trained part. */
interface Marks {
  readonly start: string;
  readonly end: string;
}

const FIRST_NONCHARACTER = 0xfdd0;
const LAST_NONCHARACTER = 0xfdef;
const GENERATION = /\{%(-?)\s*(end)?generation\s*(-?)%\}/g;

/**
 * Renders a chat by a template. What the template does with time is its own affair: run this where it can be killed.
 * @throws PreviewError where the template does not parse, stops or fails
 */
export function renderChat(template: ChatTemplate, chat: Chat): RenderedChat {
  const marks = marksFor(chat);
  const marked = template.template.replace(
    GENERATION,
    (_, left: string, end: string | undefined, right: string) =>
      `{{${left} "${end === undefined ? marks.start : marks.end}" ${right}}}`,
  );
  const compiled = compile({ ...template, template: marked });
  const last = chat.messages.at(-1);
  const asksForAnswer = last !== undefined && last.role !== 'assistant';
  if (marked !== template.template) {
    const byMarks = readMarks(compiled(chat, asksForAnswer), marks, chat.messages);
    if (byMarks !== undefined) return byMarks;
  }
  const render: Render = (...args) =>
    compiled(...args)
      .replaceAll(marks.start, '')
      .replaceAll(marks.end, '');
  const text = render(chat, asksForAnswer);
  return { ...findAnswers(text, chat, template, render), text };
}

/** Two Unicode noncharacters, which texts are not meant to have, and which these have not. */
function marksFor(chat: Chat): Marks {
  const texts = JSON.stringify(chat.messages);
  const free: string[] = [];
  for (let code = FIRST_NONCHARACTER; code <= LAST_NONCHARACTER && free.length < 2; code++) {
    const character = String.fromCharCode(code);
    if (!texts.includes(character)) free.push(character);
  }
  const [start, end] = free;
  if (start === undefined || end === undefined)
    throw new PreviewError(
      'The example holds nearly every Unicode noncharacter, which leaves none to mark the answer with.',
    );
  return { start, end };
}

type Render = (chat: Chat, asksForAnswer: boolean) => string;

function compile({ name, template, bosToken, eosToken }: ChatTemplate): Render {
  const parsed = explaining(name, () => new Template(template));
  return ({ messages, tools }, asksForAnswer) =>
    explaining(name, () =>
      parsed.render({
        messages: messages.map(forTemplate),
        ...(tools === undefined ? {} : { tools }),
        bos_token: bosToken,
        eos_token: eosToken,
        add_generation_prompt: asksForAnswer,
      }),
    );
}

function explaining<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const reason = error instanceof RangeError ? 'it calls itself too often' : (error as Error).message;
    throw new PreviewError(`The chat template "${name}" failed: ${reason}`);
  }
}

function forTemplate({ isTrained: _, ...message }: ChatMessage): Record<string, unknown> {
  return message;
}

/** The marked spans; undefined where the template marked nothing, or the marks do not pair. */
function readMarks(marked: string, marks: Marks, messages: readonly ChatMessage[]): RenderedChat | undefined {
  const spans: Span[] = [];
  let text = '';
  let start = -1;
  for (const part of marked.split(new RegExp(`([${marks.start}${marks.end}])`))) {
    if (part === marks.start) start = text.length;
    else if (part === marks.end) {
      if (start < 0) return undefined;
      spans.push({ start, end: text.length });
      start = -1;
    } else text += part;
  }
  if (spans.length === 0 && messages.some(({ isTrained }) => isTrained)) return undefined;
  const answers = messages.filter(({ role }) => role === 'assistant');
  // A template marks every answer; those with a weight of 0 are masked all the same.
  const trained = answers.length === spans.length ? spans.filter((_, i) => answers[i]?.isTrained === true) : spans;
  return { text, trained, method: 'marks' };
}

/** Spans of the trained answers in a text whose template has no marks. */
function findAnswers(
  text: string,
  chat: Chat,
  template: ChatTemplate,
  render: Render,
): Pick<RenderedChat, 'trained' | 'method'> {
  const trained: Span[] = [];
  let method: RenderedChat['method'] = 'prefixes';
  let from = 0;
  chat.messages.forEach((message, i) => {
    if (message.role !== 'assistant') return;
    let span = byPrefix(text, chat, i, render);
    if (span === undefined) {
      span = bySearch(text, message, from, template);
      method = 'search';
    }
    if (span === undefined) return;
    from = span.end;
    if (message.isTrained) trained.push(withoutTail(text, span, template));
  });
  return { trained, method };
}

/** From where the template asks for the answer to where the chat with it ends, if the whole begins with both. */
function byPrefix(text: string, { messages, tools }: Chat, i: number, render: Render): Span | undefined {
  const upTo = (count: number): Chat => ({ messages: messages.slice(0, count), ...(tools && { tools }) });
  try {
    const before = render(upTo(i), true);
    const after = render(upTo(i + 1), false);
    const fits = text.startsWith(before) && text.startsWith(after) && before.length < after.length;
    return fits ? { start: before.length, end: after.length } : undefined;
  } catch {
    // Many templates refuse a chat that ends elsewhere than theirs do.
    return undefined;
  }
}

function bySearch(text: string, { content }: ChatMessage, from: number, template: ChatTemplate): Span | undefined {
  const wanted = content.trim();
  const start = wanted === '' ? -1 : text.indexOf(wanted, from);
  if (start < 0) return undefined;
  const end = start + wanted.length;
  const next = findSpecialTokens(text.slice(end, end + 200), template.specialTokens)[0];
  const endsTurn = next !== undefined && text.slice(end, end + next.start).trim() === '';
  return { start, end: endsTurn ? end + next.end : end };
}

/** White space behind the token that ends the turn is written by the template, not by the model. */
function withoutTail(text: string, { start, end }: Span, template: ChatTemplate): Span {
  const written = text.slice(start, end);
  const trimmed = written.trimEnd();
  const isClosed = template.specialTokens.some((token) => token !== '' && trimmed.endsWith(token));
  return { start, end: isClosed ? start + trimmed.length : end };
}
