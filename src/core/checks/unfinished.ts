import type { Code } from './catalogue';
import type { FindingKind } from './finding';

/** Codes that say that a text, or the turn with it, is not there. */
const LACKS: ReadonlySet<Code> = new Set<Code>([
  'pair/empty-instruction',
  'pair/empty-response',
  'chat/empty-turn',
  'chat/no-assistant',
  'chat/last-not-assistant',
]);

/** Whether a finding tells the author of an example that he has just begun nothing but that he has not finished it. */
export function saysUnfinished({ code }: Pick<FindingKind, 'code'>): boolean {
  return LACKS.has(code);
}
