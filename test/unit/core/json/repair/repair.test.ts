import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { repairLine, repairLines } from '../../../../../src/core/json/repair';
import { keyPathsOf } from '../../../../../src/core/json/repair/plausibility';
import type { RepairKind } from '../../../../../src/core/json/repair/repairKind';
import { applyTextEdits } from '../../../../../src/core/json/textEdit';

interface Row {
  readonly kind: RepairKind;
  readonly before: string;
  readonly after: string | readonly string[];
  readonly safe: boolean;
}

function row(kind: RepairKind, safe: 'safe' | 'unsafe', before: string, ...after: readonly string[]): Row {
  return { kind, before, after, safe: safe === 'safe' };
}

/** The first repair of each line: what it is, and whether it may be done unseen. */
const REPAIRS: readonly Row[] = [
  row('missing-comma', 'safe', '{"a": "x" "b": 1}', '{"a": "x", "b": 1}'),
  row('missing-comma', 'safe', '{"m": [1 2]}', '{"m": [1, 2]}'),
  row('extra-comma', 'safe', '{"a": 1,, "b": 2}', '{"a": 1, "b": 2}'),
  row('extra-comma', 'safe', '{"a": "x",, "b": "y"}', '{"a": "x", "b": "y"}'),
  row('extra-comma', 'safe', '{"a": 1, "m": [1,],}', '{"a": 1, "m": [1]}'),
  row('extra-comma', 'safe', '{"a": 1},', '{"a": 1}'),
  row('missing-colon', 'safe', '{"a" "x"}', '{"a": "x"}'),
  row('missing-bracket', 'safe', '{"a": 1', '{"a": 1}'),
  row('missing-bracket', 'safe', '"a": 1}', '{"a": 1}'),
  row('missing-bracket', 'safe', '{"m": [1, 2}', '{"m": [1, 2]}'),
  row(
    'missing-bracket',
    'safe',
    '{"m": [{"r": "u", "c": "x"}, {"r": "a", "c": "y"]}',
    '{"m": [{"r": "u", "c": "x"}, {"r": "a", "c": "y"}]}',
  ),
  row('extra-bracket', 'safe', '{"a": 1}}', '{"a": 1}'),
  row('extra-bracket', 'safe', '{"m": [{"a": 1}}]}', '{"m": [{"a": 1}]}'),
  row('wrong-bracket', 'safe', '{"a": 1]', '{"a": 1}'),
  row('missing-quote', 'unsafe', '{"a": "x, "b": 1}', '{"a": "x", "b": 1}'),
  row('missing-quote', 'unsafe', '{"a": x", "b": 1}', '{"a": "x", "b": 1}'),
  row('missing-quote', 'unsafe', '{"a: "x", "b": 1}', '{"a": "x", "b": 1}'),
  row('missing-quote', 'unsafe', '{"a": "some text}', '{"a": "some text"}'),
  row('extra-quote', 'unsafe', '{"a": "x"", "b": 1}', '{"a": "x", "b": 1}'),
  row('unescaped-quotes', 'unsafe', '{"a": "say "yes" or "no"", "b": 1}', '{"a": "say \\"yes\\" or \\"no\\"", "b": 1}'),
  row('single-quotes', 'safe', "{'a': 'it\\'s \"x\"', 'b': 'x'}", '{"a": "it\'s \\"x\\"", "b": "x"}'),
  row('single-quotes', 'safe', `{'a': '"Yes," he said', 'b': 'x'}`, '{"a": "\\"Yes,\\" he said", "b": "x"}'),
  row('swapped', 'unsafe', '{"a": \'"some text", "b": "it is"}', '{"a": "\'some text", "b": "it is"}'),
  row('stray-text', 'unsafe', '{"a": \'[{"b": "c"}], "d": "it is"}', '{"a": [{"b": "c"}], "d": "it is"}'),
  row('stray-text', 'unsafe', '{"a":` "some text", "b": "it is"}', '{"a": "some text", "b": "it is"}'),
  row('smart-quotes', 'safe', '{“a”: “x”}', '{"a": "x"}'),
  row('unquoted-key', 'safe', '{a: 1, b_c: 2}', '{"a": 1, "b_c": 2}'),
  row('foreign-literals', 'safe', '{"a": True, "b": None, "c": False}', '{"a": true, "b": null, "c": false}'),
  row('several', 'safe', "{'a': 'x', 'ok': True,}", '{"a": "x", "ok": true}'),
  row('misspelt-word', 'unsafe', '{"a": ture}', '{"a": true}'),
  row('comment', 'unsafe', '{"a": 1 /* one */, "b": 2}', '{"a": 1 , "b": 2}'),
  row('comment-prefix', 'safe', '// {"a": 1}', '{"a": 1}'),
  row('comment-prefix', 'safe', '# {"a": 1}', '{"a": 1}'),
  row('control-characters', 'safe', '{"a": "x\ty\u0001"}', '{"a": "x\\ty\\u0001"}'),
  row('split', 'safe', '{"a": 1} {"a": 2},{"a": 3}', '{"a": 1}', '{"a": 2}', '{"a": 3}'),
  row('split', 'safe', '{"a": 1,}{"a": 2}', '{"a": 1}', '{"a": 2}'),
  row('code-fence', 'safe', '```json {"a": 1} ```', '{"a": 1} '),
  row('cut-off', 'unsafe', '{"a": "x", "b": "some te', '{"a": "x", "b": "some te"}'),
  row('cut-off', 'unsafe', '{"a": "x", "b": "text\\u00', '{"a": "x", "b": "text"}'),
  row('cut-off', 'unsafe', '{"a": "x", "long_na', '{"a": "x"}'),
  row('cut-off', 'unsafe', '{"a": "x", "b": ', '{"a": "x"}'),
  row('cut-off', 'unsafe', '{"a": "x", "b": fal', '{"a": "x"}'),
  row(
    'cut-off',
    'unsafe',
    '{"m": [{"role": "user", "content": "x"}, {"role": "assis',
    '{"m": [{"role": "user", "content": "x"}, {"role": "assis"}]}',
  ),
  row('escapes', 'safe', '{"a": "50\\% of \\d"}', '{"a": "50\\\\% of \\\\d"}'),
  row('escapes', 'unsafe', '{"a": "One.\\nTwo.\\Three.\\nFour."}', '{"a": "One.\\nTwo.\\nThree.\\nFour."}'),
  row('split', 'safe', '{"a": "x"} {"a": "y"', '{"a": "x"}', '{"a": "y"}'),
  row('unwrap', 'unsafe', '{\\"a\\": \\"x\\"}', '{"a": "x"}'),
  row('unwrap', 'unsafe', '{&quot;a&quot;: &quot;x &lt; y&quot;}', '{"a": "x < y"}'),
  row('escapes', 'unsafe', '{"a": "C:\\Users\\new\\table"}', '{"a": "C:\\\\Users\\\\new\\\\table"}'),
  row('escapes', 'unsafe', '{"a": "\\alpha = \\frac{1}{2}"}', '{"a": "\\\\alpha = \\\\frac{1}{2}"}'),
  row('missing-comma', 'safe', '{"m": [{"c": "x"} {"c": "y"}]}', '{"m": [{"c": "x"}, {"c": "y"}]}'),
  row('several', 'safe', '{a: "x", b: "y"', '{"a": "x", "b": "y"}'),
  row(
    'unescaped-quotes',
    'unsafe',
    '{"a": "Use {"b": 1, "c": 2} here", "d": "y"}',
    '{"a": "Use {\\"b\\": 1, \\"c\\": 2} here", "d": "y"}',
  ),
  row('single-quotes', 'safe', "{'a': 'What's up?', 'b': 'isn't it'}", '{"a": "What\'s up?", "b": "isn\'t it"}'),
  row('text-around', 'unsafe', 'callback({"a": 1});', '{"a": 1}'),
  row('space', 'safe', '\ufeff{"a": 1}', '{"a": 1}'),
  row('text-around', 'unsafe', '{"a": 1} and so on', '{"a": 1} '),
  row('text-around', 'unsafe', '12: {"a": 1}', '{"a": 1}'),
  row('stray-text', 'unsafe', '{"a": 1 ~, "b": 2}', '{"a": 1 , "b": 2}'),
  row('non-finite-number', 'unsafe', '{"a": NaN, "b": -Infinity}', '{"a": null, "b": null}'),
  row('number', 'unsafe', '{"a": 007}', '{"a": "007"}'),
  row('missing-value', 'unsafe', '{"a": , "b": 2}', '{"a": null, "b": 2}'),
  row('space', 'safe', '{"a":\u00a01}', '{"a": 1}'),
  row('swapped', 'unsafe', '{"a": "x," "b": 2}', '{"a": "x", "b": 2}'),
  row('swapped', 'unsafe', '"{instruction": "x"}', '{"instruction": "x"}'),
];

