import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mergeSettings } from '../../../../src/core/config/readSettings';
import { findInHead, HEAD_ROWS, LONGEST_LINE } from '../../../../src/host/findings/headFindings';
import { badgeOf, KnownBadges } from '../../../../src/host/findings/knownBadges';
import type { RowSummary } from '../../../../src/protocol/editor';
import { Analysed } from '../../core/analysis/analysed';
import { randomLine } from '../../core/analysis/randomDataset';
import { opened } from '../../core/document/openDataset';
import { randomNumbers } from '../../core/kernel/mutate';

const settings = mergeSettings();
const fine = (n: number) =>
  `{"instruction": "Explain the number ${n} to me.", "input": "", "output": "It is the number ${n}."}`;
const empty = '{"instruction": "Say something.", "input": "", "output": ""}';

async function headOf(lines: readonly string[]) {
  const dataset = opened(lines.map((line) => `${line}\n`).join(''));
  const rows = await dataset.readRows(0, HEAD_ROWS, { maxRowBytes: LONGEST_LINE });
  return findInHead(rows, settings);
}

void describe('findings of the first rows', () => {
  test('are those of the whole analysis, where the file has no other rows and no near duplicates', async () => {
    const random = randomNumbers(7);
    for (let round = 0; round < 40; round++) {
      const lines: string[] = [];
      while (lines.length < 1 + random(HEAD_ROWS)) lines.push(randomLine(random, lines).replaceAll('\n', ' '));
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
      const whole = new Analysed(bytes, { settings: { severity: { 'duplicate/near': 'off' } } });
      while (whole.engine.work(50));
      const rows = await whole.dataset.readRows(0, HEAD_ROWS);
      const { badges, counts } = await findInHead(rows, settings);
      assert.deepEqual(
        rows.map(({ id }) => badges.get(id)),
        whole.queries.badges(rows.map(({ id }) => id)).map(({ count, worst }) => worst && { count, worst }),
        `round ${round}`,
      );
      assert.deepEqual(sorted(counts), sorted(whole.queries.counts()));
    }
  });

  test('are not asked of long lines, nor of more text than a screen holds', async () => {
    const long = JSON.stringify({ instruction: 'Say much.', output: 'word '.repeat(LONGEST_LINE / 5) });
    const { badges } = await headOf([empty, long, empty.replace('Say', 'Tell'), fine(1)]);
    assert.deepEqual(
      [...badges],
      [
        [0, { count: 1, worst: 'error' }],
        [2, { count: 1, worst: 'error' }],
        [3, undefined],
      ],
    );
    const half = (n: number) =>
      JSON.stringify({ instruction: `Say ${n}.`, output: `${n} word `.repeat(LONGEST_LINE / 16) });
    const { badges: few } = await headOf(Array.from({ length: 20 }, (_, n) => half(n)));
    assert.ok(few.size > 2 && few.size < 20, `${few.size} rows`);
  });
});

void describe('badges that are known', () => {
  const row = (id: number, version: number): RowSummary => ({
    id,
    version,
    index: id,
    kind: 'example',
    instruction: '',
    response: '',
  });

  test('stand on the version of the row that they were of, and on no other', () => {
    const known = new KnownBadges();
    known.put(1, 5, { count: 2, worst: 'warning' });
    known.put(2, 5, undefined);
    const shown = known.on([row(1, 5), row(1, 6), row(2, 5), row(3, 5)]);
    assert.deepEqual(shown, [
      { ...row(1, 5), problems: { count: 2, worst: 'warning' } },
      row(1, 6),
      row(2, 5),
      row(3, 5),
    ]);
    known.put(1, 5, undefined);
    assert.deepEqual(known.on([row(1, 5)]), [row(1, 5)]);
  });

  test('are forgotten, the oldest first', () => {
    const known = new KnownBadges();
    for (let id = 0; id < 5_000; id++) known.put(id, 1, { count: 1, worst: 'error' });
    const shown = known.on(Array.from({ length: 5_000 }, (_, id) => row(id, 1)));
    const left = shown.flatMap(({ id, problems }) => (problems === undefined ? [] : [id]));
    assert.ok(left.length >= 500 && left.length < 5_000);
    assert.equal(left[0], 5_000 - left.length);
  });

  test('name the worst severity', () => {
    assert.equal(badgeOf([]), undefined);
    assert.deepEqual(badgeOf([{ severity: 'hint' }, { severity: 'error' }, { severity: 'warning' }]), {
      count: 3,
      worst: 'error',
    });
  });
});

function sorted(
  counts: readonly { readonly code: string; readonly severity: string; readonly count: number }[],
): string[] {
  return counts.map(({ code, severity, count }) => `${code} ${severity} ${count}`).sort();
}
