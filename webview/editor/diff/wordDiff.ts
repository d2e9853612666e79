import { diffWordsWithSpace } from 'diff';
import { commonEnd, commonStart } from '../text/lineEnds';

export interface Segment {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** The differing middle of two texts is compared word by word up to this length and for so long, in milliseconds. */
const longestMiddle = 40_000;
const longestTime = 60;

const wordCharacter = /[\p{L}\p{N}_]/u;

/** What was taken out of a text and put into it, word by word. Texts that differ too much are one removal and one addition. */
export function wordDiff(before: string, after: string): readonly Segment[] {
  if (before === after) return segment('same', before);
  const start = wordStart(before, commonStart(before, after));
  const end = wordEnd(before, commonEnd(before, after, start));
  const removed = before.slice(start, before.length - end);
  const added = after.slice(start, after.length - end);
  return [
    ...segment('same', before.slice(0, start)),
    ...middle(removed, added),
    ...segment('same', before.slice(before.length - end)),
  ];
}

function middle(removed: string, added: string): readonly Segment[] {
  const whole = [...segment('removed', removed), ...segment('added', added)];
  if (removed === '' || added === '' || removed.length + added.length > longestMiddle) return whole;
  const changes = diffWordsWithSpace(removed, added, { timeout: longestTime });
  if (changes === undefined) return whole;
  return changes.map((change) => ({
    kind: change.removed ? 'removed' : change.added ? 'added' : 'same',
    text: change.value,
  }));
}

function segment(kind: Segment['kind'], text: string): readonly Segment[] {
  return text === '' ? [] : [{ kind, text }];
}

/** The start of the word in which the texts begin to differ. */
function wordStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && wordCharacter.test(text.charAt(start - 1))) start--;
  // Both halves of a character outside the basic plane belong together.
  return start > 0 && /[\ud800-\udbff]/.test(text.charAt(start - 1)) ? start - 1 : start;
}

/** How many characters at the end are the same, without the end of the word in which the texts end to differ. */
function wordEnd(text: string, length: number): number {
  let end = length;
  while (end > 0 && wordCharacter.test(text.charAt(text.length - end))) end--;
  return end > 0 && /[\udc00-\udfff]/.test(text.charAt(text.length - end)) ? end - 1 : end;
}

/** The segments with long stretches that are the same cut to `context` characters beside each change. */
export function shorten(segments: readonly Segment[], context: number): readonly Segment[] {
  return segments.map((each, index) => {
    if (each.kind !== 'same' || each.text.length <= 2 * context + 8) return each;
    const head = index === 0 ? '' : each.text.slice(0, context);
    const tail = index === segments.length - 1 ? '' : each.text.slice(-context);
    return { kind: 'same', text: `${head} … ${tail}` };
  });
}
