import type { ByteSource } from './byteSource';
import { decodeUtf8 } from './encoding';

export interface TextLine {
  /** Without its line end; empty where it was too long to be read. */
  readonly line: string;
  readonly lineEnd: '\n' | '\r\n' | '';
  /** How many bytes it has in the file, line end included. */
  readonly bytes: number;
  /** `bytes` of a line that was too long to be read. */
  readonly unreadBytes?: number;
}

export interface LineBlockOptions {
  /** Where the first line starts: behind a byte order mark, say. */
  readonly start: number;
  /** How many bytes are read at a time. */
  readonly block: number;
  /** Lines of more bytes, line end included, are passed over: no more than this and a block is ever held. */
  readonly longest: number;
}

const NEWLINE = 10;
const RETURN = 13;

/** The lines of a file in order, a block at a time; only the last one may have no line end. Throws what reading throws. */
export async function* readLineBlocks(
  source: ByteSource,
  { start, block: size, longest }: LineBlockOptions,
): AsyncGenerator<readonly TextLine[]> {
  const begun = new BegunLine(longest);
  for (let at = start; at < source.size;) {
    const block = await source.read(at, Math.min(size, source.size - at));
    at += block.length;
    const first = block.indexOf(NEWLINE) + 1;
    if (first === 0) {
      begun.add(block);
      continue;
    }
    const last = block.lastIndexOf(NEWLINE) + 1;
    begun.add(block.subarray(0, first));
    yield [begun.take(), ...linesOf(block.subarray(first, last), longest)];
    begun.add(block.subarray(last));
  }
  if (!begun.isEmpty) yield [begun.take()];
}

/** A line of which parts were read. Once it is too long only its length is kept. */
class BegunLine {
  private parts: Uint8Array[] = [];
  private length = 0;
  private ending: readonly number[] = [];

  constructor(private readonly longest: number) {}

  get isEmpty(): boolean {
    return this.length === 0;
  }

  add(part: Uint8Array): void {
    this.length += part.length;
    this.ending = [...this.ending, ...part.subarray(-2)].slice(-2);
    if (this.length > this.longest) this.parts = [];
    // A copy, so that a few bytes of a line do not keep the block that they were read in.
    else if (part.length > 0) this.parts.push(part.slice());
  }

  take(): TextLine {
    const { parts, length, ending } = this;
    const lineEnd = lineEndOf(ending);
    [this.parts, this.length, this.ending] = [[], 0, []];
    if (length > this.longest) return { line: '', lineEnd, bytes: length, unreadBytes: length };
    return { line: decodeUtf8(join(parts, length).subarray(0, length - lineEnd.length)), lineEnd, bytes: length };
  }
}

/** @param bytes whole lines, all with line ends */
function linesOf(bytes: Uint8Array, longest: number): TextLine[] {
  const lines: TextLine[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, start) + 1;
    const lineEnd = lineEndOf(bytes.subarray(Math.max(start, end - 2), end));
    const length = end - start;
    if (length > longest) lines.push({ line: '', lineEnd, bytes: length, unreadBytes: length });
    else lines.push({ line: decodeUtf8(bytes.subarray(start, end - lineEnd.length)), lineEnd, bytes: length });
    start = end;
  }
  return lines;
}

function lineEndOf(ending: ArrayLike<number>): TextLine['lineEnd'] {
  if (ending[ending.length - 1] !== NEWLINE) return '';
  return ending[ending.length - 2] === RETURN ? '\r\n' : '\n';
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
