import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { compareFields } from '../../../webview/editor/diff/compareFields';
import { rowChange } from '../../../webview/editor/diff/rowChange';
import { shorten, wordDiff, type Segment } from '../../../webview/editor/diff/wordDiff';

const side = (segments: readonly Segment[], without: Segment['kind']) =>
  segments
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('');

const marked = (segments: readonly Segment[]) =>
  segments
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'removed' ? `[-${text}-]` : `[+${text}+]`))
    .join('');

describe('the word diff', () => {
  test('marks whole words', () => {
    assert.equal(
      marked(wordDiff('The boats lie at dawn today.', 'The boats lie at daybreak today.')),
      'The boats lie at [-dawn-][+daybreak+] today.',
    );
    assert.equal(marked(wordDiff('A heap ', 'A heap')), 'A heap[- -]');
    assert.equal(marked(wordDiff('', 'new')), '[+new+]');
    assert.equal(marked(wordDiff('same', 'same')), 'same');
  });

  test('does not cut a character in two', () => {
    assert.equal(marked(wordDiff('boat 👨', 'boat 👩')), 'boat [-👨-][+👩+]');
  });

  test('always gives both texts back', () => {
    const words = fc.array(fc.constantFrom('a', 'bee', ' ', '  ', '\n', 'é', '字', '👩', '.', '"'), { maxLength: 30 });
    fc.assert(
      fc.property(words, words, (a, b) => {
        const [before, after] = [a.join(''), b.join('')];
        const segments = wordDiff(before, after);
        assert.equal(side(segments, 'added'), before);
        assert.equal(side(segments, 'removed'), after);
      }),
    );
  });

  test('compares no words of long texts that have little in common', () => {
    const text = (seed: number) => Array.from({ length: 60_000 }, (_, at) => (at * seed) % 9973).join(' ');
    const segments = wordDiff(text(7), text(11));
    assert.ok(segments.length <= 4, `${segments.length} segments`);
    assert.equal(side(segments, 'added'), text(7));
  });

  test('is cut to what stands beside the changes', () => {
    const long = 'word '.repeat(100);
    const short = shorten(wordDiff(`${long}old ${long}`, `${long}new ${long}`), 10);
    assert.equal(marked(short), ' … word word [-old-][+new+] word word … ');
  });
});

describe('what becomes of a row', () => {
  const before = '{"instruction": "A", "tags": ["x", "y"], "n": 4}';

  test('is told by its values', () => {
    assert.deepEqual(rowChange(before, ['{"instruction": "A", "tags": ["x", "z"], "n": "4"}']), {
      kind: 'values',
      values: [
        { path: ['tags', 1], before: 'y', after: 'z' },
        { path: ['n'], before: '4', after: '"4"' },
      ],
    });
  });

  test('names values that come and go', () => {
    assert.deepEqual(rowChange('{"ouput": "B"}', ['{"output": "B"}']), {
      kind: 'values',
      values: [
        { path: ['ouput'], before: 'B', after: undefined },
        { path: ['output'], before: undefined, after: 'B' },
      ],
    });
  });

  test('is told by the line where values cannot tell', () => {
    assert.equal(rowChange('{"a": 1', ['{"a": 1}']).kind, 'line');
    assert.equal(rowChange('{"a": 1, "a": 2}', ['{"a": 2}']).kind, 'line');
    assert.equal(rowChange('{"a":1}', ['{"a": 1}']).kind, 'line');
  });

  test('may be nothing, or several rows', () => {
    assert.equal(rowChange(before, []).kind, 'deleted');
    assert.equal(rowChange('{}{}', ['{}', '{}']).kind, 'split');
  });
});

test('two rows are compared field by field, also where one has more', () => {
  const pairs = compareFields(
    '{"a": "x", "turns": [{"role": "user"}]}',
    '{"a": "x", "turns": [{"role": "user"}, {"role": "bot"}], "n": 1}',
  );
  assert.deepEqual(pairs, [
    { path: ['a'], left: 'x', right: 'x' },
    { path: ['turns', 0, 'role'], left: 'user', right: 'user' },
    { path: ['turns', 1, 'role'], left: undefined, right: 'bot' },
    { path: ['n'], left: undefined, right: '1' },
  ]);
  assert.deepEqual(compareFields('{', '[]'), [{ path: [], left: '{', right: '[]' }]);
});
