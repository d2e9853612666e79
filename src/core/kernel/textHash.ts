/**
 * Hashes texts by their bytes in UTF-8, 16 at a time, so that the row kernel can hash what stands in a file; a lone surrogate counts
 * as its three bytes (WTF-8). Four 32-bit lanes in the manner of MurmurHash3 (https://github.com/aappleby/smhasher), each going
 * into its neighbour: a single change cannot vanish, several do by a chance of 2^-64. Not for secrets.
 */
export class TextHasher {
  /** The hash of the last text, in two signed halves. */
  high = 0;
  low = 0;
  /** Its length in bytes. */
  length = 0;
  private bytes = new Uint8Array(4096);
  /** The same bytes. Every machine that runs JavaScript today is little-endian, as WebAssembly is. */
  private words = new Int32Array(this.bytes.buffer);
  private a = 0;
  private b = 0;
  private c = 0;
  private d = 0;

  text(text: string): this {
    this.makeRoom(text.length * 3 + 16);
    return this.finish(writeUtf8(text, this.bytes));
  }

  /** @param from, to a range of bytes that are UTF-8 already */
  utf8(source: Uint8Array, from = 0, to = source.length): this {
    this.makeRoom(to - from + 16);
    this.bytes.set(source.subarray(from, to));
    return this.finish(to - from);
  }

  /** Starts a hash of words that come four at a time, by `add`. */
  start(): this {
    this.a = 0x2f0b_4c47;
    this.b = 0x6b43_a9b5;
    this.c = 0x1f83_d9ab;
    this.d = 0x5be0_cd19;
    return this;
  }

  /** One round; invertible in the state and in the words. */
  add(w: number, x: number, y: number, z: number): this {
    const a = mixed(this.a, w);
    const b = mixed(this.b, x);
    const c = mixed(this.c, y);
    const d = mixed(this.d, z);
    this.a = (d + c) | 0;
    this.b = a;
    this.c = (b + a) | 0;
    this.d = (c + b) | 0;
    return this;
  }

  /** Ends a hash. `length` keeps texts apart that differ in zero bytes at their ends. */
  end(length: number): this {
    this.add(length, length, length, length);
    this.add(0x3c6e_f372, 0x510e_527f, 0x243f_6a88, 0x1319_8a2e);
    this.add(length, length, length, length);
    this.low = avalanche(this.a ^ ((this.c << 16) | (this.c >>> 16)));
    this.high = avalanche(this.b ^ ((this.d << 16) | (this.d >>> 16)) ^ this.low);
    return this;
  }

  private finish(length: number): this {
    const { words } = this;
    this.length = length;
    this.bytes.fill(0, length, length + 16);
    this.start();
    for (let i = 0; i * 4 < length; i += 4) {
      this.add(words[i] ?? 0, words[i + 1] ?? 0, words[i + 2] ?? 0, words[i + 3] ?? 0);
    }
    return this.end(length);
  }

  /** The first byte of the last text, 0 where it is empty. */
  get firstByte(): number {
    return this.bytes[0] ?? 0;
  }

  private makeRoom(bytes: number): void {
    if (bytes <= this.bytes.length) return;
    this.bytes = new Uint8Array(2 ** Math.ceil(Math.log2(bytes)));
    this.words = new Int32Array(this.bytes.buffer);
  }
}

function mixed(state: number, word: number): number {
  let k = Math.imul(word, 0xcc9e_2d51);
  k = (k << 15) | (k >>> 17);
  const s = state ^ Math.imul(k, 0x1b87_3593);
  return (Math.imul((s << 13) | (s >>> 19), 5) + 0xe654_6b64) | 0;
}

function avalanche(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
  return h ^ (h >>> 16);
}

/** Writes a text as UTF-8, lone surrogates as three bytes each, and returns how many bytes that are. */
function writeUtf8(text: string, into: Uint8Array): number {
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) into[at++] = unit;
    else if (unit < 0x800) {
      into[at++] = 0xc0 | (unit >> 6);
      into[at++] = 0x80 | (unit & 0x3f);
    } else {
      const point = text.codePointAt(i) ?? unit;
      if (point > 0xffff) {
        i++;
        into[at++] = 0xf0 | (point >> 18);
        into[at++] = 0x80 | ((point >> 12) & 0x3f);
      } else into[at++] = 0xe0 | (point >> 12);
      into[at++] = 0x80 | ((point >> 6) & 0x3f);
      into[at++] = 0x80 | (point & 0x3f);
    }
  }
  return at;
}
