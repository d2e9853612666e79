import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JsNearKernel } from '../../../../src/core/kernel/jsNearKernel';
import { MAX_POINTS } from '../../../../src/core/kernel/nearLayout';
import type { NearKernel } from '../../../../src/core/kernel/nearKernel';
import { WasmNearKernel } from '../../../../src/core/kernel/wasmNearKernel';
import { randomNumbers } from './mutate';

test('the kernel in WebAssembly gives the keys, hashes and sizes of its JavaScript twin', () => {
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
      kernel.points.set(a);
      const left = kernel.load(a.length);
      const distinct = kernel.distinct.slice(0, left);
      kernel.setLeft();
      kernel.points.set(b);
      const right = kernel.load(b.length);
      const shared = kernel.compare(0);
      const enough = kernel.compare(shared);
      const tooFew = kernel.compare(shared + 1);
      kernel.points.set(a);
      kernel.distinct.set(distinct);
      kernel.reload(a.length, left);
      const own = kernel.compare(0);
      kernel.points.set(b);
      kernel.sketch(b.length, bands);
      return { left, right, shared, own, enough, tooFew, distinct };
    };
    const found = ask(wasm);
    assert.deepEqual(found, ask(twin));
    assert.deepEqual([found.own, found.enough, found.tooFew], [found.left, found.shared, 0]);
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
  assert.equal(wasm.load(MAX_POINTS), MAX_POINTS - 4);
  wasm.setLeft();
  assert.equal(wasm.compare(0), MAX_POINTS - 4);
});
