import assert from 'node:assert/strict';
import { test } from 'node:test';
import { webviewHtml, type PageParts } from '../../../../src/host/editor/webviewHtml';

const parts: PageParts = {
  title: '<img src=x onerror=alert(1)>.jsonl',
  language: 'en',
  addresses: {
    script: 'https://r/editor.js',
    imports: ['https://r/chunks/a.js'],
    laterStyle: 'https://r/editor.later.css',
  },
  style: '.row { color: red; }',
  first: {
    html: '<p id="first">One row</p>',
    script: 'show()',
  },
  cspSource: 'https://r',
  nonce: 'N0NCE',
  loading: 'Opening & reading',
};
const html = webviewHtml(parts);

test('the policy allows our own script, style and fonts, nothing else', () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#39;', "'");
  assert.equal(
    policy,
    "default-src 'none'; script-src 'nonce-N0NCE' https://r; style-src 'nonce-N0NCE' https://r; font-src https://r; img-src https://r",
  );
  assert.doesNotMatch(html, /unsafe-/);
  assert.doesNotMatch(html, /\sstyle=|\son[a-z]+=(?!alert)/);
});

test('a hostile file name stays text', () => {
  assert.doesNotMatch(html, /<img/);
  const { first, ...others } = parts;
  assert.ok(first);
  assert.match(webviewHtml(others), /Opening &#38; reading/);
});

test('what is drawn first needs nothing that is loaded', () => {
  assert.match(html, /<style nonce="N0NCE">\.row \{ color: red; \}<\/style>/);
  assert.match(html, /<div id="root"><p id="first">One row<\/p><\/div>\n/);
  assert.match(html, /<script nonce="N0NCE">show\(\)<\/script>/);
});

test('styles, script and its chunks load at once where nothing is drawn first', () => {
  const { first, ...others } = parts;
  assert.ok(first);
  const plain = webviewHtml(others);
  assert.match(plain, /<link rel="stylesheet" nonce="N0NCE" href="https:\/\/r\/editor.later.css">/);
  assert.match(plain, /<link rel="modulepreload" nonce="N0NCE" href="https:\/\/r\/chunks\/a.js">/);
  assert.match(plain, /<script type="module" nonce="N0NCE" src="https:\/\/r\/editor.js">/);
});

test('what is drawn first comes before everything that has to be loaded', () => {
  assert.doesNotMatch(html, /<link|type="module"/);
  const named = /<script type="application\/json" id="page-addresses">(.*)<\/script>/.exec(html)?.[1];
  assert.deepEqual(JSON.parse(named ?? ''), parts.addresses);
  assert.ok(html.indexOf('page-addresses') < html.indexOf('show()'), 'it is there when the first script runs');
});
