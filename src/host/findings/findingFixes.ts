import * as vscode from 'vscode';
import type { FixedRow, RowFixes, WantedFixes } from '../../core/analysis/analysisFixes';
import { type Code, isCode } from '../../core/checks/catalogue';
import { StaleRowError } from '../../core/document/change';
import { readRowsOf } from '../../core/document/readRowsOf';
import { applyTextEdits } from '../../core/json/textEdit';
import type { RowId } from '../../protocol/editor';
import type { FindingCalls, FixPreview, KindOfFix } from '../../protocol/findings';
import type { Content } from '../editor/content';
import { EditRefused, type Step } from '../editor/datasetEdits';
import { type DatasetFindings, FindingsUnavailable } from './datasetFindings';
import { type RowRewrite, rewriteOperations } from './fixOperations';
import { type ChosenFix, clusterKindOf, findFix, fixIdOf, fixTitle, manyTitle } from './rowFindings';

/** Longer rows are not mended here: nobody could look at the result. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Rows that are asked for, read and edited in one go; and bytes of them. Everything else has its turn in between. */
const PART = 256;
const PART_BYTES = 1024 * 1024;

/** The rows that a fix would change all over the file, as they were found for one revision. */
interface Plan {
  readonly content: Content;
  readonly revision: number;
  readonly kind: string;
  readonly ids: Float64Array;
}

/** Does fixes in a dataset: of one finding, of all findings of a kind, and all that are safe. Each is one undo step. */
export class FindingFixes {
  private plan: Plan | undefined;

  constructor(
    private readonly findings: DatasetFindings,
    /** Writes the file without its byte order mark; says why where it cannot be done. */
    private readonly removeBom: () => Promise<string | undefined>,
  ) {}

  /** A row's findings with their fixes, and the version that they are of; undefined where nothing is known of it. */
  async of(id: RowId): Promise<{ readonly row: RowFixes; readonly version: number } | undefined> {
    for (;;) {
      const { content } = this;
      const answer = await this.findings.ask('fixes', { ids: [id] });
      const [row] = answer?.value ?? [];
      if (answer === undefined || row === undefined || content !== this.content) return undefined;
      // An edit came between: what was said is of the row before it.
      if (answer.revision !== content.dataset.revision) continue;
      return { row, version: content.version(content.dataset.versionOf(id)) };
    }
  }

  async preview({ id, finding, fix }: FindingCalls['previewFix']['params']): Promise<FixPreview | undefined> {
    const known = await this.of(id);
    const chosen = known && findFix(known.row, finding, fix);
    if (chosen === undefined) return undefined;
    const rewrite = await this.rewriteOf(id, chosen);
    return rewrite && this.toPreview(rewrite);
  }

  /** Does one fix. The row must have the version that the author saw. */
  apply({ id, version, finding, fix }: FindingCalls['applyFix']['params']): Promise<{ readonly message?: string }> {
    return this.inWords(async () => {
      const known = await this.of(id);
      const chosen = known?.version === version ? findFix(known.row, finding, fix) : undefined;
      if (chosen === undefined) return { message: this.whyNot() };
      if (chosen.fix.change.kind === 'reveal' || chosen.fix.change.kind === 'file') return {};
      return this.edits.asOneStep(fixTitle(chosen.fix), async (step) => {
        if (this.version(id) !== version) return { message: changedSince() };
        await this.applyChosen(id, chosen, step);
        return {};
      });
    });
  }

  async previewAll({
    from,
    limit,
    ...kind
  }: FindingCalls['previewFixAll']['params']): Promise<FindingCalls['previewFixAll']['result']> {
    const wanted = wantedOf(kind);
    const ids = wanted && (await this.planned(wanted));
    if (ids === undefined) return { total: 0, rows: [] };
    const rewrites = await this.rewritesOf([...ids.subarray(from, from + limit)], wanted ?? {});
    return { total: ids.length, rows: rewrites.map((rewrite) => this.toPreview(rewrite)) };
  }

