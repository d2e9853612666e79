import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { findInvisible } from '../../../../src/core/checks/invisible';
import { findMojibake } from '../../../../src/core/checks/mojibake';
import { findPersonalData, MAY_HOLD_PERSONAL_DATA } from '../../../../src/core/checks/privacy/personalData';
import { findSecrets, MAY_HOLD_SECRET } from '../../../../src/core/checks/privacy/secrets';
import { findRepetition } from '../../../../src/core/checks/repetition';
import { findHtml, findOpenFence, findRefusal, findTemplateGap } from '../../../../src/core/checks/textPatterns';
import * as layout from '../../../../src/core/kernel/kernelLayout';
import { WasmRowKernel } from '../../../../src/core/kernel/wasmRowKernel';
import { PLANTED } from './plantedTexts';

const corpus = '../shared/corpus';
const encoder = new TextEncoder();
const kernel = WasmRowKernel.create();
assert.ok(kernel, 'this machine runs the kernel in WebAssembly');

/** What each mark stands for, by the patterns themselves. */
const MEANINGS: readonly (readonly [name: string, mark: number, holds: (text: string) => boolean])[] = [
  ['odd', layout.MARK_ODD, (text) => findInvisible(text, '').length + findMojibake(text).length > 0],
  ['html', layout.MARK_HTML, (text) => findHtml(text, () => '') !== undefined],
  ['fence', layout.MARK_FENCE, (text) => findOpenFence(text) !== undefined],
  ['gap', layout.MARK_GAP, (text) => findTemplateGap(text) !== undefined],
  ['refusal', layout.MARK_REFUSAL, (text) => findRefusal(text) !== undefined],
  ['secret', layout.MARK_SECRET, (text) => findSecrets(text).length > 0],
  ['personal', layout.MARK_PERSONAL, (text) => findPersonalData(text).length > 0],
  ['repeats', layout.MARK_REPEATS, (text) => findRepetition(text, layout.MARKED_REPETITION) !== undefined],
];

/** The marks of each text, read as the rows of one input. */
function marksOf(texts: readonly string[]): number[] {
  assert.ok(kernel);
  const bytes = encoder.encode(texts.map((text) => `${JSON.stringify(text)}\n`).join(''));
  assert.ok(bytes.length <= layout.INPUT_BYTES);
  kernel.input.set(bytes);
  assert.equal(kernel.scan(0, bytes.length, true, true), texts.length);
  return texts.map((_, i) => (kernel.values[i * layout.VALUE_WORDS] ?? 0) & layout.ALL_MARKS);
}

/** How often each mark was due. */
function checkAll(texts: readonly string[], due = new Map<string, number>()): Map<string, number> {
  const marks = marksOf(texts);
  for (const [i, text] of texts.entries()) {
    for (const [name, mark, holds] of MEANINGS) {
      if (!holds(text)) continue;
      due.set(name, (due.get(name) ?? 0) + 1);
      assert.ok(((marks[i] ?? 0) & mark) !== 0, `${name} is not marked in ${JSON.stringify(text)}`);
    }
  }
  return due;
}

test('what the patterns find is marked, wherever in a text it stands', () => {
  const due = new Map<string, number>();
  for (const planted of PLANTED) {
    const before = Array.from({ length: 34 }, (_, i) => 'The quick brown fox jumps over it.'.slice(0, i));
    const texts = before.flatMap((filler) => [
      JSON.stringify(planted),
      `${filler} ${planted}`,
      `${filler}\n${planted} and on.`,
      `é${filler} ${planted}\n`,
    ]);
    checkAll(texts, due);
  }
  for (const [name] of MEANINGS) assert.ok((due.get(name) ?? 0) > 30, `${name} was planted`);
});

test('every planted text is found by the pattern it was planted for', () => {
  for (const planted of PLANTED) {
    assert.ok(
      MEANINGS.some(([, , holds]) => holds(planted)),
      JSON.stringify(planted),
    );
  }
});

test('what the patterns find in random texts is marked', () => {
  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...PLANTED) },
    fc.constantFrom(' ', '\n', '\t', '-', '.', '1', '+', '(', ')', 'é', '“', '语', '\u00a0', '<', '&', '@', '{', '['),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.string({ maxLength: 40 }),
    fc.stringMatching(/^[-0-9 ().+:a-fA-F]{0,24}$/),
  );
  const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (texts) => void checkAll(texts)),
    { numRuns: 1500, seed: 11 },
  );
});

test('texts that repeat themselves are marked, whatever stands between', () => {
  const word = fc.stringMatching(/^[a-zA-ZäöüÉ0-9]{1,12}$/);
  const between = fc.constantFrom(' ', ', ', '. ', '\n', '\n\n    ', ' — ', '\u00a0', '-', '’');
  const repeated = fc
    .tuple(fc.array(word, { minLength: 2, maxLength: 60 }), fc.array(between, { minLength: 1, maxLength: 5 }))
    .chain(([words, marks]) =>
      fc.integer({ min: 1, max: 12 }).map((times) => {
        const all = Array.from({ length: times }, () => words).flat();
        return all.map((each, i) => `${each}${marks[i % marks.length] ?? ' '}`).join('');
      }),
    );
  const due = new Map<string, number>();
  fc.assert(
    fc.property(fc.array(repeated, { minLength: 1, maxLength: 8 }), (texts) => void checkAll(texts, due)),
    { numRuns: 600, seed: 5 },
  );
  assert.ok((due.get('repeats') ?? 0) > 100);
});

test('filters of the patterns let pass whatever the patterns find', () => {
  for (const planted of PLANTED) {
    if (findSecrets(planted).length > 0) assert.match(planted, MAY_HOLD_SECRET);
    if (findPersonalData(planted).length > 0) assert.match(planted, MAY_HOLD_PERSONAL_DATA);
  }
});

test('what the patterns find in real rows is marked, and few rows are', (context) => {
  if (!existsSync(corpus)) {
    context.skip('skipped: no corpus');
    return;
  }
  let texts = 0;
  let marked = 0;
  for (const name of readdirSync(corpus).filter((each) => each.endsWith('.jsonl'))) {
    const all = readFileSync(`${corpus}/${name}`, 'utf8').split('\n').slice(0, 600).flatMap(textsOf);
    for (let i = 0; i < all.length; i += 100) {
      const part = all.slice(i, i + 100).filter((text) => text.length < 3000);
      if (part.length === 0) continue;
      checkAll(part);
      texts += part.length;
      marked += marksOf(part).filter((marks) => marks !== 0).length;
    }
  }
  assert.ok(marked < texts / 5, `${marked} of ${texts} texts are marked`);
});

function textsOf(line: string): string[] {
  const texts: string[] = [];
  if (line.trim() === '') return texts;
  JSON.parse(line, (_, value: unknown) => {
    if (typeof value === 'string') texts.push(value);
    return value;
  });
  return texts;
}
