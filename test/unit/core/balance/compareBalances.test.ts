import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BalanceData, ComparedFigureName } from '../../../../src/core/balance/balanceData';
import { compareBalances } from '../../../../src/core/balance/compareBalances';
import { bytesOf } from '../analysis/analysed';
import { Counted } from './counted';

function dataOf(lines: readonly string[]): BalanceData {
  const { balance, rows } = new Counted(bytesOf(lines)).finish();
  return { revision: rows.revision, isWorking: false, ...balance.figures(), problems: [], clusters: [] };
}

function lines(count: number, types: readonly string[]): string[] {
  return Array.from({ length: count }, (_, i) =>
    JSON.stringify({ instruction: `Name bird number ${i}.`, output: 'A wren.', category: types[i % types.length] }),
  );
}

test('the figures of two datasets stand side by side', () => {
  const left = dataOf([...lines(100, ['a', 'a', 'b', 'b']), 'broken']);
  const right = dataOf(lines(90, ['a', 'b', 'c']));
  const { figures, divergence } = compareBalances(left, right);
  const of = (name: ComparedFigureName) => {
    const found = figures.find(({ figure }) => figure === name);
    return [found?.left, found?.right];
  };
  assert.deepEqual(of('examples'), [100, 90]);
  assert.deepEqual(of('notExamples'), [1, 0]);
  assert.deepEqual(of('declaredTypes'), [2, 3]);
  assert.deepEqual(
    of('declaredEffective').map((value) => value?.toFixed(6)),
    ['2.000000', '3.000000'],
  );
  assert.ok((divergence.declared ?? 0) > 0.1 && (divergence.declared ?? 1) < 0.5);
});

test('a dataset beside itself differs in nothing, and one without types has no divergence', () => {
  const data = dataOf(lines(40, ['a', 'b']));
  const same = compareBalances(data, data);
  assert.ok(same.figures.every(({ left, right }) => left === right));
  assert.deepEqual(same.divergence.declared, 0);
  const empty = compareBalances(data, dataOf([]));
  assert.equal(empty.divergence.declared, undefined);
  assert.equal(empty.figures.find(({ figure }) => figure === 'longest')?.right, undefined);
});

test('counts are of the whole dataset, also where they were estimated', () => {
  const data = dataOf(lines(40, ['a', 'b']));
  const estimated = { ...data, basis: { rows: 40, total: 4_000 } };
  const examples = compareBalances(estimated, data).figures.find(({ figure }) => figure === 'examples');
  assert.deepEqual([examples?.left, examples?.right], [4_000, 40]);
});
