import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

/**
 * The layers of the house, held by reading import lines: the third guard beside the ESLint rules and the core's own tsconfig,
 * so that switching a rule off in one file does not go unseen. Keys are folders, the longest match wins; a layer may import
 * itself, the layers and the packages listed.
 */
const LAYERS: Record<string, { layers: string[]; packages?: (name: string) => boolean }> = {
  'src/core': {
    layers: ['src/core'],
    packages: (name) => /^(jsonrepair|ajv|eld|@huggingface\/(jinja|tokenizers)|gpt-tokenizer)(\/|$)/.test(name),
  },
  'src/protocol': { layers: ['src/core', 'src/protocol'] },
  'src/platform/node': { layers: ['src/core', 'src/protocol', 'src/platform', 'src/platform/node'], packages: isNode },
  'src/platform': { layers: ['src/core', 'src/protocol', 'src/platform'] },
  'src/host': {
    layers: ['src/core', 'src/protocol', 'src/platform', 'src/host'],
    packages: (name) => name === 'vscode',
  },
  'src/cli': { layers: ['src/core', 'src/platform', 'src/platform/node', 'src/cli'], packages: isNode },
  webview: {
    layers: ['src/core', 'src/protocol', 'webview'],
    packages: (name) =>
      /^(preact|preact-render-to-string|@vscode\/(webview-ui-toolkit|codicons)|echarts|markdown-it|dompurify|highlight\.js|katex|diff)(\/|$)/.test(
        name,
      ),
  },
};
/** Entries choose implementations; nothing imports them. */
const ENTRIES = ['src/extension.node.ts', 'src/worker.ts', 'src/copier.ts', 'src/preview.ts', 'src/cli/main.ts'];

function isNode(name: string): boolean {
  return name.startsWith('node:');
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name.toString()))
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'));
}

/** Module names of static, dynamic and re-exporting imports, by the compiler's own reader. */
function importsOf(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

function layerOf(path: string): string | undefined {
  const slashed = path.split(sep).join('/');
  return Object.keys(LAYERS)
    .filter((layer) => slashed.startsWith(`${layer}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function violations(file: string, text: string): string[] {
  const layer = layerOf(file);
  const rule = layer === undefined ? undefined : LAYERS[layer];
  if (rule === undefined) return [`${file}: stands in no layer`];
  return importsOf(text).flatMap((name) => {
    if (!name.startsWith('.')) return rule.packages?.(name) === true ? [] : [`${file} imports ${name}`];
    const target = relative('.', normalize(join(dirname(file), name)));
    const targetLayer = layerOf(target);
    const allowed = targetLayer !== undefined && rule.layers.some((l) => targetLayer === l);
    return allowed ? [] : [`${file} imports ${name}`];
  });
}

test('every import stays inside its layer', () => {
  const files = [...sourceFiles('src'), ...sourceFiles('webview')].filter(
    (file) => !ENTRIES.includes(file.split(sep).join('/')),
  );
  assert.ok(files.length > 5, 'the source files were found');
  const found = files.flatMap((file) => violations(file, readFileSync(file, 'utf8')));
  assert.deepEqual(found, []);
});

test('the guard sees what it should', () => {
  const broken = (file: string, text: string) => violations(file, text).length;
  assert.equal(broken('src/core/json/a.ts', `import { readFile } from 'node:fs';`), 1);
  assert.equal(broken('src/core/json/a.ts', `export * from '../../host/b';`), 1);
  assert.equal(broken('src/core/json/a.ts', `const x = await import('vscode');`), 1);
  assert.equal(broken('src/host/a.ts', `import { save } from '../platform/node/save';`), 1);
  assert.equal(broken('webview/editor/a.tsx', `import '../../src/platform/platform';`), 1);
  assert.equal(
    broken('src/host/a.ts', `import * as vscode from 'vscode';\nimport type { P } from '../platform/platform';`),
    0,
  );
});
