import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { scanStrict, START } from '../../../../../src/core/json/repair/strictScan';
import { jsonObject, writeIn, writingStyle } from '../randomJson';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const line = fc.tuple(jsonObject, writingStyle).map(([value, style]) => writeIn(value, style));
const damaged = fc
  .tuple(line, fc.nat(), fc.nat({ max: 2 }), fc.constantFrom('', '"', ',', '}', '[', '\\', 'x', '1', '\n', '\u0001'))
  .map(([text, at, cut, insert]) => {
    const i = at % (text.length + 1);
    return text.slice(0, i) + insert + text.slice(i + cut);
  });

describe('scanStrict', () => {
  test('gives the verdict of JSON.parse', () => {
    fc.assert(fc.property(line, (text) => assert.ok(scanStrict(text, START).complete)));
    fc.assert(
      fc.property(damaged, (text) => assert.equal(scanStrict(text, START).complete, isJson(text), text)),
      { numRuns: 5000 },
    );
  });

  test('fails at the character that nothing after it can heal, or at the start of its word or escape', () => {
    fc.assert(
      fc.property(damaged, (text) => {
        const { errorAt } = scanStrict(text, START);
        if (errorAt < 0) return;
        assert.ok(scanStrict(text.slice(0, errorAt), START).errorAt < 0, text);
        assert.ok(
          scanStrict(text.slice(0, errorAt + 1), START).errorAt >= 0 || /^[\\a-z-]/.test(text.slice(errorAt)),
          text,
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('goes on from any checkpoint to the same end', () => {
    fc.assert(
      fc.property(damaged, fc.nat(), (text, n) => {
        const until = n % (text.length + 1);
        const whole = scanStrict(text, START, until);
        assert.ok(whole.checkpoint.column <= until);
        const { errorAt, complete } = scanStrict(text, whole.checkpoint);
        assert.deepEqual([errorAt, complete], [whole.errorAt, whole.complete], text);
      }),
      { numRuns: 5000 },
    );
  });

  test('keeps a checkpoint within a long text', () => {
    const text = `{"a": "${'x'.repeat(1000)}" "b": 1}`;
    assert.equal(scanStrict(text, START, 900).checkpoint.column, 900);
  });
});
