import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FindQuery } from '../../../src/protocol/editor';
import { toFindPattern } from '../../../webview/editor/find/findPattern';
import { findRanges } from '../../../webview/editor/find/highlight';

function found(text: string, query: Partial<FindQuery>): readonly string[] | undefined {
  const pattern = toFindPattern({ text: '', matchCase: false, wholeWord: false, regex: false, ...query });
  return pattern && findRanges(text, pattern).map(([start, end]) => text.slice(start, end));
}

describe('what the page marks', () => {
  test('is the text as it is typed, signs and all', () => {
    assert.deepEqual(found('A.b a.B axb', { text: 'a.b' }), ['A.b', 'a.B']);
    assert.deepEqual(found('(x) [y] {z} a|b c-d 1/2', { text: '[y]' }), ['[y]']);
    for (const text of ['(x)', '{z}', 'a|b', 'c-d', '1/2', '\\', '$', '^'])
      assert.deepEqual(found(`..${text}..`, { text }), [text]);
  });

  test('keeps to case and whole words', () => {
    assert.deepEqual(found('Cat cat', { text: 'cat', matchCase: true }), ['cat']);
    assert.deepEqual(found('cat category éclat', { text: 'cat', wholeWord: true }), ['cat']);
    assert.deepEqual(found('été étés', { text: 'été', wholeWord: true }), ['été']);
  });

  test('takes expressions, and no match without a length', () => {
    assert.deepEqual(found('a1 b22', { text: '[a-z]\\d+', regex: true }), ['a1', 'b22']);
    assert.deepEqual(found('abc', { text: 'x*', regex: true }), []);
    assert.equal(found('abc', { text: '(', regex: true }), undefined);
    assert.equal(found('abc', { text: '' }), undefined);
  });

  test('refuses what could take for ever', () => {
    for (const text of ['(a+)+$', '(a|a)*b', '(a*)*', '(?:x+)?(?:y+)+', 'a*b*c*d', '(.*)?(.*)?(.*)?x', '(a|b){2,}']) {
      assert.equal(found('a', { text, regex: true }), undefined, text);
    }
    assert.deepEqual(found(`${'a'.repeat(6000)}b`, { text: 'a+b', regex: true }), []);
    const started = performance.now();
    found('a'.repeat(5000), { text: 'a+b', regex: true });
    found('a'.repeat(300), { text: '.*.*b', regex: true });
    assert.ok(performance.now() - started < 500);
  });
});
