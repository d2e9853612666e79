import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

const folders = /^(src|webview|test|docs|syntaxes|\.github|\.vscode|\.ci)\//;
/** Made by a build or by tests, and not there at first. */
const made = 'test/.output/';

/** What stands between backticks or behind a link, and looks like a path of this repository. */
function pathsIn(text: string): readonly string[] {
  const quoted = [...text.matchAll(/`([^`\s]+)`/g), ...text.matchAll(/\]\(([^)\s]+)\)/g)].map(
    (found) => found[1] ?? '',
  );
  return quoted.filter((path) => folders.test(path) && !path.startsWith(made) && !path.includes('*'));
}

describe('guides', () => {
  for (const guide of ['README.md', 'CONTRIBUTING.md']) {
    test(`${guide} names files that are there`, () => {
      const paths = pathsIn(readFileSync(guide, 'utf8'));
      assert.ok(paths.length > 2, `${paths.length} paths`);
      assert.deepEqual(
        paths.filter((path) => !existsSync(path)),
        [],
      );
    });
  }

  test('CONTRIBUTING.md names stages and scripts that there are', () => {
    const guide = readFileSync('CONTRIBUTING.md', 'utf8');
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const named = [...guide.matchAll(/`npm run ([\w:-]+)/g)].map((found) => found[1] ?? '');
    assert.ok(named.length >= 5);
    assert.deepEqual(
      named.filter((name) => !(name in scripts)),
      [],
    );
    const example = /`npm test -- workbench --file (\w+)`/.exec(guide)?.[1] ?? '';
    assert.ok(existsSync(join('test/workbench', `${example}.test.ts`)), example);
  });
});
