import type { JsonPath } from '../json/path';
import type { ExampleView, Role, Side, TextField, Turn } from '../record/view';

/** What a text is for in its example. */
export type TextUse = 'system' | 'prompt' | 'input' | 'response' | 'tool' | 'text';

/** One text of an example that goes into training, with where it stands. Only texts that are there and are strings. */
export interface TrainingText {
  readonly path: JsonPath;
  readonly text: string;
  readonly use: TextUse;
}

/** Every text of an example, in the order in which a model reads them. */
export function trainingTextsOf(view: ExampleView): readonly TrainingText[] {
  const texts: TrainingText[] = [];
  add(texts, view.system, 'system');
  for (const turn of view.turns) addTurn(texts, turn);
  add(texts, view.instruction, view.shape === 'language-modelling' ? 'text' : 'prompt');
  add(texts, view.input, 'input');
  add(texts, view.response, 'response');
  addSide(texts, view.chosen);
  addSide(texts, view.rejected);
  for (const part of view.parts ?? []) for (const field of part.fields) add(texts, field, useOfPart(view, field.name));
  return texts;
}

function addSide(texts: TrainingText[], side: Side | undefined): void {
  add(texts, side?.text, 'response');
  for (const turn of side?.turns ?? []) addTurn(texts, turn);
}

function addTurn(texts: TrainingText[], turn: Turn): void {
  const use = useOfRole(turn.role);
  if (turn.blocks === undefined) add(texts, turn.content, use);
  for (const block of turn.blocks ?? []) add(texts, block.text, TEXT_BLOCKS.has(block.type) ? use : 'tool');
}

/** Blocks of other types hold calls, file names, addresses. */
const TEXT_BLOCKS = new Set(['text', 'reasoning']);

function add(texts: TrainingText[], field: TextField | undefined, use: TextUse): void {
  if (field?.present !== true || field.value !== undefined) return;
  texts.push({ path: field.path, text: field.text, use });
}

function useOfRole(role: Role): TextUse {
  switch (role) {
    case 'system':
    case 'developer':
      return 'system';
    case 'assistant':
      return 'response';
    case 'tool':
    case 'function-call':
      return 'tool';
    case 'user':
    case 'other':
      return 'prompt';
  }
}

function useOfPart(view: ExampleView, name: string): TextUse {
  if (view.shape === 'segments') return 'text';
  return name === 'input' ? 'input' : 'response';
}
