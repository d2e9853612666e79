import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JsNearKernel } from '../../../../src/core/kernel/jsNearKernel';
import { GRAM_POINTS, MAX_POINTS } from '../../../../src/core/kernel/nearLayout';
import type { NearKernel } from '../../../../src/core/kernel/nearKernel';
import { WasmNearKernel } from '../../../../src/core/kernel/wasmNearKernel';
import { randomNumbers } from './mutate';

/** How similar each of some texts is to the left one. */
function similarities(kernel: NearKernel, left: Int32Array, texts: readonly Int32Array[], threshold: number): number[] {
  kernel.points.set(left);
  kernel.setLeft(left.length, threshold);
  return texts.map((text) => {
    kernel.points.set(text);
    return kernel.compare(text.length);
  });
}

test('the kernel in WebAssembly gives the keys, marks and similarities of its JavaScript twin', () => {
  const wasm = WasmNearKernel.create();
  assert.ok(wasm);
  const twin = new JsNearKernel();
  const random = randomNumbers(3);
  const bands = { count: 18, rows: 7 };
  for (let run = 0; run < 300; run++) {
    const kinds = [2, 26, 5000, 0x11_0000][random(4)] ?? 26;
    const text = () => Int32Array.from({ length: random(run % 20 === 0 ? 5000 : 400) }, () => random(kinds));
    const [a, b] = [text(), text()];
    // So that they share something.
    if (a.length < b.length) b.set(a.subarray(0, random(a.length + 1)));
    const ask = (kernel: NearKernel) => {
      const [own] = similarities(kernel, a, [a], 1);
      const [similarity = 0, again] = similarities(kernel, a, [b, b], 0.001);
      const [enough] = similarities(kernel, a, [b], similarity);
      const [tooLittle] = similarities(kernel, b, [a], similarity + 1e-9);
      kernel.points.set(b);
      // A sketch in between leaves the left text alone.
      kernel.sketch(b.length, bands);
      kernel.points.set(b);
      return { own, similarity, again, enough, tooLittle, between: kernel.compare(b.length) };
    };
    const found = ask(wasm);
    assert.deepEqual(found, ask(twin));
    const { similarity } = found;
    assert.deepEqual(
      [found.own, found.again, found.enough, found.tooLittle],
      [a.length < GRAM_POINTS ? 0 : 1, similarity, similarity, 0],
    );
    assert.deepEqual([...wasm.keys.subarray(0, 18)], [...twin.keys.subarray(0, 18)]);
    assert.deepEqual([...wasm.marks], [...twin.marks]);
  }
});

test('the longest text fits', () => {
  const wasm = WasmNearKernel.create();
  assert.ok(wasm);
  const random = randomNumbers(4);
  for (let i = 0; i < MAX_POINTS; i++) wasm.points[i] = random(0x11_0000);
  wasm.sketch(MAX_POINTS, { count: 18, rows: 7 });
  assert.equal(wasm.setLeft(MAX_POINTS, 0.85), MAX_POINTS - 4);
  assert.equal(wasm.compare(MAX_POINTS), 1);
  // Nothing in common, and the lowest threshold: all grams of both texts stand in the table.
  wasm.setLeft(MAX_POINTS, 1e-6);
  for (let i = 0; i < MAX_POINTS; i++) wasm.points[i] = random(0x11_0000);
  wasm.points.set([1, 2, 3, 4, 5], MAX_POINTS - 5);
  assert.equal(wasm.compare(MAX_POINTS), 0);
});

test('a left text is compared with very many texts', () => {
  const wasm = WasmNearKernel.create();
  assert.ok(wasm);
  const twin = new JsNearKernel();
  const random = randomNumbers(5);
  const left = Int32Array.from({ length: 80 }, () => random(4));
  const texts = Array.from({ length: 20_000 }, () => {
    const text = left.slice();
    for (let changes = random(12); changes > 0; changes--) text[random(80)] = random(5);
    return text;
  });
  assert.deepEqual(similarities(wasm, left, texts, 0.6), similarities(twin, left, texts, 0.6));
});
