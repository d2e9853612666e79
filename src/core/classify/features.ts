import { holdsCode, holdsMath } from '../balance/textTraits';
import { addAnswerFeatures } from './answerFeatures';
import type { ClassifiedExample } from './example';
import { keywordType } from './keywordRules';
import type { TaskType } from './taskTypes';

/** Tokens of a text that count: what comes later says little about the task, and costs time. */
const INSTRUCTION_TOKENS = 40;
const INPUT_TOKENS = 60;
const RESPONSE_TOKENS = 60;
/** Characters of a text that are looked at. */
const LOOKED_AT = 1000;

const ASCII = /^[\0-\x7f]*$/;
const ASCII_TOKEN = /[a-z]+(?:'[a-z]+)?|\d+|[^\sa-z\d]/g;
/** The same for every script; takes three times as long. */
const TOKEN = /[\p{L}\p{M}]+(?:['’][\p{L}]+)?|\d+|[^\s\p{L}\p{M}\d]/gu;
const ASCII_NAME = /[a-z\d,'"] +["']?[A-Z]/g;
const NAME = /[\p{Ll}\d,'"] +["']?\p{Lu}/gu;
/** Marks of punctuation, each a token of its own. */
const PUNCTUATION = new Set('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~');
const ITEM = /^\s*(?:[-*•]|\d+[.)])\s/;
const COMMON = new Set(
  'a an the of to in on for and or is are was were be it its this that with as by at from which what who how do does you your i'.split(
    ' ',
  ),
);

/** Takes features one by one; the same again has no effect. */
export interface FeatureSink {
  add(feature: string): unknown;
}

/** The features of an example, by name. None comes twice. */
export function featuresOf(example: ClassifiedExample, rule: TaskType = keywordType(example)): Set<string> {
  const features = new Set<string>();
  addFeatures(features, example, rule);
  return features;
}

/**
 * Adds the features of an example: words and word pairs of the instruction, how it begins and ends, the rule that its keywords
 * follow, and the shape (not the words: they are about the matter, not the task) of input and response. Names are for people too: an
 * explanation lists them.
 */
export function addFeatures(features: FeatureSink, example: ClassifiedExample, rule: TaskType): void {
  const instruction = example.instruction.slice(0, LOOKED_AT);
  const words = tokens(instruction, INSTRUCTION_TOKENS);
  const input = tokens(example.input, INPUT_TOKENS);
  addInstruction(features, words, instruction);
  const hasInput = input.length > 0 ? 'yes' : 'no';
  features.add(`input ${hasInput}`);
  features.add(`rule ${rule}`);
  if (input.length > 0) features.add(`input length ${size(example.input.length / 6)}`);
  const [first = '', second = ''] = words;
  features.add(`input ${hasInput}, first ${first}`);
  const answer = tokens(example.response.slice(0, LOOKED_AT), RESPONSE_TOKENS);
  const asked = { instruction: new Set(words), input: new Set(input), opening: `${first} ${second}` };
  addResponse(features, example.response, answer, asked);
  addAnswerFeatures(features, example, words, answer);
}

function addInstruction(features: FeatureSink, words: readonly string[], text: string): void {
  let before = '^';
  for (const word of words) {
    features.add(word);
    features.add(`${before} ${word}`);
    before = word;
  }
  const [first = '', second = '', third = ''] = words;
  features.add(`first ${first}`);
  features.add(`begins ${first} ${second} ${third}`);
  features.add(`last ${words.at(-1) ?? ''}`);
  features.add(`instruction length ${size(words.length)}`);
  const marks = (mark: string) => words.reduce((count, word) => count + (word === mark ? 1 : 0), 0);
  const commas = Math.min(marks(','), 4);
  features.add(`commas ${commas}`);
  features.add(`names ${Math.min(names(text), 4)}`);
  if (words.includes('or')) features.add(`or, commas ${commas}`);
  if (words.includes(':')) features.add(`colon, commas ${commas}`);
  if (marks('?') > 1) features.add('several questions');
  if (/^[a-z]/.test(text)) features.add('begins small');
}

/** Words that begin with a capital and do not stand first. */
function names(text: string): number {
  return text.match(ASCII.test(text) ? ASCII_NAME : NAME)?.length ?? 0;
}

/** The words of what was asked, and how it begins. */
interface Asked {
  readonly instruction: ReadonlySet<string>;
  readonly input: ReadonlySet<string>;
  readonly opening: string;
}

function addResponse(
  features: FeatureSink,
  response: string,
  words: readonly string[],
  { instruction, input, opening }: Asked,
): void {
  const text = response.slice(0, LOOKED_AT);
  const length = size(response.length / 6);
  features.add(`response length ${length}`);
  features.add(`begins ${opening}, response length ${length}`);
  features.add(`input ${input.size > 0 ? 'yes' : 'no'}, response length ${length}`);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const items = lines.filter((line) => ITEM.test(line)).length;
  features.add(`response lines ${size(lines.length)}`);
  features.add(`response items ${size(items)}`);
  if (lines.length > 2) features.add(`response words a line ${size(text.length / 6 / lines.length)}`);
  if (holdsCode(text)) features.add('response holds code');
  if (holdsMath(text)) features.add('response holds calculations');
  features.add(`response ends ${/[.!?]["')]?$/.test(response.trimEnd().slice(-2)) ? 'as a sentence' : 'openly'}`);
  features.add(`response commas ${size(words.filter((word) => word === ',').length)}`);
  const content = words.filter((word) => !COMMON.has(word) && !PUNCTUATION.has(word));
  const repeated = fifths(content, instruction);
  features.add(`response repeats instruction ${repeated}`);
  features.add(`response items ${Math.min(items, 2)}, repeats instruction ${repeated}`);
  if (input.size > 0) features.add(`response repeats input ${fifths(content, input)}`);
  features.add(`response begins ${words[0] ?? ''}`);
}

/** Share of words that are in a set, in fifths. */
function fifths(words: readonly string[], set: ReadonlySet<string>): string {
  if (words.length === 0) return 'none';
  return `${Math.round((5 * words.filter((word) => set.has(word)).length) / words.length)}/5`;
}

/** A number on a scale of doublings. */
function size(count: number): number {
  return Math.round(Math.log2(1 + count));
}

function tokens(text: string, most: number): string[] {
  // Nearly always the shorter part holds enough, and a token that it cuts is then behind the last that counts.
  const found = tokensOf(text.slice(0, most * 7));
  return found.length > most || text.length <= most * 7
    ? found.slice(0, most)
    : tokensOf(text.slice(0, most * 12)).slice(0, most);
}

function tokensOf(text: string): readonly string[] {
  const lower = text.toLowerCase();
  return lower.match(ASCII.test(lower) ? ASCII_TOKEN : TOKEN) ?? [];
}
