import { PreviewError } from './chatTemplate';
import type { Span } from './renderChat';

/** Where a token ends, for each token, in UTF-16 units; a token inside a character ends where the one before it does. */
export interface Tokens {
  readonly count: number;
  /** Undefined where the tokens do not spell the text (a tokenizer that folds it, say): then only their number is known. */
  readonly ends?: readonly number[];
}

/** Cuts a text into the tokens of a model. */
export interface Tokenizer {
  readonly name: string;
  /** @param special the parts of the text that are special tokens, in order; each is one token */
  tokenize(text: string, special: readonly Span[]): Tokens;
}

/** The vocabularies that come with the extension, and a file of the author's. */
export type TokenizerChoice =
  { readonly kind: 'o200k' } | { readonly kind: 'cl100k' } | { readonly kind: 'file'; readonly file: TokenizerFile };

/** What stands in a `tokenizer.json`. */
export interface TokenizerFile {
  readonly name: string;
  readonly text: string;
}

/** A byte pair encoding of OpenAI's. */
interface Encoding {
  readonly encode: (text: string) => number[];
  readonly decode: (tokens: Iterable<number>) => string;
}

/** @throws PreviewError where a file is no tokenizer */
export async function loadTokenizer(choice: TokenizerChoice): Promise<Tokenizer> {
  switch (choice.kind) {
    case 'o200k':
      return bytePairs('o200k_base', await import('gpt-tokenizer/encoding/o200k_base'));
    case 'cl100k':
      return bytePairs('cl100k_base', await import('gpt-tokenizer/encoding/cl100k_base'));
    case 'file':
      return fromFile(choice.file);
  }
}

/** Special tokens of other models stand for one token each, as they would in the model's own vocabulary. */
function bytePairs(name: string, { encode, decode }: Encoding): Tokenizer {
  return {
    name,
    tokenize: (text, special) => {
      const ends: number[] = [];
      let at = 0;
      const addText = (end: number): void => {
        if (end <= at) return;
        // Decoded one after the other, the tokens of a character give it with the last of them.
        for (const token of encode(text.slice(at, end))) ends.push((at += decode([token]).length));
      };
      for (const { start, end } of special) {
        addText(start);
        ends.push((at = end));
      }
      addText(text.length);
      return at === text.length ? { count: ends.length, ends } : { count: ends.length };
    },
  };
}

async function fromFile({ name, text }: TokenizerFile): Promise<Tokenizer> {
  const model = parse(name, text);
  const { Tokenizer: HuggingFaceTokenizer } = await import('@huggingface/tokenizers');
  let tokenizer: InstanceType<typeof HuggingFaceTokenizer>;
  try {
    tokenizer = new HuggingFaceTokenizer(model, {});
  } catch (error) {
    throw new PreviewError(`${name} could not be used as a tokenizer: ${(error as Error).message}`);
  }
  const options = { skip_special_tokens: false, clean_up_tokenization_spaces: false };
  return {
    name,
    tokenize: (whole) => {
      const { ids } = tokenizer.encode(whole, { add_special_tokens: false });
      const ends = alignTokens(whole, ids, (some) => tokenizer.decode([...some], options));
      return { count: ids.length, ...(ends === undefined ? {} : { ends }) };
    },
  };
}

function parse(name: string, text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new PreviewError(`${name} is not JSON: ${(error as Error).message}`);
  }
  const model = (value as { readonly model?: { readonly vocab?: unknown } | null } | null)?.model;
  if (typeof model !== 'object' || model === null || typeof model.vocab !== 'object')
    throw new PreviewError(`${name} is not a tokenizer.json: it has no model with a vocabulary.`);
  return value as object;
}

/** Bytes of one character are at most spread over so many tokens (with combining marks decoded at once). */
const MOST_PENDING = 12;

/**
 * Where tokens end in the text that they spell. Tokens are decoded one by one, and together with those before them as long as they
 * do not give the next part of the text: a decoder drops the space in front of a lone word, and bytes may be half a character.
 */
export function alignTokens(
  text: string,
  ids: readonly number[],
  decode: (ids: readonly number[]) => string,
): readonly number[] | undefined {
  const ends: number[] = [];
  let at = 0;
  let pending: number[] = [];
  for (const id of ids) {
    pending.push(id);
    const length = lengthAt(text, at, decode(pending));
    if (length === undefined) {
      if (pending.length > MOST_PENDING) return undefined;
      continue;
    }
    for (let i = 1; i < pending.length; i++) ends.push(at);
    ends.push((at += length));
    pending = [];
  }
  return pending.length === 0 && at === text.length ? ends : undefined;
}

/** How much of the text at `at` a decoded piece is; undefined where it is none of it. */
function lengthAt(text: string, at: number, piece: string): number | undefined {
  if (piece === '') return text[at] === ' ' ? 1 : undefined;
  if (text.startsWith(piece, at)) return piece.length;
  return text[at] === ' ' && text.startsWith(piece, at + 1) ? piece.length + 1 : undefined;
}
