import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FoldRows } from '../../../../src/core/analysis/foldRows';
import { PlanTable } from '../../../../src/core/analysis/planTable';
import { RowGroups } from '../../../../src/core/analysis/rowGroups';
import { RowContext } from '../../../../src/core/checks/rowContext';
import { NO_FACTS } from '../../../../src/core/checks/datasetFacts';
import { CheckConfig } from '../../../../src/core/config/checkConfig';
import { mergeSettings } from '../../../../src/core/config/readSettings';
import { nearTextOf, normalizedDigestOf } from '../../../../src/core/duplicates/rowDigest';
import { JsNearKernel } from '../../../../src/core/kernel/jsNearKernel';
import { JsRowKernel } from '../../../../src/core/kernel/jsRowKernel';
import { ROW_HEAD, VERDICT_OBJECT } from '../../../../src/core/kernel/kernelLayout';
import { createNearKernel, type NearKernel } from '../../../../src/core/kernel/nearKernel';
import { createRowKernel, type RowKernel } from '../../../../src/core/kernel/rowKernel';
import { randomLines } from './randomDataset';

const config = new CheckConfig(mergeSettings());

/** Folds each line from its bytes, and compares with what its view says; returns how many were folded so. */
function foldAll(lines: readonly string[], kernel: RowKernel, near: NearKernel): number {
  const plans = new PlanTable(kernel, new RowGroups(config.thresholds.knownField), config);
  const folding = new FoldRows(kernel, near);
  let folded = 0;
  for (const line of lines) {
    const bytes = Buffer.from(line, 'utf8');
    kernel.input.set(bytes);
    if (kernel.scan(0, bytes.length, true) !== 1 || kernel.rows[ROW_HEAD] !== VERDICT_OBJECT) continue;
    const plan = plans.find(0, () => line);
    if (plan === undefined) continue;
    const { view } = new RowContext(line, NO_FACTS, config);
    for (const part of ['example', 'prompt', 'response'] as const) {
      const points = folding.foldWhole(plan, 0, part);
      if (points < 0) continue;
      folded++;
      const text = String.fromCodePoint(...near.points.subarray(0, points));
      assert.equal(text, nearTextOf(view, part), line);
      assert.deepEqual({ ...folding.digest }, normalizedDigestOf(view), line);
      const loaded = folding.load(plan, 0, part);
      assert.equal(String.fromCodePoint(...near.points.subarray(0, loaded)), text);
    }
  }
  return folded;
}

test('rows are folded from their bytes as from their views, by every kernel', () => {
  for (let seed = 0; seed < 4; seed++) {
    const lines = randomLines(1500, seed);
    const fast = foldAll(lines, createRowKernel(), createNearKernel());
    assert.ok(fast > 1000, String(fast));
    assert.ok(foldAll(lines.slice(0, 500), new JsRowKernel(), new JsNearKernel()) > 300);
  }
});
