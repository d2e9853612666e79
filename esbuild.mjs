// Builds everything: `node esbuild.mjs [product] [harness] [tests] [--watch] [--production]` (all parts when none is named).
import { build, context } from 'esbuild';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { compileKernel } from './src/core/kernel/compileKernel.mjs';
import { compileSchemas } from './src/core/schema/compileSchemas.mjs';

const flags = new Set(process.argv.slice(2));
const watch = flags.has('--watch');
const production = flags.has('--production');
const wants = (part) => flags.has(part) || !['product', 'harness', 'tests'].some((each) => flags.has(each));

const shared = {
  bundle: true,
  sourcemap: production ? false : 'linked',
  minify: production,
  // The task of .vscode waits for what is said while watching.
  logLevel: watch ? 'info' : 'warning',
  target: 'es2022',
  legalComments: production ? 'linked' : 'none',
};

/** Node bundles for VS Code's extension host (CommonJS; VS Code 1.82 runs Node 18). */
const node = { ...shared, platform: 'node', format: 'cjs', target: 'node18', external: ['vscode'] };

const product = [
  { ...node, entryPoints: { extension: 'src/extension.node.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { worker: 'src/worker.ts' }, outdir: 'dist', plugins: [guesserApart()] },
  { ...node, entryPoints: { copier: 'src/copier.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { guesser: 'src/core/balance/guesserParts.ts' }, outdir: 'dist' },
  {
    ...node,
    entryPoints: { firstRows: 'webview/editor/firstRows/renderFirstRows.tsx' },
    outdir: 'dist',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  },
  {
    ...node,
    entryPoints: { firstCharts: 'webview/balance/firstCharts/renderFirstCharts.tsx' },
    outdir: 'dist',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    plugins: [laterPartsApart()],
  },
  { ...node, entryPoints: { cli: 'src/cli/main.ts' }, outdir: 'dist', target: 'node20' },
  // A module, so that each vocabulary is a file of its own and read when it is used.
  {
    ...node,
    entryPoints: { preview: 'src/preview.ts' },
    outdir: 'dist/preview',
    format: 'esm',
    splitting: true,
    chunkNames: '[name]-[hash]',
    outExtension: { '.js': '.mjs' },
  },
  // Each page on its own: chunks that two pages share would be many and small, and each is a message on its way.
  ...['editor', 'balance'].map((page) => ({
    ...shared,
    entryPoints: {
      [page]: `webview/${page}/main.tsx`,
      [`${page}.first`]: `webview/${page}/firstStyles.css`,
      [`${page}.later`]: `webview/${page}/laterStyles.css`,
    },
    outdir: 'dist/webview',
    platform: 'browser',
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
    metafile: true,
    plugins: [{ name: 'built-pages', setup: ({ onEnd }) => onEnd(writeBuiltPages) }],
  })),
];

/** Scripts that stand in a page's document. */
const firstScripts = {
  editor: 'webview/editor/firstRows/showFirstRows.ts',
  balance: 'webview/balance/firstCharts/showFirstCharts.ts',
};

/** Leaves out of a bundle that draws a page in the host what the page itself loads later (ECharts, Markdown): it is never asked for. */
function laterPartsApart() {
  const setup = ({ onResolve }) =>
    onResolve({ filter: /^\./ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  return { name: 'later-parts-apart', setup };
}

/** Leaves what guesses task types and languages out of a bundle: it is read from its own file beside it, when it is first asked. */
function guesserApart() {
  const setup = ({ onResolve }) =>
    onResolve({ filter: /\/guesserParts$/ }, () => ({ path: './guesser.js', external: true }));
  return { name: 'guesser-apart', setup };
}

/**
 * Beside each page, `<page>.page.json`: what the host puts into the page's document, so that it is drawn before anything is loaded
 * (first styles and first script), and the chunks that its script imports at once, so that they load beside it. See `BuiltPage`.
 */
async function writeBuiltPages({ metafile }) {
  for (const [path, { entryPoint, imports }] of Object.entries(metafile?.outputs ?? {})) {
    if (entryPoint === undefined || !path.endsWith('.js') || path.includes('/chunks/')) continue;
    const all = new Set();
    const collect = (each) => {
      for (const { path: chunk, kind } of each) {
        if (kind !== 'import-statement' || all.has(chunk)) continue;
        all.add(chunk);
        collect(metafile.outputs[chunk]?.imports ?? []);
      }
    };
    collect(imports);
    const style = readFileSync(path.replace(/\.js$/, '.first.css'), 'utf8');
    const page = {
      style: style.replace(/\/\*# sourceMappingURL.*?\*\//, ''),
      imports: [...all].map((chunk) => relative(dirname(path), chunk).replaceAll('\\', '/')),
      first: await firstScript(basename(path, '.js')),
    };
    writeFileSync(path.replace(/\.js$/, '.page.json'), JSON.stringify(page));
  }
}

async function firstScript(page) {
  if (firstScripts[page] === undefined) return '';
  const { outputFiles } = await build({
    entryPoints: [firstScripts[page]],
    bundle: true,
    minify: true,
    write: false,
    target: shared.target,
  });
  return outputFiles[0].text.trim();
}

const findTests = (folder, pattern = /\.test\.tsx?$/) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true })
        .map((name) => join(folder, name.toString()))
        .filter((name) => pattern.test(name))
    : [];

/** Test bundles keep packages external: they run from the checkout. */
const nodeTests = {
  ...shared,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  outdir: 'dist-test',
  outbase: 'test',
  outExtension: { '.js': '.mjs' },
  jsx: 'automatic',
  jsxImportSource: 'preact',
};

const tests = [
  {
    ...nodeTests,
    entryPoints: [
      ...['unit', 'golden', 'page', 'workbench'].flatMap((suite) => findTests(join('test', suite))),
      ...findTests('test/bench', /\.bench\.ts$/),
      'test/bench/run.ts',
      'test/classifier/train.ts',
      'test/tokens/fit.ts',
    ],
  },
  {
    ...node,
    packages: 'external',
    entryPoints: [
      'test/host/index.ts',
      ...findTests('test/host'),
      'test/bench/workbench/inHost.ts',
      'test/bench/workbench/openAgain.ts',
      'test/bench/workbench/typingPeer.ts',
      'test/bench/workbench/inBalance.ts',
    ],
    outdir: 'dist-test',
    outbase: 'test',
  },
];

/** What runs the tests and starts VS Code; apart, because it runs while the tests are built. */
const harness = [
  { ...nodeTests, entryPoints: ['start', 'run', 'fetch', 'propertySeed'].map((name) => `test/vscode/${name}.ts`) },
];

const parts = {
  product: { builds: product, folders: ['dist'] },
  harness: { builds: harness, folders: ['dist-test/vscode'] },
  tests: {
    builds: tests,
    folders: ['unit', 'golden', 'page', 'workbench', 'bench', 'classifier', 'tokens', 'host'].map((suite) =>
      join('dist-test', suite),
    ),
  },
};
const wanted = Object.entries(parts).flatMap(([name, part]) => (wants(name) ? [part] : []));

// The harness needs none of it, and must be there to report that it failed.
if (wants('product') || wants('tests')) {
  compileSchemas();
  await compileKernel();
}
if (!watch)
  for (const folder of wanted.flatMap(({ folders }) => folders)) rmSync(folder, { recursive: true, force: true });

const builds = wanted
  .flatMap((part) => part.builds)
  .map((options) => ({ ...options, entryPoints: keepExisting(options.entryPoints) }))
  .filter((options) => Object.keys(options.entryPoints).length > 0);
if (watch) for (const options of builds) await (await context(options)).watch();
else await Promise.all(builds.map((options) => build(options)));

/** While the house is being built, an entry may not be there yet; the types check names what is missing. */
function keepExisting(entries) {
  if (Array.isArray(entries)) return entries.filter(existsSync);
  return Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(path)));
}
