import type { ExampleView, Shape, TextField, Turn } from '../record/view';
import { checkToolCalls } from './chatTools';
import { answersOf, isEmptyTurn } from './pair';
import { editDistance } from './nearestKey';
import type { RowContext } from './rowContext';

/** Whether the turns of a conversation are such that chat templates and trainers take them. */
export function checkChat(context: RowContext): void {
  const { view } = context;
  const lists = [view.turns, view.chosen?.turns ?? [], view.rejected?.turns ?? []].filter((turns) => turns.length > 0);
  if (lists.length === 0) return;
  const answers = new Set(answersOf(view).map(({ field }) => field));
  for (const turns of lists) {
    checkRoles(context, view, turns);
    // A side that is only the answer has no order.
    if (turns === view.turns || turns.some(({ role }) => role === 'user')) checkOrder(context, turns);
    for (const turn of turns) {
      checkEmpty(context, turn, answers);
      checkWeight(context, turn);
    }
  }
  checkWeights(context, view);
  checkEnd(context, view);
  checkToolCalls(context, view);
}

const OPENAI_ROLES = ['system', 'developer', 'user', 'assistant', 'tool', 'function'];
const SHAREGPT_ROLES = [
  'system',
  'human',
  'user',
  'gpt',
  'assistant',
  'observation',
  'tool',
  'function_call',
  'function',
];
const BLOCKS_ROLES = ['system', 'user', 'assistant', 'tool', 'observation', 'function_call'];

/** The roles that documents of the shape name. */
function rolesOf(shape: Shape): readonly string[] {
  if (shape === 'sharegpt' || shape === 'sharegpt-preference') return SHAREGPT_ROLES;
  return shape === 'blocks-chat' || shape === 'blocks-preference' ? BLOCKS_ROLES : OPENAI_ROLES;
}

function checkRoles(context: RowContext, view: ExampleView, turns: readonly Turn[]): void {
  const roles = rolesOf(view.shape);
  for (const { rolePath, declaredRole } of turns) {
    // A turn without a role is a missing field.
    if (rolePath === undefined || declaredRole === '' || roles.includes(declaredRole)) continue;
    const meant = likelyRole(declaredRole, roles);
    const args = { role: declaredRole, allowed: roles.join(', ') };
    if (meant === undefined) context.report('chat/unknown-role', 'default', { path: rolePath }, args);
    else context.report('chat/unknown-role', 'likely', { path: rolePath }, { ...args, meant });
  }
}

/** Names that other tools give a role. */
const ROLE_NAMES: readonly (readonly string[])[] = [
  ['user', 'human', 'prompter', 'person', 'customer'],
  ['assistant', 'gpt', 'bot', 'model', 'ai', 'chatgpt', 'bard', 'bing', 'claude'],
  ['tool', 'observation', 'function_response', 'tool_response', 'ipython'],
  ['function_call', 'tool_call'],
  ['system', 'developer'],
];

/** The role that is probably meant: the same in other letters, another tool's name for it, or one slip away. */
export function likelyRole(role: string, allowed: readonly string[]): string | undefined {
  const bare = role.trim().toLowerCase();
  if (allowed.includes(bare)) return bare;
  const sameMeaning = ROLE_NAMES.find((names) => names.includes(bare));
  const named = sameMeaning?.find((name) => allowed.includes(name));
  if (named !== undefined) return named;
  const near = allowed.filter((name) => editDistance(bare, name) <= (name.length > 5 ? 2 : 1));
  return near.length === 1 ? near[0] : undefined;
}

function checkOrder(context: RowContext, turns: readonly Turn[]): void {
  const firstTalk = turns.findIndex(({ role }) => role !== 'system' && role !== 'developer');
  turns.forEach((turn, i) => {
    const place = { path: turn.rolePath ?? turn.path };
    const before = turns[i - 1];
    if (turn.role === 'system' || turn.role === 'developer') {
      if (firstTalk !== -1 && i > firstTalk) context.report('chat/role-order', 'system', place);
    } else if (i === firstTalk && turn.role === 'assistant' && turns.length > 1) {
      context.report('chat/role-order', 'first', place);
    } else if (before?.role === turn.role && (turn.role === 'user' || turn.role === 'assistant')) {
      // An assistant turn with calls and the text after it are one answer in some sets.
      if (before.toolCalls === undefined) context.report('chat/role-order', 'repeated', place, { role: turn.role });
    }
  });
}

function checkEmpty(context: RowContext, turn: Turn, answers: ReadonlySet<TextField>): void {
  if (answers.has(turn.content) || turn.role === 'tool' || !isEmptyTurn(turn)) return;
  const path = turn.content.present ? turn.content.path : turn.path;
  context.report('chat/empty-turn', 'default', { path }, { role: roleName(turn) });
}

function checkWeight(context: RowContext, turn: Turn): void {
  const { weight } = turn;
  // `loss_weight` of LLaMA-Factory may be any number, on any turn.
  if (weight?.path.at(-1) !== 'weight' || weight.value === null) return;
  if (turn.role !== 'assistant') context.report('chat/weight', 'role', { path: weight.path }, { role: roleName(turn) });
  else if (weight.value !== 0 && weight.value !== 1) {
    context.report('chat/weight', 'value', { path: weight.path }, { value: JSON.stringify(weight.value) });
  }
}

function checkWeights(context: RowContext, { turns, turnsPath }: ExampleView): void {
  const answers = turns.filter(({ role }) => role === 'assistant');
  const last = answers.at(-1);
  if (last?.weight === undefined || answers.some(({ weight }) => weight?.value !== 0)) return;
  context.report('chat/weight', 'nothing', { path: turnsPath === undefined ? [] : last.weight.path });
}

/** Shapes whose conversation is all there is to learn from. */
const WHOLE_CHATS: ReadonlySet<Shape> = new Set<Shape>([
  'openai-chat',
  'sharegpt',
  'blocks-chat',
  'unpaired-preference',
]);

function checkEnd(context: RowContext, view: ExampleView): void {
  const { turns } = view;
  const last = turns.at(-1);
  if (last === undefined || view.response?.present === true || !WHOLE_CHATS.has(view.shape)) return;
  const teaches = ({ role }: Turn) => role === 'assistant' || role === 'function-call';
  if (!turns.some(teaches)) {
    // A turn of a role that nobody knows may be the assistant's; that is told already.
    if (turns.every(({ role }) => role !== 'other'))
      context.report('chat/no-assistant', 'default', { path: view.turnsPath ?? [] });
  } else if (!teaches(last) && last.role !== 'other') {
    const message = view.label === undefined ? 'default' : 'label';
    context.report('chat/last-not-assistant', message, { path: last.rolePath ?? last.path }, { role: roleName(last) });
  }
}

export function roleName({ role, declaredRole }: Turn): string {
  return role === 'other' ? declaredRole : role;
}
