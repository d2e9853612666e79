import type { ExampleView, TextField, Turn } from '../record/view';
import { excerpt, fieldName } from './fieldName';
import { isInputPlaceholder, labelKeyOf, offersWord, onlyResponseOf, responsePlaceholder } from './placeholder';
import type { RowContext } from './rowContext';

/** Whether instruction, input and response say what they should. */
export function checkPair(context: RowContext): void {
  const { view } = context;
  checkSwapped(context, view);
  if (!view.turns.some((turn) => turn.role === 'user')) checkInstruction(context, view);
  checkResponses(context, view);
  if (view.input !== undefined) checkInput(context, view.input);
  for (const part of view.parts ?? []) {
    const input = part.fields.find((field) => field.name === 'input');
    if (input !== undefined) checkInput(context, input);
  }
  checkCopies(context, view);
  for (const field of [view.instruction, view.input, view.response]) checkMerged(context, field);
}

function checkInstruction(context: RowContext, { instruction, shape }: ExampleView): void {
  if (instruction === undefined || !isBlank(instruction)) return;
  const field = fieldName(instruction.path);
  context.report(
    'pair/empty-instruction',
    shape === 'language-modelling' ? 'text' : 'default',
    { path: instruction.path },
    { field },
  );
}

/** Answers of every kind of shape: the response, the last turn, both sides of a preference, outputs of the instances. */
export function answersOf(view: ExampleView): readonly { readonly field: TextField; readonly turn?: Turn }[] {
  const last = view.turns.at(-1);
  const sides = [view.chosen, view.rejected].flatMap((side) => {
    const turn = side?.turns?.at(-1);
    return side?.text !== undefined
      ? [{ field: side.text }]
      : turn !== undefined
        ? [{ field: turn.content, turn }]
        : [];
  });
  const outputs =
    view.shape === 'self-instruct'
      ? (view.parts ?? []).flatMap((part) => part.fields.filter(({ name }) => name === 'output'))
      : [];
  return [
    ...(view.response === undefined ? [] : [{ field: view.response }]),
    ...(last?.role === 'assistant' ? [{ field: last.content, turn: last }] : []),
    ...sides,
    ...outputs.map((field) => ({ field })),
  ];
}

function checkResponses(context: RowContext, view: ExampleView): void {
  for (const { field, turn } of answersOf(view)) {
    if (turn === undefined ? isBlank(field) : isEmptyTurn(turn)) {
      context.report('pair/empty-response', 'default', { path: field.path }, { field: fieldName(field.path) });
    } else if (field === onlyResponseOf(view)) {
      checkPlaceholder(context, view, field);
    }
  }
}

/** Without text, calls or anything else (images, say). Null counts as empty: it is what a turn with tool calls has. */
export function isEmptyTurn({ content, blocks, toolCalls }: Turn): boolean {
  if (toolCalls !== undefined && toolCalls.value !== null) return false;
  if (blocks !== undefined) return blocks.every(({ type, text }) => type === 'text' && isBlank(text));
  if (Array.isArray(content.value)) return content.value.length === 0;
  return !content.present || content.value === null || isBlank(content);
}

function checkPlaceholder(context: RowContext, view: ExampleView, response: TextField): void {
  const placeholder = responsePlaceholder(response.text);
  if (placeholder === undefined || !response.present || response.value !== undefined) return;
  const label = labelKeyOf(view);
  const isLabel =
    placeholder.isAmbiguous &&
    (offersWord(view, placeholder.word) || context.facts.labelCount(label ?? -1) >= COMMON_LABEL);
  context.report(
    'pair/placeholder-response',
    isLabel ? 'maybe' : 'default',
    { path: response.path },
    { text: response.text.trim() },
  );
}

/** Rows with the same instruction and such an answer, from which on it is a label and no gap. */
const COMMON_LABEL = 3;

function checkInput(context: RowContext, input: TextField): void {
  if (!input.present || input.value !== undefined || !isInputPlaceholder(input.text)) return;
  context.report('pair/placeholder-input', 'default', { path: input.path }, { text: input.text.trim() });
}

function checkCopies(context: RowContext, view: ExampleView): void {
  const last = view.turns.at(-1);
  const answer = last?.role === 'assistant' ? last.content : view.response;
  const asked = last?.role === 'assistant' ? view.turns.at(-2) : undefined;
  const prompts =
    last?.role === 'assistant' ? (asked?.role === 'user' ? [asked.content] : []) : [view.input, view.instruction];
  if (answer?.present !== true || isBlank(answer)) return;
  for (const prompt of prompts) {
    const sameness = prompt?.present === true ? samenessOf(prompt, answer) : undefined;
    if (prompt === undefined || sameness === undefined) continue;
    context.report('pair/response-copies-input', sameness, { path: answer.path }, { field: fieldName(prompt.path) });
    return;
  }
}

function samenessOf(a: TextField, b: TextField): 'default' | 'case' | undefined {
  return a.value !== undefined || b.value !== undefined ? undefined : samenessOfTexts(a.text, b.text);
}

/** The answer to "correct the capitals" (in code, too) differs in nothing but case. */
export function samenessOfTexts(a: string, b: string): 'default' | 'case' | undefined {
  const [left, right] = [a.trim(), b.trim()];
  if (left === right) return 'default';
  return left.length === right.length && left.toLowerCase() === right.toLowerCase() ? 'case' : undefined;
}

const MERGED = /(?:^|\n)[ \t]*(\d{1,2}\. (?:Instruction|Input|Output):)/;

/** Where the fields of another example begin in a text, if they do. */
export function mergedExampleIn(text: string): RegExpExecArray | null {
  return text.includes('put:') || text.includes('Instruction:') ? MERGED.exec(text) : null;
}

function checkMerged(context: RowContext, field: TextField | undefined): void {
  if (field?.present !== true || field.value !== undefined) return;
  const match = mergedExampleIn(field.text);
  const text = match?.[1];
  if (match === null || text === undefined) return;
  const from = match.index + match[0].length - text.length;
  const place = { path: field.path, from, to: from + text.length };
  context.report('pair/merged-examples', 'default', place, { field: fieldName(field.path), text: excerpt(text) });
}

function checkSwapped(context: RowContext, view: ExampleView): void {
  const { instruction, response } = view;
  if (instruction !== undefined && response !== undefined && isBlank(instruction) && response.value === undefined) {
    if (/\?\s*$/.test(response.text) && response.text.length < LONGEST_QUESTION) {
      context.report('pair/swapped-fields', 'question', { path: response.path });
    }
  }
  if (looksLikeSwappedRoles(view.turns)) context.report('pair/swapped-fields', 'roles', { path: view.turnsPath ?? [] });
}

const LONGEST_QUESTION = 300;

/** The assistant starts, asks in each of its turns, and the user never does. */
function looksLikeSwappedRoles(turns: readonly Turn[]): boolean {
  const talk = turns.filter(({ role }) => role === 'user' || role === 'assistant');
  if (talk.length < 2 || talk[0]?.role !== 'assistant') return false;
  return talk.every(({ role, content }) => (role === 'assistant') === /\?\s*$/.test(content.text));
}

/** There, a text, and nothing but white space. */
function isBlank(field: TextField): boolean {
  return field.present && field.value === undefined && field.text.trim() === '';
}
