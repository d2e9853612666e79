import { encodeUtf8 } from '../text/encoding';
import type { Dataset } from './dataset';
import { textOf } from './lineReader';
import { readLines } from './rowReader';
import type { Run } from './run';

/** Lines read at once. */
const BATCH = 4096;
const BATCH_BYTES = 8 * 1024 * 1024;

/** Where some texts stand in a file: every line number of each, and the texts of the lines that were looked at. */
export class FoundLines {
  private readonly lines = new Map<string, number[]>();
  private readonly texts = new Map<number, string>();

  add(text: string, line: number): void {
    const lines = this.lines.get(text);
    if (lines === undefined) this.lines.set(text, [line]);
    else lines.push(line);
    this.texts.set(line, text);
  }

  has(text: string): boolean {
    return this.lines.has(text);
  }

  /** The line that has this text, if it is the only one. */
  only(text: string): number | undefined {
    const lines = this.lines.get(text);
    return lines?.length === 1 ? lines[0] : undefined;
  }

  /** Whether this line has one of these texts; only for texts that were looked for. */
  isAt(line: number, texts: readonly string[]): boolean {
    const text = this.texts.get(line);
    return text !== undefined && texts.includes(text);
  }
}

/**
 * Finds all lines of a file that have one of these texts. Reads only lines of the right lengths (a line end more or less aside).
 * @throws the signal's reason
 */
export async function findLines(
  dataset: Dataset,
  wanted: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<FoundLines> {
  const lengths = new Set<number>();
  for (const text of wanted) {
    const { length } = encodeUtf8(text);
    for (const end of [0, 1, 2]) lengths.add(length + end);
  }
  const found = new FoundLines();
  const { content } = dataset.model;
  let batch: Run[] = [];
  let bytes = 0;
  const flush = async () => {
    const lines = await readLines(content, batch, Infinity, signal);
    batch.forEach(({ start }, i) => {
      const text = textOf(lines[i] ?? new Uint8Array());
      if (wanted.has(text)) found.add(text, start);
    });
    batch = [];
    bytes = 0;
  };
  for (let line = 0; line < content.index.count; line++) {
    const length = content.index.length(line);
    if (!lengths.has(length)) continue;
    batch.push({ id: line, count: 1, source: 'base', start: line });
    bytes += length;
    if (batch.length === BATCH || bytes > BATCH_BYTES) await flush();
  }
  await flush();
  return found;
}
