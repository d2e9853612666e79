/**
 * Takes an edit that was made in a text area over to the text that was shown there. A text area knows only `\n`: without this,
 * typing one letter would turn every `\r\n` of the field into `\n`. Added line ends are those of the text.
 */
export function mergeLineEnds(original: string, shown: string): string {
  if (!original.includes('\r')) return shown;
  const before = normalizeLineEnds(original);
  if (before === shown) return original;
  const start = commonStart(before, shown);
  const end = commonEnd(before, shown, start);
  const added = shown.slice(start, shown.length - end);
  const lineEnd = original.includes('\r\n') ? '\r\n' : '\r';
  const head = original.slice(0, originalOffset(original, start)) + added.replaceAll('\n', lineEnd);
  const tail = original.slice(originalOffset(original, before.length - end));
  // Two line ends that meet here must stay two: a bare `\r` and a bare `\n` would become the single `\r\n`.
  return head.endsWith('\r') && tail.startsWith('\n') ? `${head}\r${tail}` : head + tail;
}

/** The text as a text area shows it. */
export function normalizeLineEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** How many characters two texts have in common at their start. */
export function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

/** How many characters two texts have in common at their end, after `start` characters at their start. */
export function commonEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let length = 0;
  while (length < most && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) length++;
  return length;
}

/** Where the character at `offset` of the normalized text stands in the text itself. */
function originalOffset(original: string, offset: number): number {
  let at = 0;
  for (let passed = 0; passed < offset; passed++) at += original.startsWith('\r\n', at) ? 2 : 1;
  return at;
}
