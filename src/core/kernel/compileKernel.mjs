// Compiles the kernels from AssemblyScript to WebAssembly: src/core/kernel/<name>Wasm.js, made anew when a source has changed.
import asc from 'assemblyscript/asc';
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = 'src/core/kernel';
/** Each kernel has an entry of its name in `assembly`; pages of memory. */
const kernels = [
  { name: 'rowKernel', pages: 96 },
  { name: 'findKernel', pages: 6 },
  { name: 'nearKernel', pages: 258 },
];
const options = [
  ...['--runtime', 'stub', '--use', 'abort=', '--noAssert'],
  ...['--enable', 'simd', '-O3', '--converge'],
  // Vectors go between functions of the kernel only, never to JavaScript.
  ...['--disableWarning', '112'],
];

/** Writes the kernels' code as base64, with the hash of what it was made of, unless it is there already. */
export async function compileKernel() {
  const header = `// Made by compileKernel.mjs from ${sourceHash()}`;
  for (const kernel of kernels) await compile(kernel, header);
}

async function compile({ name, pages }, header) {
  const output = join(folder, `${name}Wasm.js`);
  if (existsSync(output) && readFileSync(output, 'utf8').startsWith(header)) return;
  const built = new Map();
  const { error, stderr } = await asc.main(
    [join(folder, `assembly/${name}.ts`), '--outFile', 'kernel.wasm', '--initialMemory', String(pages), ...options],
    { writeFile: (path, contents) => built.set(path, contents), listFiles: () => [] },
  );
  const code = built.get('kernel.wasm');
  if (error || code === undefined) throw new Error(`The kernel ${name} does not compile.\n${stderr.toString()}`);
  writeFileSync(output, `${header}\nexport const WASM_BASE64 =\n  '${Buffer.from(code).toString('base64')}';\n`);
}

/** Of the sources, the compiler and its options. */
function sourceHash() {
  const isSource = (name) => name.endsWith('Layout.ts');
  const sources = [
    ...readdirSync(folder)
      .filter(isSource)
      .map((name) => join(folder, name)),
    ...readdirSync(join(folder, 'assembly')).map((name) => join(folder, 'assembly', name)),
  ];
  const hash = createHash('sha256')
    .update(asc.version)
    .update(JSON.stringify([options, kernels]));
  for (const source of sources.sort()) hash.update(readFileSync(source));
  return hash.digest('hex').slice(0, 16);
}
