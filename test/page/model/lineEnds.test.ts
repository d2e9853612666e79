import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { mergeLineEnds, normalizeLineEnds } from '../../../webview/editor/text/lineEnds';

const text = fc
  .array(fc.constantFrom('a', 'b', ' ', '\n', '\r\n', '\r'), { maxLength: 20 })
  .map((parts) => parts.join(''));

describe('line ends', () => {
  test('read in the text area what was typed there', () => {
    fc.assert(
      fc.property(text, text, (original, typed) => {
        const shown = normalizeLineEnds(typed);
        assert.equal(normalizeLineEnds(mergeLineEnds(original, shown)), shown);
      }),
    );
  });

  test('that meet when what stood between them is deleted stay two', () => {
    assert.equal(mergeLineEnds('\ra\n', '\n\n'), '\r\r\n');
    assert.equal(mergeLineEnds('\r\nb\rab\nc', '\nb\n\nc'), '\r\nb\r\r\nc');
    assert.equal(mergeLineEnds('a\rb\nc', 'a\nbX\n\nc'), 'a\rbX\r\r\nc');
  });

  test('stay as they are outside of what was typed', () => {
    assert.equal(mergeLineEnds('a\r\nb\nc\rd', 'a\nb\nXc\nd'), 'a\r\nb\nXc\rd');
    assert.equal(mergeLineEnds('a\r\nb', 'a\nb'), 'a\r\nb');
    assert.equal(mergeLineEnds('a\r\nb', 'ab'), 'ab');
    assert.equal(mergeLineEnds('a\r\nb', 'a\n\nb'), 'a\r\n\r\nb');
    assert.equal(mergeLineEnds('a\nb', 'a\n\nb'), 'a\n\nb');
  });
});
