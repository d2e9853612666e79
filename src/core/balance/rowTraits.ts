import type { ExampleView, Turn } from '../record/view';
import { estimateTokens } from '../tokens/estimate';
import { TRAITS, type Trait } from './balanceData';
import { firstWord, openingOf, type Opening } from './openings';
import { holdsCode, holdsList, holdsMath } from './textTraits';

/** What the balance counts of one example, read in one go. */
export interface RowTraits {
  readonly declaredType: string;
  readonly source: string;
  readonly split: string;
  readonly review: string;
  readonly opening: Opening;
  readonly responseOpening: string;
  readonly promptCharacters: number;
  readonly responseCharacters: number;
  readonly promptTokens: number;
  readonly responseTokens: number;
  readonly totalTokens: number;
  /** Messages of a chat without the system's; 2 for a single exchange with a response, else 1. */
  readonly turns: number;
  /** One bit for each of `TRAITS`. */
  readonly traits: number;
}

/** Longer names are texts, and are cut. */
const LONGEST_NAME = 100;

/** @returns what is counted of an example */
export function traitsOf(view: ExampleView): RowTraits {
  const { prompt, response, turns, hasSystem } = textsOf(view);
  const asked = prompt.find(({ isAsked }) => isAsked)?.text ?? '';
  const promptTokens = tokensOf(prompt.map(({ text }) => text));
  const responseTokens = tokensOf(response);
  return {
    declaredType: name(view.taskType?.text),
    source: metadata(view, 'source'),
    split: metadata(view, 'split'),
    review: metadata(view, 'review') || metadata(view, 'status'),
    opening: openingOf(asked),
    responseOpening: firstWord(response.at(-1) ?? ''),
    promptCharacters: lengthOf(prompt.map(({ text }) => text)),
    responseCharacters: lengthOf(response),
    promptTokens,
    responseTokens,
    totalTokens: promptTokens + responseTokens,
    turns,
    traits: traitBits({
      input: (view.input?.text ?? '') !== '' || partText(view, 'input') !== '',
      system: hasSystem,
      code: response.some(holdsCode) || holdsCode(asked),
      math: response.some(holdsMath) || holdsMath(asked),
      list: response.some(holdsList),
      tools: view.other.some(({ key }) => key === 'tools') || view.turns.some(usesTool),
    }),
  };
}

/** The bit of a trait in `RowTraits.traits`. */
export function bitOf(trait: Trait): number {
  return 1 << TRAITS.indexOf(trait);
}

interface Texts {
  readonly prompt: { readonly text: string; readonly isAsked: boolean }[];
  readonly response: string[];
  turns: number;
  hasSystem: boolean;
}

/** What the model is given and what it is to say. Of a preference the chosen side is the response. */
function textsOf(view: ExampleView): Texts {
  const texts: Texts = { prompt: [], response: [], turns: 0, hasSystem: false };
  if (view.shape === 'language-modelling') {
    addText(texts.response, view.instruction?.text);
    texts.turns = 1;
    return texts;
  }
  const add = (text: string | undefined, isAsked: boolean) => {
    if (text !== undefined && text !== '') texts.prompt.push({ text, isAsked });
  };
  if ((view.system?.text ?? '') !== '') texts.hasSystem = true;
  add(view.system?.text, false);
  for (const turn of [...view.turns, ...(view.chosen?.turns ?? [])]) addTurn(texts, turn);
  add(view.instruction?.text, true);
  add(view.input?.text, false);
  add(partText(view, 'input'), false);
  const answers = [view.response?.text, view.chosen?.text?.text, ...partAnswers(view)];
  for (const answer of answers) addText(texts.response, answer);
  if (view.shape === 'segments') addSegments(texts, view);
  if (view.instruction !== undefined) texts.turns += answers.some((answer) => (answer ?? '') !== '') ? 2 : 1;
  return texts;
}

function addTurn(texts: Texts, { role, content }: Turn): void {
  if (role === 'system' || role === 'developer') texts.hasSystem = true;
  else texts.turns++;
  if (role === 'assistant' || role === 'function-call') addText(texts.response, content.text);
  else if (content.text !== '') texts.prompt.push({ text: content.text, isAsked: role === 'user' });
}

function addText(texts: string[], text: string | undefined): void {
  if (text !== undefined && text !== '') texts.push(text);
}

function partText({ parts }: ExampleView, field: string): string {
  return parts?.[0]?.fields.find(({ name }) => name === field)?.text ?? '';
}

function partAnswers({ parts = [] }: ExampleView): string[] {
  return parts.flatMap(({ fields }) => fields.filter(({ name }) => ANSWERS.has(name)).map(({ text }) => text));
}

const ANSWERS: ReadonlySet<string> = new Set(['output', 'completion']);

/** Segments of Axolotl: those with a label are trained on. */
function addSegments(texts: Texts, { parts = [] }: ExampleView): void {
  for (const { fields } of parts) {
    const text = fields.find(({ name }) => name === 'text')?.text ?? '';
    const isTrained = fields.some((field) => field.name === 'label' && field.text === 'true');
    if (isTrained) addText(texts.response, text);
    else if (text !== '') texts.prompt.push({ text, isAsked: true });
  }
  texts.turns = 1;
}

function usesTool({ role, toolCalls }: Turn): boolean {
  return role === 'function-call' || role === 'tool' || toolCalls !== undefined;
}

function metadata(view: ExampleView, key: string): string {
  const value = view.other.find((other) => other.key === key)?.value;
  return typeof value === 'string' ? name(value) : typeof value === 'number' ? String(value) : '';
}

function name(text = ''): string {
  return text.trim().slice(0, LONGEST_NAME);
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}

function tokensOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + estimateTokens(text), 0);
}

function traitBits(has: Readonly<Record<Trait, boolean>>): number {
  return TRAITS.reduce((bits, trait) => (has[trait] ? bits | bitOf(trait) : bits), 0);
}
