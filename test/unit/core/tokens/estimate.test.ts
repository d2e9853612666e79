import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { estimateTokens } from '../../../../src/core/tokens/estimate';
import { FEATURES, measureTokens } from '../../../../src/core/tokens/measureTokens';
import stored from '../../../../src/core/tokens/weights.json';

/** Pieces that o200k cuts a text into: with these weights a piece counts 1, whatever it is. */
const ofPieces = Float64Array.from(FEATURES, (feature) =>
  /letter$|^change|^far mark|^surrogate|^contraction/.test(feature) ? 0 : 1,
);
const pieces = (text: string): number => measureTokens(text, ofPieces);

/** The published rule of o200k_base for cutting a text, as far as ASCII goes. */
const RULE =
  /[^\r\na-zA-Z0-9]?(?:[A-Z]*[a-z]+|[A-Z]+[a-z]*)(?:'(?:[sS]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD]))?|[0-9]{1,3}| ?[^\sa-zA-Z0-9]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+/g;

describe('estimateTokens', () => {
  test('cuts ASCII into the pieces of the tokenizer, but for contractions', () => {
    const piece = fc.constantFrom(
      'a',
      'the',
      'Aa',
      'AB',
      'x1',
      '12',
      '2024',
      ' ',
      '  ',
      '\n',
      '.',
      '(',
      '--',
      '=',
      '/',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        assert.equal(pieces(text), text.match(RULE)?.length ?? 0, JSON.stringify(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('adds the weight of a contraction to its word', () => {
    for (const text of ["don't", "we'll", "I'VE", "she's here"]) {
      assert.equal(pieces(text), text.match(RULE)?.length, text);
    }
    assert.equal(pieces("'quoted'"), 2);
  });

  test('is exact where pieces are tokens: digits by three, white space, line ends behind marks', () => {
    for (const text of ['2024', '2 + 2 = 4', '3.14159', 'a = 1\n\n    b = 22\n', 'x, y; z.\n']) {
      assert.equal(estimateTokens(text), countTokens(text), JSON.stringify(text));
    }
  });

  test('is near the exact count in prose, code and other scripts', () => {
    for (const [text, most] of [
      ['The baker opens her shop at five, long before the first customers walk down the quiet street.', 0.1],
      ['function camelCase(firstValue) {\n    return firstValue.map((each) => each * 2);\n}\n', 0.15],
      ['{"name": "get_weather", "arguments": {"city": "Oslo", "unit": "celsius"}}', 0.2],
      ['今天天气很好，我们去公园散步，然后一起吃晚饭。', 0.25],
      ['Сегодня хорошая погода, и мы идём гулять в парк.', 0.3],
      ['오늘은 날씨가 좋아서 공원에 산책하러 갑니다.', 0.3],
    ] as const) {
      const exact = countTokens(text);
      const estimate = estimateTokens(text);
      assert.ok(Math.abs(estimate - exact) <= most * exact, `${estimate} for ${exact}: ${text}`);
    }
  });

  test('is nothing for no text, and at least one for any', () => {
    assert.equal(estimateTokens(''), 0);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const estimate = estimateTokens(text);
        assert.ok(Number.isInteger(estimate) && estimate >= 1 && estimate <= 3 * text.length + 1);
      }),
    );
  });

  test('has a weight for each feature and no other', () => {
    assert.deepEqual(Object.keys(stored.weights), FEATURES);
  });
});
