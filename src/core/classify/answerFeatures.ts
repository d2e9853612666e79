import type { ClassifiedExample } from './example';
import type { FeatureSink } from './features';

/** Characters of a text that are looked at. */
const LOOKED_AT = 600;

const QUESTION_WORDS = new Set(['what', 'who', 'when', 'where', 'why', 'how', 'which']);
const ASKS_FOR_SEVERAL =
  /\b(?:list|name|give(?: me)?|provide|suggest|recommend|what are|which are|tell me)\b.{0,20}\b(?:some|a few|several|\d+|two|three|four|five|six|ten|all|ideas|ways|examples|tips|things|reasons)\b/i;
const ASKS_IN_PLURAL = /\b(?:what|which) (?:are|were) |\b(?:list|name|some|few|many) (?:\w+ )?\w+s\b/i;
const NUMBERED = /(?:^|\n)\s*(?:\d+[.)]|[-*•])\s/;
const SENTENCE_END = /[.!?](?:\s|$)/g;
const NAME = /[a-z,] [A-Z]/g;
const YEAR = /\b(?:1[5-9]|20)\d\d\b/;
const HEDGE = /\b(?:can|may|might|usually|often|generally|some people|depends|should)\b/i;
const TO_READER = /\byour?\b/i;
const OF_WRITER = /\b(?:I|my|we)\b/;
const LETTER_OR_STORY = /^\s*(?:dear|hi|hello|subject|title|once|chapter)\b/i;
const ABOUT_TEXT = /\b(?:passage|paragraph|text|article|reference|given|provided|following|above|below|context)\b/i;
const TAKE_OUT = /\b(?:extract|list|find|identify|bullet|comma|separat|names?|dates?|which|all)\b/i;
const IN_BRIEF = /\b(?:summar|brief|short|main|key|overview|tell me about|describe|what is)\b/i;
const ASKS_AT_END = /\?\s*$/;

/**
 * Features of how a response answers: as a list or in prose, in what voice, with how much of the input. They tell apart types that are
 * asked for in the same words ("What are some ...", "Who is ..." with a text).
 */
export function addAnswerFeatures(
  features: FeatureSink,
  { instruction, input, response }: ClassifiedExample,
  words: readonly string[],
  answerWords: readonly string[],
): void {
  const question = instruction.slice(0, LOOKED_AT);
  const answer = response.slice(0, LOOKED_AT);
  const form = formOf(answer);
  const asked = words.find((word) => QUESTION_WORDS.has(word)) ?? 'none';
  features.add(`asks ${asked}`);
  features.add(`asks ${asked}, response ${form}`);
  if (ASKS_FOR_SEVERAL.test(question)) {
    features.add('asks for several');
    features.add(`asks for several, response ${form}`);
  }
  features.add(`${ASKS_IN_PLURAL.test(question) ? 'asks in plural, ' : ''}response ${form}`);
  for (const word of words.slice(0, 30)) if (word.length > 4) features.add(`…${word.slice(-3)}`);
  const sentences = Math.min(8, count(answer, SENTENCE_END));
  features.add(`response sentences ${sentences}`);
  features.add(`instruction sentences ${Math.min(4, count(question, SENTENCE_END))}`);
  if (ASKS_AT_END.test(question)) features.add('ends with a question');
  addVoice(features, answer, answerWords, words);
  if (input === '') features.add(`response to instruction ${ratio(response, instruction)}`);
  else addUseOfInput(features, { question, input, response, asked, form, sentences });
}

/** Who speaks in the response, to whom, of what. */
function addVoice(
  features: FeatureSink,
  answer: string,
  answerWords: readonly string[],
  words: readonly string[],
): void {
  const [first = '', second = ''] = answerWords;
  features.add(`response begins ${first} ${second}`);
  if (words.includes(first)) features.add('response begins as asked');
  if (TO_READER.test(answer)) features.add('response says you');
  if (OF_WRITER.test(answer)) features.add('response says I');
  if (YEAR.test(answer)) features.add('response names a year');
  if (HEDGE.test(answer)) features.add('response hedges');
  if (answer.includes('"') || answer.includes('“')) features.add('response quotes');
  if (LETTER_OR_STORY.test(answer)) features.add('response is a letter or a story');
  features.add(`response names ${Math.min(6, count(answer, NAME))}`);
  features.add(`response numbers ${Math.min(4, count(answer, /\d+/g))}`);
}

interface UseOfInput {
  readonly question: string;
  readonly input: string;
  readonly response: string;
  readonly asked: string;
  readonly form: string;
  readonly sentences: number;
}

function addUseOfInput(features: FeatureSink, { question, input, response, asked, form, sentences }: UseOfInput): void {
  const source = input.slice(0, 4 * LOOKED_AT);
  const answer = response.slice(0, LOOKED_AT).trim();
  features.add(`response to input ${Math.round(2 * Math.log2((response.length + 5) / (input.length + 5)))}`);
  features.add(`asks ${asked}, response to input ${ratio(response, input)}`);
  if (source.includes(answer.slice(0, 40))) features.add('response begins as copied');
  if (source.toLowerCase().includes(answer.toLowerCase().replace(/\.$/, ''))) features.add('response is copied');
  if (source.includes('?')) features.add('input asks');
  features.add(`of input, response ${form}`);
  features.add(`of input, response sentences ${sentences}`);
  features.add(`of input, asks ${asked}, response sentences ${sentences}`);
  if (ASKS_AT_END.test(question)) features.add(`of input, ends with a question, response ${form}`);
  if (ABOUT_TEXT.test(question)) features.add('of input, names the text');
  if (TAKE_OUT.test(question)) features.add('of input, takes out');
  features.add(
    `of input${IN_BRIEF.test(question) ? ', in brief' : ''}, response in ${sentences < 2 ? 'one sentence' : 'sentences'}`,
  );
}

function formOf(answer: string): 'items' | 'lines' | 'commas' | 'prose' {
  if (NUMBERED.test(answer)) return 'items';
  if (answer.split('\n').filter((line) => line.trim() !== '').length > 3) return 'lines';
  return count(answer, /,/g) > 3 ? 'commas' : 'prose';
}

/** How much longer one text is, in doublings. */
function ratio(text: string, than: string): number {
  return Math.round(Math.log2((text.length + 5) / (than.length + 5)));
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
