import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LineEdit } from '../../../../src/core/json/lineEdit';
import type { ObjectNode } from '../../../../src/core/json/node';
import { parseLine } from '../../../../src/core/json/parser';
import { applyLineEdit } from '../../../../src/core/json/writer';
import { addTurn, changeRole, moveTurn, removeTurn, swapSides } from '../../../../src/core/record/chatEdits';
import { toExampleView } from '../../../../src/core/record/toExampleView';
import type { ExampleView, Turn } from '../../../../src/core/record/view';

function after(line: string, edit: (view: ExampleView, root: ObjectNode) => LineEdit | undefined): string {
  const { root } = parseLine(line);
  assert.ok(root?.kind === 'object');
  const made = edit(toExampleView(root), root);
  assert.ok(made !== undefined);
  const result = applyLineEdit(line, made);
  assert.ok(result.ok, result.ok ? '' : result.reason);
  return result.line;
}

function turnAt(view: ExampleView, index: number): Turn {
  const turn = view.turns[index];
  assert.ok(turn !== undefined);
  return turn;
}

const OPENAI = '{"messages": [{"role": "user", "content": "u"}, {"role": "assistant", "content": "a"}]}';
const KTO = '{"messages":[{"content":"u","role":"user"}],"label":true}';
const SHAREGPT = '{"conversations": [{"from": "human", "value": "u"}]}';
const BLOCKS = '{"messages": [{"role": "user", "content": [{"type": "text", "value": "u"}], "loss_weight": 0.0}]}';
const HISTORY = '{"instruction": "i", "output": "o", "history": [["u1", "a1"], ["u2", "a2"]]}';

describe('addTurn', () => {
  test('answers the turn before it, in the spelling of the list', () => {
    assert.equal(
      after(OPENAI, (view, root) => addTurn(root, view, ['messages'], 2)),
      OPENAI.replace(']}', ', {"role": "user", "content": ""}]}'),
    );
    assert.equal(
      after(KTO, (view, root) => addTurn(root, view, ['messages'], 1)),
      '{"messages":[{"content":"u","role":"user"},{"content":"","role":"assistant"}],"label":true}',
    );
    assert.equal(
      after(SHAREGPT, (view, root) => addTurn(root, view, ['conversations'], 1)),
      SHAREGPT.replace(']}', ', {"from": "gpt", "value": ""}]}'),
    );
  });

  test('keeps to content blocks and loss weights', () => {
    assert.equal(
      after(BLOCKS, (view, root) => addTurn(root, view, ['messages'], 1)),
      BLOCKS.replace(']}', ', {"role": "assistant", "content": [{"type": "text", "value": ""}], "loss_weight": 1}]}'),
    );
    assert.equal(
      after(BLOCKS, (view, root) => addTurn(root, view, ['messages'], 0, 'system')),
      BLOCKS.replace(
        '[{"role"',
        '[{"role": "system", "content": [{"type": "text", "value": ""}], "loss_weight": 0}, {"role"',
      ),
    );
  });

  test('does not copy names and tool calls', () => {
    const line = '{"messages": [{"role": "assistant", "name": "n", "tool_calls": [1]}]}';
    assert.equal(
      after(line, (view, root) => addTurn(root, view, ['messages'], 1, 'assistant')),
      line.replace(']}]}', ']}, {"content": "", "role": "assistant"}]}'),
    );
  });

  test('begins an empty list as the format does', () => {
    assert.equal(
      after('{"conversations": []}', (view, root) => addTurn(root, view, ['conversations'], 0)),
      '{"conversations": [{"from": "human", "value": ""}]}',
    );
    assert.equal(
      after('{"messages": []}', (view, root) => addTurn(root, view, ['messages'], 0, 'system')),
      '{"messages": [{"role": "system", "content": ""}]}',
    );
  });

  test('adds a pair to the history of Alpaca', () => {
    assert.equal(
      after(HISTORY, (view, root) => addTurn(root, view, ['history'], 2)),
      HISTORY.replace('"a1"], ', '"a1"], ["", ""], '),
    );
  });

  test('adds to one side of a preference', () => {
    const line = '{"chosen": [{"role": "user", "content": "p"}], "rejected": [{"role": "user", "content": "p"}]}';
    assert.equal(
      after(line, (view, root) => addTurn(root, view, ['rejected'], 1)),
      line.replace(']}', ', {"role": "assistant", "content": ""}]}'),
    );
  });
});

describe('removeTurn and moveTurn', () => {
  test('take one turn', () => {
    assert.equal(
      after(OPENAI, (view) => removeTurn(view, turnAt(view, 0))),
      '{"messages": [{"role": "assistant", "content": "a"}]}',
    );
    assert.equal(
      after(OPENAI, (view) => moveTurn(view, turnAt(view, 0), 1)),
      '{"messages": [{"role": "assistant", "content": "a"}, {"role": "user", "content": "u"}]}',
    );
  });

  test('take a whole pair of the history', () => {
    assert.equal(
      after(HISTORY, (view) => removeTurn(view, turnAt(view, 1))),
      HISTORY.replace('["u1", "a1"], ', ''),
    );
    assert.equal(
      after(HISTORY, (view) => moveTurn(view, turnAt(view, 3), 0)),
      HISTORY.replace('["u1", "a1"], ["u2", "a2"]', '["u2", "a2"], ["u1", "a1"]'),
    );
  });
});

describe('changeRole', () => {
  test('spells the role as the record or its format does', () => {
    assert.equal(
      after(OPENAI, (view) => changeRole(view, turnAt(view, 0), 'assistant')),
      OPENAI.replace('"user"', '"assistant"'),
    );
    assert.equal(
      after(SHAREGPT, (view) => changeRole(view, turnAt(view, 0), 'tool')),
      SHAREGPT.replace('"human"', '"observation"'),
    );
    const odd = '{"messages": [{"role": "user", "content": ""}, {"role": "bot", "content": ""}]}';
    assert.equal(
      after(odd, (view) => changeRole(view, turnAt(view, 0), 'assistant')),
      odd.replace('"user"', '"bot"'),
    );
  });

  test('has nothing to write where the shape implies the role', () => {
    const { root } = parseLine(HISTORY);
    assert.ok(root?.kind === 'object');
    const view = toExampleView(root);
    assert.equal(changeRole(view, turnAt(view, 0), 'assistant'), undefined);
  });
});

describe('swapSides', () => {
  test('exchanges what the author wrote, and refuses half a pair', () => {
    assert.equal(
      after('{"prompt": "p", "chosen": "\\u0041", "rejected": "r"}', swapSides),
      '{"prompt": "p", "chosen": "r", "rejected": "\\u0041"}',
    );
    const { root } = parseLine('{"prompt": "p", "chosen": "c"}');
    assert.ok(root?.kind === 'object');
    assert.equal(swapSides(toExampleView(root)), undefined);
  });
});
