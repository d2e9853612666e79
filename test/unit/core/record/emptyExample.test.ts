import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { emptyExample, emptyExampleLike } from '../../../../src/core/record/emptyExample';

describe('emptyExample', () => {
  test('has the fields of the format, in its order', () => {
    assert.equal(emptyExample('alpaca'), '{"instruction": "", "input": "", "output": ""}');
    assert.equal(emptyExample('dolly'), '{"instruction": "", "context": "", "response": "", "category": ""}');
    assert.equal(
      emptyExample('sharegpt'),
      '{"conversations": [{"from": "human", "value": ""}, {"from": "gpt", "value": ""}]}',
    );
    assert.equal(emptyExample('unpaired-preference'), '{"prompt": "", "completion": "", "label": true}');
    assert.equal(emptyExample('unknown'), emptyExample('alpaca'));
  });
});

describe('emptyExampleLike', () => {
  test('keeps the keys and the style of the row', () => {
    assert.equal(
      emptyExampleLike('{"id":"7","q":"x","score":0.5,"ok":true,"tags":["a"],"meta":{"by":"me"},"n":null}'),
      '{"id":"","q":"","score":0,"ok":false,"tags":[],"meta":{"by":""},"n":null}',
    );
    assert.equal(emptyExampleLike('{"__proto__" : "x"}'), '{"__proto__" : ""}');
  });

  test('keeps one user and one assistant turn, and what is no content', () => {
    const line =
      '{"messages": [{"content": "s", "role": "system"}, {"content": "u", "role": "user"}, {"content": "a", "role": "assistant"}, {"content": "u2", "role": "user"}]}';
    assert.equal(
      emptyExampleLike(line),
      '{"messages": [{"content": "", "role": "user"}, {"content": "", "role": "assistant"}]}',
    );
    const blocks =
      '{"messages": [{"role": "user", "content": [{"type": "text", "value": "u"}, {"type": "text", "value": "v"}], "loss_weight": 0.5}]}';
    assert.equal(
      emptyExampleLike(blocks),
      '{"messages": [{"role": "user", "content": [{"type": "text", "value": ""}], "loss_weight": 0.5}]}',
    );
    assert.equal(
      emptyExampleLike('{"instances": [{"input": "x", "output": "y"}, {"input": "z"}]}'),
      '{"instances": [{"input": "", "output": ""}]}',
    );
  });

  test('refuses what is no valid object', () => {
    assert.equal(emptyExampleLike('{"a": '), undefined);
    assert.equal(emptyExampleLike('[1]'), undefined);
  });
});
