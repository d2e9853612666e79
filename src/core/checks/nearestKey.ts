/** Spellings of the same field in other shapes and tools. The first key of a group that a shape has is the one it wants. */
const ALIASES: readonly (readonly string[])[] = [
  ['instruction', 'prompt', 'question', 'problem', 'query'],
  ['input', 'context'],
  ['output', 'response', 'completion', 'answer', 'solution', 'generation'],
  ['messages', 'conversations', 'conversation', 'dialogue', 'turns'],
  ['chosen', 'preferred', 'accepted', 'preferred_output'],
  ['rejected', 'dispreferred', 'non_preferred_output'],
  ['text', 'content'],
];

export interface KeyGuess {
  readonly key: string;
  /** A slip of the hand, or the name that other tools use. */
  readonly kind: 'misspelt' | 'alias';
}

/** The one key among `candidates` that is probably meant by `wanted`; undefined where there is none, or more than one. */
export function guessKey(wanted: string, candidates: readonly string[]): KeyGuess | undefined {
  const misspelt = candidates.filter((key) => isMisspelling(key, wanted));
  const [near] = misspelt;
  if (near !== undefined) return misspelt.length === 1 ? { key: near, kind: 'misspelt' } : undefined;
  const group = ALIASES.find((names) => names.includes(wanted)) ?? [];
  const aliases = candidates.filter((key) => group.includes(key.toLowerCase()));
  const [alias] = aliases;
  return alias !== undefined && aliases.length === 1 ? { key: alias, kind: 'alias' } : undefined;
}

/** Same letters but for case and signs, a cut end, or one or two slips (two only in words of seven letters and more). */
export function isMisspelling(key: string, meant: string): boolean {
  if (key === meant) return false;
  const [a, b] = [bare(key), bare(meant)];
  if (a === b) return true;
  if (a.length >= 4 && b.startsWith(a) && b.length - a.length <= 3) return true;
  const allowed = b.length >= 7 ? 2 : b.length >= 4 ? 1 : 0;
  return Math.abs(a.length - b.length) <= allowed && editDistance(a, b) <= allowed;
}

function bare(key: string): string {
  return key.toLowerCase().replace(/[\s_\-.:]/g, '');
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const change = (previous[j - 1] ?? 0) + (same ? 0 : 1);
      row[j] = Math.min(change, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j] ?? 0, (before[j - 2] ?? 0) + 1);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}
