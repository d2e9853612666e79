import type { ClusterKind } from '../analysis/analysisQueries';
import type { Code } from '../checks/catalogue';
import type { Severity } from '../checks/finding';
import type { TaskType } from '../classify/taskTypes';

/** What some figures were worked out from. "Estimated from 20,000 of 1,000,000" where `rows` are fewer than `total`. */
export interface Basis {
  /** Rows that were looked at; a seeded random sample as long as they are not all. */
  readonly rows: number;
  /** Rows of the dataset. */
  readonly total: number;
}

/** How many rows have a name. */
export interface NamedCount {
  readonly name: string;
  readonly count: number;
}

/** How often names occur: declared types, languages, sources, splits, first words. */
export interface NamedCounts {
  /** The most frequent names first, at most 200; equal counts in the order of the alphabet. */
  readonly entries: readonly NamedCount[];
  /** How many names there are, listed or not. */
  readonly distinct: number;
  /** Examples whose name is not listed. */
  readonly unlisted: number;
  /** Examples without a name. */
  readonly without: number;
}

/**
 * How evenly examples are spread over types. `p` is the share of a type among the examples that have one, `k` the number of types
 * with examples.
 */
export interface BalanceMeasures {
  /** k. */
  readonly types: number;
  /** Normalised (Shannon) entropy, -sum(p ln p) / ln k: 1 where all types are equally frequent, 0 where there is one. */
  readonly evenness: number;
  /** Effective number of types (Hill number of order 1), exp(-sum(p ln p)): so many equally frequent types would be as diverse. */
  readonly effectiveTypes: number;
  /** Examples of the most frequent type for one of the rarest that has any. */
  readonly largestToSmallest: number;
}

/** Guessed task types, never mixed with declared ones. */
export interface GuessedTypes {
  readonly basis: Basis;
  /** Types in the order of `TASK_TYPES`, with how sure the classifier was on average (0 to 1). */
  readonly types: readonly {
    readonly type: TaskType;
    readonly count: number;
    readonly confidence: number;
    /** No labelled rows of two sources were there to measure the type with: it goes by rules. */
    readonly isUnmeasured: boolean;
  }[];
  /** Examples about which the classifier would not say anything. */
  readonly abstained: number;
  /** Share of the examples that it guessed (0 to 1). */
  readonly coverage: number;
  /** Of the examples with a declared type that the table of taxonomies knows: how many were guessed, and how many so as declared. */
  readonly agreement: { readonly compared: number; readonly agreed: number };
  readonly measures: BalanceMeasures;
}

/** An opening of instructions: a first word, and the content words that come next. */
export interface OpeningWord {
  /** In lower case; '' for an instruction that has no word. */
  readonly word: string;
  readonly count: number;
  /** The next content words after it (articles, pronouns and the like passed over), most frequent first, at most 12. */
  readonly next: readonly NamedCount[];
}

export interface OpeningWords {
  readonly basis: Basis;
  /** Most frequent first, at most 40. */
  readonly words: readonly OpeningWord[];
  /** How many first words there are, listed or not. */
  readonly distinct: number;
  /** Share of the examples that begin with one of the 24 most frequent first words (0 to 1); 0.72 to 0.97 in known sets. */
  readonly top24Share: number;
}

/** What is measured of every example, as whole numbers. Characters are UTF-16 units, tokens an estimate for o200k. */
export const MEASURES = [
  'promptCharacters',
  'responseCharacters',
  'promptTokens',
  'responseTokens',
  'totalTokens',
  'turns',
] as const;
export type Measure = (typeof MEASURES)[number];

/** Measures that a context limit is about. */
export const TOKEN_MEASURES = ['promptTokens', 'responseTokens', 'totalTokens'] as const satisfies readonly Measure[];
export type TokenMeasure = (typeof TOKEN_MEASURES)[number];

/** How many examples have more tokens than a model sees. */
export interface OverLimit {
  /** Tokens, above 0. */
  readonly limit: number;
  readonly examples: Readonly<Record<TokenMeasure, number>>;
}

/** A histogram on bins that grow with the number: a fixed number of them to a doubling. */
export interface NumberHistogram {
  readonly count: number;
  readonly sum: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** Nearest rank, to the bin: at most 3.2 % off, exact up to 32. */
  readonly percentiles: {
    readonly p5: number;
    readonly p25: number;
    readonly p50: number;
    readonly p75: number;
    readonly p90: number;
    readonly p95: number;
    readonly p99: number;
  };
  /** From the smallest number to the largest, without gaps; `to` is not in the bin. */
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[];
}

/** What an example has or has not. */
export const TRAITS = ['input', 'system', 'code', 'math', 'list', 'tools'] as const;
export type Trait = (typeof TRAITS)[number];

/** Clusters of rows that repeat each other, by how many rows they have. */
export interface ClusterSizes {
  readonly kind: Exclude<ClusterKind, 'conflict'>;
  /** Whether all rows were compared; false while tier 2 of the checks is under way, or where there are too many rows for it. */
  readonly isComplete: boolean;
  /** Sizes 2, 3, 4, 5 to 9, 10 to 99, 100 and more, those with clusters. `to` is not in the bin; none for the last. */
  readonly sizes: readonly {
    readonly from: number;
    readonly to?: number;
    readonly clusters: number;
    readonly rows: number;
  }[];
}

/** A sentence about what the dataset lacks, with what it is about, so that a page can link it. */
export interface CoverageAdvice {
  readonly kind: 'thin-type' | 'missing-type' | 'repetitive-type' | 'thin-length' | 'single-turn' | 'size';
  /** English, for people: what to write next. */
  readonly text: string;
  /** The rows that it speaks about, where there are any. */
  readonly filter?: BalanceFilter;
}

