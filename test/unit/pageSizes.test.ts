import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { transform } from 'esbuild';

/** Minified bytes that the balance panel may load before its first bars, and then for its charts. */
const MOST_FIRST = 450_000;
const MOST_CHARTS = 650_000;

const folder = 'dist/webview';

/** The script of a page or a chunk, and what it imports at once, and they in turn. */
function withImports(name: string, known = new Set<string>()): Set<string> {
  if (known.has(name)) return known;
  known.add(name);
  const text = readFileSync(`${folder}/${name}`, 'utf8');
  for (const [, path = ''] of text.matchAll(/^(?:import|export)\b[^;]*?["']\.\/([^"']+\.js)["'];$/gm)) {
    withImports(path.startsWith('chunks/') || !name.startsWith('chunks/') ? path : `chunks/${path}`, known);
  }
  return known;
}

async function minified(names: Iterable<string>): Promise<number> {
  const sizes = [...names].map(async (name) => {
    const text = readFileSync(`${folder}/${name}`, 'utf8');
    return (await transform(text, { minify: true, legalComments: 'none' })).code.length;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

test('the balance panel loads little before its first bars, and its charts when they are drawn', async () => {
  assert.ok(existsSync(`${folder}/balance.js`), 'build first: npm run build');
  const first = withImports('balance.js');
  const bytes = await minified(first);
  assert.ok(first.size > 1 && bytes < MOST_FIRST, `${bytes} bytes first`);
  const drawings = readdirSync(`${folder}/chunks`).filter((name) => /^drawing-\w+\.js$/.test(name));
  assert.ok(drawings.length > 0, 'the charts are a chunk of their own');
  for (const drawing of drawings) {
    const later = [...withImports(`chunks/${drawing}`)].filter((name) => !first.has(name));
    const charts = await minified(later);
    assert.ok(charts > 100_000 && charts < MOST_CHARTS, `${charts} bytes for charts`);
  }
});
