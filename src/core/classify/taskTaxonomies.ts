import type { TaskType } from './taskTypes';

/** Types that go by keyword rules alone, because there are no labelled rows to train them with. */
const RULED: ReadonlySet<TaskType> = new Set<TaskType>(['translation', 'other']);

export function goesByRules(type: TaskType): boolean {
  return RULED.has(type);
}

/**
 * Whether nobody has measured how well a type is guessed, because there are no labelled rows of two sources; panel and card call it
 * unmeasured. Rewriting was trained on the rows of one source.
 */
export function isUnmeasured(type: TaskType): boolean {
  return goesByRules(type) || type === 'rewriting';
}

/**
 * What other taxonomies call our types. Sources: InstructGPT (Ouyang et al. 2022, table 1), No Robots' dataset card, Magpie and
 * WildBench, FLAN 2021 task clusters.
 */
const NAMES: Readonly<Record<TaskType, string>> = {
  open_qa:
    'open qa, open question answering, information seeking, open domain qa, common sense, trivia, factual qa, closed book qa',
  general_qa:
    'general qa, general question answering, advice seeking, advice, reasoning, explanation, qa, question answering',
  closed_qa:
    'closed qa, closed question answering, reading comprehension, read comp and common sense, conversational qa, context qa',
  information_extraction: 'information extraction, extract, extraction, data analysis, ner, structured extraction',
  summarization: 'summarization, summarize, summarisation, summary',
  classification:
    'classification, classify, sentiment, entailment, coreference, word disambiguation, linguistic acceptability, question classification, topic classification',
  brainstorming: 'brainstorming, brainstorm, planning, ideas',
  creative_writing: 'creative writing, generation, writing, structure to text, story, poem',
  coding: 'coding, code, coding & debugging, coding and debugging, programming, code generation, codegen, debugging',
  math: 'math, maths, mathematics, arithmetic, math word problems',
  translation: 'translation, translate, machine translation',
  rewriting: 'rewriting, rewrite, editing, paraphrase, text formatting, rephrase, edit, proofreading, grammar',
  chat: 'chat, role playing, role play, roleplay, roleplaying, dialogue, conversation, persona',
  other: 'other, others, tool use, function calling, tool call, misc',
};

const BY_NAME: ReadonlyMap<string, TaskType> = new Map(
  (Object.entries(NAMES) as [TaskType, string][]).flatMap(([type, names]) =>
    names.split(', ').map((name): [string, TaskType] => [name, type]),
  ),
);

/** Our type for a label that a dataset declares; undefined for a label that no known taxonomy has. */
export function taskTypeOf(label: string): TaskType | undefined {
  return BY_NAME.get(label.trim().toLowerCase().replaceAll(/[_-]+/g, ' '));
}

/**
 * Shares of use of InstructGPT's API prompts by our types (table 1 of Ouyang et al. 2022). Its "open QA" has both open and general
 * questions, which are dealt out evenly.
 */
export const INSTRUCTGPT_MIX: Readonly<Partial<Record<TaskType, number>>> = {
  creative_writing: 0.456,
  open_qa: 0.062,
  general_qa: 0.062,
  brainstorming: 0.112,
  chat: 0.084,
  rewriting: 0.066,
  summarization: 0.042,
  classification: 0.035,
  other: 0.035,
  closed_qa: 0.026,
  information_extraction: 0.019,
};
