import { toValue } from '../json/node';
import { parseLine } from '../json/parser';
import type { JsonValue } from '../json/path';
import { isRecord } from './shapes';
import { viewOf } from './toExampleView';
import type { ExampleView, Shape, Side, Turn } from './view';

/** What a list shows of one row. Texts are cut; their line breaks are kept. */
export interface LineSummary {
  readonly kind: 'example' | 'broken' | 'blank' | 'not-object' | 'large';
  readonly shape?: Shape;
  readonly taskType?: string;
  /** The instruction, the first user turn or the prompt; the line itself for a row that is no example. */
  readonly instruction: string;
  /** The response, the last assistant turn or the chosen side. */
  readonly response: string;
}

/** Lines longer than this (in UTF-16 units) are not read whole. */
const LARGE = 1024 * 1024;
/** How much of a large line is read. */
const GLIMPSE = 4096;

/**
 * Sums a line up for the list, with texts of at most `limit` UTF-16 units. Costs about as much as `JSON.parse` of the line; of a
 * line over 1 MiB only the first 4 KiB are read.
 */
export function summarise(line: string, limit = 300): LineSummary {
  if (line.length > LARGE) return summariseStart(line.slice(0, GLIMPSE), limit);
  let value: JsonValue;
  try {
    value = JSON.parse(line) as JsonValue;
  } catch {
    return { kind: /\S/.test(line) ? 'broken' : 'blank', instruction: cut(line.trimStart(), limit), response: '' };
  }
  if (!isRecord(value)) return { kind: 'not-object', instruction: cut(line.trimStart(), limit), response: '' };
  return { kind: 'example', ...summariseView(viewOf(value), limit) };
}

function summariseStart(start: string, limit: number): LineSummary {
  const { root } = parseLine(start);
  const value = toValue(root);
  const instruction = cut(start, limit);
  return isRecord(value)
    ? { kind: 'large', ...summariseView(viewOf(value), limit) }
    : { kind: 'large', instruction, response: '' };
}

function summariseView(view: ExampleView, limit: number): Omit<LineSummary, 'kind'> {
  const taskType = view.taskType?.text ?? '';
  return {
    shape: view.shape,
    ...(taskType === '' ? {} : { taskType: cut(taskType, limit) }),
    instruction: cut(promptOf(view), limit),
    response: cut(answerOf(view), limit),
  };
}

function promptOf(view: ExampleView): string {
  const texts = [
    view.instruction?.text,
    view.turns.find((turn) => turn.role === 'user')?.content.text,
    view.chosen?.turns?.find((turn) => turn.role === 'user')?.content.text,
    view.input?.text,
    view.turns[0]?.content.text,
    view.parts?.[0]?.fields.find((part) => part.name === 'text')?.text,
    view.other.map((other) => other.value).find((value) => typeof value === 'string'),
  ];
  return texts.find((text) => text !== undefined && text !== '') ?? '';
}

function answerOf(view: ExampleView): string {
  const texts = [
    view.response?.text,
    sideText(view.chosen),
    lastAnswer(view.turns),
    view.parts?.[0]?.fields.find((part) => part.name === 'output' || part.name === 'completion')?.text,
    view.parts?.[1]?.fields.find((part) => part.name === 'text')?.text,
  ];
  return texts.find((text) => text !== undefined && text !== '') ?? '';
}

/** The last text of the assistant; where it only reasons or calls tools, the last of that. */
function lastAnswer(turns: readonly Turn[]): string | undefined {
  const answers = turns.filter((turn) => turn.role === 'assistant');
  const told = answers.findLast((turn) => turn.content.text !== '');
  return told?.content.text ?? answers.at(-1)?.blocks?.at(-1)?.text.text;
}

function sideText(side: Side | undefined): string | undefined {
  const answer = side?.turns?.findLast((turn) => turn.role === 'assistant') ?? side?.turns?.at(-1);
  return side?.text?.text ?? answer?.content.text;
}

/** Cuts a text, not through a surrogate pair. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}
