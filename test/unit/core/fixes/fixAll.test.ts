import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DatasetChecker } from '../../../../src/core/checks/datasetChecker';
import { CheckConfig } from '../../../../src/core/config/checkConfig';
import { mergeSettings } from '../../../../src/core/config/readSettings';
import { fixRow } from '../../../../src/core/fixes/fixAll';

test('fixes that are not safe and undo each other do not go round, or the line would double each time', () => {
  const config = new CheckConfig(mergeSettings());
  const checker = new DatasetChecker(config);
  const odd = JSON.stringify({ prompt: ['a'], completion: 'yes', label: 'no' });
  // Most rows are chats; where others have a completion, it is text.
  const chats = Array.from({ length: 9 }, (_, i) => ({ messages: [{ role: 'user', content: `Hello ${i}` }] }));
  const texts = Array.from({ length: 4 }, (_, i) => ({ prompt: `Bird ${i}?`, completion: 'Wren.', label: true }));
  for (const [i, row] of [...chats, ...texts].entries()) checker.add(i, JSON.stringify(row));
  checker.add(13, odd);
  const { lines, applied } = fixRow(odd, checker.facts, config, { unsafe: true });
  assert.ok(applied.length > 0 && applied.length < 10, `${applied.length} fixes`);
  assert.ok((lines[0]?.length ?? 0) < 4 * odd.length, lines[0]?.slice(0, 200));
});
