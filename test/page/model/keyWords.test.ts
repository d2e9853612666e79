import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyWords } from '../../../webview/shared/keyWords';

test('keys are called as everywhere', () => {
  assert.equal(keyWords('Ctrl+Alt+D', undefined, false), 'Ctrl+Alt+D');
  assert.equal(keyWords('F3', 'Cmd+G', false), 'F3');
});

test('keys are called by their marks on macOS, in the order of its menus', () => {
  assert.equal(keyWords('Ctrl+Alt+D', undefined, true), '⌥⌘D');
  assert.equal(keyWords('Shift+F3', 'Cmd+Shift+G', true), '⇧⌘G');
  assert.equal(keyWords('Ctrl+G', 'Ctrl+G', true), '⌃G');
  assert.equal(keyWords('Ctrl+K V', undefined, true), '⌘K V');
  assert.equal(keyWords('Alt+Up', undefined, true), '⌥Up');
  assert.equal(keyWords('F8', undefined, true), 'F8');
});
