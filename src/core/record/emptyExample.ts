import { learnStyle, writeValue, type LineStyle } from '../json/lineStyle';
import { setOwn, toValue } from '../json/node';
import { parseLine } from '../json/parser';
import type { JsonValue } from '../json/path';
import { isList, isRecord, specOf, type JsonRecord } from './shapes';
import { isMessageList, readTurns } from './turns';
import type { Shape } from './view';

/** The style of the formats' own documents. */
const STYLE: LineStyle = {
  colon: ': ',
  comma: ', ',
  escapes: { asciiOnly: false, upperHex: false, spellings: new Map() },
};

/** A line with an empty example of a shape, its fields in the order of the format's documents. For `unknown`, Alpaca's. */
export function emptyExample(shape: Shape): string {
  const record: Record<string, JsonValue> = {};
  for (const { key, empty } of specOf(shape === 'unknown' ? 'alpaca' : shape).fields) {
    if (empty !== undefined) record[key] = empty;
  }
  return writeValue(record, STYLE);
}

/**
 * A line with an empty example that has the keys of an existing row, in their order and in the row's style. Conversations keep a
 * first user and a first assistant turn; roles, block types and weights stay, since they are not content. Undefined where the line
 * is no valid JSON object.
 */
export function emptyExampleLike(line: string): string | undefined {
  const { root, errors } = parseLine(line);
  if (root?.kind !== 'object' || errors.length > 0) return undefined;
  return writeValue(emptied(toValue(root)), learnStyle(line, root, []));
}

/** Keys inside a message, block or segment that say what it is. */
const KEPT = new Set(['role', 'from', 'type', 'loss_weight', 'weight']);

function emptied(value: JsonValue): JsonValue {
  if (typeof value === 'string') return '';
  if (typeof value === 'number') return 0;
  if (typeof value === 'boolean') return false;
  if (isList(value)) return emptiedList(value);
  return isRecord(value) ? emptiedRecord(value, new Set()) : null;
}

function emptiedRecord(record: JsonRecord, kept: ReadonlySet<string>): JsonRecord {
  const result: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(record)) {
    setOwn(result, key, kept.has(key) ? value : isBlockList(value) ? [emptiedRecord(value[0], KEPT)] : emptied(value));
  }
  return result;
}

function isBlockList(value: JsonValue): value is readonly [JsonRecord, ...JsonValue[]] {
  return isList(value) && isRecord(value[0]) && Object.hasOwn(value[0], 'type');
}

function emptiedList(list: readonly JsonValue[]): JsonValue {
  if (isMessageList(list)) return emptiedChat(list);
  const item = list[0] ?? null;
  return isRecord(item) ? [emptiedRecord(item, KEPT)] : [];
}

function emptiedChat(messages: readonly JsonRecord[]): JsonValue {
  const roles = readTurns(messages, []).map((turn) => turn.role);
  const kept = [roles.indexOf('user'), roles.indexOf('assistant')].filter((i) => i >= 0);
  return messages
    .filter((_, i) => (kept.length > 0 ? kept.includes(i) : i === 0))
    .map((message) => emptiedRecord(message, KEPT));
}
