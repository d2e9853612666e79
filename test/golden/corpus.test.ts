import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DatasetChecker } from '../../src/core/checks/datasetChecker';
import type { Code } from '../../src/core/checks/catalogue';
import { CheckConfig } from '../../src/core/config/checkConfig';
import { mergeSettings } from '../../src/core/config/readSettings';
import { decodeUtf8 } from '../../src/core/text/encoding';
import { assertGolden } from './goldenText';

/** Real rows beside the project, on the machines that have them. */
const CORPUS = '../shared/corpus';
const skip = existsSync(CORPUS) ? false : 'skipped: no corpus';
const config = new CheckConfig(mergeSettings());

function linesOf(path: string): string[] {
  const lines = decodeUtf8(readFileSync(path)).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

test('counts per code for each corpus file', { skip }, () => {
  const counts: Record<string, Record<string, number>> = {};
  for (const name of readdirSync(CORPUS)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()) {
    const lines = linesOf(join(CORPUS, name));
    const checker = new DatasetChecker(config);
    lines.forEach((line, row) => checker.add(row, line));
    const found: Record<string, number> = {};
    lines.forEach((line, row) => {
      for (const { code } of checker.findingsOf(row, line)) found[code] = (found[code] ?? 0) + 1;
    });
    counts[name] = Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  assertGolden('test/golden/corpus-counts.json', `${JSON.stringify(counts, null, 2)}\n`);
});

test('planted defects are found, all of them, and what is found is what a naive computation finds', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'itune-grow-'));
  try {
    const path = join(folder, 'grown.jsonl');
    const grown = spawnSync(process.execPath, [join(CORPUS, 'grow.mjs'), path, '--rows', '40000', '--seed', '3'], {
      encoding: 'utf8',
    });
    assert.equal(grown.status, 0, grown.stderr);
    const labels = JSON.parse(readFileSync(`${path}.labels.json`, 'utf8')) as Record<
      'exact' | 'reordered',
      [number, number][]
    > &
      Record<'broken' | 'empty', number[]>;
    const lines = linesOf(path);
    const checker = new DatasetChecker(config, [1]);
    lines.forEach((line, row) => checker.add(row, line));
    const found = new Map<Code, Set<number>>();
    lines.forEach((line, row) => {
      for (const { code } of checker.findingsOf(row, line)) found.set(code, (found.get(code) ?? new Set()).add(row));
    });
    const rowsOf = (code: Code) => found.get(code) ?? new Set<number>();

    const naive = naiveFindings(lines);
    assert.deepEqual([...rowsOf('json/syntax')], naive.broken);
    assert.deepEqual([...rowsOf('pair/empty-response')], naive.empty);
    assert.deepEqual([...rowsOf('duplicate/exact')], naive.duplicates);

    assert.ok(
      labels.broken.length > 20 &&
        labels.empty.length > 100 &&
        labels.exact.length > 100 &&
        labels.reordered.length > 50,
    );
    const planted = {
      ...labels,
      exact: labels.exact.map(([row]) => row),
      reordered: labels.reordered.map(([row]) => row),
    };
    const figures = [
      figure('json/syntax', rowsOf('json/syntax'), naive.broken, planted.broken),
      figure('pair/empty-response', rowsOf('pair/empty-response'), naive.empty, planted.empty),
      figure('duplicate/exact', rowsOf('duplicate/exact'), naive.duplicates, planted.exact, planted.reordered),
    ];
    assertGolden('test/golden/grow-recall.md', recallPage(lines.length, figures));
    for (const row of labels.broken) assert.ok(rowsOf('json/syntax').has(row));
    for (const row of labels.empty) assert.ok(rowsOf('pair/empty-response').has(row));
    for (const [row, source] of [...labels.exact, ...labels.reordered]) {
      assert.ok(rowsOf('duplicate/exact').has(row));
      assert.ok(checker.clusters.clusterOf(row, 'exact').includes(source));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

interface Figure {
  readonly code: Code;
  readonly found: number;
  /** Found rows that the naive computation has, too. */
  readonly right: number;
  readonly planted: number;
  readonly plantedFound: number;
}

function figure(
  code: Code,
  found: ReadonlySet<number>,
  naive: readonly number[],
  ...labels: readonly (readonly number[])[]
): Figure {
  const planted = labels.flat();
  return {
    code,
    found: found.size,
    right: naive.filter((row) => found.has(row)).length,
    planted: planted.length,
    plantedFound: planted.filter((row) => found.has(row)).length,
  };
}

function recallPage(rows: number, figures: readonly Figure[]): string {
  const percent = (part: number, whole: number) => `${((part * 100) / whole).toFixed(1)} %`;
  return [
    '# Planted defects',
    '',
    `\`grow.mjs --rows 40000 --seed 3\` over the corpus: ${rows.toLocaleString('en')} rows. Recall: rows labelled as broken, empty, exact copies or`,
    'reordered copies that are found. Precision: found rows that a naive computation over the parsed rows finds, too (the labels are',
    'incomplete: real rows repeat each other). Written by `test/golden/corpus.test.ts`.',
    '',
    '| code | labelled | found of them | recall | found in all | right by the naive computation | precision |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...figures.map(
      ({ code, found, right, planted, plantedFound }) =>
        `| ${code} | ${planted} | ${plantedFound} | ${percent(plantedFound, planted)} | ${found} | ${right} | ${percent(right, found)} |`,
    ),
    '',
  ].join('\n');
}

/** Over the parsed rows, with nothing of ours: broken, empty, and every row whose texts stood before. */
function naiveFindings(lines: readonly string[]): { broken: number[]; empty: number[]; duplicates: number[] } {
  const found = { broken: [] as number[], empty: [] as number[], duplicates: [] as number[] };
  const seen = new Set<string>();
  lines.forEach((line, row) => {
    let record: Record<string, string>;
    try {
      record = JSON.parse(line) as Record<string, string>;
    } catch {
      found.broken.push(row);
      return;
    }
    if (record.output?.trim() === '') found.empty.push(row);
    const key = JSON.stringify([record.instruction, record.input, record.output]);
    if (seen.has(key)) found.duplicates.push(row);
    seen.add(key);
  });
  return found;
}