  /** Does the fixes of a kind in all rows (of `only`) but those of `except`. */
  applyAll({
    except,
    only,
    ...kind
  }: FindingCalls['applyFixAll']['params']): Promise<{ fixed: number; message?: string }> {
    return this.inWords(async () => {
      const wanted = wantedOf(kind);
      const ids = wanted && (await this.planned(wanted));
      const [first] = ids ?? [];
      if (ids === undefined) return { message: this.whyNot() };
      if (wanted === undefined || first === undefined) return { fixed: 0 };
      const [left, chosen] = [new Set(except), only && new Set(only)];
      const isWanted = (id: RowId): boolean => !left.has(id) && chosen?.has(id) !== false;
      const count = ids.reduce((sum, id) => sum + (isWanted(id) ? 1 : 0), 0);
      const title = manyTitle(await this.titleIn(first, wanted), count);
      return { fixed: await this.edits.asOneStep(title, (step) => this.applyWanted(wanted, isWanted, step)) };
    }).then((result) => ({ fixed: 0, ...result }));
  }

  /** Does everything that is safe, the newline at the end of the file included. @throws FindingsUnavailable, EditRefused */
  async applySafe(): Promise<void> {
    await this.edits.asOneStep(vscode.l10n.t('Fix all safe problems'), async (step) => {
      await this.applyWanted({}, () => true, step);
      await this.addFinalNewline(step);
    });
  }

  /** Mends what is wrong with the file as a whole. */
  fixFile({ code }: FindingCalls['fixFile']['params']): Promise<{ readonly message?: string }> {
    return this.inWords(async () => {
      const finding = this.findings.fileFindings.find((known) => known.code === code);
      if (finding?.code === 'file/no-final-newline') {
        const title = fixTitle({ id: 'add-final-newline', args: {} });
        await this.edits.asOneStep(title, (step) => this.addFinalNewline(step));
      } else if (finding?.code === 'json/encoding') {
        const message = await this.removeBom();
        if (message !== undefined) return { message };
      }
      return {};
    });
  }

  private get content(): Content {
    return this.findings.document.content;
  }

  private get edits() {
    return this.findings.document.edits;
  }

  /** Why something that was seen is not there any more. */
  private whyNot(): string {
    return this.findings.state().failed ?? changedSince();
  }

  private version(id: RowId): number {
    const { content } = this;
    return content.dataset.indexOf(id) < 0 ? -1 : content.version(content.dataset.versionOf(id));
  }

  private async applyWanted(wanted: WantedFixes, isWanted: (id: RowId) => boolean, step: Step): Promise<number> {
    // Nothing is edited meanwhile, so what is found now holds until it is done.
    const ids = (await this.planned(wanted))?.filter((id) => isWanted(id)) ?? new Float64Array();
    const fixed: FixedRow[] = [];
    for (let at = 0; at < ids.length; at += PART) {
      fixed.push(...(await this.fixedRows([...ids.subarray(at, at + PART)], wanted)));
    }
    let done = 0;
    for (const part of partsOf(fixed, (id) => this.content.dataset.byteLength(id) ?? 0)) {
      const rewrites = await this.readRewrites(part);
      step(rewriteOperations(this.content.dataset, rewrites));
      done += rewrites.length;
    }
    return done;
  }

  private async addFinalNewline(step: Step): Promise<void> {
    const { dataset, base } = this.content;
    const answer = await this.findings.ask('fileFindings', { bytes: base.size, hasBom: dataset.hasBom });
    if (answer?.value.every(({ code }) => code !== 'file/no-final-newline') !== false || dataset.count === 0) return;
    const row = await dataset.readRow(dataset.idAt(dataset.count - 1), { maxRowBytes: MOST_BYTES });
    if (row?.complete !== true) return;
    step([{ kind: 'replace', row, text: row.text, lineEnd: dataset.lineEnding }]);
  }

  /** The rows that fixes would change, for the rows as they are. Undefined where nothing can be known. */
  private async planned(wanted: WantedFixes): Promise<Float64Array | undefined> {
    const kind = JSON.stringify(wanted);
    const { content } = this;
    const { plan } = this;
    const isCurrent = plan?.content === content && plan.revision === content.dataset.revision;
    if (isCurrent && plan.kind === kind) return plan.ids;
    const answer = await this.findings.ask('planFixes', wanted);
    if (answer === undefined) return undefined;
    this.plan = { content, revision: answer.revision, kind, ids: answer.value };
    return answer.value;
  }

