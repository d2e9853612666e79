import type { JsonPath } from '../json/path';

/** A path as an author reads it: `messages[2].content`. */
export function fieldName(path: JsonPath): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');
}

const LONGEST = 40;

/** The first characters of a text, for a message. */
export function excerpt(text: string, length = LONGEST): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= length) return line;
  const cut = line.slice(0, length);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
