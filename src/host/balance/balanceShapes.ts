import {
  TRAITS,
  MEASURES,
  type BalanceCondition,
  type BalanceFilter,
  type BalanceTarget,
} from '../../core/balance/balanceData';
import { isCode, type Code } from '../../core/checks/catalogue';
import { TASK_TYPES } from '../../core/classify/taskTypes';
import type { BalanceCalls, BalancePageEvents, CompareWith } from '../../protocol/balance';
import type { PreviewCalls } from '../../protocol/preview';
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
} from '../editor/messageShape';
import type { EventShapes, ParamShapes } from '../editor/rpcPeer';
import { answerSide, previewSettingsParams } from '../preview/previewShapes';

/** Most conditions of a filter, rows of an answer, types of a target, and bytes of a picture. */
const MOST_CONDITIONS = 20;
const MOST_ROWS = 500;
const MOST_PARTS = 1_000;
const MOST_CHARTS = 20;

const nothing = object({});

const code: Shape<Code> = (value, at) => {
  const known = text(value, at);
  if (!isCode(known)) throw new BadMessage(`${at}: expected the code of a check`);
  return known;
};

const named = object({ name: text });
const conditions: Record<BalanceCondition['by'], Shape<unknown>> = {
  declaredType: named,
  guessedType: object({ type: oneOf(...TASK_TYPES, 'abstained') }),
  opening: withOptional(object({ word: text }), { next: text }),
  responseOpening: object({ word: text }),
  source: named,
  split: named,
  language: named,
  review: named,
  measure: withOptional(object({ measure: oneOf(...MEASURES), from: integer }), { to: integer }),
  trait: object({ trait: oneOf(...TRAITS), has: bool }),
  problem: object({ code }),
  cluster: withOptional(object({ kind: oneOf('exact', 'normalized', 'near'), from: count }), { to: count }),
};
const kind = oneOf(...(Object.keys(conditions) as BalanceCondition['by'][]));

const condition: Shape<BalanceCondition> = (value, at) => {
  conditions[kind(record(value, at).by, `${at}.by`)](value, at);
  return value as BalanceCondition;
};
const filter: Shape<BalanceFilter> = list(condition, MOST_CONDITIONS);

const part: Shape<number> = (value, at) => {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw new BadMessage(`${at}: expected a part`);
  return value;
};

/** Values of an object whose keys are the author's. */
function entries<T>(shape: Shape<T>, most: number): Shape<Readonly<Record<string, T>>> {
  return (value, at) => {
    const known = record(value, at);
    const all = Object.entries(known);
    if (all.length > most) throw new BadMessage(`${at}: at most ${most} entries`);
    for (const [key, each] of all) shape(each, `${at}.${key}`);
    return known as Readonly<Record<string, T>>;
  };
}

export const target: Shape<BalanceTarget> = (value, at) => {
  const known = object({ kind: oneOf('equal', 'instructgpt', 'own') })(value, at);
  if (known.kind === 'own') object({ parts: entries(part, MOST_PARTS) })(value, at);
  return value as BalanceTarget;
};

const compareWith: Shape<CompareWith> = (value, at) => {
  const known = object({ kind: oneOf('dataset', 'saved') })(value, at);
  if (known.kind === 'dataset') object({ uri: text })(value, at);
  return value as CompareWith;
};

/** Parameters of every call that the panel's page makes. */
export const balanceParams: ParamShapes<BalanceCalls & PreviewCalls> = {
  ready: object({ viewId: text }),
  getBalance: nothing,
  getCoverage: nothing,
  analyseAll: nothing,
  showRows: (value, at) => withOptional(object({}), { filter })(value, at) as BalanceCalls['showRows']['params'],
  getRows: object({ filter, from: count, count: countTo(MOST_ROWS) }),
  getSample: object({ filter, count: countTo(MOST_ROWS), seed: count }),
  explainGuess: object({ id: count }),
  setTarget: object({ target }),
  setLocked: object({ isLocked: bool }),
  compare: withOptional(object({}), { with: compareWith }),
  writeCard: object({ charts: entries(text, MOST_CHARTS) }),
  reveal: object({ id: count }),
  ...previewSettingsParams,
  getExample: object({ id: count }),
  getModelView: object({ id: count, side: answerSide }),
  copyText: object({ text }),
  saveFile: object({ name: text, content: text, encoding: oneOf('text', 'base64') }),
};

/** Data of every event that the panel's page sends. */
export const balanceEvents: EventShapes<BalancePageEvents> = {
  pageError: withOptional(object({ message: text }), { stack: text }),
  opening: nothing,
  painted: object({ charts: count, revision: count }),
};
