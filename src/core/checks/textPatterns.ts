/** A part of a text that a pattern found. */
export interface TextMatch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The first match of a pattern, if any. */
export function firstMatch(pattern: RegExp, text: string): TextMatch | undefined {
  const match = pattern.exec(text);
  return match === null ? undefined : { start: match.index, end: match.index + match[0].length, text: match[0] };
}

const ENTITY = /&(?:amp|lt|gt|quot|apos|nbsp|copy|reg|hellip|mdash|ndash|[lr][sd]quo|#\d{2,6}|#x[0-9a-f]{2,5});/i;
const TAG =
  /<\/?(?:p|br|div|span|font|strong|em|ul|ol|li|tr|td|th|h[1-6]|img|hr|center|blockquote)(?:\s[^<>]{0,200})?\/?>/i;
/** What the text or its prompt says where HTML is the subject. */
const ABOUT_HTML =
  /html|xml|css|\bweb ?(?:page|site)|javascript|react|vue|angular|php|jsx|svg|markup|\btags?\b|<!doctype|class=|```/i;

/** An entity or tag in a text that is not about HTML. `promptOf` gives what the text answers. */
export function findHtml(
  text: string,
  promptOf: () => string,
): (TextMatch & { readonly kind: 'entity' | 'tag' }) | undefined {
  if (!text.includes('&') && !text.includes('<')) return undefined;
  const entity = firstMatch(ENTITY, text);
  const found = entity ?? firstMatch(TAG, text);
  if (found === undefined || ABOUT_HTML.test(text) || ABOUT_HTML.test(promptOf())) return undefined;
  return { ...found, kind: entity === undefined ? 'tag' : 'entity' };
}

const FENCE = /^[ \t]{0,3}(?:[-*>]|\d+\.)?[ \t]*(```|~~~)/gm;

/** Where the last code fence opens, when their number is odd. */
export function findOpenFence(text: string): TextMatch | undefined {
  if (!text.includes('```') && !text.includes('~~~')) return undefined;
  let open: TextMatch | undefined;
  for (const match of text.matchAll(FENCE)) {
    const mark = match[1] ?? '';
    const start = match.index + match[0].length - mark.length;
    if (open === undefined) open = { start, end: start + mark.length, text: mark };
    else if (open.text === mark) open = undefined;
  }
  return open;
}

const GAPS: readonly RegExp[] = [
  /\{\{\s{0,3}[A-Za-z_][\w .-]{0,40}\}\}/,
  /\[insert [^\][\n]{1,60}\]/i,
  /\[(?:your|company|customer|recipient'?s?|client|sender'?s?|product) (?:name|address|title|company|position|email|phone|number|signature)[^\][\n]{0,30}\]/i,
  /<your [^<>\n]{1,40}>/i,
  /\blorem ipsum\b/i,
];

/** A gap of a template that was not filled in. */
export function findTemplateGap(text: string): TextMatch | undefined {
  if (!/\{\{|\[|<your|lorem/i.test(text)) return undefined;
  for (const pattern of GAPS) {
    const found = firstMatch(pattern, text);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** How far into a response a refusal begins at most. */
const REFUSAL_START = 160;
const REFUSAL = new RegExp(
  [
    String.raw`\bas an? (?:ai |artificial intelligence )?(?:large )?language model\b`,
    String.raw`\b(?:as|i am|i'm) an? (?:ai|artificial intelligence)\b[^.!?\n]{0,60}\b(?:can(?:no|')t|not|unable|don't|do not)\b`,
    String.raw`^(?:i'?m|i am) (?:very |really |so )?sorry,? but (?:i|as an)\b[^.!?\n]{0,80}\b(?:can(?:no|')t|cannot|unable|not able|don't|do not|won't)\b`,
    String.raw`^sorry,? (?:but )?i (?:can(?:no|')t|cannot|am unable|won't)\b`,
    String.raw`^i (?:can(?:no|')t|cannot|am unable to|am not able to|won't) (?:assist|help|fulfil?l?|provide|comply|answer|create|generate|continue)\b`,
    String.raw`^i apologi[sz]e,? but i (?:can(?:no|')t|cannot|am unable|am not)\b`,
  ].join('|'),
  'i',
);

/** A refusal, or another vendor's model speaking of itself, at the start of a response. */
export function findRefusal(text: string): TextMatch | undefined {
  return firstMatch(REFUSAL, text.slice(0, REFUSAL_START).replace(/[\u2018\u2019]/g, "'"));
}

/** Shorter responses are not cut by a length limit. */
const SHORTEST_CUT = 600;

/** The end of a long response that stops inside a sentence. */
export function findTruncation(text: string): TextMatch | undefined {
  const trimmed = text.trimEnd();
  if (trimmed.length < SHORTEST_CUT || trimmed.includes('```')) return undefined;
  const lastLine = trimmed.slice(trimmed.lastIndexOf('\n') + 1);
  // Lists, headings, names under a letter and code end without a full stop.
  if (lastLine.length < 60 || /^\s*(?:[-*•#|>]|\d+[.)])|[;{}()=<>]/.test(lastLine)) return undefined;
  if (!/[\p{Ll},]$/u.test(trimmed)) return undefined;
  const start = Math.max(0, trimmed.length - 30);
  return { start, end: trimmed.length, text: trimmed.slice(start) };
}

const MODALITY =
  /\b(?:(?:attached|following|given|provided|this|above|below) (?:image|picture|photo(?:graph)?|screenshot|audio|recording|video(?: clip)?|pdf|spreadsheet)|(?:image|picture|photo|screenshot|audio|video|file|document) (?:attached|below|above|provided)|(?:in|see) the (?:image|picture|photo|screenshot|attachment))\b/i;

/** Words of an instruction that point to something outside the text. */
export function findModality(text: string): TextMatch | undefined {
  return firstMatch(MODALITY, text);
}
