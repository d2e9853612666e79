import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { toValue, type JsonNode } from '../../../../src/core/json/node';
import { MAX_DEPTH, parseLine } from '../../../../src/core/json/parser';
import { MAX_ERRORS } from '../../../../src/core/json/parserState';
import { describeSyntaxError } from '../../../../src/core/json/syntaxError';
import { applyTextEdits } from '../../../../src/core/json/textEdit';

const UNMENDABLE = new Set(['empty', 'second-value', 'nesting-too-deep', 'too-many-errors']);

/** What `JSON.parse` says, or undefined where it refuses. */
function strict(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** The rules that hold for any text at all. */
function checkParse(text: string): void {
  const { root, errors } = parseLine(text);
  const expected = strict(text);
  assert.equal(errors.length === 0, expected !== undefined, `verdict on ${JSON.stringify(text)}`);
  if (expected !== undefined) {
    assert.ok(root !== undefined);
    assert.deepEqual(toValue(root), expected.value);
    checkSpans(text, root);
  }
  for (const error of errors) {
    assert.ok(error.start >= 0 && error.start <= error.end && error.end <= text.length + 1, JSON.stringify(error));
    assert.match(describeSyntaxError(error), /^\S.*[^.\s]$/s);
  }
  if (errors.length === 0 || errors.some((error) => UNMENDABLE.has(error.code))) return;
  const mended = applyTextEdits(
    text,
    errors.flatMap((error) => error.mends),
  );
  const result = strict(mended);
  assert.ok(result !== undefined, `mends of ${JSON.stringify(text)} give ${JSON.stringify(mended)}`);
  assert.deepEqual(toValue(root), result.value, `tree of ${JSON.stringify(text)}, mended ${JSON.stringify(mended)}`);
}

/** The text of every span parses to the value of its node. */
function checkSpans(text: string, node: JsonNode): void {
  assert.deepEqual(strict(text.slice(node.start, node.end))?.value, toValue(node));
  if (node.kind === 'array') for (const item of node.items) checkSpans(text, item);
  if (node.kind !== 'object') return;
  for (const property of node.properties) {
    assert.equal(JSON.parse(text.slice(property.key.start, property.key.end)), property.key.value);
    assert.ok(property.value !== undefined);
    assert.deepEqual([property.start, property.end], [property.key.start, property.value.end]);
    checkSpans(text, property.value);
  }
}

const spaced = fc
  .tuple(fc.json(), fc.array(fc.constantFrom(' ', '\t', '  ', '\r'), { maxLength: 5 }))
  .map(([json, gaps]) => gaps.reduce((text, gap, i) => text.replace(/[,:{}[\]]/g, (c) => (i % 2 ? c + gap : c)), json));
const garbage = fc.array(
  fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    ':',
    "'",
    '\\',
    ' ',
    '\n',
    '\u0001',
    'a',
    'true',
    'None',
    '1',
    '-',
    '.',
    '/',
    '#',
    '“',
    '”',
    '"a":',
    '"b": "x"',
    '\\u12',
    'e9',
    '```',
    '\u00a0',
    '//',
    '/*',
    '*/',
    ', ',
    '\ud800',
  ),
  { maxLength: 30 },
);

describe('parseLine', () => {
  test('accepts what JSON.parse accepts, with the same value and exact spans', () => {
    fc.assert(fc.property(spaced, checkParse), { numRuns: 500 });
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (s) => checkParse(JSON.stringify({ [s]: [s, s] }))));
  });

  test('reads any text, and its mends together give the tree that it read', () => {
    fc.assert(
      fc.property(garbage, (parts) => checkParse(parts.join(''))),
      { numRuns: 5000 },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), checkParse), { numRuns: 1000 });
  });

  test('reads any damage to a valid line, and its mends together give the tree that it read', () => {
    const damage = fc.tuple(
      fc.json(),
      fc.nat(),
      fc.nat({ max: 3 }),
      fc.constantFrom('', '"', ',', '}', '{', ']', 'x', '\\', "'"),
    );
    fc.assert(
      fc.property(damage, ([json, at, cut, insert]) => {
        const i = at % (json.length + 1);
        checkParse(json.slice(0, i) + insert + json.slice(i + cut));
      }),
      { numRuns: 5000 },
    );
  });

  test('keeps duplicate keys in source order, and __proto__ as a key', () => {
    const { root } = parseLine('{"a": 1, "__proto__": {"b": 2}, "a": 3}');
    assert.ok(root?.kind === 'object');
    assert.deepEqual(
      root.properties.map((property) => property.key.value),
      ['a', '__proto__', 'a'],
    );
    const value = toValue(root) as Record<string, unknown>;
    assert.deepEqual(Object.keys(value), ['a', '__proto__']);
    assert.equal(value.a, 3);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
  });

  test('takes lone surrogates, NUL in escapes and numbers at the edge', () => {
    for (const text of [
      '"\ud83d"',
      '"\udc80"',
      '"\u0000"',
      '-0',
      '1e999',
      '1E-400',
      '123456789012345678901234567890',
    ]) {
      checkParse(text);
    }
    assert.equal(toValue(parseLine('"\udc80"').root), '\udc80');
    assert.ok(Object.is(toValue(parseLine('-0').root), -0));
  });
});

