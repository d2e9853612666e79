import type { JsonValue } from '../json/path';
import type { Setting, SettingType } from './settings';
import { DEFAULTS, SETTINGS } from './settings';

/** The JSON Schema of `.itune.json`, for its completion and hovers in editors; contributed as `syntaxes/itune.schema.json`. */
export function projectFileSchema(): JsonValue {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Settings of the Instruction Dataset Editor for a folder',
    description: 'Shared by the team and by the command line; settings of VS Code win over them.',
    ...schemaOf({ kind: 'object', keys: SETTINGS }, DEFAULTS as unknown as JsonValue),
    properties: { $schema: { type: 'string' }, ...propertiesOf(SETTINGS, DEFAULTS as unknown as JsonValue) },
  };
}

/** The same settings as VS Code's `contributes.configuration` wants them, under `itune.`. */
export function configurationProperties(): Record<string, JsonValue> {
  const properties = propertiesOf(SETTINGS, DEFAULTS as unknown as JsonValue);
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [`itune.${name}`, withoutMerging(schema)]),
  );
}

function propertiesOf(
  settings: Readonly<Record<string, Setting>>,
  defaults: JsonValue | undefined,
): Record<string, JsonValue> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, { type, description }]) => {
      const value = (defaults as Record<string, JsonValue> | undefined)?.[name];
      return [name, { ...schemaOf(type, value), description, ...(value === undefined ? {} : { default: value }) }];
    }),
  );
}

function schemaOf(type: SettingType, defaults?: JsonValue): Record<string, JsonValue> {
  switch (type.kind) {
    case 'boolean':
      return { type: 'boolean' };
    case 'text':
      return { type: 'string' };
    case 'number':
      return { type: type.integer ? 'integer' : 'number', minimum: type.min, maximum: type.max };
    case 'choice':
      return {
        type: 'string',
        enum: type.of,
        ...(type.words === undefined ? {} : { enumDescriptions: type.words }),
      };
    case 'list':
      return { type: 'array', items: schemaOf(type.of) };
    case 'object':
      return {
        type: 'object',
        properties: propertiesOf(type.keys, defaults),
        ...(type.required === undefined ? {} : { required: type.required }),
        additionalProperties: false,
      };
  }
}

/** An object setting's default in the manifest is filled in by VS Code key by key; ours are merged in `mergeSettings`. */
function withoutMerging(schema: JsonValue): JsonValue {
  const { default: value, ...rest } = schema as Record<string, JsonValue>;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return value === undefined || isObject ? { ...rest, default: {} } : { ...rest, default: value };
}
