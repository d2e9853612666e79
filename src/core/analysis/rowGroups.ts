import { DatasetFacts, type FactsSummary, fieldsOf, type RowFacts } from '../checks/datasetFacts';
import { METADATA_KEYS } from '../duplicates/rowDigest';
import type { Shape } from '../record/view';

/** The group of a row that was not looked at yet, and of one that is no object. */
export const UNSEEN = 0;
export const NO_RECORD = 1;
const FIRST_GROUP = 2;

interface Group {
  readonly facts: RowFacts;
  readonly keys: readonly string[];
  rows: number;
  /** Rows more or less than the facts were told of. */
  untold: number;
  /** What the facts say of the group, and the edition of them that says it. */
  conclusion: string;
  edition: number;
  /** The conclusion under which its rows were judged; undefined while none was. */
  judgedUnder: string | undefined;
  /** Its rows were judged under several. */
  isMixed: boolean;
}

/**
 * Rows by shape, keys and types. That is all that the facts of a file know of a row (labels aside), so the rows of one group need a
 * new judgement together when the facts draw another conclusion. Facts change only in `publish`: in between, rows are judged alike.
 */
export class RowGroups {
  private readonly groups: Group[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly counted = new DatasetFacts();
  private readonly labels = new Map<number, number>();
  private readonly untold = new Set<Group>();
  private edition = 0;
  private common = '';
  private commonEdition = -1;
  /** What the checks ask. Always the same object. */
  readonly facts: FactsSummary;

  /** @param knownShare share of the rows that must have a key for it to be known, as the checks have it */
  constructor(private readonly knownShare: number) {
    const { counted, labels } = this;
    this.facts = {
      get rows() {
        return counted.summary.rows;
      },
      get shape() {
        return counted.summary.shape;
      },
      keys: () => counted.summary.keys(),
      rowsWith: (key) => counted.summary.rowsWith(key),
      nullsAt: (key) => counted.summary.nullsAt(key),
      typeOf: (key) => counted.summary.typeOf(key),
      labelCount: (instruction) => labels.get(instruction) ?? 0,
    };
  }

  get count(): number {
    return this.groups.length;
  }

  /** The number of a group, for a column. */
  numberOf(shape: Shape, signature: string): number {
    const name = `${shape} ${signature}`;
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = FIRST_GROUP + this.groups.length;
      const keys = fieldsOf(signature).map(([key]) => key);
      this.groups.push({
        facts: { shape, signature },
        keys,
        rows: 0,
        untold: 0,
        conclusion: '',
        edition: -1,
        judgedUnder: undefined,
        isMixed: false,
      });
      this.numbers.set(name, number);
    }
    return number;
  }

  shapeOf(number: number): Shape | undefined {
    return this.groups[number - FIRST_GROUP]?.facts.shape;
  }

  /** A row came or went. */
  add(number: number, change: 1 | -1): void {
    const group = this.groups[number - FIRST_GROUP];
    if (group === undefined) return;
    group.rows += change;
    // A group with something untold is among them.
    if (group.untold === 0) this.untold.add(group);
    group.untold += change;
  }

  /** A row with an answer like "none" came or went; gives how many have the same instruction now. */
  addLabel(label: number, change: 1 | -1): number {
    const count = (this.labels.get(label) ?? 0) + change;
    if (count === 0) this.labels.delete(label);
    else this.labels.set(label, count);
    return count;
  }

  /** Tells the facts of the rows that came and went since the last time. */
  publish(): void {
    if (this.untold.size === 0) return;
    for (const group of this.untold) {
      if (group.untold !== 0) this.counted.add(group.facts, group.untold);
      group.untold = 0;
    }
    this.untold.clear();
    this.edition++;
  }

  /** Everything of the facts that the findings of the group's rows can depend on, as text. */
  conclusionOf(number: number): string {
    const group = this.groups[number - FIRST_GROUP];
    if (group === undefined) return '';
    if (group.edition !== this.edition) {
      group.conclusion = this.conclude(group);
      group.edition = this.edition;
    }
    return group.conclusion;
  }

  /** Notes that a row of the group is judged by the facts as they are. */
  noteJudged(number: number): void {
    const group = this.groups[number - FIRST_GROUP];
    if (group === undefined) return;
    const conclusion = this.conclusionOf(number);
    if (group.judgedUnder === undefined) group.judgedUnder = conclusion;
    else if (group.judgedUnder !== conclusion) {
      group.judgedUnder = conclusion;
      group.isMixed = true;
    }
  }

  /** Groups with rows that were judged under another conclusion than today's; marks them as judged under today's. */
  takeStale(): { readonly numbers: ReadonlySet<number>; readonly rows: number } {
    const numbers = new Set<number>();
    let rows = 0;
    for (const [i, group] of this.groups.entries()) {
      const number = FIRST_GROUP + i;
      if (group.rows === 0) {
        group.judgedUnder = undefined;
        group.isMixed = false;
      } else if (group.isMixed || group.judgedUnder !== this.conclusionOf(number)) {
        numbers.add(number);
        rows += group.rows;
        group.judgedUnder = this.conclusionOf(number);
        group.isMixed = false;
      }
    }
    return { numbers, rows };
  }

  private conclude({ keys }: Group): string {
    if (this.commonEdition !== this.edition) {
      this.common = this.concludeAll();
      this.commonEdition = this.edition;
    }
    const { facts, knownShare } = this;
    const parts = keys.map((key) => {
      const count = facts.rowsWith(key);
      const isKnown = count > 1 && count >= knownShare * facts.rows;
      const hasNulls = facts.nullsAt(key) > Math.max(1, knownShare * facts.rows);
      const isRare = count * 2 < facts.rows;
      return `${facts.typeOf(key) ?? ''}${isKnown ? '+' : '-'}${hasNulls ? '0' : ''}${isRare ? '<' : ''}`;
    });
    return `${this.common} ${parts.join()}`;
  }

  /** What the facts say of every group. */
  private concludeAll(): string {
    const { rows, shape } = this.facts;
    const usual = [...METADATA_KEYS].filter((key) => this.facts.rowsWith(key) * 2 > rows);
    return `${shape} ${usual.join()}`;
  }
}
