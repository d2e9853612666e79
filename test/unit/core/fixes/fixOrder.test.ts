import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CheckConfig } from '../../../../src/core/config/checkConfig';
import { mergeSettings } from '../../../../src/core/config/readSettings';
import { DatasetChecker } from '../../../../src/core/checks/datasetChecker';
import { fixesFor } from '../../../../src/core/fixes/fixesFor';
import { deletesExamples, inMenuOrder } from '../../../../src/core/fixes/fixOrder';
import { CASES } from '../../../golden/cases';

test('a menu begins with what is safe and ends with what deletes examples, for every kind of finding', () => {
  let deleting = 0;
  for (const { rows, settings } of Object.values(CASES).flatMap(({ defects }) => defects)) {
    const config = new CheckConfig(mergeSettings(settings ?? {}));
    const checker = new DatasetChecker(config);
    rows.forEach((row, i) => checker.add(i, row));
    for (const [i, row] of rows.entries()) {
      for (const finding of checker.findingsOf(i, row, { lineOf: (other) => rows[other] })) {
        const fixes = fixesFor(finding, row, checker.facts, config);
        const ordered = inMenuOrder(fixes);
        assert.deepEqual(new Set(ordered), new Set(fixes));
        const ranks = ordered.map((fix) => (deletesExamples(fix) ? 'c' : fix.safe ? 'a' : 'b')).join('');
        assert.match(ranks, /^a*b*c*$/, finding.code);
        deleting += ordered.filter(deletesExamples).length;
      }
    }
  }
  assert.ok(deleting > 10);
});
