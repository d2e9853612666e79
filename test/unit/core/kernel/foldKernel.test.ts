import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JsNearKernel } from '../../../../src/core/kernel/jsNearKernel';
import type { NearKernel } from '../../../../src/core/kernel/nearKernel';
import { MAX_POINTS, SPAN_FIELD, SPAN_SIDE, SPAN_WORDS } from '../../../../src/core/kernel/nearLayout';
import { WasmNearKernel } from '../../../../src/core/kernel/wasmNearKernel';
import { randomNumbers } from './mutate';

/** A text as it stands between the quotes of a JSON string, and its kind. */
type Written = readonly [kind: number, json: string];

const wasm = wasmKernel();
const twin = new JsNearKernel();

function wasmKernel(): WasmNearKernel {
  const kernel = WasmNearKernel.create();
  assert.ok(kernel);
  return kernel;
}

/** Folds the texts; undefined where the kernel does not. */
function foldWith(kernel: NearKernel, texts: readonly Written[]): unknown {
  let at = 0;
  texts.forEach(([kind, json], i) => {
    const bytes = Buffer.from(json, 'utf8');
    kernel.input.set(bytes, at);
    kernel.spans.set([kind, at, at + bytes.length], i * SPAN_WORDS);
    at += bytes.length + 1;
  });
  const count = kernel.fold(texts.length);
  if (count < 0) return undefined;
  return { text: String.fromCodePoint(...kernel.points.subarray(0, count)), result: [...kernel.result.subarray(0, 4)] };
}

/** Whether the kernel folded the texts; then as its twin did. */
function isFolded(texts: readonly Written[]): boolean {
  const found = foldWith(wasm, texts);
  if (found !== undefined) assert.deepEqual(found, foldWith(twin, texts), JSON.stringify(texts));
  return found !== undefined;
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

const JOINS = /[\p{M}\u1160-\u11ff\ud7b0-\ud7ff\uff9e\uff9f\uffa0-\uffdc]/u;

test('every code point is folded as JavaScript does, and those that cannot join are folded by the kernel', () => {
  let folded = 0;
  for (let point = 0; point < 0x3_2500; point++) {
    if (point === 0x1_fc00) point = 0x1_ff00;
    if (point === 0x2_0800) point = 0x3_2000;
    const character = String.fromCodePoint(point);
    const isPlain = point < 0x1_0000 && (point < 0xd800 || point > 0xdfff) && !JOINS.test(character.normalize('NFKD'));
    const isDone = isFolded([[SPAN_FIELD, inJson(`A${character}. b${character}`)]]);
    if (isDone) folded++;
    else assert.ok(!isPlain, `U+${point.toString(16)}`);
  }
  assert.ok(folded > 60_000);
});

const BLOCKS = [0x20, 0xa0, 0x100, 0x300, 0x370, 0x400, 0x590, 0x900, 0x980, 0xac00, 0x1100, 0x1e00, 0x2000, 0x2100];
const MORE_BLOCKS = [0x3000, 0x3040, 0x30a0, 0x4e00, 0xf900, 0xfb00, 0xff00, 0xff60, 0x1_f600, 0x2_0000, 0x1_d400];
const WORDS = [
  'The',
  'wren',
  'SINGS',
  'a',
  '1.5',
  '!=',
  '...',
  '.',
  ',',
  '?!',
  "'",
  '"',
  '`',
  '“',
  '”',
  ' ',
  '  ',
  '\n',
];
const MORE_WORDS = [
  '\t',
  '\u3000',
  '\u00a0',
  '。',
  '、',
  '…',
  '日本',
  '한국',
  'Straße',
  'ﬁ',
  'e\u0301',
  '😀',
  '\\',
  '/',
  '\b',
];

test('texts of many scripts, with escapes, are folded as JavaScript does', () => {
  const random = randomNumbers(5);
  const words = [...WORDS, ...MORE_WORDS];
  const blocks = [...BLOCKS, ...MORE_BLOCKS];
  const piece = () =>
    random(3) > 0
      ? (words[random(words.length)] ?? '') + (random(3) === 0 ? '' : ' ')
      : String.fromCodePoint((blocks[random(blocks.length)] ?? 0) + random(random(2) === 0 ? 128 : 16));
  const escape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  let folded = 0;
  for (let run = 0; run < 20_000; run++) {
    const text = Array.from({ length: random(run % 50 === 0 ? 300 : 12) }, piece).join('');
    const json =
      random(3) > 0
        ? inJson(text)
        : text
            .split('')
            .map((unit) => (random(4) === 0 ? escape(unit) : /[\ud800-\udfff]/.test(unit) ? unit : inJson(unit)))
            .join('');
    const whole = JSON.parse(`"${json}"`) as string;
    if (Buffer.from(whole, 'utf8').toString() !== whole) continue;
    const kind = random(5) - 2;
    const isDone = isFolded([
      [kind, json],
      [SPAN_FIELD, 'Two.'],
    ]);
    if (isDone) folded++;
  }
  assert.ok(folded > 10_000, String(folded));
});

test('words of ASCII, which are most, are folded in blocks as JavaScript does', () => {
  const random = randomNumbers(6);
  const letters = 'abcXYZ019 .,;:!?\'"`-_\\/()[]{}@~\n\t';
  for (let run = 0; run < 20_000; run++) {
    const isProse = random(2) === 0;
    const text = Array.from({ length: random(90) }, () =>
      isProse && random(12) > 0 ? (random(6) === 0 ? ' ' : 'e') : letters.charAt(random(letters.length)),
    ).join('');
    assert.ok(isFolded([[random(5) - 2, inJson(text)]]));
  }
});

test('lines are joined as the definition has them', () => {
  const lines: [Written[], string][] = [
    [[], ''],
    [[[SPAN_FIELD, '']], ''],
    [
      [
        [SPAN_SIDE, ''],
        [SPAN_SIDE, 'a'],
      ],
      '\na',
    ],
    [
      [
        [SPAN_FIELD, 'A.'],
        [SPAN_FIELD, ' . '],
        [SPAN_FIELD, 'B'],
      ],
      'a\nb',
    ],
    [
      [
        [0, ' X'],
        [1, ''],
        [2, 'Y!'],
      ],
      'system: x\nuser: \nassistant: y',
    ],
  ];
  for (const [texts, expected] of lines) {
    for (const kernel of [wasm, twin]) {
      assert.equal((foldWith(kernel, texts) as { text: string }).text, expected);
    }
  }
});

test('halves of pairs, and what is longer than there is room for, are left to JavaScript', () => {
  for (const json of ['\\ud83d', '\\ude00', '\\ud83d\\u0041', 'a\\ude00\\ud83d']) {
    assert.equal(foldWith(wasm, [[SPAN_FIELD, json]]), undefined);
  }
  const kernel = wasm;
  for (const [text, limit] of [
    ['a', MAX_POINTS],
    ['\ufdfa', MAX_POINTS / 18],
  ] as const) {
    for (const length of [limit - 100, limit + 10]) {
      const bytes = Buffer.from(text.repeat(length));
      kernel.input.set(bytes);
      kernel.spans.set([SPAN_FIELD, 0, bytes.length]);
      assert.equal(kernel.fold(1) > 0, length < limit, `${text} ${length}`);
    }
  }
});
