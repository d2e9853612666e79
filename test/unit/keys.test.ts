import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { boundKeys } from '../page/fake/boundKeys';

interface Manifest {
  readonly contributes: { readonly keybindings: readonly { readonly key: string; readonly command: string }[] };
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const bound = new Map(contributes.keybindings.map(({ key, command }) => [key, command]));

/** What the commands of the manifest are called in messages to the page. */
const messages: Readonly<Record<string, string>> = {
  'itune.goToExample': 'goTo',
  'itune.addExample': 'add',
  'itune.duplicateExamples': 'duplicate',
  'itune.deleteExamples': 'delete',
  'itune.moveExamplesUp': 'moveUp',
  'itune.moveExamplesDown': 'moveDown',
};

test('the page tests press the keys that the manifest binds', () => {
  for (const [key, message] of Object.entries(boundKeys)) {
    const command = bound.get(key.replace('arrow', '')) ?? '';
    assert.equal(messages[command] ?? command.replace('itune.', ''), message, key);
  }
});

test('the README names keys that are bound', () => {
  const table = /### Keys\n([\s\S]*?)\n\nOn macOS/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';
  const named = [...table.matchAll(/(?:(?:Ctrl|Alt|Shift)\+)*(?:F\d+|(?:Ctrl|Alt)\+[A-Z.][a-z]*)/g)].map(
    ([key]) => key,
  );
  assert.ok(named.length >= 15, `${named.length} keys in ${table}`);
  for (const key of named) assert.ok(bound.has(key.toLowerCase()), `${key} of the README is not bound`);
});