/** How varied the instructions of one type are; from at most 200 of them, seeded, so that types of any size compare. */
export interface TypeDiversity {
  readonly name: string;
  readonly sampled: number;
  /** Different word pairs for each word pair of the instructions (distinct-2; Li et al. 2016): 1 where none comes twice. */
  readonly distinct2: number;
  /** Mean Jaccard similarity of the word sets of pairs of instructions: 0 where no two share a word. */
  readonly selfSimilarity: number;
}

export interface Coverage {
  readonly revision: number;
  readonly types: readonly TypeDiversity[];
  readonly advice: readonly CoverageAdvice[];
}

/** Everything that the panel shows of one dataset. Plain JSON. */
export interface BalanceData {
  /** Revision of the rows that the figures are for. */
  readonly revision: number;
  /** What all figures are from that do not have a basis of their own. */
  readonly basis: Basis;
  /** Whether work is under way; the basis grows then. */
  readonly isWorking: boolean;
  /** Of the basis: rows that are examples, and rows that are none (broken, blank, not an object, too large). */
  readonly examples: number;
  readonly notExamples: number;
  readonly declaredTypes: NamedCounts & { readonly measures: BalanceMeasures };
  readonly guessedTypes: GuessedTypes;
  readonly openings: OpeningWords;
  /** First words of the responses. */
  readonly responseOpenings: NamedCounts;
  readonly measures: Readonly<Record<Measure, NumberHistogram>>;
  /** Absent where no limit is set. */
  readonly overLimit?: OverLimit;
  /** BCP 47 codes; '' counts as without. Of the basis of the guessed types. */
  readonly languages: NamedCounts;
  readonly sources: NamedCounts;
  readonly splits: NamedCounts;
  /** States of a review that rows declare under the key `review` or `status`. */
  readonly review: NamedCounts;
  /** Examples with a trait. */
  readonly traits: Readonly<Record<Trait, number>>;
  /** Findings by code, the most frequent first, as far as the checks are. */
  readonly problems: readonly { readonly code: Code; readonly severity: Severity; readonly count: number }[];
  readonly clusters: readonly ClusterSizes[];
}

/** One condition on rows: what a bar, a slice or a cell of the panel stands for. */
export type BalanceCondition =
  /** '' is an example without a declared type. */
  | { readonly by: 'declaredType'; readonly name: string }
  /** `abstained` is an example about which the classifier would not say anything. */
  | { readonly by: 'guessedType'; readonly type: TaskType | 'abstained' }
  /** Without `next`: whatever comes behind the first word. */
  | { readonly by: 'opening'; readonly word: string; readonly next?: string }
  | { readonly by: 'responseOpening'; readonly word: string }
  | { readonly by: 'source' | 'split' | 'language' | 'review'; readonly name: string }
  /** `to` is not in the range. */
  | { readonly by: 'measure'; readonly measure: Measure; readonly from: number; readonly to?: number }
  | { readonly by: 'trait'; readonly trait: Trait; readonly has: boolean }
  | { readonly by: 'problem'; readonly code: Code }
  | { readonly by: 'cluster'; readonly kind: ClusterSizes['kind']; readonly from: number; readonly to?: number };

/** Rows for which all conditions hold; every example where there are none. */
export type BalanceFilter = readonly BalanceCondition[];

/** What shares the author wants. */
export type BalanceTarget =
  /** Every type that has examples alike. */
  | { readonly kind: 'equal' }
  /** The mix of use of InstructGPT (Ouyang et al. 2022, table 1). */
  | { readonly kind: 'instructgpt' }
  /** Parts by type; they need not add up to 1. */
  | { readonly kind: 'own'; readonly parts: Readonly<Record<string, number>> };

/** One type against a target. */
export interface TargetRow {
  readonly name: string;
  readonly count: number;
  /** Shares of all examples with a type, 0 to 1. */
  readonly share: number;
  readonly targetShare: number;
  /** Examples over (positive) or under (negative) the target, at the size that the dataset has. */
  readonly difference: number;
  /** Examples to add until every type has its share and none was deleted; undefined for a type that the target does not want. */
  readonly toAdd?: number;
}

/** Why the classifier guessed what it did. */
export interface GuessExplanation {
  readonly type: TaskType | 'abstained';
  /** 0 to 1; of the best type, also where it abstained. */
  readonly confidence: number;
  readonly best: TaskType;
  /** The words and traits that spoke most for the best type against the others, with their weight (log-odds). */
  readonly reasons: readonly { readonly feature: string; readonly weight: number }[];
  /** By a rule and not by weights: unmeasured. */
  readonly isRule: boolean;
}

/** What of two datasets is put side by side, besides their charts. */
export const COMPARED_FIGURES = [
  'examples',
  'notExamples',
  'tokens',
  'declaredTypes',
  'declaredEffective',
  'declaredEvenness',
  'declaredRatio',
  'guessedEffective',
  'guessedEvenness',
  'medianPrompt',
  'medianResponse',
  'longest',
  'findings',
  'duplicates',
] as const;
export type ComparedFigureName = (typeof COMPARED_FIGURES)[number];

/** A figure of two datasets; undefined where one has no such figure. */
export interface ComparedFigure {
  readonly figure: ComparedFigureName;
  readonly left: number | undefined;
  readonly right: number | undefined;
}

/** Two datasets, or a dataset and its saved version, side by side. */
export interface BalanceComparison {
  readonly figures: readonly ComparedFigure[];
  /**
   * Jensen-Shannon divergence in bits (0 the same, 1 nothing in common) of task types; undefined where one has none.
   */
  readonly divergence: { readonly declared: number | undefined; readonly guessed: number | undefined };
}
