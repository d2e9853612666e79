import assert from 'node:assert/strict';
import { test } from 'node:test';
import { showControls } from '../../../../src/core/text/showControls';

test('nothing of a dataset moves the cursor, vanishes or turns the words around it', () => {
  assert.equal(showControls('a\u0000b\u001b[31m\u007f\u009b\u202e'), 'a␀b␛[31m␡‹U+009B›‹U+202E›');
  assert.equal(showControls('Größe 日本 🐦 \u200d'), 'Größe 日本 🐦 \u200d');
});
