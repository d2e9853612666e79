import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, Severity } from '../../../../src/core/checks/finding';
import { countSeverities, selectWorst } from '../../../../src/host/language/worstFirst';

const finding = (severity: Severity): Finding => ({
  code: 'json/syntax',
  severity,
  message: 'default',
  args: {},
  start: 0,
  end: 1,
});
const rows = (['hint', 'warning', 'error', 'warning', 'information', 'error'] as const).map((severity, line) => ({
  line,
  findings: [finding(severity)],
}));
const shown = (maximum: number) => {
  const { shown: list, hidden } = selectWorst(rows, countSeverities(rows), maximum);
  return [list.map(({ line }) => line), hidden];
};

test('the worst are chosen, of one severity the first, and the rest is counted', () => {
  assert.deepEqual(shown(1), [[2], 5]);
  assert.deepEqual(shown(3), [[1, 2, 5], 3]);
  assert.deepEqual(shown(5), [[1, 2, 3, 4, 5], 1]);
  assert.deepEqual(shown(100), [[0, 1, 2, 3, 4, 5], 0]);
});

test('no more rows are looked at than are needed', () => {
  let taken = 0;
  const counting = (function* () {
    for (const row of rows) {
      taken++;
      yield row;
    }
  })();
  assert.equal(selectWorst(counting, countSeverities(rows), 1).shown.length, 1);
  assert.ok(taken <= 4);
});
