import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { foldText } from '../../../../src/core/duplicates/fold';

test('folds what readers do not tell apart', () => {
  const same = [
    ['Name a colour.', 'name  a\ncolour'],
    ['“Yes” – she said', '"yes" - she said'],
    ['Straße', 'STRASSE'],
    ['ﬁne', 'fine'],
    ['ｆｕｌｌ ｗｉｄｔｈ', 'full width'],
    ['Cafe\u0301', 'café'],
    ['ΟΔΟΣ', 'οδος'],
  ];
  for (const [a, b] of same) assert.equal(foldText(a ?? ''), foldText(b ?? ''));
});

test('keeps what has a meaning', () => {
  const different = [
    ['1.5', '15'],
    ['-5', '5'],
    ['!x', 'x'],
    ['a != b', 'a = b'],
    ['6 * 7', '6 / 7'],
    ['a.b', 'ab'],
    ['naïve', 'naive'],
  ];
  for (const [a, b] of different) assert.notEqual(foldText(a ?? ''), foldText(b ?? ''));
});

test('folding twice is folding once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => assert.equal(foldText(foldText(text)), foldText(text))),
    { numRuns: 500 },
  );
});
