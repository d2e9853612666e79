import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { configurationProperties, projectFileSchema } from '../../../../src/core/config/settingsSchema';
import type { JsonValue } from '../../../../src/core/json/path';
import { RESTRICTED, SECTION } from '../../../../src/host/settings/restricted';

/**
 * The settings stand once, in `src/core/config/settings.ts`. This writes what VS Code wants of them where `ITUNE_UPDATE=1`, and else
 * compares: the manifest, its words, and the JSON Schema of `.itune.json`.
 */
const isUpdate = process.env.ITUNE_UPDATE === '1';
const SCHEMA = 'syntaxes/itune.schema.json';

type Json = Record<string, JsonValue>;

const read = (file: string): Json => JSON.parse(readFileSync(file, 'utf8')) as Json;
const write = (file: string, value: JsonValue): void => writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`);

/** Descriptions of settings are words of the manifest: they stand in package.nls.json, by the setting's name. */
function externalise(value: JsonValue, name: string, words: Record<string, string>): JsonValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const result: Json = {};
  for (const [key, part] of Object.entries(value)) {
    if (key === 'description' && typeof part === 'string') {
      words[name] = part;
      result[key] = `%${name}%`;
    } else if (key === 'enumDescriptions') {
      const values = (value as Json).enum as readonly string[];
      result[key] = (part as readonly string[]).map((text, index) => {
        const own = `${name}.${values[index] ?? ''}`;
        words[own] = text;
        return `%${own}%`;
      });
    } else if (key === 'properties') {
      const properties = Object.entries(part as Json);
      result[key] = Object.fromEntries(
        properties.map(([each, inner]) => [each, externalise(inner, `${name}.${each}`, words)]),
      );
    } else {
      result[key] = key === 'items' ? externalise(part, name, words) : part;
    }
  }
  return result;
}

function expected(): { readonly properties: Json; readonly words: Record<string, string> } {
  const words: Record<string, string> = {};
  const properties = Object.entries(configurationProperties()).map(([name, schema]): [string, JsonValue] => {
    const own = externalise(schema, name.replace(`${SECTION}.`, 'setting.'), words) as Json;
    return [name, { ...own, scope: 'resource' }];
  });
  return { properties: Object.fromEntries(properties), words };
}

test('the settings of the manifest and their words are those of the code', () => {
  const { properties, words } = expected();
  const manifest = read('package.json');
  const nls = read('package.nls.json');
  const contributes = manifest.contributes as Json;
  if (isUpdate) {
    const configuration = { title: '%displayName%', properties };
    write('package.json', { ...manifest, contributes: { ...contributes, configuration } });
    const others = Object.entries(nls).filter(([name]) => !name.startsWith('setting.'));
    write('package.nls.json', { ...Object.fromEntries(others), ...words });
    return;
  }
  assert.deepEqual((contributes.configuration as Json).properties, properties);
  const known = Object.entries(nls).filter(([name]) => name.startsWith('setting.'));
  assert.deepEqual(Object.fromEntries(known), words);
});

test('the schema of .itune.json is that of the code, and the manifest contributes it', () => {
  if (isUpdate) write(SCHEMA, projectFileSchema());
  assert.deepEqual(read(SCHEMA), JSON.parse(JSON.stringify(projectFileSchema())));
  const { jsonValidation } = read('package.json').contributes as { jsonValidation: Json[] } & Json;
  assert.deepEqual(jsonValidation, [{ fileMatch: '.itune.json', url: `./${SCHEMA}` }]);
});

test('settings that name code of the workspace need trust', () => {
  const { capabilities } = read('package.json') as { capabilities: { untrustedWorkspaces: Json } };
  const wanted = RESTRICTED.map((key) => `${SECTION}.${key}`);
  assert.deepEqual(capabilities.untrustedWorkspaces.restrictedConfigurations, wanted);
});
