import type { CheckConfig } from '../config/checkConfig';
import type { Split } from '../config/settings';
import type { DuplicateVerdict } from '../duplicates/duplicateIndex';
import { differingMetadata, nearTextOf } from '../duplicates/rowDigest';
import { longestSharedText } from '../duplicates/sharedText';
import type { ExampleView } from '../record/view';
import type { MessageOf } from './catalogue';
import { excerpt } from './fieldName';
import type { Finding, FindingArgs, FindingKind, RelatedRow } from './finding';

type DuplicateCode =
  'duplicate/exact' | 'duplicate/normalized' | 'duplicate/near' | 'duplicate/conflict' | 'duplicate/across-files';

/** What can be said of a duplicate by one who has both rows. */
export interface Comparison {
  /** Keys of metadata in which an exact duplicate differs from the kept row. */
  readonly metadata?: readonly string[];
  /** The longest text that a near duplicate shares with the row that is most alike, folded. */
  readonly shared?: string;
}

/** Compares a row with the one that its verdict names; nothing where that cannot be read. */
export function compareRows(
  verdict: DuplicateVerdict,
  view: ExampleView,
  viewOf: (row: number) => ExampleView | undefined,
  config: CheckConfig,
): Comparison {
  const other = verdict.kind === 'exact' ? verdict.kept : verdict.kind === 'near' ? verdict.nearest?.row : undefined;
  const otherView = other === undefined ? undefined : viewOf(other);
  if (otherView === undefined) return {};
  if (verdict.kind === 'exact') return { metadata: differingMetadata(otherView, view) };
  const part = config.near?.part ?? 'example';
  return { shared: longestSharedText(nearTextOf(otherView, part), nearTextOf(view, part)) };
}

/** A verdict of the duplicate index as a finding of the whole line. */
export function duplicateFinding(
  verdict: DuplicateVerdict,
  lineLength: number,
  config: CheckConfig,
  { metadata = [], shared = '' }: Comparison = {},
): Finding | undefined {
  const { kept, size } = verdict;
  switch (verdict.kind) {
    case 'exact': {
      const related = [{ row: kept, relation: 'kept' }] as const;
      if (metadata.length === 0) return finding('duplicate/exact', 'default', lineLength, config, { size }, related);
      const fields = metadata.map((key) => `\`${key}\``).join(', ');
      return finding('duplicate/exact', 'metadata', lineLength, config, { size, fields }, related);
    }
    case 'normalized':
      return finding('duplicate/normalized', 'default', lineLength, config, { size }, [
        { row: kept, relation: 'kept' },
      ]);
    case 'near': {
      const nearest = verdict.nearest ?? { row: kept, similarity: 0 };
      const related: RelatedRow[] = [{ row: nearest.row, relation: nearest.row === kept ? 'kept' : 'member' }];
      if (nearest.row !== kept) related.push({ row: kept, relation: 'kept' });
      const percent = Math.floor(nearest.similarity * 100);
      if (shared === '') return finding('duplicate/near', 'default', lineLength, config, { size, percent }, related);
      return finding(
        'duplicate/near',
        'shared',
        lineLength,
        config,
        { size, percent, shared: excerpt(shared) },
        related,
      );
    }
    case 'conflict':
      return finding('duplicate/conflict', 'default', lineLength, config, { size }, [
        { row: kept, relation: 'conflict' },
      ]);
  }
}

/** A row of another dataset that a row repeats, exactly or nearly. */
export type AcrossMatch =
  | { readonly kind: 'exact' | 'normalized'; readonly row: number }
  | { readonly kind: 'near'; readonly row: number; readonly similarity: number };

/** What a row repeats of another dataset. */
export interface CopyElsewhere {
  readonly match: AcrossMatch;
  /** Of the row's own dataset. */
  readonly split: Split;
  /** The other dataset: what findings and related rows call it. */
  readonly other: { readonly name: string; readonly location: string; readonly split: Split };
}

/** The same example, or nearly, in another dataset; leakage where one is trained on and the other measures. */
export function acrossFilesFinding(
  { match, split, other }: CopyElsewhere,
  lineLength: number,
  config: CheckConfig,
): Finding | undefined {
  const related: RelatedRow[] = [
    { row: match.row, dataset: other.location, relation: match.kind === 'exact' ? 'leak' : 'near-leak' },
  ];
  const args = {
    file: other.name,
    ...(match.kind === 'near' ? { percent: Math.floor(match.similarity * 100) } : {}),
    ...(isLeak(split, other.split) ? { split: split === 'train' ? other.split : split } : {}),
  };
  return finding('duplicate/across-files', acrossMessage(match, split, other.split), lineLength, config, args, related);
}

/** Code and severity of `acrossFilesFinding`. */
export function acrossFilesKind({ match, split, other }: CopyElsewhere, config: CheckConfig): FindingKind | undefined {
  const code = 'duplicate/across-files';
  const severity = config.severityOf(code, acrossMessage(match, split, other.split));
  return !config.has(code) || severity === 'off' ? undefined : { code, severity };
}

function acrossMessage({ kind }: AcrossMatch, split: Split, other: Split) {
  return ACROSS_MESSAGES[kind][isLeak(split, other) ? 'leakage' : 'copy'];
}

function isLeak(split: Split, other: Split): boolean {
  return (split === 'train') !== (other === 'train');
}

const ACROSS_MESSAGES = {
  exact: { copy: 'default', leakage: 'leakage' },
  normalized: { copy: 'normalized', leakage: 'normalized-leakage' },
  near: { copy: 'near', leakage: 'near-leakage' },
} as const;

function finding<C extends DuplicateCode>(
  code: C,
  message: MessageOf<C>,
  lineLength: number,
  config: CheckConfig,
  args: FindingArgs,
  related: readonly RelatedRow[],
): Finding | undefined {
  const severity = config.severityOf(code, message);
  if (!config.has(code) || severity === 'off') return undefined;
  return { code, severity, message, args, start: 0, end: lineLength, related };
}
