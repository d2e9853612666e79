import type { CheckConfig } from '../config/checkConfig';
import { DuplicateIndex, type RowOrder } from '../duplicates/duplicateIndex';
import type { ExampleView } from '../record/view';
import { DatasetFacts, type FactsSummary, NO_FACTS, type RowFacts, signatureOf } from './datasetFacts';
import type { Finding } from './finding';
import { labelKeyOf } from './placeholder';
import type { Tier } from './registry';
import { type FindingOptions, findingsOfRow, type RowChecker } from './rowChecker';
import { RowContext } from './rowContext';

/**
 * Checks the rows of one dataset: first every row is added, then the findings of any row can be asked for. After an edit the row is
 * added again (or removed), and the rows that `relatedTo` names, before and after, are asked for anew, or all rows where
 * `facts` draws another conclusion.
 */
export class DatasetChecker implements RowChecker {
  private readonly counted = new DatasetFacts();
  /** What each row added to the facts; rows of one signature share one object. */
  private readonly rowFacts: (RowFacts | undefined)[] = [];
  private readonly interned = new Map<string, RowFacts>();
  private readonly duplicates: DuplicateIndex;

  constructor(
    private readonly config: CheckConfig,
    private readonly tiers: readonly Tier[] = [1, 2],
  ) {
    this.duplicates = new DuplicateIndex({ conflictShare: config.thresholds.conflictingPrompts, near: config.near });
  }

  get facts(): FactsSummary {
    return this.counted.summary;
  }

  /** Which rows repeat each other, for views of whole clusters. */
  get clusters(): DuplicateIndex {
    return this.duplicates;
  }

  /** Adds a row, or takes its new text. Gives the example; undefined for a row that is none. */
  add(row: number, line: string): ExampleView | undefined {
    this.remove(row);
    // What is known of the file so far plays no part in what a row adds to it.
    const context = new RowContext(line, NO_FACTS, this.config);
    const { record } = context;
    if (record === undefined) return undefined;
    const { view } = context;
    const facts = this.intern({ shape: view.shape, signature: signatureOf(record), ...labelOf(context) });
    this.rowFacts[row] = facts;
    this.counted.add(facts);
    if (this.tiers.includes(1)) this.duplicates.add(row, view);
    if (this.tiers.includes(2)) this.duplicates.addFolded(row, view);
    return view;
  }

  remove(row: number): void {
    const facts = this.rowFacts[row];
    if (facts === undefined) return;
    this.rowFacts[row] = undefined;
    this.counted.remove(facts);
    this.duplicates.remove(row);
  }

  /** Rows whose findings may change with this one: the members of its clusters. */
  relatedTo(row: number): number[] {
    return this.duplicates.relatedTo(row);
  }

  /** Whether this is the row of its cluster that is kept, whose line `lineOf` may be asked for. */
  isKept(row: number, order?: RowOrder): boolean {
    return this.duplicates.isKept(row, order);
  }

  /** Every finding of a row that was added, in order of their columns. */
  findingsOf(row: number, line: string, options: FindingOptions = {}): readonly Finding[] {
    const { facts, clusters, config, tiers } = this;
    return findingsOfRow({ facts, clusters, config, tiers }, row, line, options);
  }

  private intern(facts: RowFacts): RowFacts {
    if (facts.label !== undefined) return facts;
    const name = `${facts.shape} ${facts.signature}`;
    const known = this.interned.get(name);
    if (known === undefined) this.interned.set(name, facts);
    return known ?? facts;
  }
}

function labelOf(context: RowContext): { readonly label?: number } {
  const label = labelKeyOf(context.view);
  return label === undefined ? {} : { label };
}