/** Lines beside those above that are well, or that nobody can mend. */
const LEFT_ALONE: readonly string[] = [
  '{"a": "x", "b": 1}',
  '{"a": "it\'s “so”, // not a comment, True, None"}',
  '{"a": "C:\\\\Docs\\n"}',
  '{"a": "```json {} ```"}',
  '[1, 2]',
  '',
  '   ',
];

describe('repairLine', () => {
  for (const { kind, before, after, safe } of REPAIRS) {
    test(`${kind}: ${JSON.stringify(before)}`, () => {
      const [first] = repairLine(before);
      assert.deepEqual(first?.lines, after);
      assert.deepEqual([first.kind, first.safe], [kind, safe]);
      assert.equal(applyTextEdits(before, first.edits), first.lines.join('\n'));
      assert.match(first.title, /^[A-Z][^.]+$/);
      for (const line of first.lines) {
        assert.doesNotThrow(() => void JSON.parse(line));
        assert.deepEqual(repairLine(line), [], 'a repaired line needs no repair');
      }
    });
  }

  for (const line of LEFT_ALONE) {
    test(`leaves alone: ${JSON.stringify(line)}`, () => assert.deepEqual(repairLine(line), []));
  }

  test('offers other readings after the likeliest, none of them safe', () => {
    const repairs = repairLine('{"a": "x\u0001y"}');
    assert.deepEqual(
      repairs.map(({ kind, safe, lines }) => [kind, safe, lines[0]]),
      [
        ['control-characters', true, '{"a": "x\\u0001y"}'],
        ['remove-control-characters', false, '{"a": "xy"}'],
      ],
    );
  });

  test('tells readings apart by the keys that the dataset has', () => {
    const known = new Set(keyPathsOf({ chosen: { from: '', value: '' }, rejected: { from: '', value: '' } }));
    const line = '{"chosen": {"from": "gpt", "value": "x", "rejected": {"from": "gpt", "value": "y"}}';
    assert.equal(
      repairLine(line, known)[0]?.lines[0],
      '{"chosen": {"from": "gpt", "value": "x"}, "rejected": {"from": "gpt", "value": "y"}}',
    );
    const list = '{"chosen": {"from": "gpt", "value": "x"}, "rejected": {"from": "gpt", "valueX: "y"}}';
    assert.ok(repairLine(list, known).every(({ safe }) => !safe));
  });

  test('changes only what it must', () => {
    const [first] = repairLine('{"a":  "x" "b":1.50}');
    assert.deepEqual(first?.edits, [{ start: 10, end: 10, text: ',' }]);
  });

  test('takes the library only where nothing else reads the line', () => {
    for (const { before } of REPAIRS) assert.ok(repairLine(before).every(({ kind }) => kind !== 'rewrite'));
  });

  test('gives up lines that are too long, too deep or hopeless, without a throw', () => {
    assert.deepEqual(repairLine(`{"a": "${'x'.repeat(2 ** 20)}`), []);
    assert.deepEqual(repairLine('['.repeat(100_000)), []);
    for (const line of ['\u0000', '}{', '"', ':', '\\', '{"a":'.repeat(500)]) {
      for (const { lines } of repairLine(line))
        for (const text of lines) assert.doesNotThrow(() => void JSON.parse(text));
    }
  });
});

