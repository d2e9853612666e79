import { INSTRUCTGPT_MIX } from '../classify/taskTaxonomies';
import type { TaskType } from '../classify/taskTypes';
import type { BalanceCondition, BalanceData, CoverageAdvice, Measure, TypeDiversity } from './balanceData';

/** Types with a smaller share than this of an even share are thin. */
const THIN = 0.25;
/** A type that is this much more alike than the others, and at least so much, repeats itself. */
const REPETITIVE = 1.8;
const LEAST_SIMILARITY = 0.15;
const FEWEST_COMPARED = 10;
/** From InstructGPT's mix, types that a general dataset should not lack. */
const USUAL_SHARE = 0.03;
/** A type is missing with fewer examples than this share of all. */
const MISSING = 0.002;
/** Sizes of instruction sets that worked: LIMA 1,000; Dolly 15,000; Alpaca 52,000. */
const SMALL = 1000;
const LARGE = 100_000;
const MOST = 12;

/** What each type is, for people. */
const WORDS: Readonly<Record<TaskType, string>> = {
  open_qa: 'open questions about facts',
  general_qa: 'general questions that want an explanation',
  closed_qa: 'questions about a given text',
  information_extraction: 'extracting facts from a given text',
  summarization: 'summaries of a given text',
  classification: 'sorting things into categories',
  brainstorming: 'brainstorming ideas and lists',
  creative_writing: 'creative writing',
  coding: 'programming',
  math: 'mathematics',
  translation: 'translation',
  rewriting: 'rewriting a given text',
  chat: 'role play and conversation',
  other: 'other tasks',
};

/** What the dataset lacks, in sentences that say what to write next; the most important first, at most 12. */
export function adviceOf(data: BalanceData, types: readonly TypeDiversity[]): CoverageAdvice[] {
  if (data.examples === 0) return [];
  return [
    ...aboutSize(data),
    ...missingTypes(data),
    ...thinTypes(data),
    ...repetitiveTypes(data, types),
    ...lengths(data),
    ...turns(data),
  ].slice(0, MOST);
}

function aboutSize({ basis, examples }: BalanceData): CoverageAdvice[] {
  const size = Math.round((examples * basis.total) / Math.max(1, basis.rows));
  if (size < SMALL) {
    return [
      {
        kind: 'size',
        text: `The dataset has ${format(size)} examples. Thousands to tens of thousands are typical; a thousand very good ones can be enough. Quality comes before quantity.`,
      },
    ];
  }
  if (size <= LARGE) return [];
  return [
    {
      kind: 'size',
      text: `The dataset has ${format(size)} examples, more than instruction sets usually need. Removing weak and repeated examples does more now than adding.`,
    },
  ];
}

function missingTypes({ guessedTypes }: BalanceData): CoverageAdvice[] {
  const { basis, types } = guessedTypes;
  if (basis.rows === 0) return [];
  const usual = Object.entries(INSTRUCTGPT_MIX).filter(([type, share]) => share >= USUAL_SHARE && type !== 'other');
  return usual.flatMap(([name]) => {
    const type = types.find((each) => each.type === name);
    if (type === undefined || type.count >= MISSING * basis.rows) return [];
    const some =
      type.count === 0 ? 'No example seems' : `Only ${format(type.count)} of ${format(basis.rows)} examples seem`;
    return [
      {
        kind: 'missing-type' as const,
        text: `${some} to be ${WORDS[type.type]}. People ask for that often: write some of these next.`,
        ...(type.count === 0 ? {} : { filter: [{ by: 'guessedType' as const, type: type.type }] }),
      },
    ];
  });
}

/** Declared types, where there are some, else guessed ones, that have far fewer examples than an even share. */
function thinTypes({ declaredTypes, guessedTypes }: BalanceData): CoverageAdvice[] {
  const counts: { readonly name: string; readonly count: number; readonly condition: BalanceCondition }[] =
    declaredTypes.distinct > 1
      ? declaredTypes.entries.map((entry) => ({ ...entry, condition: { by: 'declaredType', name: entry.name } }))
      : guessedTypes.types
          .filter(({ count }) => count >= MISSING * guessedTypes.basis.rows && count > 0)
          .map(({ type, count }) => ({ name: type, count, condition: { by: 'guessedType', type } }));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const even = total / Math.max(1, counts.length);
  return counts
    .filter(({ count }) => count < THIN * even)
    .sort((a, b) => a.count - b.count)
    .slice(0, 4)
    .map(({ name, count, condition }) => ({
      kind: 'thin-type',
      text: `${name} has ${format(count)} examples, where an even share would be ${format(Math.round(even))}. Add about ${format(Math.ceil(even / 2 - count))} to reach half of that.`,
      filter: [condition],
    }));
}

function repetitiveTypes({ declaredTypes }: BalanceData, types: readonly TypeDiversity[]): CoverageAdvice[] {
  const compared = types.filter(({ sampled }) => sampled >= FEWEST_COMPARED);
  const middle =
    compared.map(({ selfSimilarity }) => selfSimilarity).sort((a, b) => a - b)[Math.floor((compared.length - 1) / 2)] ??
    0;
  const isDeclared = (name: string) => declaredTypes.entries.some((entry) => entry.name === name);
  return compared
    .filter(
      ({ selfSimilarity }) =>
        selfSimilarity >= LEAST_SIMILARITY && (compared.length < 2 || selfSimilarity > REPETITIVE * middle),
    )
    .map(({ name, selfSimilarity, distinct2 }) => ({
      kind: 'repetitive-type',
      text: `Instructions of ${name} are much alike: two of them share ${percent(selfSimilarity)} of their words, and ${percent(1 - distinct2)} of the word pairs repeat. Ask for the same in other words, and about other things.`,
      filter: isDeclared(name) ? [{ by: 'declaredType', name }] : [{ by: 'guessedType', type: name as TaskType }],
    }));
}

function lengths({ measures, examples }: BalanceData): CoverageAdvice[] {
  const advice = (measure: Measure, what: string): CoverageAdvice[] => {
    const { count, bins, percentiles } = measures[measure];
    if (count < 100) return [];
    const below = (limit: number) => bins.reduce((sum, bin) => (bin.to <= limit ? sum + bin.count : sum), 0);
    const long = examples - below(256);
    if (percentiles.p95 < 64) {
      return [
        {
          kind: 'thin-length',
          text: `Nearly all ${what} are short: 95 % have fewer than 64 tokens. Write some that take several sentences or paragraphs.`,
          filter: [{ by: 'measure', measure, from: 64 }],
        },
      ];
    }
    if (percentiles.p5 > 128) {
      return [
        {
          kind: 'thin-length',
          text: `Nearly all ${what} are long: 95 % have more than 128 tokens. Write some that are answered in a sentence.`,
          filter: [{ by: 'measure', measure, from: 0, to: 128 }],
        },
      ];
    }
    if (long < 0.01 * count) {
      return [
        {
          kind: 'thin-length',
          text: `Fewer than 1 % of the ${what} have more than 256 tokens. Add longer ones if the model is to write at length.`,
          filter: [{ by: 'measure', measure, from: 256 }],
        },
      ];
    }
    return [];
  };
  return advice('responseTokens', 'responses');
}

function turns({ measures, examples }: BalanceData): CoverageAdvice[] {
  if (measures.turns.max > 2 || examples < 100) return [];
  return [
    {
      kind: 'single-turn',
      text: 'Every example is a single exchange. If people will talk with the model, add conversations of several turns.',
    },
  ];
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function format(count: number): string {
  return count.toLocaleString('en');
}
