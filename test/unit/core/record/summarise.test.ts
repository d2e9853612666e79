import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { summarise } from '../../../../src/core/record/summarise';
import { jsonObject } from '../json/randomJson';

describe('summarise', () => {
  test('tells what a line is', () => {
    const kinds = ['{"text": "t"}', ' \t', '', '[1]', '"x"', '{"a": ', 'plain text'].map(
      (line) => summarise(line).kind,
    );
    assert.deepEqual(kinds, ['example', 'blank', 'blank', 'not-object', 'not-object', 'broken', 'broken']);
  });

  test('shows the instruction, response and task type of an exchange', () => {
    assert.deepEqual(
      summarise('{"instruction": "Do\\nit", "context": "", "response": "Done", "category": "open_qa"}'),
      {
        kind: 'example',
        shape: 'dolly',
        taskType: 'open_qa',
        instruction: 'Do\nit',
        response: 'Done',
      },
    );
  });

  test('shows the first user turn and the last answer of a chat', () => {
    const messages = ['system', 'user', 'assistant', 'user', 'assistant'].map((role, i) => ({
      role,
      content: `${role} ${i}`,
    }));
    const { instruction, response } = summarise(JSON.stringify({ messages }));
    assert.deepEqual([instruction, response], ['user 1', 'assistant 4']);
  });

  test('shows the prompt and the chosen side of a preference', () => {
    const side = (text: string) => [
      { role: 'user', content: 'p' },
      { role: 'assistant', content: text },
    ];
    const implicit = summarise(JSON.stringify({ chosen: side('good'), rejected: side('bad') }));
    assert.deepEqual([implicit.instruction, implicit.response], ['p', 'good']);
    const texts = summarise('{"prompt": "p", "chosen": "good", "rejected": "bad"}');
    assert.deepEqual([texts.instruction, texts.response], ['p', 'good']);
  });

  test('falls back to the input, and to any text', () => {
    assert.equal(summarise('{"instruction": "", "input": "x", "output": ""}').instruction, 'x');
    assert.equal(summarise('{"n": 1, "title": "x"}').instruction, 'x');
  });

  test('shows the line itself where it is no example', () => {
    assert.equal(summarise('  {"a": 1').instruction, '{"a": 1');
  });

  test('cuts texts, not through a pair', () => {
    assert.equal(summarise(JSON.stringify({ text: 'x'.repeat(500) })).instruction.length, 300);
    assert.equal(summarise('{"text": "ab😀"}', 3).instruction, 'ab');
    fc.assert(
      fc.property(jsonObject, fc.integer({ min: 1, max: 20 }), (value, limit) => {
        const { instruction, response } = summarise(JSON.stringify(value), limit);
        assert.ok(instruction.length <= limit && response.length <= limit);
      }),
    );
  });

  test('reads only the start of a large line', () => {
    const line = `{"instruction": "Sum up", "category": "summarization", "output": "${'x'.repeat(2 ** 20)}"`;
    assert.deepEqual(summarise(line, 13), {
      kind: 'large',
      shape: 'alpaca',
      taskType: 'summarization',
      instruction: 'Sum up',
      response: 'x'.repeat(13),
    });
    assert.equal(summarise('x'.repeat(2 ** 21), 5).instruction, 'xxxxx');
  });
});
