import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatReport, type Outcome } from '../../vscode/report.js';

const outcome = (state: Outcome['state'], reason?: string): Outcome => ({
  suite: 'unit',
  name: `a ${state} test`,
  state,
  ...(reason === undefined ? {} : { reason }),
});
const report = (...outcomes: Outcome[]): string[] =>
  formatReport([{ name: 'unit', milliseconds: 1234, outcomes }], []).split('\n');

test('the last line is for machines, whatever stands above', () => {
  assert.equal(report(outcome('passed')).at(-1), '1 passed, 0 failed');
  assert.equal(report(outcome('failed', 'why\nmore')).at(-1), '0 passed, 1 failed');
  assert.equal(
    report(outcome('passed'), outcome('failed'), outcome('skipped', 'why')).at(-1),
    '1 passed, 1 failed, 1 skipped',
  );
});

test('every skipped and failed test is named with its reason', () => {
  const lines = report(outcome('skipped', 'no corpus'), outcome('failed', '\n  one is not two\n  at x'));
  assert.ok(lines.includes('skipped  unit: a skipped test: no corpus'));
  assert.ok(lines.includes('FAILED   unit: a failed test: one is not two'));
});

test('a suite without tests is said to have none', () => {
  assert.ok(report().some((line) => line.startsWith('note') && line.includes('unit')));
});

test('what passed only at the second try is named with how it failed at first', () => {
  const unsteady = [outcome('failed', 'late')];
  const lines = formatReport([{ name: 'page', milliseconds: 1, outcomes: [outcome('passed')], unsteady }], []).split(
    '\n',
  );
  assert.ok(lines.includes('UNSTEADY unit: a failed test, passed at the second try: late'));
  assert.equal(lines.at(-1), '1 passed, 0 failed');
});
