import type { Code } from '../../core/checks/catalogue';
import type { EditorCalls, RowId, RowSummary } from '../../protocol/editor';
import type { FindingCalls, FindingsState } from '../../protocol/findings';
import { Disposable } from '../disposable';
import type { Handlers } from '../editor/rpcPeer';
import type { DatasetFindings } from './datasetFindings';
import type { FindingFixes } from './findingFixes';
import { ProblemFilter } from './problemFilter';
import { toRowFilter } from './rowFilter';
import { toRowFindings } from './rowFindings';

export interface ViewFindingsHost {
  /** The row that the page shows. */
  readonly selected: () => RowId | undefined;
  readonly tell: (state: FindingsState) => void;
}

type Rows = EditorCalls['getRows']['result'];

/** Rows wait for their numbers of problems for so long (ms); what comes later is told. */
const PATIENCE = 30;
/** Most rows of a cluster that are shown side by side; and the longest line of them, in bytes. */
const MOST_MEMBERS = 100;
const MEMBER_BYTES = 256 * 1024;

/** What one view shows of the findings of its dataset, and what its page may ask. */
export class ViewFindings extends Disposable {
  readonly filter: ProblemFilter;
  /** The row that the page showed last. */
  private shown: RowId | undefined;

  constructor(
    private readonly findings: DatasetFindings,
    private readonly fixes: FindingFixes,
    private readonly host: ViewFindingsHost,
  ) {
    super();
    const { rows } = findings.document;
    this.filter = this.register(
      new ProblemFilter(findings, { rows, indexOf: (id) => rows.locate(id), selected: host.selected }),
    );
    this.register(findings.onDidChange(() => void this.tell()));
  }

  /** Tells the page what is known now, with the rows of its filter brought up to date before. */
  async tell(): Promise<void> {
    // Where the rows cannot be found, the state says why.
    await this.filter.renew().catch(() => undefined);
    if (!this.isDisposed) this.host.tell(this.findings.state());
  }

  /** The author went to another row. */
  selectionChanged(): void {
    const selected = this.host.selected();
    if (selected !== this.shown) this.leaveUnfinished();
    this.shown = selected;
    if (this.filter.selectionChanged()) void this.tell();
  }

  override dispose(): void {
    this.leaveUnfinished();
    super.dispose();
  }

  /** Rows with the numbers of problems that are known by now. */
  withKnownProblems(rows: Rows): Rows {
    return { ...rows, rows: this.findings.badges.on(rows.rows) };
  }

  /**
   * Rows with their numbers of problems. The rows do not wait long for them: they come with what was known last, and the page asks
   * again when it is told of findings.
   */
  async withProblems(answer: Rows | Promise<Rows>): Promise<Rows> {
    const rows = await answer;
    const { findings } = this;
    if (findings.report === undefined) {
      await isInTime(findings.lookAtHead());
      return this.withKnownProblems(rows);
    }
    findings.rules.prefer(rows.rows.map(({ id }) => id));
    const asked = this.askForBadges(rows.rows);
    if (!(await isInTime(asked))) void asked.then(() => this.tell());
    return this.withKnownProblems(rows);
  }

  /** Answers of the calls about findings. */
  handlers(): Handlers<FindingCalls> {
    const { fixes, filter } = this;
    return {
      getFindings: ({ id }) => this.getFindings(id),
      previewFix: (params) => fixes.preview(params),
      applyFix: (params) => fixes.apply(params),
      previewFixAll: (params) => fixes.previewAll(params),
      applyFixAll: (params) => fixes.applyAll(params),
      fixFile: (params) => fixes.fixFile(params),
      nextProblem: (params) => this.nextProblem(params),
      filterByFindings: async (params) => {
        if (params.filter !== undefined) this.findings.unfinished.end();
        return { total: await filter.set(params.filter) };
      },
      getCluster: (params) => this.getCluster(params),
    };
  }

  /** Ends what the page's example was, where it is the one that was begun. */
  private leaveUnfinished(): void {
    if (this.findings.unfinished.is(this.shown)) this.findings.unfinished.end();
  }

  private get content() {
    return this.findings.document.content;
  }

  private async askForBadges(rows: readonly RowSummary[]): Promise<void> {
    const { badges } = this.findings;
    const answer = await this.findings.ask('badges', { ids: rows.map(({ id }) => id) }).catch(() => undefined);
    const versions = new Map(rows.map(({ id, version }) => [id, version]));
    for (const { id, count, worst } of answer?.value ?? []) {
      badges.put(id, versions.get(id) ?? NaN, worst === undefined ? undefined : { count, worst });
    }
  }

  private async getFindings(id: RowId): Promise<FindingCalls['getFindings']['result']> {
    const { content } = this;
    const known = await this.fixes.of(id);
    if (known === undefined) return { version: content.version(content.dataset.versionOf(id)), findings: [] };
    const { dataset } = this.content;
    const lineOf = (row: number): number | undefined => {
      const index = dataset.indexOf(row);
      return index < 0 ? undefined : index;
    };
    return { version: known.version, findings: toRowFindings(known.row, { lineOf, countOf: this.countOf }) };
  }

  private readonly countOf = (code: Code): number => {
    const counts = (this.findings.report?.counts ?? []).filter((known) => known.code === code);
    return counts.reduce((sum, { count }) => sum + count, 0);
  };

  private async nextProblem({
    from,
    backwards,
    filter,
  }: FindingCalls['nextProblem']['params']): Promise<FindingCalls['nextProblem']['result']> {
    this.findings.unfinished.end();
    const answer = await this.findings.ask('nextRow', { filter: toRowFilter(filter), from, backwards });
    const id = answer?.value;
    const index = id === undefined ? -1 : this.content.dataset.indexOf(id);
    return id === undefined || index < 0 ? undefined : { id, index };
  }

  private async getCluster({
    id,
    kind,
  }: FindingCalls['getCluster']['params']): Promise<FindingCalls['getCluster']['result']> {
    const { content } = this;
    const ids = (await this.findings.ask('cluster', { id, kind }))?.value ?? [];
    const shown = ids.slice(0, MOST_MEMBERS);
    const rows = await Promise.all(shown.map((each) => content.dataset.readRow(each, { maxRowBytes: MEMBER_BYTES })));
    const members = rows.flatMap((row) =>
      row === undefined
        ? []
        : [{ id: row.id, version: content.version(row.version), index: row.index, text: row.text }],
    );
    return { kind, members, more: ids.length - shown.length };
  }
}

/** Whether something comes before rows would have to wait too long. */
async function isInTime(work: Promise<unknown>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
