import { CHAT_CHECKS } from './catalogue/chat';
import { DUPLICATE_CHECKS } from './catalogue/duplicate';
import type { CheckEntry, Message } from './catalogue/entry';
import { JSON_CHECKS } from './catalogue/json';
import { FILE_CHECKS, LENGTH_CHECKS, PREFERENCE_CHECKS, PRIVACY_CHECKS } from './catalogue/other';
import { PAIR_CHECKS } from './catalogue/pair';
import { SCHEMA_CHECKS } from './catalogue/schema';
import { TEXT_CHECKS } from './catalogue/text';
import { TRAINER_CHECKS } from './catalogue/trainer';
import type { Severity } from './finding';

const ENTRIES = {
  ...JSON_CHECKS,
  ...SCHEMA_CHECKS,
  ...PAIR_CHECKS,
  ...TEXT_CHECKS,
  ...DUPLICATE_CHECKS,
  ...CHAT_CHECKS,
  ...PREFERENCE_CHECKS,
  ...LENGTH_CHECKS,
  ...PRIVACY_CHECKS,
  ...TRAINER_CHECKS,
  ...FILE_CHECKS,
};

export type Code = keyof typeof ENTRIES;

/** Every check there is, in the order in which the documentation shows them. */
export const CATALOGUE: Readonly<Record<Code, CheckEntry>> = ENTRIES;

export const CODES = Object.keys(ENTRIES) as readonly Code[];

/** The names of a code's messages, so that a check cannot report one that has no words. */
export type MessageOf<C extends Code> = keyof (typeof ENTRIES)[C]['messages'] & string;

export function isCode(text: string): text is Code {
  return Object.hasOwn(ENTRIES, text);
}

/** `pair` of `pair/empty-response`. */
export function familyOf(code: Code): string {
  return code.slice(0, code.indexOf('/'));
}

/** What a message weighs when the author has not set the code: its own severity, else the code's. */
export function defaultSeverity(code: Code, message: string): Severity | 'off' {
  const entry = messageOf(code, message);
  return typeof entry === 'object' ? entry.severity : CATALOGUE[code].severity;
}

/** The words of a message with `{name}` for its arguments; the name itself where the catalogue has none. */
export function messageTemplate(code: Code, message: string): string {
  const entry = messageOf(code, message);
  return typeof entry === 'object' ? entry.text : (entry ?? message);
}

function messageOf(code: Code, message: string): Message | undefined {
  return CATALOGUE[code].messages[message];
}
