import * as vscode from 'vscode';
import type { RowRemarks } from '../../core/author/remarks';
import { AcrossDatasets } from '../../core/checks/acrossDatasets';
import { DatasetChecker } from '../../core/checks/datasetChecker';
import { acrossFilesFinding } from '../../core/checks/duplicate';
import { checkFile } from '../../core/checks/file';
import type { Finding, Severity } from '../../core/checks/finding';
import { longLineFinding } from '../../core/checks/longLine';
import type { TextLine } from '../../core/text/lineBlocks';
import { LineIndex } from '../../core/text/lineIndex';
import { CopiesOfRows } from '../findings/knownCopies';
import type { RuleLease } from '../settings/ruleService';
import type { FileSettings } from '../settings/settingsService';
import type { WorkspaceCheckHost } from './checkWorkspace';
import { DatasetFile } from './datasetFile';
import { rowLink } from './findingWords';
import { LONGEST_LINE } from './liveChecks';
import { inSlices, type StopSign } from './slices';
import { type RowFindings, selectWorst } from './worstFirst';

export interface WorkspaceSummary {
  readonly files: number;
  readonly examples: number;
  readonly counts: Readonly<Record<Severity, number>>;
  readonly failed: readonly { readonly name: string; readonly error: unknown }[];
  readonly cancelled: boolean;
}

interface Read extends FileSettings {
  readonly file: DatasetFile;
  readonly name: string;
  /** Its number among the datasets that are compared with each other. */
  readonly number: number;
  readonly checker: DatasetChecker;
  readonly rows: number;
  readonly endsWithNewline: boolean;
  readonly lastLineLength: number;
}

/** Kept in memory of one file, before the worst are chosen: a broken file of a million rows has a million findings. */
const MOST_KEPT = 4;

/**
 * One check of many files: all are read once to know them, some of their rows again to compare them with those of other files, then
 * all once more for the findings of each row.
 */
export class WorkspaceCheck {
  private readonly counts: Record<Severity, number> = { error: 0, warning: 0, information: 0, hint: 0 };
  private readonly failed: { name: string; error: unknown }[] = [];
  private readonly copies = new Map<string, CopiesOfRows>();
  private examples = 0;
  private files = 0;

  constructor(
    private readonly host: WorkspaceCheckHost,
    private readonly stop: StopSign,
    /** Called with what is being read, and the share of the whole work that is done more. */
    private readonly report: (message: string, share: number) => void,
  ) {}

  async run(uris: readonly vscode.Uri[], bytes: number): Promise<WorkspaceSummary> {
    const total = Math.max(1, bytes * 2);
    const read: Read[] = [];
    const across = new AcrossDatasets(uris.map((uri) => this.host.settings.of(uri).config));
    try {
      for (const uri of uris) await this.attempt(uri, async () => read.push(await this.open(uri, across, total)));
      this.report(vscode.l10n.t('comparing datasets'), 0);
      await across.findNear((steps) => inSlices(steps, this.stop));
      for (const one of read) await this.attempt(one.file.uri, () => this.check(one, across, total));
      if (!this.stop.aborted) this.host.copies.replace(this.copies);
    } finally {
      await Promise.all(read.map(({ file }) => file.close()));
    }
    const { files, examples, counts, failed } = this;
    return { files, examples, counts, failed, cancelled: this.stop.aborted };
  }

  /** A file that cannot be read does not keep the others from being checked. */
  private async attempt(uri: vscode.Uri, work: () => Promise<unknown>): Promise<void> {
    if (this.stop.aborted) return;
    try {
      await work();
    } catch (error) {
      this.host.log.error(`check of ${uri.toString(true)}`, error);
      this.failed.push({ name: vscode.workspace.asRelativePath(uri), error });
    }
  }

