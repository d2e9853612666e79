import { MAX_LINE_BYTES } from '../core/analysis/lineSource';
import type { AuthorRules } from '../core/author/authorRules';
import type { AcrossDatasets } from '../core/checks/acrossDatasets';
import { acrossFilesFinding } from '../core/checks/duplicate';
import { checkFile } from '../core/checks/file';
import type { Finding } from '../core/checks/finding';
import { longLineFinding } from '../core/checks/longLine';
import type { CheckConfig } from '../core/config/checkConfig';
import type { TextLine } from '../core/text/lineBlocks';
import { UsageError } from './commandLine';
import type { OpenedDataset } from './openedDataset';
import { hasBom, readRows } from './readRows';

export interface CheckedRow extends TextLine {
  /** From 0. */
  readonly row: number;
  readonly findings: readonly Finding[];
}

export interface CheckSetting {
  readonly config: CheckConfig;
  /** Every dataset of the run, in the order of the command line. */
  readonly datasets: readonly OpenedDataset[];
  /** What they have in common. */
  readonly across: AcrossDatasets;
  readonly rules: AuthorRules;
}

/**
 * Reads a dataset for the second time, with all findings of each row, those of the file at its first and last row.
 * @throws UsageError where the author's schema had to be stopped
 */
export async function* checkDataset(
  dataset: OpenedDataset,
  setting: CheckSetting,
): AsyncGenerator<readonly CheckedRow[]> {
  const { checker, file } = dataset;
  const fileFindings = checkFile(dataset.facts, setting.config);
  const keptLines = new Map<number, string>();
  let row = 0;
  for await (const batch of readRows(file, await hasBom(file))) {
    const first = row;
    const remarks = await setting.rules.check(batch.map(({ line }) => line));
    if (setting.rules.givenUp !== undefined) throw new UsageError(setting.rules.givenUp);
    yield batch.map((text, i) => {
      const { line, unreadBytes } = text;
      const index = first + i;
      row = index + 1;
      if (checker.isKept(index)) keptLines.set(index, line);
      const findings = [
        ...fileFindings.filter(({ on }) => (on === 'first-row' ? index === 0 : index === dataset.rows - 1)),
        ...(unreadBytes === undefined
          ? checker.findingsOf(index, line, { lineOf: (kept) => keptLines.get(kept), remarks: remarks[i] })
          : [longLineFinding(unreadBytes, MAX_LINE_BYTES, setting.config) ?? []].flat()),
        ...setting.across
          .copiesOf(dataset.number, index)
          .flatMap((copy) => acrossFilesFinding(copy, line.length, setting.config) ?? []),
      ];
      return { ...text, row: index, findings };
    });
  }
}