describe('repairLines', () => {
  test('joins a pretty-printed record', () => {
    const lines = ['{', '  "a": "x",', '  "m": [', '    {"r": 1},', '    {"r": 2}', '  ]', '}', '{"a": "y"}'];
    const [join] = repairLines(lines);
    assert.deepEqual([join?.count, join?.lines, join?.safe], [7, ['{"a": "x", "m": [{"r": 1}, {"r": 2}]}'], true]);
    assert.equal(applyTextEdits(lines.slice(0, 7).join('\n'), join?.edits ?? []), join?.lines[0]);
  });

  test('joins a record with raw line breaks in its texts', () => {
    const [join] = repairLines(['{"a": "one', '', 'two {', 'three", "b": 1}', '{"a": "y"}']);
    assert.deepEqual([join?.count, join?.lines, join?.safe], [4, ['{"a": "one\\n\\ntwo {\\nthree", "b": 1}'], true]);
  });

  test('is unsafe where a comment goes', () => {
    const [join] = repairLines(['{ // first', '"a": 1}']);
    assert.deepEqual([join?.lines, join?.safe], [['{ "a": 1}'], false]);
  });

  test('does not take the next record in', () => {
    assert.deepEqual(repairLines(['{"a": "cut off', '{"a": "next"}', '{"a": "last"}']), []);
    assert.deepEqual(repairLines(['{"a": 1,', '{"a": "next"}', '{"a": "last"}']), []);
    assert.deepEqual(repairLines(['{"a": 1}', '{"a": 2}']), []);
    assert.deepEqual(repairLines(['"a": 1}', '{"a": 2}']), []);
    assert.deepEqual(repairLines([]), []);
  });

  test('looks no further than it must', () => {
    assert.deepEqual(repairLines(['{', ...Array.from({ length: 5000 }, () => '"a": 1,'), '}']), []);
  });
});
