import fc from 'fast-check';
import { setOwn } from '../../../../src/core/json/node';
import type { JsonPath, JsonValue } from '../../../../src/core/json/path';

/** How a line may be written; the writer has to learn it. */
export interface WritingStyle {
  readonly colon: string;
  readonly comma: string;
  readonly pad: string;
  readonly escapes: 'raw' | 'ascii' | 'slash';
}

export const writingStyle: fc.Arbitrary<WritingStyle> = fc.record({
  colon: fc.constantFrom(':', ': ', ' : '),
  comma: fc.constantFrom(',', ', ', ' ,'),
  pad: fc.constantFrom('', ' '),
  escapes: fc.constantFrom('raw', 'ascii', 'slash'),
});

const text = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({
    unit: fc.constantFrom('a', '"', '\\', '\n', '/', 'é', '😀', '\u0001', '\ud83d', '\ude00', '\udc80', '<'),
    maxLength: 8,
  }),
);
const key = fc.oneof(
  fc.constantFrom('instruction', 'messages', 'role', '__proto__', 'constructor', 'a', 'b', ''),
  fc.string({ maxLength: 4 }),
);
const scalar: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 4, arbitrary: text },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false) },
);

function object(values: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> {
  return fc.uniqueArray(fc.tuple(key, values), { maxLength: 4, selector: ([name]) => name }).map((entries) => {
    const result: Record<string, JsonValue> = {};
    for (const [name, value] of entries) setOwn(result, name, value);
    return result;
  });
}

const tied = fc.letrec<{ value: JsonValue; array: JsonValue; object: JsonValue }>((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, tie('array'), tie('object')),
  array: fc.array(tie('value'), { maxLength: 4 }),
  object: object(tie('value')),
}));

/** Any JSON value, with keys and texts that are known to hurt. */
export const jsonValue: fc.Arbitrary<JsonValue> = tied.value;
/** An object, as records are. */
export const jsonObject: fc.Arbitrary<JsonValue> = tied.object;

/** Writes a value in a style, without the code under test. */
export function writeIn(value: JsonValue, style: WritingStyle): string {
  if (Array.isArray(value)) {
    const items = (value as readonly JsonValue[]).map((item) => writeIn(item, style));
    return `[${style.pad}${items.join(style.comma)}${style.pad}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).map(
      ([name, item]) => writeText(name, style) + style.colon + writeIn(item, style),
    );
    return `{${style.pad}${parts.join(style.comma)}${style.pad}}`;
  }
  return typeof value === 'string' ? writeText(value, style) : JSON.stringify(value);
}

function writeText(value: string, style: WritingStyle): string {
  const plain = JSON.stringify(value);
  if (style.escapes === 'slash') return plain.replaceAll('/', '\\/');
  if (style.escapes === 'raw') return plain;
  return plain.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Every path of a value, the empty one first. */
export function allPaths(value: JsonValue, path: JsonPath = []): JsonPath[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries: [string | number, JsonValue][] = Array.isArray(value)
    ? (value as readonly JsonValue[]).map((item, i) => [i, item])
    : Object.entries(value);
  return [path, ...entries.flatMap(([step, item]) => allPaths(item, [...path, step]))];
}