/** line | codes with columns | words of the first error | the line with all mends */
const ERRORS: readonly (readonly [line: string, codes: string, words: string, mended: string])[] = [
  [
    '{"input": "x" "b": 1}',
    'expected-comma 13-13',
    'expected a comma after the value of `input`',
    '{"input": "x", "b": 1}',
  ],
  ['{"a":"x""b": 1}', 'expected-comma 8-8', 'expected a comma after the value of `a`', '{"a":"x", "b": 1}'],
  [
    '{"a": "x"; "b": 1}',
    'expected-comma 9-10',
    'expected a comma after the value of `a`, found `;`',
    '{"a": "x", "b": 1}',
  ],
  ['{"m": [1 2]}', 'expected-comma 8-8', 'expected a comma after item 1 of `m`', '{"m": [1, 2]}'],
  ['{"a" "x"}', 'expected-colon 4-4', 'expected a colon after the key `a`', '{"a": "x"}'],
  ['{"a" = 1}', 'expected-colon 5-6', 'expected a colon after the key `a`, found `=`', '{"a" : 1}'],
  ['{"a":, "b": 1}', 'expected-value 5-5', 'expected a value for `a`', '{"a":null, "b": 1}'],
  ['hello', 'expected-value 0-5', 'expected a value', '"hello"'],
  [
    '{"a": 1, ?: 2}',
    'trailing-comma 7-8, expected-key 9-13',
    'the last value before } must not be followed by a comma',
    '{"a": 1 }',
  ],
  ['{"a": "x, "b": "z"}', 'unclosed-string 8-8', 'the value of `a` has no closing quote', '{"a": "x", "b": "z"}'],
  ['{"a: "x", "b": 1}', 'unclosed-string 3-3', 'the key `a` has no closing quote', '{"a": "x", "b": 1}'],
  [
    '{"m": [{"c": "x}, {"c": "y"}]}',
    'unclosed-string 15-15',
    'the value of `c` has no closing quote',
    '{"m": [{"c": "x"}, {"c": "y"}]}',
  ],
  ['{"a": "x}', 'unclosed-string 8-8', 'the value of `a` has no closing quote', '{"a": "x"}'],
  ['{"a": hello", "b": 2}', 'unopened-string 6-6', 'the value of `a` has no opening quote', '{"a": "hello", "b": 2}'],
  ['{a": 1}', 'unopened-string 1-1', 'the key `a` has no opening quote', '{"a": 1}'],
  ['{"a": "x"", "b": 1}', 'extra-quote 9-10', 'the value of `a` has a quote too many', '{"a": "x", "b": 1}'],
  ['{"a": 1"}', 'extra-quote 7-8', 'the value of `a` has a quote too many', '{"a": 1}'],
  ['{"k"ey": 1}', 'extra-quote 3-4', 'the key `key` has a quote too many', '{"key": 1}'],
  [
    '{"a": "te"xt, "b": 1}',
    'text-after-quote 10-12',
    'did not expect `xt` after the closing quote of the value of `a`',
    '{"a": "text", "b": 1}',
  ],
  [
    '{"a": "so "yes", "no" it is", "b": 1}',
    'unescaped-quote 10-11, unescaped-quote 14-15, unescaped-quote 17-18, unescaped-quote 20-21',
    'a quote inside the value of `a` must be written as \\"',
    '{"a": "so \\"yes\\", \\"no\\" it is", "b": 1}',
  ],
  [
    '{"a": "4"", "b": 1}',
    'unescaped-quote 8-9',
    'a quote inside the value of `a` must be written as \\"',
    '{"a": "4\\"", "b": 1}',
  ],
  ['{"a": 1', 'unclosed-object 7-7', 'expected } to close the object', '{"a": 1}'],
  [
    '{"m": [{"a": 1, {"a": 2}]}',
    'unclosed-object 14-14',
    'expected } to close item 1 of `m`',
    '{"m": [{"a": 1}, {"a": 2}]}',
  ],
  ['{"m": [{"a": 1}, "c": 2}', 'unclosed-array 15-15', 'expected ] to close `m`', '{"m": [{"a": 1}], "c": 2}'],
  ['{"m": [1, 2}', 'unclosed-array 11-11', 'expected ] to close `m`', '{"m": [1, 2]}'],
  ['"a": 1}', 'unopened-object 0-0', 'expected { to open the object', '{"a": 1}'],
  [
    '{"m": [{"a": 1}, "a": 2}]}',
    'unopened-object 17-17',
    'expected { to open item 2 of `m`',
    '{"m": [{"a": 1}, {"a": 2}]}',
  ],
  ['{"m": {"a": 1}, {"b": 2}]}', 'unopened-array 6-6', 'expected [ to open `m`', '{"m": [{"a": 1}, {"b": 2}]}'],
  ['{"a": 1]', 'wrong-bracket 7-8', 'expected } to close the object, found ]', '{"a": 1}'],
  ['{"m": [1}, "b": 2}', 'wrong-bracket 8-9', 'expected ] to close `m`, found }', '{"m": [1], "b": 2}'],
  ['{"a": 1}}', 'extra-bracket 8-9', '} closes nothing', '{"a": 1}'],
  ['{"a": 1}, "b": 2}', 'extra-bracket 7-8', '} closes nothing', '{"a": 1, "b": 2}'],
  ['{"a": "x",, "b": 2}', 'extra-comma 10-11', 'there is a comma too many', '{"a": "x", "b": 2}'],
  ['{"a": ["x",, "y"]}', 'extra-comma 11-12', 'there is a comma too many', '{"a": ["x", "y"]}'],
  ['{"a": "x", /* y, "z" */ "b": 2}', 'comment 11-23', 'JSON has no comments', '{"a": "x",  "b": 2}'],
  ['{"a": "x"} // y', 'comment 11-15', 'JSON has no comments', '{"a": "x"} '],
  ['{"a": 1,, "b": 2}', 'extra-comma 8-9', 'there is a comma too many', '{"a": 1, "b": 2}'],
  ['{"a": 1,}', 'trailing-comma 7-8', 'the last value before } must not be followed by a comma', '{"a": 1}'],
  ['{"m": [1,]}', 'trailing-comma 8-9', 'the last item before ] must not be followed by a comma', '{"m": [1]}'],
  ['{"a": 1},', 'trailing-comma 8-9', 'a line must not end with a comma', '{"a": 1}'],
  ['12: {"a": 1}', 'leading-text 0-4', 'there is text before the value', '{"a": 1}'],
  ['{"a": 1} and more ', 'trailing-text 9-17', 'there is text after the value', '{"a": 1}  '],
  [
    '{"a": "x" y z, "b": 1}',
    'unexpected-text 10-13',
    'did not expect `y z` at the value of `a`',
    '{"a": "x" , "b": 1}',
  ],
  [
    '{"a": "x\ty\n"}',
    'control-character 8-9, control-character 10-11',
    'the value of `a` holds a tab, which must be written as an escape',
    '{"a": "x\\ty\\n"}',
  ],
  [
    '{"a": "\u0000"}',
    'control-character 7-8',
    'the value of `a` holds a NUL character, which must be written as an escape',
    '{"a": "\\u0000"}',
  ],
  [
    '{"a": "C:\\dir\\x"}',
    'bad-escape 9-11, bad-escape 13-15',
    '`\\d` is not an escape of JSON',
    '{"a": "C:\\\\dir\\\\x"}',
  ],
  [
    "{'a': 'it\\'s \"x\"'}",
    'single-quote 1-4, single-quote 6-17',
    'keys need double quotes, not single quotes',
    '{"a": "it\'s \\"x\\""}',
  ],
  [
    "{'a': u'x'}",
    'single-quote 1-4, unexpected-text 6-7, single-quote 7-10',
    'keys need double quotes, not single quotes',
    '{"a": "x"}',
  ],
  ['{“a”: “x”}', 'smart-quote 1-4, smart-quote 6-9', 'keys need straight quotes, not typographic ones', '{"a": "x"}'],
  ['{"a": "x”, "b": 1}', 'smart-quote 8-9', 'strings need straight quotes, not typographic ones', '{"a": "x", "b": 1}'],
  ['{a: 1}', 'unquoted-key 1-2', 'the key `a` needs quotes', '{"a": 1}'],
  ['{"a": some text, "b": 1}', 'unquoted-string 6-15', 'the value of `a` needs quotes', '{"a": "some text", "b": 1}'],
  [
    '{"a": None, "b": True}',
    'python-literal 6-10, python-literal 17-21',
    'JSON writes `null`, not `None`',
    '{"a": null, "b": true}',
  ],
  [
    '{"a": NaN, "b": -Infinity}',
    'non-finite-number 6-9, non-finite-number 16-25',
    'JSON has no `NaN`',
    '{"a": null, "b": null}',
  ],
  ['{"a": 007}', 'number-format 6-9', '`007` is not a number of JSON: it must not start with a zero', '{"a": "007"}'],
  [
    '{"a": .5, "b": +1, "c": 2., "d": 1_0}',
    'number-format 6-8, number-format 15-17, number-format 24-26, number-format 33-36',
    '`.5` is not a number of JSON: a digit is missing',
    '{"a": 0.5, "b": 1, "c": 2.0, "d": 10}',
  ],
  ['{"a": 1 /* x */, "b": 2}', 'comment 8-15', 'JSON has no comments', '{"a": 1 , "b": 2}'],
  ['// {"a": 1}', 'comment-prefix 0-3', 'the record is commented out; JSON has no comments', '{"a": 1}'],
  [
    '```json {"a": 1} ```',
    'code-fence 0-8, code-fence 17-20',
    'the record stands in a Markdown code fence',
    '{"a": 1} ',
  ],
  ['{"a":\u00a01}', 'odd-space 5-6', 'a no-break space is no white space of JSON', '{"a": 1}'],
  ['{"a": 1} {"a": 2}', 'second-value 9-17', 'a second value follows; each line holds one record', '{"a": 1} {"a": 2}'],
  ['  ', 'empty 0-2', 'the line is empty', '  '],
];