  private async fixedRows(ids: readonly RowId[], wanted: WantedFixes): Promise<readonly FixedRow[]> {
    const answer = await this.findings.ask('fixRows', { ...wanted, ids });
    if (answer === undefined) throw new FindingsUnavailable(this.whyNot());
    return answer.value;
  }

  private async rewritesOf(ids: readonly RowId[], wanted: WantedFixes): Promise<RowRewrite[]> {
    return this.readRewrites(await this.fixedRows(ids, wanted));
  }

  private async readRewrites(fixed: readonly FixedRow[]): Promise<RowRewrite[]> {
    const { dataset } = this.content;
    const rows = new Map(
      (
        await readRowsOf(
          dataset,
          fixed.map(({ id }) => id),
          MOST_BYTES,
        )
      ).map((row) => [row.id, row]),
    );
    return fixed.flatMap(({ id, count, result }) => {
      const row = rows.get(id);
      if (row?.complete !== true) return [];
      const lines = result.kind === 'lines' ? result.lines : [applyTextEdits(row.text, [result.change])];
      return [{ row, count, lines }];
    });
  }

  private async applyChosen(id: RowId, chosen: ChosenFix, step: Step): Promise<void> {
    const kind = clusterKindOf(chosen.finding.code);
    if (chosen.fix.change.kind === 'delete-others' && kind !== undefined) {
      const answer = await this.findings.ask('cluster', { id, kind });
      const ids = (answer?.value ?? []).filter((other) => other !== id);
      if (ids.length > 0) step([{ kind: 'delete', ids }]);
      return;
    }
    const rewrite = await this.rewriteOf(id, chosen);
    if (rewrite === undefined) throw new FindingsUnavailable(changedSince());
    step(rewriteOperations(this.content.dataset, [rewrite]));
  }

  /** What one fix makes of its row; a fix that changes others leaves it as it is. */
  private async rewriteOf(id: RowId, { fix: { change } }: ChosenFix): Promise<RowRewrite | undefined> {
    const row = await this.content.dataset.readRow(id, { maxRowBytes: MOST_BYTES });
    if (row?.complete !== true) return undefined;
    if (change.kind === 'line') return { row, count: 1, lines: [change.line] };
    if (change.kind === 'rows') return { row, count: change.count, lines: change.lines };
    return { row, count: 1, lines: [row.text] };
  }

  private toPreview({ row, count, lines }: RowRewrite): FixPreview {
    const version = this.content.version(row.version);
    return { id: row.id, version, index: row.index, rows: count, before: row.text, after: lines };
  }

  /** What a fix is called, by the words that it has for a row. */
  private async titleIn(id: RowId, { kind }: WantedFixes): Promise<string> {
    const known = await this.of(id);
    const found = known?.row.findings.find(({ finding }) => finding.code === kind?.code);
    const fix = found?.fixes.find((candidate) => candidate.id === kind?.fix);
    return fix === undefined ? vscode.l10n.t('Fix all of a kind') : fixTitle(fix);
  }

  /** What keeps a fix from being done is told as the answer, in words. */
  private async inWords<T extends object>(work: () => Promise<T>): Promise<T | { readonly message: string }> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof StaleRowError) return { message: changedSince() };
      if (error instanceof FindingsUnavailable || error instanceof EditRefused) return { message: error.message };
      throw error;
    }
  }
}

function wantedOf({ code, fix }: KindOfFix): (WantedFixes & { readonly kind: { readonly code: Code } }) | undefined {
  return isCode(code) ? { kind: { code, fix: fixIdOf(fix) } } : undefined;
}

/** Rows in parts that are read and edited in some milliseconds each. */
function* partsOf(rows: readonly FixedRow[], bytesOf: (id: RowId) => number): Generator<readonly FixedRow[]> {
  let part: FixedRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = bytesOf(row.id);
    if (part.length > 0 && (part.length >= PART || bytes + size > PART_BYTES)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(row);
    bytes += size;
  }
  if (part.length > 0) yield part;
}

function changedSince(): string {
  return vscode.l10n.t('The example has changed since. Look at it again.');
}
