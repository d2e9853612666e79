import assert from 'node:assert/strict';
import { transform } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';

const MOST_BYTES = 3_000_000;
const MOST_WITH_VOCABULARIES = 8_000_000;

/** What users need. Chunks and fonts of the page have hashed names; licences of bundled code come with a production build. */
const expected = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'dist/copier.js',
  'dist/extension.js',
  'dist/firstCharts.js',
  'dist/firstRows.js',
  'dist/guesser.js',
  'dist/preview/preview.mjs',
  'dist/webview/balance.js',
  'dist/webview/balance.later.css',
  'dist/webview/balance.page.json',
  'dist/webview/editor.js',
  'dist/webview/editor.later.css',
  'dist/webview/editor.page.json',
  'dist/worker.js',
  'docs/checks.md',
  'docs/images/editor.png',
  'docs/walkthrough/balance.md',
  'docs/walkthrough/edit.md',
  'docs/walkthrough/mend.md',
  'package.json',
  'package.nls.json',
  'syntaxes/itune-jsonl.tmLanguage.json',
  'syntaxes/itune.schema.json',
  'syntaxes/languageConfiguration.json',
];
const optional =
  /^dist\/(.*\.LEGAL\.txt|preview\/(?!preview\.)[\w-]+\.mjs|webview\/chunks\/[\w-]+\.js|webview\/[\w-]+\.ttf)$/;

/** Takes some seconds, so both tests share it. */
let listed: readonly string[] | undefined;

function listFiles(): readonly string[] {
  if (listed !== undefined) return listed;
  assert.ok(existsSync('dist/extension.js'), 'build first: npm run build');
  const list = execFileSync(process.execPath, ['node_modules/@vscode/vsce/vsce', 'ls', '--no-dependencies'], {
    encoding: 'utf8',
  });
  listed = list.split(/\r?\n/).filter((name) => name !== '');
  return listed;
}

test('the package holds what users need, and no more', () => {
  const known = listFiles()
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => !optional.test(name));
  assert.deepEqual(known.sort(), expected);
});

test('the package stays under 3 MB without the vocabularies of exact tokenizers, and under 8 MB with them', async () => {
  const sizes = await Promise.all(listFiles().map(async (name) => [name, await packedSize(name)] as const));
  const packed = (part: typeof sizes) => part.reduce((sum, [, size]) => sum + size, 0);
  const vocabularies = sizes.filter(([name]) => /preview.(?:cl100k|o200k)_base/.test(name));
  assert.equal(vocabularies.length, 2, 'both are there');
  const others = packed(sizes) - packed(vocabularies);
  assert.ok(others < MOST_BYTES, `${others} bytes without vocabularies`);
  assert.ok(packed(sizes) < MOST_WITH_VOCABULARIES, `${packed(sizes)} bytes`);
});

/** Bytes of a file in the package, whose scripts are minified; those of a test's build are not. */
async function packedSize(name: string): Promise<number> {
  const content = readFileSync(name);
  if (!/\.m?js$/.test(name)) return deflateRawSync(content).length;
  const { code } = await transform(content.toString('utf8'), { minify: true, legalComments: 'none' });
  return deflateRawSync(code).length;
}
