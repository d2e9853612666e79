import type { LineEdit } from '../../core/json/lineEdit';
import type { JsonPath, JsonValue } from '../../core/json/path';
import type { EditorCalls, EditorPageEvents } from '../../protocol/editor';
import type { FindingFilter, FindingSeverity } from '../../protocol/findings';
import {
  BadMessage,
  bool,
  count,
  countTo,
  integer,
  list,
  object,
  oneOf,
  record,
  text,
  type Shape,
  withOptional,
} from './messageShape';
import { answerSide, previewSettingsParams } from '../preview/previewShapes';
import type { EventShapes, ParamShapes } from './rpcPeer';

/** Most row ids in one message: `getIds` hands out no more. */
const MOST_IDS = 1_000_000;
/** Most rows that the list asks for at once: several screens. */
const MOST_ROWS = 2_000;
const MOST_DEPTH = 200;
/** More codes than there are. */
const MOST_CODES = 1_000;
/** Most changes that a page shows of a fix at once. */
const MOST_PREVIEWS = 500;

const ids = list(count, MOST_IDS);
const view = oneOf('all', 'matches');
const nothing = object({});

const step: Shape<string | number> = (value, at) => (typeof value === 'string' ? value : count(value, at));
const path: Shape<JsonPath> = list(step, MOST_DEPTH);

const json: Shape<JsonValue> = (value, at) => {
  checkJson(value, at, 0);
  return value as JsonValue;
};

function checkJson(value: unknown, at: string, depth: number): void {
  if (depth > MOST_DEPTH) throw new BadMessage(`${at}: nested deeper than ${MOST_DEPTH} levels`);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (typeof value !== 'object') throw new BadMessage(`${at}: expected a JSON value`);
  for (const item of Array.isArray(value) ? (value as unknown[]) : Object.values(value)) checkJson(item, at, depth + 1);
}

/** A line of a dataset: no line end in it. */
const line: Shape<string> = (value, at) => {
  const known = text(value, at);
  if (/[\r\n]/.test(known)) throw new BadMessage(`${at}: a row is one line`);
  return known;
};

const edits: Record<LineEdit['kind'], Shape<unknown>> = {
  set: object({ path, value: json }),
  remove: object({ path }),
  rename: object({ path, key: text }),
  insert: object({ path, index: count, value: json }),
  move: object({ path, from: count, to: count }),
  swap: object({ path, with: path }),
  raw: object({ text: line }),
};
const editKind = oneOf('set', 'remove', 'rename', 'insert', 'move', 'swap', 'raw');

const edit: Shape<LineEdit> = (value, at) => {
  edits[editKind(record(value, at).kind, `${at}.kind`)](value, at);
  return value as LineEdit;
};

const query = object({ text, matchCase: bool, wholeWord: bool, regex: bool });

const severity: Shape<FindingSeverity> = oneOf('error', 'warning', 'information', 'hint');
const filter: Shape<FindingFilter> = object({ codes: list(text, MOST_CODES), severities: list(severity, 4) });
const clusterKind = oneOf('exact', 'normalized', 'near', 'conflict');

/** Parameters of every call that the page makes. */
export const editorParams: ParamShapes<EditorCalls> = {
  ready: object({ viewId: text }),
  getRows: object({ from: count, count: countTo(MOST_ROWS), view }),
  getExample: object({ id: count }),
  locate: object({ id: count, view }),
  applyEdit: withOptional(object({ id: count, version: count, sequence: count, edit, typing: bool }), { label: text }),
  endBurst: nothing,
  insertExample: withOptional(object({ at: count }), { text: line }),
  chooseFormat: nothing,
  duplicateExamples: object({ ids }),
  deleteExamples: object({ ids }),
  moveExamples: object({ ids, to: count }),
  getIds: object({ from: count, count: countTo(MOST_IDS), view }),
  find: object({ query, searchId: count }),
  findNext: object({ from: integer, backwards: bool }),
  undo: nothing,
  redo: nothing,
  openAsText: withOptional(object({}), { id: count }),
  bannerAction: object({ banner: text, action: text }),
  copyRows: object({ ids }),
  ...previewSettingsParams,
  previewLine: object({ line, side: answerSide }),
  getFindings: object({ id: count }),
  previewFix: object({ id: count, finding: text, fix: text }),
  applyFix: object({ id: count, version: count, finding: text, fix: text }),
  previewFixAll: object({ code: text, fix: text, from: count, limit: countTo(MOST_PREVIEWS) }),
  applyFixAll: withOptional(object({ code: text, fix: text, except: ids }), { only: ids }),
  fixFile: object({ code: text }),
  nextProblem: object({ from: integer, backwards: bool, filter }),
  filterByFindings: (value, at) => ({
    filter: withOptional(object({}), { filter })(value, at).filter,
  }),
  getCluster: object({ id: count, kind: clusterKind }),
};

const selection: Shape<EditorPageEvents['selection']> = (value, at) => {
  const known = withOptional(object({ count }), { id: count })(value, at);
  return { id: known.id, count: known.count };
};

/** Data of every event that the page sends. */
export const editorEvents: EventShapes<EditorPageEvents> = {
  selection,
  pageError: withOptional(object({ message: text }), { stack: text }),
  opening: nothing,
  painted: object({ rows: count }),
  drawn: object({}),
};
