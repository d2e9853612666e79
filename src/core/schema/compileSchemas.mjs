// Compiles the JSON Schemas of the shapes to validators without `eval`: src/core/schema/validators.js, made anew by every build.
import Ajv from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = 'src/core/schema';
const output = join(folder, 'validators.js');

/** Writes the validators, unless they are there already and the same. Each is exported by its shape in camel case. */
export function compileSchemas() {
  const schemas = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  const ajv = new Ajv({
    schemas,
    allErrors: true,
    allowUnionTypes: true,
    code: { source: true, esm: true, lines: true },
  });
  const names = Object.fromEntries(schemas.map(({ $id }) => [exportName($id), $id]));
  const code = standaloneCode(ajv, names);
  if (/\brequire\(/.test(code)) throw new Error('A schema uses a keyword that needs code of ajv at run time.');
  if (!existsSync(output) || readFileSync(output, 'utf8') !== code) writeFileSync(output, code);
}

/** `openaiChat` for `itune:openai-chat`. */
function exportName(id) {
  return id.replace('itune:', '').replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}
