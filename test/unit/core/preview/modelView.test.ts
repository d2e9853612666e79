import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PreviewError } from '../../../../src/core/preview/chatTemplate';
import { modelViewOf, type ModelView, type ModelViewRequest } from '../../../../src/core/preview/modelView';
import type { Tokenizer } from '../../../../src/core/preview/tokenizer';

/** A token a character, special tokens one each. */
const letters: Tokenizer = {
  name: 'letters',
  tokenize: (text, special) => {
    const ends: number[] = [];
    for (let at = 0; at < text.length;) ends.push((at = special.find(({ start }) => start === at)?.end ?? at + 1));
    return { count: ends.length, ends };
  },
};

function viewOf(record: unknown, more: Partial<ModelViewRequest> = {}): ModelView {
  const line = typeof record === 'string' ? record : JSON.stringify(record);
  return modelViewOf(
    {
      line,
      template: { kind: 'builtIn', id: 'zephyr' },
      tokenizer: { kind: 'o200k' },
      side: 'chosen',
      contextLimit: 0,
      ...more,
    },
    letters,
  );
}

function trainedOf({ text, pieces }: ModelView): string {
  return pieces
    .filter(({ isTrained }) => isTrained)
    .map(({ start, end }) => text.slice(start, end))
    .join('');
}

describe('an example as a model sees it', () => {
  test('instruction and input become one user turn', () => {
    const view = viewOf({ instruction: 'Add.', input: '1 2', output: '3' });
    assert.equal(view.text, '<|user|>\nAdd.\n1 2</s>\n<|assistant|>\n3</s>\n');
    assert.equal(trainedOf(view), '3</s>');
    assert.equal(view.trainedTokens, 2);
    assert.deepEqual(view.notes, []);
  });

  test('pieces cover the text without gaps, special tokens apart', () => {
    const view = viewOf({ instruction: 'a', output: 'b' });
    assert.deepEqual(
      view.pieces.map(({ start, end, isSpecial, isTrained }) => [view.text.slice(start, end), isSpecial, isTrained]),
      [
        ['<|user|>\na', false, false],
        ['</s>', true, false],
        ['\n<|assistant|>\n', false, false],
        ['b', false, true],
        ['</s>', true, true],
        ['\n', false, false],
      ],
    );
  });

  test('the sides of a preference pair', () => {
    const record = { prompt: 'Hi', chosen: 'good', rejected: 'bad' };
    assert.equal(trainedOf(viewOf(record)), 'good</s>');
    assert.equal(trainedOf(viewOf(record, { side: 'rejected' })), 'bad</s>');
  });

  test('of a whole conversation a side, the last answer is compared', () => {
    const turns = (answer: string) => [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: 'And?' },
      { role: 'assistant', content: answer },
    ];
    assert.equal(trainedOf(viewOf({ chosen: turns('good'), rejected: turns('bad') })), 'good</s>');
  });

  test('a turn with a weight of 0 is masked', () => {
    const messages = [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b', weight: 0 },
      { role: 'user', content: 'c' },
      { role: 'assistant', content: 'd', weight: 1 },
    ];
    assert.equal(trainedOf(viewOf({ messages })), 'd</s>');
  });

  test('tool calls of OpenAI and of ShareGPT', () => {
    const openAi = viewOf(
      {
        messages: [
          { role: 'user', content: 'a' },
          {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: '1', type: 'function', function: { name: 'f', arguments: '{"x": 1}' } }],
          },
        ],
      },
      { template: { kind: 'builtIn', id: 'qwen' } },
    );
    const shareGpt = viewOf(
      {
        conversations: [
          { from: 'human', value: 'a' },
          { from: 'function_call', value: '{"name": "f", "arguments": {"x": 1}}' },
        ],
      },
      { template: { kind: 'builtIn', id: 'qwen' } },
    );
    const expected = '<tool_call>\n{"name": "f", "arguments": {"x": 1}}\n</tool_call><|im_end|>';
    assert.equal(trainedOf(openAi), expected);
    assert.equal(trainedOf(shareGpt), expected);
  });

  test('tools in a template without a place for them are told of', () => {
    const view = viewOf({
      tools: '[{"type": "function", "function": {"name": "f"}}]',
      conversations: [
        { from: 'human', value: 'a' },
        { from: 'gpt', value: 'b' },
      ],
    });
    assert.match(view.notes.join(), /Zephyr has no place for tools/);
  });

  test('segments and plain text are trained on as they stand', () => {
    const segments = viewOf({
      segments: [
        { label: false, text: '<s>Q' },
        { label: true, text: 'A</s>' },
      ],
    });
    assert.equal(segments.text, '<s>QA</s>');
    assert.equal(trainedOf(segments), 'A</s>');
    assert.equal(trainedOf(viewOf({ text: 'all of it' })), 'all of it');
  });

  test('a prompt alone is asked for an answer', () => {
    const view = viewOf({ prompt: 'Hi' });
    assert.equal(view.text, '<|user|>\nHi</s>\n<|assistant|>\n');
    assert.deepEqual(view.notes, ['Nothing of this example is trained on.']);
  });

  test('the context limit cuts, and it is told when nothing to learn is left', () => {
    const record = { instruction: 'abc', output: 'def' };
    const whole = viewOf(record);
    assert.equal(viewOf(record, { contextLimit: whole.tokens }).cutAt, undefined);
    const cut = viewOf(record, { contextLimit: 12 });
    assert.equal(cut.cutAt, 12);
    assert.equal(cut.tokensOver, whole.tokens - 12);
    assert.equal(whole.tokensOver, 0);
    assert.match(cut.notes.join(), /cuts off all that is trained on/);
  });

  for (const [what, line] of [
    ['broken', '{"instruction": '],
    ['no object', '[1]'],
    ['blank', ''],
    ['an object of something else', '{"segments": []}'],
  ] as const)
    test(`a row that is ${what} says so`, () => assert.throws(() => viewOf(line), PreviewError));
});
