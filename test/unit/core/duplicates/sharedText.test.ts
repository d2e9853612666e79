import assert from 'node:assert/strict';
import { test } from 'node:test';
import { longestSharedText } from '../../../../src/core/duplicates/sharedText';

test('the longest run of words of both texts is found, wherever it stands', () => {
  const shared = 'the wren sings early in the morning';
  assert.equal(longestSharedText(`a b c ${shared} x`, `y the wren sings q r ${shared} z`), shared);
  assert.equal(longestSharedText(shared, shared), shared);
});

test('a word or two are no shared text', () => {
  assert.equal(longestSharedText('one two three', 'two three four'), '');
  assert.equal(longestSharedText('', 'one two three'), '');
});

test('texts of one word over and over are done soon', () => {
  const text = 'word '.repeat(50_000);
  assert.equal(longestSharedText(text, text).split(' ').length, 5000);
});
