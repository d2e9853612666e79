import type { ExampleView } from '../record/view';

/** The instruction of an example: that of a single exchange, or the first message of the user. */
export function instructionOf({ instruction, turns, chosen }: ExampleView): string {
  const asked = [...turns, ...(chosen?.turns ?? [])].find(({ role }) => role === 'user');
  const own = instruction?.text ?? '';
  return own === '' ? (asked?.content.text ?? '') : own;
}
