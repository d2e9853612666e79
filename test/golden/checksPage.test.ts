import { format } from 'prettier';
import { test } from 'node:test';
import { checksPage } from './checksPage';
import { assertGolden } from './goldenText';

test('docs/checks.md says what the catalogue says', async () => {
  assertGolden('docs/checks.md', await format(checksPage(), { parser: 'markdown', printWidth: 120 }));
});
