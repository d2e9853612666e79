import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { nameOfTests } from '../../vscode/nodeSuite.js';
import { repositoryRoot } from '../../vscode/paths.js';
import type { Outcome } from '../../vscode/report.js';
import { settle } from '../../vscode/secondTry.js';

const outcome = (name: string, state: Outcome['state']): Outcome => ({ suite: 'page', name, state });
const first = [outcome('a', 'passed'), outcome('b', 'failed'), outcome('c', 'failed')];
const isPassed = ({ state }: Outcome): boolean => state !== 'failed';

test('what passes at the second try counts as passed, and is named', () => {
  const { outcomes, unsteady } = settle(first, [outcome('b', 'passed'), outcome('c', 'failed')], isPassed);
  assert.deepEqual(
    outcomes.map(({ name, state }) => [name, state]),
    [
      ['a', 'passed'],
      ['b', 'passed'],
      ['c', 'failed'],
    ],
  );
  assert.deepEqual(
    unsteady?.map(({ name }) => name),
    ['b'],
  );
});

test('a second try that ran nothing leaves the failures', () => {
  assert.deepEqual(settle(first, [], isPassed), { outcomes: first });
});

test('a bundle and its source have one name, whichever Node tells', () => {
  const names = ['dist-test/page/model/lineEnds.test.mjs', 'test/page/model/lineEnds.test.ts', 'test/page/a.test.tsx'];
  assert.deepEqual(
    names.map((each) => nameOfTests(join(repositoryRoot, each))),
    ['page/model/lineEnds', 'page/model/lineEnds', 'page/a'],
  );
});
