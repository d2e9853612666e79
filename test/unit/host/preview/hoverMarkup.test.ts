import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import type { ModelView } from '../../../../src/core/preview/modelView';
import { hoverMarkup, textMarkup } from '../../../../src/host/preview/hoverMarkup';

const words = { cut: 'Cut here', more: (pieces: number) => `${pieces} more` };

function view(pieces: readonly (readonly [text: string, look?: 'special' | 'trained' | 'end'])[], cutAt?: number) {
  let at = 0;
  const text = pieces.map(([piece]) => piece).join('');
  return {
    text,
    pieces: pieces.map(([piece, look]) => ({
      start: at,
      end: (at += piece.length),
      isSpecial: look === 'special' || look === 'end',
      isTrained: look === 'trained' || look === 'end',
    })),
    ...(cutAt === undefined ? {} : { cutAt }),
    tokenizer: 'words',
    tokens: 0,
    trainedTokens: 0,
    trainingRule: '',
    contextLimit: 0,
    tokensOver: 0,
    notes: [],
  } satisfies ModelView;
}

/** What a reader of Markdown with HTML makes of it, as text. */
function shown(markup: string): string {
  const html = new MarkdownIt({ html: true, linkify: true }).render(markup);
  return html
    .replaceAll(/<br>/g, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

describe('an example as a model sees it, in a hover', () => {
  test('special tokens are code, what is trained on is bold', () => {
    assert.equal(
      hoverMarkup(view([['<s>', 'special'], ['Hi\n'], ['yes', 'trained'], ['</s>', 'end']]), words),
      '<code>&#60;s&#62;</code>Hi<br><b>yes</b><b><code>&#60;&#47;s&#62;</code></b>',
    );
  });

  test('the cut is said where it is, and what is behind it is struck through', () => {
    assert.equal(
      hoverMarkup(view([['ab'], ['cdef', 'trained']], 4), words),
      'ab<b>cd</b><br><em>Cut here</em><br><del><b>ef</b></del>',
    );
    assert.equal(hoverMarkup(view([['ab'], ['cd']], 2), words), 'ab<br><em>Cut here</em><br><del>cd</del>');
  });

  test('long pieces and long chats are shortened, and whole characters stay whole', () => {
    const markup = hoverMarkup(view([['\u{1f600}'.repeat(1_000)]]), words);
    assert.ok(markup.length < 4_000);
    assert.doesNotMatch(markup, /65533/);
    const chat = hoverMarkup(view(Array.from({ length: 100 }, () => ['a'] as const)), words);
    assert.match(chat, /60 more/);
  });

  test('no text becomes markup', () => {
    const attack =
      '<img src=x onerror=alert(1)> ![a](http://b/c.png) https://a.b `c` **d** [e](command:f) </code> &lt;\t\u0000';
    const markup = textMarkup(attack);
    assert.doesNotMatch(markup, /[<*[\]()`!]/);
    const html = new MarkdownIt({ html: true, linkify: true }).render(markup);
    assert.doesNotMatch(html, /<(?!\/?p>)/);
  });

  test('every text is read back as it was', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'Ä', '1', ' ', '.', '<', '>', '&', '*', '_', '#', '-', '`', '|', '\n', '语', '~'),
    });
    fc.assert(
      fc.property(text, (sample) => {
        const read = shown(`x${textMarkup(sample)}x`)
          .replaceAll('\u00a0', ' ')
          .trimEnd();
        assert.equal(read, `x${sample}x`);
      }),
    );
  });
});
