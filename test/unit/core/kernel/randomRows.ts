import fc from 'fast-check';

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({ maxLength: 80 }),
  fc.constantFrom(
    '',
    ' ',
    '\u00a0',
    ' a',
    'a\u3000',
    '\ufeff',
    '\ud800',
    '\udc00x',
    '\ud83d\ude00',
    'a\n"b"\\\t',
    'é'.repeat(40),
    'put:',
    'ut:"put',
    '12345678 output:',
    '1. Instruction: a',
    'ction: '.repeat(3),
  ),
);

const value: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
})).value;

/** How one writer or another spells the same JSON. */
function spell(json: string, seed: number): string {
  if (seed % 3 === 0) return json;
  // Every character of a string as an escape, now and then; white space around punctuation is added by indenting.
  if (seed % 3 === 1) return JSON.stringify(JSON.parse(json), null, 1).replaceAll('\n', '\r').replaceAll('  ', '\t');
  return json
    .replace(/[^\0-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('/', '\\/');
}

/** Lines that are JSON: mostly objects, in every spelling, some with a key twice. */
export const jsonLine: fc.Arbitrary<string> = fc
  .tuple(fc.oneof({ weight: 4, arbitrary: fc.dictionary(text, value, { maxKeys: 6 }) }, value), fc.nat())
  .map(([row, seed]) => {
    const json = spell(JSON.stringify(row), seed);
    return seed % 7 === 0 ? json.replace(/^\{("[^"\\]*":)/, '{$1null,$1') : json;
  });
