import assert from 'node:assert/strict';
import type { Finding } from '../../../../src/core/checks/finding';
import type { Operation } from '../../../../src/core/document/change';
import type { Analysed } from './analysed';
import { randomLine } from './randomDataset';

/** Compares everything that can be asked with what checking every row anew says. */
export async function assertSame(analysed: Analysed): Promise<void> {
  const expected = await analysed.naive();
  assert.deepEqual(analysed.found(), expected);
  assert.deepEqual(countsOf(analysed), countsIn(expected.flatMap(({ findings }) => findings)));
  const badges = analysed.queries.badges(analysed.ids).map(({ id, count }) => ({ id, count }));
  assert.deepEqual(
    badges,
    expected.map(({ id, findings }) => ({ id, count: findings.length })),
  );
  for (const severity of ['error', 'warning', 'information', 'hint'] as const) {
    const ids = expected.filter(({ findings }) => findings.some((finding) => finding.severity === severity));
    assert.deepEqual(
      [...analysed.queries.rowsWith({ severities: [severity] })],
      ids.map(({ id }) => id),
    );
  }
  for (const code of new Set(expected.flatMap(({ findings }) => findings.map((finding) => finding.code)))) {
    const ids = expected.filter(({ findings }) => findings.some((finding) => finding.code === code));
    assert.deepEqual(
      [...analysed.queries.rowsWith({ codes: [code] })],
      ids.map(({ id }) => id),
      code,
    );
  }
}

export function countsOf(analysed: Analysed): Record<string, number> {
  const counts = analysed.queries.counts().map(({ code, severity, count }) => [`${code} ${severity}`, count] as const);
  return Object.fromEntries(counts.sort());
}

export function countsIn(findings: readonly Finding[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { code, severity } of findings) {
    counts.set(`${code} ${severity}`, (counts.get(`${code} ${severity}`) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort());
}

/** Replaces, inserts, deletes and moves rows here and there. */
export async function randomOperation(analysed: Analysed, random: (below: number) => number): Promise<Operation> {
  const { dataset } = analysed;
  const lines = (await dataset.readRows(0, dataset.count)).map(({ text }) => text);
  const ids = () => Array.from({ length: 1 + random(3) }, () => dataset.idAt(random(dataset.count)));
  const kind = dataset.count < 3 ? 1 : random(5);
  if (kind === 0 || kind === 4) {
    const [row] = await dataset.readRows(random(dataset.count), 1);
    if (row !== undefined) return { kind: 'replace', row, text: randomLine(random, lines) };
  }
  if (kind === 2) return { kind: 'delete', ids: [...new Set(ids())] };
  if (kind === 3) return { kind: 'move', ids: [...new Set(ids())], to: random(dataset.count + 1) };
  const texts = Array.from({ length: 1 + random(3) }, () => randomLine(random, lines));
  return { kind: 'insert', at: random(dataset.count + 1), texts };
}
