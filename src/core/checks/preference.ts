import type { JsonValue } from '../json/path';
import type { ExampleView, Side, Turn } from '../record/view';
import { isEmptyTurn } from './pair';
import type { RowContext } from './rowContext';

/** Whether the two sides of a preference are two answers to one prompt. */
export function checkPreference(context: RowContext): void {
  const { view } = context;
  const { chosen, rejected } = view;
  if (chosen === undefined || rejected === undefined) return;
  if (isFilled(chosen) && sideContent(chosen) === sideContent(rejected)) {
    context.report('preference/same', 'default', { path: rejected.path });
  } else {
    checkPrompts(context, view, chosen, rejected);
  }
}

/**
 * Where both sides are conversations, all turns before the last are the prompt, and must be the same. Tool turns may differ: they
 * are the way to the answer.
 */
function checkPrompts(context: RowContext, view: ExampleView, chosen: Side, rejected: Side): void {
  if (view.shape === 'openai-preference' || chosen.turns === undefined || rejected.turns === undefined) return;
  const left = chosen.turns.slice(0, -1);
  const right = rejected.turns.slice(0, -1);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [a, b] = [left[i], right[i]];
    const isPromptTurn = [a, b].some((turn) => turn?.role === 'user' || turn?.role === 'system');
    if (!isPromptTurn || (a !== undefined && b !== undefined && turnContent(a) === turnContent(b))) continue;
    const turn = b ?? a;
    if (turn === undefined) continue;
    const role = turn.role === 'other' ? turn.declaredRole : turn.role;
    context.report('preference/prompt-differs', 'default', { path: turn.path }, { turn: i + 1, role });
    return;
  }
}

/** Whether there is something to compare: an empty side is reported as such. */
function isFilled(side: Side): boolean {
  if (side.text !== undefined) return side.text.value !== undefined || side.text.text.trim() !== '';
  return (side.turns ?? []).some((turn) => !isEmptyTurn(turn));
}

/** What is compared: texts without the white space at their edges, roles, calls. */
function sideContent(side: Side): string {
  if (side.text !== undefined) return JSON.stringify(side.text.value ?? side.text.text.trim());
  return JSON.stringify((side.turns ?? []).map(turnContent));
}

function turnContent(turn: Turn): string {
  const blocks = turn.blocks?.map(({ type, text }) => [type, text.text.trim()]);
  const content: JsonValue = blocks ?? turn.content.value ?? turn.content.text.trim();
  return JSON.stringify([turn.role, content, turn.toolCalls?.value ?? null]);
}
