import { ContentHasher } from '../duplicates/contentHash';
import type { ExampleView, TextField } from '../record/view';

const RESPONSE = /^[[(<{]?\s*(no[ _-]?(?:output|response|answer)|n\/?a|none|null|nan|tbd|todo)\s*[\])>}]?[.!]?$/i;
const INPUT = /^[[(<{]?\s*no[ _-]?input(?:[ _-]?(?:needed|required|necessary|provided|given))?\s*[\])>}]?[.!]?$/i;
/** Words that are a placeholder in one set and an answer in another. */
const AMBIGUOUS = /n\/?a|none|null|nan/i;

/** No placeholder is longer; the test before the pattern. */
const LONGEST = 40;

export interface Placeholder {
  /** The word without brackets. */
  readonly word: string;
  /** "None" may be the right label, "TODO" never is. */
  readonly isAmbiguous: boolean;
}

/** Whether the whole text of a response stands for none. */
export function responsePlaceholder(text: string): Placeholder | undefined {
  if (text.length > LONGEST) return undefined;
  const trimmed = text.trim();
  const word = RESPONSE.exec(trimmed)?.[1];
  if (word === undefined || trimmed === 'Na') return undefined; // sodium
  return { word, isAmbiguous: AMBIGUOUS.test(word) };
}

export function isInputPlaceholder(text: string): boolean {
  return text.length <= LONGEST && INPUT.test(text.trim());
}

/** Whether a prompt speaks of the word, so that it is one of the answers asked for. */
export function offersWord(view: ExampleView, word: string): boolean {
  const fields = [view.system, view.instruction, view.input, ...view.turns.slice(0, -1).map(({ content }) => content)];
  const prompt = fields.map((field) => field?.text ?? '').join('\n');
  const letters = word.toLowerCase().replace('/', '');
  return new RegExp(`(?<![\\p{L}\\p{N}])${letters.length === 2 ? 'n/?a' : letters}(?![\\p{L}\\p{N}])`, 'iu').test(
    prompt,
  );
}

/** The one response of an example: of an exchange, or the last turn of a conversation. */
export function onlyResponseOf({ response, turns }: ExampleView): TextField | undefined {
  const last = turns.at(-1);
  return response ?? (last?.role === 'assistant' ? last.content : undefined);
}

const hasher = new ContentHasher();

/**
 * Which instruction an ambiguous placeholder answers, as a number to count by; undefined for any other response. Rows of a
 * classification share their instruction and often their label, and then "none" is a label.
 */
export function labelKeyOf(view: ExampleView): number | undefined {
  const response = onlyResponseOf(view);
  if (response?.present !== true || response.value !== undefined) return undefined;
  if (responsePlaceholder(response.text)?.isAmbiguous !== true) return undefined;
  const { high, low } = hasher
    .reset()
    .text(view.instruction?.text ?? view.turns.at(-2)?.content.text ?? '')
    .digest();
  return (high >>> 0) * 2 ** 21 + (low >>> 11);
}
