import type { JsonValue } from '../json/path';
import { type KnownShape, SHAPE_SCHEMAS, type ShapeSchema } from './shapeSchemas';

type Matcher = (value: JsonValue | undefined) => boolean;

const MATCHERS = new Map<KnownShape, Matcher>();

/**
 * Whether a value fits the schema of a shape: the check of the bulk, several times faster than ajv's code, which is asked only to
 * explain the rows that fail here. A test holds the two to the same verdict.
 */
export function matchesShape(value: JsonValue, shape: KnownShape): boolean {
  let matcher = MATCHERS.get(shape);
  if (matcher === undefined) MATCHERS.set(shape, (matcher = compile(SHAPE_SCHEMAS[shape])));
  return matcher(value);
}

function compile(schema: ShapeSchema): Matcher {
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  const [only] = types;
  if (types.length === 1 && only === 'string') return (value) => typeof value === 'string';
  const object = types.includes('object') ? compileObject(schema) : undefined;
  const array = types.includes('array') ? compileArray(schema) : undefined;
  const plain = new Set(types);
  return (value) => {
    if (typeof value === 'string') return plain.has('string');
    if (typeof value === 'number') return plain.has('number');
    if (typeof value === 'boolean') return plain.has('boolean');
    if (value === null) return plain.has('null');
    if (Array.isArray(value)) return array?.(value) ?? false;
    return typeof value === 'object' && (object?.(value as Readonly<Record<string, JsonValue>>) ?? false);
  };
}

function compileObject(schema: ShapeSchema): (object: Readonly<Record<string, JsonValue>>) => boolean {
  const required = schema.required ?? [];
  const properties = Object.entries(schema.properties ?? {}).map(([key, of]) => ({ key, matches: compile(of) }));
  return (object) => {
    for (const key of required) if (!Object.hasOwn(object, key)) return false;
    for (const { key, matches } of properties) {
      const value = object[key];
      if (value !== undefined && !matches(value)) return false;
    }
    return true;
  };
}

function compileArray(schema: ShapeSchema): (items: readonly JsonValue[]) => boolean {
  const matches = schema.items === undefined ? undefined : compile(schema.items);
  const min = schema.minItems ?? 0;
  const max = schema.maxItems ?? Infinity;
  return (items) => {
    if (items.length < min || items.length > max) return false;
    if (matches !== undefined) for (const item of items) if (!matches(item)) return false;
    return true;
  };
}
