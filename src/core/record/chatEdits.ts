import type { LineEdit } from '../json/lineEdit';
import { nodeAt, toValue, type ObjectNode } from '../json/node';
import { samePath, type JsonPath, type JsonValue } from '../json/path';
import { isRecord, type JsonRecord } from './shapes';
import type { ExampleView, Role, Turn } from './view';

/*
 * Edits of conversations. Each keeps to the spelling of the list that it edits: role and content or from and value, plain contents
 * or content blocks, `user` or `human`, with a loss weight or without.
 */

/**
 * Adds an empty turn before place `index` of the list at `list`. Without a role it answers the turn before it: the assistant
 * answers the user, the user everyone else. `root` is the record that the view is of.
 */
export function addTurn(root: ObjectNode, view: ExampleView, list: JsonPath, index: number, role?: Role): LineEdit {
  if (isPairs(view, list)) return { kind: 'insert', path: list, index: Math.floor(index / 2), value: ['', ''] };
  const here = turnsIn(view, list);
  const wanted = role ?? nextRole(here[index - 1]);
  const models = [...here, ...allTurns(view)];
  const model = models.find((turn) => turn.role === wanted) ?? models[0];
  const message = model === undefined ? undefined : toValue(nodeAt(root, model.path));
  const value = isRecord(message) && model ? messageLike(view, model, message, wanted) : newMessage(view, wanted);
  return { kind: 'insert', path: list, index, value };
}

/** Removes a turn; of Alpaca's `history`, the pair that it belongs to. */
export function removeTurn(view: ExampleView, turn: Turn): LineEdit {
  const list = turn.path.slice(0, -1);
  return { kind: 'remove', path: isPairs(view, list.slice(0, -1)) ? list : turn.path };
}

/** Moves a turn within its list, so that it ends at place `to`; of Alpaca's `history`, the pair that it belongs to. */
export function moveTurn(view: ExampleView, turn: Turn, to: number): LineEdit | undefined {
  const pairs = turn.path.slice(0, -2);
  if (isPairs(view, pairs)) return moveItem(pairs, turn.path.at(-2), Math.floor(to / 2));
  return moveItem(turn.path.slice(0, -1), turn.path.at(-1), to);
}

function moveItem(path: JsonPath, from: string | number | undefined, to: number): LineEdit | undefined {
  return typeof from === 'number' ? { kind: 'move', path, from, to } : undefined;
}

/** Gives a turn another role. Undefined where the shape implies the role (Alpaca's `history`). */
export function changeRole(view: ExampleView, turn: Turn, role: Role): LineEdit | undefined {
  if (turn.rolePath === undefined) return undefined;
  return { kind: 'set', path: turn.rolePath, value: spellRole(view, role, turn.rolePath.at(-1) === 'from') };
}

/** Exchanges the chosen and the rejected side. Undefined where the record lacks one. */
export function swapSides({ chosen, rejected }: ExampleView): LineEdit | undefined {
  if (chosen === undefined || rejected === undefined) return undefined;
  if (chosen.text?.present === false || rejected.text?.present === false) return undefined;
  return { kind: 'swap', path: chosen.path, with: rejected.path };
}

function allTurns(view: ExampleView): readonly Turn[] {
  return [...view.turns, ...(view.chosen?.turns ?? []), ...(view.rejected?.turns ?? [])];
}

function turnsIn(view: ExampleView, list: JsonPath): readonly Turn[] {
  return allTurns(view).filter((turn) => samePath(turn.path.slice(0, -1), list));
}

/** Whether a list holds Alpaca's `[user, assistant]` pairs. */
function isPairs(view: ExampleView, list: JsonPath): boolean {
  return view.shape === 'alpaca' && list.length === 1 && list[0] === 'history';
}

function nextRole(before: Turn | undefined): Role {
  return before?.role === 'user' || before?.role === 'tool' ? 'assistant' : 'user';
}

/** An empty message with the keys of another, in their order; names, tool calls and the like are not taken over. */
function messageLike(view: ExampleView, model: Turn, message: JsonRecord, role: Role): JsonValue {
  const roleKey = String(model.rolePath?.at(-1) ?? 'role');
  const contentKey = String(model.content.path.at(-1));
  const entries = Object.keys(message).flatMap((key): [string, JsonValue][] => {
    if (key === roleKey) return [[key, spellRole(view, role, key === 'from')]];
    if (key === contentKey) return [[key, model.blocks === undefined ? '' : [emptyBlock(model)]]];
    return key === 'loss_weight' ? [[key, lossWeight(view, role)]] : [];
  });
  // A model without content (an assistant's tool call, say) gives a message that has one all the same.
  return { ...(Object.hasOwn(message, contentKey) ? {} : { [contentKey]: '' }), ...Object.fromEntries(entries) };
}

function emptyBlock(model: Turn): JsonValue {
  const text = model.blocks?.find((block) => block.type === 'text')?.text;
  return { type: 'text', [text?.path.at(-1) === 'text' ? 'text' : 'value']: '' };
}

/** The first message of a conversation, as the shape's documents have it. */
function newMessage(view: ExampleView, role: Role): JsonValue {
  if (view.shape.startsWith('sharegpt')) return { from: spellRole(view, role, true), value: '' };
  const name = spellRole(view, role, false);
  if (!view.shape.startsWith('blocks')) return { role: name, content: '' };
  return { role: name, content: [{ type: 'text', value: '' }], loss_weight: lossWeight(view, role) };
}

/** As other turns of the role have it, else 1 for what the assistant says only. */
function lossWeight(view: ExampleView, role: Role): JsonValue {
  const same = allTurns(view).find((turn) => turn.role === role && turn.weight?.path.at(-1) === 'loss_weight');
  return same?.weight?.value ?? (role === 'assistant' || role === 'function-call' ? 1 : 0);
}

const TAGS: Readonly<Record<Role, string>> = {
  system: 'system',
  developer: 'system',
  user: 'human',
  assistant: 'gpt',
  tool: 'observation',
  'function-call': 'function_call',
  other: 'human',
};

const NAMES: Readonly<Record<Role, string>> = {
  system: 'system',
  developer: 'developer',
  user: 'user',
  assistant: 'assistant',
  tool: 'tool',
  'function-call': 'tool_call',
  other: 'user',
};

/** A role as the record spells it already, or as its format does. */
function spellRole(view: ExampleView, role: Role, isTagged: boolean): string {
  const known = allTurns(view).find((turn) => turn.role === role && turn.rolePath !== undefined && role !== 'other');
  return known?.declaredRole ?? (isTagged ? TAGS : NAMES)[role];
}
