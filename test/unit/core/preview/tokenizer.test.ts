import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { PreviewError } from '../../../../src/core/preview/chatTemplate';
import { loadTokenizer, type TokenizerChoice } from '../../../../src/core/preview/tokenizer';

/** Counts printed in the OpenAI Cookbook, "How to count tokens with tiktoken". */
const published = [
  ['tiktoken is great!', 6, 6],
  ['antidisestablishmentarianism', 6, 6],
  ['2 + 2 = 4', 7, 7],
  ['お誕生日おめでとう', 9, 8],
] as const;

/** A tokenizer of bytes with two merges, as `tokenizer.json` has it. */
const byteLevel = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: [
    { id: 9, content: '<|end|>', single_word: false, lstrip: false, rstrip: false, normalized: false, special: true },
  ],
  normalizer: null,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
  post_processor: null,
  decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
  model: {
    type: 'BPE',
    dropout: null,
    unk_token: null,
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: false,
    byte_fallback: false,
    vocab: { a: 0, b: 1, Ġ: 2, ab: 3, Ġab: 4, Ã: 5, '©': 6 },
    merges: ['a b', 'Ġ ab'],
  },
};
const file = (value: unknown): TokenizerChoice => ({
  kind: 'file',
  file: { name: 'tokenizer.json', text: typeof value === 'string' ? value : JSON.stringify(value) },
});

describe('exact tokenizers', () => {
  for (const [text, cl100k, o200k] of published)
    test(`count ${JSON.stringify(text)} as published`, async () => {
      assert.equal((await loadTokenizer({ kind: 'cl100k' })).tokenize(text, []).count, cl100k);
      assert.equal((await loadTokenizer({ kind: 'o200k' })).tokenize(text, []).count, o200k);
    });

  test('say where each token ends', async () => {
    const tokenizer = await loadTokenizer({ kind: 'o200k' });
    assert.deepEqual(tokenizer.tokenize('tiktoken is great!', []).ends, [1, 4, 8, 11, 17, 18]);
    // A special token of another model is one token.
    assert.deepEqual(
      tokenizer.tokenize('<|x|>a<|x|>', [
        { start: 0, end: 5 },
        { start: 6, end: 11 },
      ]).ends,
      [5, 6, 11],
    );
  });

  test('end where the text ends, in order, whatever the text', async () => {
    const tokenizer = await loadTokenizer({ kind: 'cl100k' });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const { count, ends } = tokenizer.tokenize(text, []);
        assert.ok(ends !== undefined);
        assert.equal(ends.length, count);
        assert.equal(ends.at(-1) ?? 0, text.length);
        assert.ok(ends.every((end, i) => end >= (ends[i - 1] ?? 0)));
      }),
    );
  });
});

describe("an author's tokenizer.json", () => {
  test('cuts a text and its special tokens', async () => {
    const tokenizer = await loadTokenizer(file(byteLevel));
    assert.deepEqual(tokenizer.tokenize('ab ab<|end|>a', []), { count: 4, ends: [2, 5, 12, 13] });
  });

  test('knows where characters of two tokens end', async () => {
    const tokenizer = await loadTokenizer(file(byteLevel));
    assert.deepEqual(tokenizer.tokenize('aéb', []), { count: 4, ends: [1, 1, 2, 3] });
  });

  for (const [what, content, words] of [
    ['is not JSON', '{"model":', /is not JSON/],
    ['is another kind of file', { chat_template: '' }, /no model with a vocabulary/],
    ['is a list', [1], /no model with a vocabulary/],
    ['has an unknown model', { model: { type: 'Other', vocab: {} } }, /could not be used as a tokenizer/],
  ] as const)
    test(`that ${what} says so`, () =>
      assert.rejects(
        loadTokenizer(file(content)),
        (error) => error instanceof PreviewError && words.test(error.message),
      ));
});
