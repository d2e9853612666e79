import type { CodeCount } from '../../core/analysis/verdictTable';
import { DatasetChecker } from '../../core/checks/datasetChecker';
import type { Finding } from '../../core/checks/finding';
import { CheckConfig } from '../../core/config/checkConfig';
import type { Settings } from '../../core/config/settings';
import type { Row } from '../../core/document/change';
import type { RowId } from '../../core/document/run';
import { inSlices } from '../language/slices';
import { type Badge, badgeOf } from './knownBadges';

/** So many rows as a tall screen shows. */
export const HEAD_ROWS = 50;
/** Longer lines are left to the worker: one check must not hold the event loop. */
export const LONGEST_LINE = 64 * 1024;
/** Most UTF-16 units that are looked at in all. */
const MOST_TEXT = 256 * 1024;

/** What the checks say of the first rows by themselves, before the worker has said anything. */
export interface HeadFindings {
  readonly badges: ReadonlyMap<RowId, Badge | undefined>;
  readonly counts: readonly CodeCount[];
}

/**
 * Judges the first rows in the host's own thread, in slices. The worker does the same and more, but its thread has to be started
 * first, and that competes with the page for the machine just when the author waits for both. What only the whole file tells
 * (duplicates further down, near duplicates, what most rows do) is not known yet.
 */
export async function findInHead(rows: readonly Row[], settings: Settings): Promise<HeadFindings> {
  // Near duplicates need a kernel of their own, which takes longer to load than all else here.
  const config = new CheckConfig({ ...settings, severity: { ...settings.severity, 'duplicate/near': 'off' } });
  const checker = new DatasetChecker(config);
  const badges = new Map<RowId, Badge | undefined>();
  const counts = new Map<string, CodeCount>();
  await inSlices(
    judge(shortOf(rows), checker, (id, findings) => {
      badges.set(id, badgeOf(findings));
      for (const { code, severity } of findings) {
        const key = `${code} ${severity}`;
        counts.set(key, { code, severity, count: (counts.get(key)?.count ?? 0) + 1 });
      }
    }),
  );
  return { badges, counts: [...counts.values()] };
}

function* judge(
  rows: readonly Row[],
  checker: DatasetChecker,
  take: (id: RowId, findings: readonly Finding[]) => void,
): Generator<void> {
  for (const { id, text } of rows) {
    checker.add(id, text);
    yield;
  }
  const places = new Map(rows.map(({ id, index }) => [id, index]));
  const texts = new Map(rows.map(({ id, text }) => [id, text]));
  const order = (id: RowId): number => places.get(id) ?? Infinity;
  const lineOf = (id: RowId): string | undefined => texts.get(id);
  for (const { id, text } of rows) {
    take(id, checker.findingsOf(id, text, { order, lineOf }));
    yield;
  }
}

function shortOf(rows: readonly Row[]): readonly Row[] {
  let left = MOST_TEXT;
  return rows.filter(({ complete, text }) => complete && (left -= text.length) >= 0);
}
