import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const GRAMMAR = 'syntaxes/itune-jsonl.tmLanguage.json';
let grammar: textmate.IGrammar;

before(async () => {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: () => Promise.resolve(textmate.parseRawGrammar(readFileSync(GRAMMAR, 'utf8'), GRAMMAR)),
  });
  const loaded = await registry.loadGrammar('source.itune-jsonl');
  assert.ok(loaded !== null);
  grammar = loaded;
});

/** The innermost scope of the first token that starts at `part` in `line`, without the language suffix. */
function scopeAt(line: string, part: string, state: textmate.StateStack = textmate.INITIAL): string {
  const at = line.indexOf(part);
  assert.ok(at >= 0, `${part} stands in the line`);
  const token = grammar.tokenizeLine(line, state).tokens.find((t) => t.startIndex <= at && at < t.endIndex);
  return (token?.scopes.at(-1) ?? '').replace('.itune-jsonl', '');
}

test('keys, roles, task types and texts are told apart', () => {
  const chat = '{"messages": [{"role": "assistant", "content": "Hello"}], "category": "open_qa", "id": 7}';
  assert.equal(scopeAt(chat, 'messages'), 'support.type.property-name');
  assert.equal(scopeAt(chat, 'role'), 'support.type.property-name.role');
  assert.equal(scopeAt(chat, 'assistant'), 'constant.language.role');
  assert.equal(scopeAt(chat, 'content'), 'support.type.property-name.text');
  assert.equal(scopeAt(chat, 'Hello'), 'string.quoted.double.text');
  assert.equal(scopeAt(chat, 'category'), 'support.type.property-name.task-type');
  assert.equal(scopeAt(chat, 'open_qa'), 'entity.name.type.task-type');
  assert.equal(scopeAt(chat, '7'), 'constant.numeric');
  assert.equal(scopeAt('{"from": "human", "value": "x"}', 'human'), 'constant.language.role');
});

test('a word that only looks like a key stays text', () => {
  const line = '{"output": "the role of \\"category\\" is clear"}';
  assert.equal(scopeAt(line, 'role'), 'string.quoted.double.text');
  assert.equal(scopeAt(line, 'category'), 'string.quoted.double.text');
});

test('escapes show, and line breaks more than the rest', () => {
  const line = '{"output": "a\\nb\\t\\u00e9\\q"}';
  assert.equal(scopeAt(line, '\\n'), 'constant.character.escape.newline');
  assert.equal(scopeAt(line, '\\t'), 'constant.character.escape');
  assert.equal(scopeAt(line, '\\u00e9'), 'constant.character.escape');
  assert.equal(scopeAt(line, '\\q'), 'invalid.illegal.unrecognized-string-escape');
});

test('Markdown inside texts is told apart', () => {
  const line =
    '{"output": "# Title\\n- **bold**, *slanted* and `code`\\n```python\\nprint(1)\\n```\\nsee [docs](https://example.org)"}';
  assert.equal(scopeAt(line, 'Title'), 'markup.heading');
  assert.equal(scopeAt(line, '- **'), 'punctuation.definition.list.begin.markdown');
  assert.equal(scopeAt(line, 'slanted'), 'markup.italic');
  assert.equal(scopeAt(line, 'bold'), 'markup.bold');
  assert.equal(scopeAt(line, 'code`'), 'meta.embedded.inline');
  assert.equal(scopeAt(line, 'python'), 'fenced_code.block.language');
  assert.equal(scopeAt(line, 'print'), 'meta.embedded.block');
  assert.equal(scopeAt(line, 'docs'), 'string.other.link.title');
  assert.equal(scopeAt(line, 'https'), 'markup.underline.link');
  assert.equal(scopeAt('{"output": "2 * 3 * 4 and *args"}', '3'), 'string.quoted.double.text');
  assert.equal(scopeAt('{"id": "**not text**"}', 'not text'), 'string.quoted.double');
});

test('what is not JSON is marked', () => {
  assert.equal(scopeAt('{"a": True}', 'True'), 'invalid.illegal.expected-json');
  assert.equal(scopeAt('// {"a": 1}', '//'), 'invalid.illegal.comment');
  assert.equal(scopeAt('{"a": null}', 'null'), 'constant.language.json');
});

test('a broken row never colours the next one', () => {
  for (const broken of ['{"output": "never closed', '{"output": "```python\\nx', '{"id": "open', '{"a": [{']) {
    const { ruleStack } = grammar.tokenizeLine(broken, textmate.INITIAL);
    assert.equal(scopeAt('{"role": "user"}', 'user', ruleStack), 'constant.language.role', broken);
  }
});
