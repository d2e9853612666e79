import { parseLine } from '../../../src/core/json/parser';
import { toExampleView } from '../../../src/core/record/toExampleView';
import type { ExampleView, Side, TextField, Turn } from '../../../src/core/record/view';

/** One bubble: who speaks, and what. */
export interface Bubble {
  readonly who: string;
  readonly side: 'asks' | 'answers' | 'other';
  readonly text: string;
  /** Text that is no prose: tool calls and results. */
  readonly isCode?: true;
}

/** An example as people read it; undefined where the line is none. */
export function readBubbles(
  line: string,
): { readonly bubbles: readonly Bubble[]; readonly hasSides: boolean } | undefined {
  const { root, errors } = parseLine(line);
  if (root?.kind !== 'object' || errors.length > 0) return undefined;
  const view = toExampleView(root);
  return { bubbles: bubblesOf(view), hasSides: view.chosen !== undefined && view.rejected !== undefined };
}

function bubblesOf(view: ExampleView): readonly Bubble[] {
  return [
    ...field('System', 'other', view.system),
    ...view.turns.flatMap(turnBubbles),
    ...field(view.shape === 'language-modelling' ? 'Text' : 'Instruction', 'asks', view.instruction),
    ...field('Input', 'asks', view.input),
    ...field('Response', 'answers', view.response),
    ...sideBubbles('Chosen', view.chosen),
    ...sideBubbles('Rejected', view.rejected),
    ...(view.parts ?? []).flatMap(({ fields }) =>
      fields.flatMap((part) => field(part.name, part.name === 'input' ? 'asks' : 'answers', part)),
    ),
  ];
}

function field(who: string, side: Bubble['side'], text: TextField | undefined): readonly Bubble[] {
  return text === undefined || !text.present || text.text === '' ? [] : [{ who, side, text: text.text }];
}

function sideBubbles(who: string, side: Side | undefined): readonly Bubble[] {
  if (side?.turns === undefined) return field(who, 'answers', side?.text);
  return side.turns.flatMap(turnBubbles).map((bubble) => ({ ...bubble, who: `${who}: ${bubble.who}` }));
}

const WHO: Readonly<Record<Turn['role'], string>> = {
  system: 'System',
  developer: 'Developer',
  user: 'User',
  assistant: 'Assistant',
  tool: 'Tool',
  'function-call': 'Tool call',
  other: 'Other',
};

function turnBubbles(turn: Turn): readonly Bubble[] {
  const who = turn.role === 'other' && turn.declaredRole !== '' ? turn.declaredRole : WHO[turn.role];
  const side = turn.role === 'user' ? 'asks' : turn.role === 'assistant' ? 'answers' : 'other';
  const isCode = turn.role === 'tool' || turn.role === 'function-call';
  const texts: Bubble[] =
    turn.content.value === null || turn.content.text === ''
      ? []
      : [{ who, side, text: turn.content.text, ...(isCode && { isCode: true }) }];
  if (turn.toolCalls !== undefined)
    texts.push({
      who: 'Tool call',
      side: 'answers',
      text: JSON.stringify(turn.toolCalls.value, null, 2),
      isCode: true,
    });
  return texts;
}