  private async open(uri: vscode.Uri, across: AcrossDatasets, total: number): Promise<Read> {
    const file = await DatasetFile.open(uri, this.host.platform);
    try {
      return await this.read(file, across, total);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  private async read(file: DatasetFile, across: AcrossDatasets, total: number): Promise<Read> {
    const { uri } = file;
    const { settings, config } = this.host.settings.of(uri);
    const name = vscode.workspace.asRelativePath(uri);
    const checker = new DatasetChecker(config);
    const number = across.begin();
    const index = new LineIndex(file.start);
    let rows = 0;
    let last: TextLine | undefined;
    for await (const lines of file.lines()) {
      const first = rows;
      const add = (row: number, text: TextLine): void => {
        index.push(text.bytes);
        const view = isLong(text) ? undefined : checker.add(row, text.line);
        if (view !== undefined) across.add(number, row, view);
      };
      await inSlices(addRows(add, lines, first), this.stop);
      if (this.stop.aborted) break;
      rows += lines.length;
      last = lines.at(-1) ?? last;
      this.report(name, sizeOf(lines) / total);
    }
    const split = this.host.settings.splitOf(uri);
    const { clusters } = checker;
    across.end(number, { name, location: uri.toString(), split, config, clusters, source: file.source, index });
    const endsWithNewline = last?.lineEnd !== '';
    const lastLineLength = last?.line.length ?? 0;
    return { settings, config, file, name, number, checker, rows, endsWithNewline, lastLineLength };
  }

  private async check(one: Read, across: AcrossDatasets, total: number): Promise<void> {
    const rules = this.host.rules.lease(one.file.uri);
    try {
      await this.checkBy(rules, one, across, total);
    } finally {
      rules?.dispose();
    }
  }

  private async checkBy(rules: RuleLease | undefined, one: Read, across: AcrossDatasets, total: number): Promise<void> {
    const maximum = one.settings.maxProblems;
    const counts: Record<Severity, number> = { error: 0, warning: 0, information: 0, hint: 0 };
    const copies = new CopiesOfRows();
    this.copies.set(one.file.uri.toString(), copies);
    let kept: RowFindings[] = [];
    let row = 0;
    for await (const lines of one.file.lines()) {
      const found: RowFindings[] = [];
      // Lines that are too long count as blank ones: they are not looked at.
      const remarks = await rules?.check(lines.map(({ line }) => (line.length <= LONGEST_LINE ? line : '')));
      await inSlices(findRows(one, { across, copies, remarks: remarks ?? [] }, lines, row, found), this.stop);
      if (this.stop.aborted) return;
      row += lines.length;
      for (const { findings } of found) for (const { severity } of findings) counts[severity]++;
      kept.push(...found);
      if (kept.length > maximum * MOST_KEPT) kept = worstOf(kept, counts, maximum);
      this.report(one.name, sizeOf(lines) / total);
    }
    this.files++;
    this.examples += one.checker.facts.rows;
    for (const severity of ['error', 'warning', 'information', 'hint'] as const) {
      this.counts[severity] += counts[severity];
    }
    if (this.host.isLive(one.file.uri)) return;
    const { uri } = one.file;
    const target = (line: number): vscode.Uri => rowLink(uri, line);
    this.host.problems.publish({ uri, rows: kept, counts, maximum, lineOf: (id) => id, target }, this);
  }
}

function sizeOf(lines: readonly TextLine[]): number {
  return lines.reduce((sum, { bytes }) => sum + bytes, 0);
}

function isLong({ line, unreadBytes }: TextLine): boolean {
  return unreadBytes !== undefined || line.length > LONGEST_LINE;
}

function* addRows(
  add: (row: number, line: TextLine) => void,
  lines: readonly TextLine[],
  first: number,
): Generator<void> {
  for (const [i, line] of lines.entries()) {
    add(first + i, line);
    yield;
  }
}

/** What others than the checks of its dataset say of a row. */
interface SaidByOthers {
  readonly across: AcrossDatasets;
  /** Gets what is found. */
  readonly copies: CopiesOfRows;
  readonly remarks: readonly (RowRemarks | undefined)[];
}

function* findRows(
  one: Read,
  { across, copies, remarks }: SaidByOthers,
  lines: readonly TextLine[],
  first: number,
  found: RowFindings[],
): Generator<void> {
  const onFile = checkFile(
    {
      bytes: one.file.size,
      examples: one.checker.facts.rows,
      hasBom: one.file.hasBom,
      endsWithNewline: one.endsWithNewline,
      lastLineLength: one.lastLineLength,
    },
    one.config,
  );
  for (const [i, text] of lines.entries()) {
    const line = first + i;
    const own = across.copiesOf(one.number, line);
    copies.add(text.line, own);
    const findings: Finding[] = [
      ...onFile.filter(({ on }) => line === (on === 'first-row' ? 0 : one.rows - 1)),
      ...(isLong(text)
        ? [longLineFinding(text.unreadBytes ?? text.line.length, LONGEST_LINE, one.config) ?? []].flat()
        : one.checker.findingsOf(line, text.line, { remarks: remarks[i] })),
      ...own.flatMap((copy) => acrossFilesFinding(copy, text.line.length, one.config) ?? []),
    ];
    if (findings.length > 0) found.push({ line, findings });
    yield;
  }
}

/** Only what can still be among the worst. */
function worstOf(
  rows: readonly RowFindings[],
  counts: Readonly<Record<Severity, number>>,
  maximum: number,
): RowFindings[] {
  const { shown } = selectWorst(rows, { ...counts }, maximum);
  return shown.map(({ line, finding }) => ({ line, findings: [finding] }));
}
