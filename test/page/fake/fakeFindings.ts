import type { RowId, RowSummary } from '../../../src/protocol/editor';
import type {
  FindingCalls,
  FindingFilter,
  FindingsState,
  FixPreview,
  KindOfFix,
  RowFinding,
} from '../../../src/protocol/findings';
import { badgeOf, check, clusterOf, titles, toRowFinding, type FakeFinding } from './fakeChecks';
import type { FakeRow, FakeRows } from './fakeRows';

/** What happens to a row: the lines that stand in its place. */
export interface RowChange {
  readonly id: RowId;
  readonly lines: readonly string[];
}

export interface FakeFindingsPort {
  readonly rows: FakeRows;
  /** Changes rows as one step of undo. */
  change(changes: readonly RowChange[]): void;
}

type Handlers = { [K in keyof FindingCalls]: (params: FindingCalls[K]['params']) => FindingCalls[K]['result'] };

/** The host's side of the contract about findings, with the rules of `fakeChecks.ts`. */
export class FakeFindings {
  filter: FindingFilter | undefined;
  /** What a fix is answered with, instead of being done. */
  refusal: string | undefined;
  /** What is wrong with the file as a whole. */
  file: FindingsState['file'] = [];
  readonly #port: FakeFindingsPort;
  readonly #isOn: boolean;

  constructor(port: FakeFindingsPort, isOn: boolean) {
    this.#port = port;
    this.#isOn = isOn;
  }

  problemsOf(index: number): RowSummary['problems'] {
    return badgeOf(this.#at(index));
  }

  state(): FindingsState {
    const all = this.#indexes().flatMap((index) => this.#at(index));
    const codes = [...new Set(all.map(({ code }) => code))];
    return {
      checkedRows: this.#port.rows.count,
      done: true,
      counts: codes.map((code) => {
        const found = all.filter((finding) => finding.code === code);
        return { code, title: titles[code] ?? code, severity: found[0]?.severity ?? 'error', count: found.length };
      }),
      file: this.file,
    };
  }

  /** Places of the rows that the filter shows. */
  matches(): readonly number[] {
    const { filter } = this;
    if (filter === undefined) return [];
    const own = this.#indexes().filter((index) => this.#at(index).some((finding) => fits(finding, filter)));
    const isDuplicates = filter.codes.some((code) => code.startsWith('duplicate/'));
    return isDuplicates
      ? [...new Set(own.flatMap((index) => clusterOf(this.#port.rows, index)))].sort((a, b) => a - b)
      : own;
  }

  readonly handlers: Handlers = {
    getFindings: ({ id }) => {
      const index = this.#port.rows.indexOf(id);
      const row = this.#row(index);
      return { version: row.version, findings: this.#told(index, row) };
    },
    previewFix: ({ id, finding, fix }) => {
      const index = this.#port.rows.indexOf(id);
      return this.#preview(index, (_, at) => this.#told(index, this.#row(index))[at]?.key === finding, fix);
    },
    applyFix: ({ id, version, finding, fix }) => {
      if (this.refusal !== undefined) return { message: this.refusal };
      const preview = this.handlers.previewFix({ id, finding, fix });
      if (preview?.version !== version) return { message: 'The row has changed since.' };
      this.#port.change([{ id, lines: preview.after }]);
      return {};
    },
    previewFixAll: (params) => {
      const rows = this.#all(params);
      return { total: rows.length, rows: rows.slice(params.from, params.from + params.limit) };
    },
    applyFixAll: (params) => {
      const rows = this.#all(params).filter(
        ({ id }) => !params.except.includes(id) && params.only?.includes(id) !== false,
      );
      this.#port.change(rows.map(({ id, after }) => ({ id, lines: after })));
      return { fixed: rows.length };
    },
    fixFile: ({ code }) => {
      if (this.refusal !== undefined) return { message: this.refusal };
      this.file = this.file.filter((known) => known.code !== code);
      return {};
    },
    nextProblem: ({ from, backwards, filter }) => {
      const places = this.#indexes().filter((index) => this.#at(index).some((finding) => fits(finding, filter)));
      const index = backwards
        ? (places.findLast((place) => place < from) ?? places.at(-1))
        : (places.find((place) => place > from) ?? places[0]);
      return index === undefined ? undefined : { id: this.#row(index).id, index };
    },
    filterByFindings: ({ filter }) => {
      this.filter = filter;
      return { total: this.matches().length };
    },
    getCluster: ({ id, kind }) => {
      const members = clusterOf(this.#port.rows, this.#port.rows.indexOf(id));
      return {
        kind,
        members: members.map((index) => {
          const row = this.#row(index);
          return { id: row.id, version: row.version, index, text: row.text };
        }),
        more: 0,
      };
    },
  };

  #indexes(): readonly number[] {
    return this.#isOn ? Array.from({ length: this.#port.rows.count }, (_, index) => index) : [];
  }

  #at(index: number): readonly FakeFinding[] {
    return this.#isOn ? check(this.#port.rows, index) : [];
  }

  #row(index: number): FakeRow {
    const row = this.#port.rows.at(index);
    if (row === undefined) throw new Error('The row is gone.');
    return row;
  }

  #told(index: number, row: FakeRow): readonly RowFinding[] {
    const counts = this.state().counts;
    const alsoFor = (code: string) => counts.find((each) => each.code === code)?.count ?? 0;
    return this.#at(index).map((finding, at) => toRowFinding(finding, row, at, alsoFor));
  }

  #preview(
    index: number,
    isWanted: (finding: FakeFinding, at: number) => boolean,
    fix: string,
  ): FixPreview | undefined {
    const row = this.#row(index);
    const wanted = this.#at(index)
      .filter(isWanted)
      .flatMap(({ fixes }) => fixes.filter(({ key }) => key === fix))[0];
    if (wanted?.apply === undefined) return undefined;
    return { id: row.id, version: row.version, index, before: row.text, after: wanted.apply(row.text), rows: 1 };
  }

  #all({ code, fix }: KindOfFix): readonly FixPreview[] {
    return this.#indexes().flatMap((index) => {
      const preview = this.#preview(index, (finding) => finding.code === code, fix);
      return preview === undefined ? [] : [preview];
    });
  }
}

function fits({ code, severity }: FakeFinding, { codes, severities }: FindingFilter): boolean {
  return (codes.length === 0 || codes.includes(code)) && (severities.length === 0 || severities.includes(severity));
}
