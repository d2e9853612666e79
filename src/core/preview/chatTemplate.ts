/** A chat template, and what of its text is a special token. */
export interface ChatTemplate {
  /** For people: "ChatML". */
  readonly name: string;
  /** Jinja, as `tokenizer_config.json` has it; `{% generation %}` marks what is trained on. */
  readonly template: string;
  readonly bosToken: string;
  readonly eosToken: string;
  readonly specialTokens: readonly string[];
  /** Whether the template knows tools, tool calls and their results; undefined where nobody knows. */
  readonly hasTools?: boolean;
}

/** Why a template or a tokenizer could not be used, in words for the author. */
export class PreviewError extends Error {
  override readonly name = 'PreviewError';
}

/** What is said of a row that no trainer can read. */
export const NO_EXAMPLE = 'This row is not a JSON object that can be read, so no model will see it.';

/** Looks like a special token: what authors' templates write where their configuration does not say. */
const LIKELY_SPECIAL =
  /<\|[^|<>\s]{1,60}\|>|<｜[^｜<>\s]{1,60}｜>|<\/?s>|<(?:bos|eos|pad|unk)>|<(?:start|end)_of_turn>|\[\/?(?:INST|AVAILABLE_TOOLS|TOOL_RESULTS)\]|\[TOOL_CALLS\]/g;

/** What stands in `chat_template.jinja` or `tokenizer_config.json`. */
export interface TemplateFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The template in an author's file: Jinja text, or the JSON of `tokenizer_config.json` with its special tokens.
 * @throws PreviewError where the file holds no template
 */
export function readTemplateFile({ name, text }: TemplateFile): ChatTemplate {
  if (!name.toLowerCase().endsWith('.json'))
    return { name, template: text, bosToken: '', eosToken: '', specialTokens: likelySpecialTokens(text) };
  const config = parseConfig(name, text);
  const template = templateOf(config.chat_template);
  if (template === undefined)
    throw new PreviewError(`${name} has no "chat_template". Choose the file that has it, or chat_template.jinja.`);
  const bosToken = tokenText(config.bos_token);
  const eosToken = tokenText(config.eos_token);
  const added = Object.values(asObject(config.added_tokens_decoder) ?? {}).flatMap((token) => {
    const known = asObject(token);
    return known?.special === true ? [tokenText(known)] : [];
  });
  const extra = Array.isArray(config.additional_special_tokens) ? config.additional_special_tokens : [];
  const specialTokens = [bosToken, eosToken, ...added, ...extra.map(tokenText), ...likelySpecialTokens(template)];
  return {
    name,
    template,
    bosToken,
    eosToken,
    specialTokens: [...new Set(specialTokens)].filter((text) => text !== ''),
  };
}

function parseConfig(name: string, text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new PreviewError(`${name} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const config = asObject(value);
  if (config === undefined) throw new PreviewError(`${name} is not a tokenizer configuration: it holds no object.`);
  return config;
}

/** One template, or a list of named ones, of which "default" is meant. */
function templateOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return undefined;
  const named = value.map(asObject).filter((item) => item !== undefined);
  const chosen = named.find((item) => item.name === 'default') ?? named[0];
  return typeof chosen?.template === 'string' ? chosen.template : undefined;
}

/** A token is a text, or an object with its text under `content`. */
function tokenText(value: unknown): string {
  if (typeof value === 'string') return value;
  const content = asObject(value)?.content;
  return typeof content === 'string' ? content : '';
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

function likelySpecialTokens(template: string): readonly string[] {
  return [...new Set(template.match(LIKELY_SPECIAL) ?? [])];
}

/** Where special tokens stand in a text, in order and without overlap; the longest token wins. */
export function findSpecialTokens(text: string, tokens: readonly string[]): readonly { start: number; end: number }[] {
  const known = [...new Set(tokens)].filter((token) => token !== '').sort((a, b) => b.length - a.length);
  if (known.length === 0) return [];
  const pattern = new RegExp(known.map((token) => token.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'g');
  return [...text.matchAll(pattern)].map(({ index, 0: found }) => ({ start: index, end: index + found.length }));
}