describe('the errors of parseLine', () => {
  for (const [line, codes, words, mended] of ERRORS) {
    test(JSON.stringify(line), () => {
      const { errors } = parseLine(line);
      assert.equal(errors.map((error) => `${error.code} ${error.start}-${error.end}`).join(', '), codes);
      const [first] = errors;
      assert.ok(first !== undefined);
      assert.equal(describeSyntaxError(first), words);
      const mends = errors.flatMap((error) => error.mends);
      assert.equal(applyTextEdits(line, mends), mended);
      checkParse(line);
    });
  }

  test('name the path that is being read', () => {
    const [error] = parseLine('{"messages": [{"role": "user" "content": ""}]}').errors;
    assert.deepEqual(error?.path, ['messages', 0, 'role']);
  });
});

describe('parseLine, hostile lines', () => {
  test('says so where lists nest deeper than the limit, and does not overflow the stack', () => {
    const deep = (n: number) => '['.repeat(n) + ']'.repeat(n);
    assert.deepEqual(parseLine(deep(MAX_DEPTH)).errors, []);
    for (const line of [deep(MAX_DEPTH + 1), deep(10_000), '{"a":'.repeat(10_000), '[{"a":'.repeat(200_000)]) {
      const { errors } = parseLine(line);
      assert.equal(errors.length, 1);
      assert.equal(errors[0]?.code, 'nesting-too-deep');
      assert.match(describeSyntaxError(errors[0]), /more than 1000 deep/);
    }
  });

  test('gives a line of errors only up', () => {
    const { errors } = parseLine(`[${'a b" '.repeat(100_000)}`);
    assert.ok(errors.length <= MAX_ERRORS + 1);
    assert.equal(errors.at(-1)?.code, 'too-many-errors');
  });

  test('takes time in proportion to the length, whatever is in it', () => {
    const starts = ['', '{', '[', '{"k": ', '{"k": "', "{'k': '"];
    const parts = [
      '"a, "b, ',
      '"a" "b" ',
      "'a ",
      '“a ',
      'a, ',
      '/* ',
      '\\"',
      '"": ',
      '"}, {"',
      '""',
      '{"a":"b"c',
      '"x",',
      'a"',
    ];
    for (const start of starts) {
      for (const part of parts) {
        const line = start + part.repeat(400_000 / part.length);
        const before = performance.now();
        parseLine(line);
        // Quadratic reading of 400,000 characters takes minutes; linear reading some tens of milliseconds.
        assert.ok(performance.now() - before < 10_000, `${start}${part}...`);
      }
    }
  });

  test('reads a line of 20 MB', () => {
    const text = 'x'.repeat(10_000_000);
    const { root, errors } = parseLine(`{"a": "${text}", "b": "${text}\\n", "c": [${'1,'.repeat(1000)}1]}`);
    assert.deepEqual(errors, []);
    assert.ok(root?.kind === 'object' && root.properties.length === 3);
  });
});
