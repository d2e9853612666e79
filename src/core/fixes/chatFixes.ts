import type { LineEdit } from '../json/lineEdit';
import type { JsonPath } from '../json/path';
import type { Fix } from './fix';
import type { FixContext } from './fixContext';
import { deleteKey } from './schemaFixes';

export function fixUnknownRole(context: FixContext): Fix[] {
  const meant = context.arg('meant');
  const rename =
    meant === ''
      ? []
      : context.edits('rename-role', [{ kind: 'set', path: context.path, value: meant }], { role: meant });
  return [...rename, ...deleteTurn(context)];
}

export function fixRoleOrder(context: FixContext): Fix[] {
  const turn = turnPath(context);
  const from = turn?.at(-1);
  if (turn === undefined || typeof from !== 'number') return [];
  if (context.finding.message !== 'system') return deleteTurn(context);
  const move = context.edits('move-system-first', [{ kind: 'move', path: turn.slice(0, -1), from, to: 0 }]);
  return [...move, ...deleteTurn(context)];
}

/** The turn that the finding is about goes. */
export function deleteTurn(context: FixContext): Fix[] {
  const path = turnPath(context);
  return path === undefined ? [] : context.edits('delete-turn', [{ kind: 'remove', path }]);
}

/** Every turn after the last answer goes. */
export function deleteTrailingTurns(context: FixContext): Fix[] {
  const { turns } = context.row.view;
  const last = turns.findLastIndex(({ role }) => role === 'assistant' || role === 'function-call');
  const edits = turns.slice(last + 1).map(({ path }): LineEdit => ({ kind: 'remove', path }));
  return last === -1 ? [] : context.edits('delete-turn', edits.reverse());
}

export function fixEmptyTurn(context: FixContext): Fix[] {
  return [...deleteTurn(context), ...context.write()];
}

export function fixWeight(context: FixContext): Fix[] {
  const remove = deleteKey(context, context.path);
  if (context.finding.message !== 'value') return remove;
  const weight = Number(context.arg('value'));
  const value = weight >= 0.5 ? 1 : 0;
  return [...context.edits('set-weight', [{ kind: 'set', path: context.path, value }], { value }), ...remove];
}

/** The message that the finding's path leads into. */
function turnPath(context: FixContext): JsonPath | undefined {
  const { view } = context.row;
  const lists = [view.turns, view.chosen?.turns ?? [], view.rejected?.turns ?? []];
  const turn = lists.flat().find(({ path }) => path.every((step, i) => context.path[i] === step));
  return typeof turn?.path.at(-1) === 'number' ? turn.path : undefined;
}
