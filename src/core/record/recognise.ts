import type { JsonValue } from '../json/path';
import { field, isList, isRecord, type JsonRecord } from './shapes';
import type { Shape } from './view';

/**
 * The shape of one record, told by its keys, and by their values where keys alone do not tell. A record that lacks a field still
 * gets the shape that it comes nearest to; one that comes near to none is `unknown`.
 */
export function recogniseShape(record: JsonRecord): Shape {
  return preferenceShape(record) ?? partsShape(record) ?? chatShape(record) ?? exchangeShape(record) ?? 'unknown';
}

function has(record: JsonRecord, ...keys: readonly string[]): boolean {
  return keys.every((key) => Object.hasOwn(record, key));
}

function preferenceShape(record: JsonRecord): Shape | undefined {
  if (isList(field(record, 'chosen_messages')) || isList(field(record, 'rejected_messages')))
    return 'blocks-preference';
  if (has(record, 'preferred_output') || has(record, 'non_preferred_output')) return 'openai-preference';
  const chosen = field(record, 'chosen');
  const rejected = field(record, 'rejected');
  if (chosen === undefined && rejected === undefined) return undefined;
  const isTagged = isRecord(chosen) || isRecord(rejected) || isList(field(record, 'conversations'));
  return isTagged ? 'sharegpt-preference' : 'preference';
}

function partsShape(record: JsonRecord): Shape | undefined {
  if (isList(field(record, 'segments'))) return 'segments';
  if (isList(field(record, 'completions'))) return 'stepwise';
  if (isList(field(record, 'instances')) && has(record, 'instruction')) return 'self-instruct';
  return undefined;
}

function chatShape(record: JsonRecord): Shape | undefined {
  const messages = field(record, 'messages');
  if (isList(messages)) {
    if (isLabelled(record)) return 'unpaired-preference';
    return messages.some(hasBlocks) ? 'blocks-chat' : 'openai-chat';
  }
  if (isList(field(record, 'conversations'))) return isLabelled(record) ? 'unpaired-preference' : 'sharegpt';
  return undefined;
}

/** Whether a good-or-bad mark is there; a `label` of another kind is metadata. */
function isLabelled(record: JsonRecord): boolean {
  return has(record, 'kto_tag') || isMark(field(record, 'label'));
}

function isMark(label: JsonValue | undefined): boolean {
  return typeof label === 'boolean' || (typeof label === 'string' && /^(?:true|false)$/i.test(label));
}

/** LLaMA-Factory's own content blocks; OpenAI's have a `text` where these have a `value`. */
function hasBlocks(message: JsonValue): boolean {
  if (!isRecord(message)) return false;
  if (has(message, 'loss_weight')) return true;
  const content = field(message, 'content');
  return isList(content) && content.some((block) => isRecord(block) && has(block, 'type', 'value'));
}

function exchangeShape(record: JsonRecord): Shape | undefined {
  if (has(record, 'prompt', 'completion')) return isLabelled(record) ? 'unpaired-preference' : 'prompt-completion';
  if (has(record, 'output') && (has(record, 'instruction') || has(record, 'input'))) return 'alpaca';
  if (has(record, 'response') && (has(record, 'instruction') || has(record, 'context'))) return 'dolly';
  if (has(record, 'instruction')) return has(record, 'context') ? 'dolly' : 'alpaca';
  if (has(record, 'question', 'answer')) return 'question-answer';
  if (typeof field(record, 'text') === 'string' && !has(record, 'prompt')) return 'language-modelling';
  if (has(record, 'question') && !has(record, 'response')) return 'question-answer';
  const prompt = field(record, 'prompt');
  const isPrompt = typeof prompt === 'string' || (isList(prompt) && prompt.some(isRecord));
  return isPrompt && !has(record, 'response') && !has(record, 'output') ? 'prompt-only' : undefined;
}

/** The shape of a file: that of most of its rows. Rows of no known shape count only where there is nothing else. */
export function majorityShape(shapes: Iterable<Shape>): Shape {
  const counts = new Map<Shape, number>();
  for (const shape of shapes) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  counts.delete('unknown');
  let best: Shape = 'unknown';
  let most = 0;
  for (const [shape, count] of counts) {
    if (count > most) [best, most] = [shape, count];
  }
  return best;
}
