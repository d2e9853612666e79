import type { LineEdit } from '../json/lineEdit';
import type { JsonPath } from '../json/path';
import { applyLineEdit } from '../json/writer';
import type { Turn } from '../record/view';
import type { Fix } from './fix';
import type { FixContext } from './fixContext';

export function deleteOrWrite(context: FixContext): Fix[] {
  return [...context.deleteExample(), ...context.write()];
}

export function fixPlaceholderInput(context: FixContext): Fix[] {
  return context.edits('set-empty', [{ kind: 'set', path: context.path, value: '' }], { field: context.field }, true);
}

export function fixSwapped(context: FixContext): Fix[] {
  const { view } = context.row;
  if (context.finding.message === 'roles')
    return context.edits(
      'swap',
      view.turns.flatMap((turn) => swapRole(turn, view.turns)),
    );
  const [instruction, response] = [view.instruction?.path, view.response?.path];
  if (instruction === undefined || response === undefined) return [];
  return context.edits('swap', [{ kind: 'swap', path: instruction, with: response }]);
}

/** Each side takes the name that the other has in this conversation. */
function swapRole({ role, rolePath }: Turn, turns: readonly Turn[]): LineEdit[] {
  const other = role === 'user' ? 'assistant' : role === 'assistant' ? 'user' : undefined;
  const name = turns.find((turn) => turn.role === other)?.declaredRole;
  return rolePath === undefined || name === undefined ? [] : [{ kind: 'set', path: rolePath, value: name }];
}

const ITEM = /(?:^|\n)[ \t]*(\d{1,2})\. (Instruction|Input|Output):[ \t]*/g;

/**
 * A response that goes on as a numbered list of examples becomes that many examples, where every example of the list has its three
 * parts, in order, under one number. Other rows cannot be split exactly.
 */
export function splitMerged(context: FixContext): Fix[] {
  const { instruction, input, response } = context.row.view;
  const text = response === undefined ? undefined : context.textAt(response.path);
  if (instruction === undefined || response === undefined || text === undefined || input === undefined)
    return context.deleteExample();
  const parts = partsOf(text);
  if (parts === undefined || context.field !== String(response.path[0])) return context.deleteExample();
  const lines = [
    withTexts(context.line, [[response.path, parts.head]]),
    ...parts.examples.map((example) =>
      withTexts(context.line, [
        [instruction.path, example.Instruction],
        [input.path, isNone(example.Input) ? '' : example.Input],
        [response.path, example.Output],
      ]),
    ),
  ].filter((line) => line !== undefined);
  if (lines.length !== parts.examples.length + 1) return context.deleteExample();
  const split: Fix = {
    id: 'split-example',
    args: { count: lines.length },
    safe: false,
    change: { kind: 'rows', count: 1, lines },
  };
  return [split, ...context.deleteExample()];
}

interface Parts {
  /** What stands before the first number: the response of the row itself. */
  readonly head: string;
  readonly examples: readonly Readonly<Record<'Instruction' | 'Input' | 'Output', string>>[];
}

function partsOf(text: string): Parts | undefined {
  const marks = [...text.matchAll(ITEM)];
  const head = text.slice(0, marks[0]?.index ?? 0).trim();
  if (head === '' || marks.length === 0 || marks.length % 3 !== 0) return undefined;
  const examples: { Instruction: string; Input: string; Output: string }[] = [];
  for (let i = 0; i < marks.length; i += 3) {
    const three = [0, 1, 2].map((k) => ({ mark: marks[i + k], next: marks[i + k + 1] }));
    const [a, b, c] = three.map(({ mark, next }) =>
      mark === undefined ? '' : text.slice(mark.index + mark[0].length, next?.index).trim(),
    );
    const inOrder = three.every(
      ({ mark }, k) => mark?.[2] === ['Instruction', 'Input', 'Output'][k] && mark?.[1] === three[0]?.mark?.[1],
    );
    if (!inOrder || a === undefined || b === undefined || c === undefined || a === '' || c === '') return undefined;
    examples.push({ Instruction: a, Input: b, Output: c });
  }
  return { head, examples };
}

function isNone(text: string): boolean {
  return /^[[(<]?\s*(?:no[ _-]?input|none|n\/a)\s*[\])>]?\.?$/i.test(text);
}

function withTexts(line: string, texts: readonly (readonly [JsonPath, string])[]): string | undefined {
  let result = line;
  for (const [path, value] of texts) {
    const edited = applyLineEdit(result, { kind: 'set', path, value });
    if (!edited.ok) return undefined;
    result = edited.line;
  }
  return result;
}
