import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import weights from '../../../../src/core/classify/weights.json';
import { reasonWords } from '../../../../webview/balance/preview/reasonWords';

describe('the reasons of a guess', () => {
  for (const [feature, words] of [
    ['asks what', 'asks “what”'],
    ['asks none, response items', 'asks with no question word, response as a list'],
    ['asks for several, response commas', 'asks for several, response with commas'],
    ['…ize', 'a word that ends with “ize”'],
    ['response to input -4', 'response shorter than the input'],
    ['of input, asks who, response sentences 1', 'with an input, asks “who”, response of 1 sentence'],
    ['response begins as copied', 'response begins as a part of the input'],
    ['response begins dear', 'response begins with “dear”'],
    ['summarize', '“summarize”'],
  ] as const)
    test(`say ${feature} as ${words}`, () => assert.equal(reasonWords(feature), words));

  test('of the committed classifier are never a name with its value', () => {
    const raw = weights.features
      .split('\n')
      .filter((feature) => / -?\d+$/.test(reasonWords(feature)) && !reasonWords(feature).includes('“'));
    assert.deepEqual(raw, []);
  });
});
