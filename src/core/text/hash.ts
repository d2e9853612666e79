/**
 * A 64-bit content hash of bytes as 16 hexadecimal digits: two 32-bit lanes of multiply and rotate (in the manner of
 * MurmurHash3, https://github.com/aappleby/smhasher), fed four bytes at a time. Not for secrets.
 */
export class ByteHash {
  private a = 0x2f0b_4c47;
  private b = 0x6b43_a9b5;
  private length = 0;
  /** Bytes of a word that is not full yet, in the low bits. */
  private pending = 0;
  private pendingBytes = 0;

  /** Adds bytes; how they are cut into calls does not matter. */
  update(bytes: Uint8Array): this {
    let at = 0;
    const end = bytes.length;
    this.length += end;
    while (at < end && this.pendingBytes !== 0) this.addByte(bytes[at++] ?? 0);
    for (const words = end - 3; at < words; at += 4) {
      this.mix(
        (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24),
      );
    }
    while (at < end) this.addByte(bytes[at++] ?? 0);
    return this;
  }

  /** The hash of all bytes so far; more may be added afterwards. */
  digest(): string {
    const { a, b, pending, pendingBytes } = this;
    if (pendingBytes !== 0) this.mix(pending);
    const low = avalanche(this.a ^ this.length);
    const high = avalanche(this.b ^ Math.floor(this.length / 0x1_0000_0000) ^ low);
    Object.assign(this, { a, b, pending, pendingBytes });
    return hex(avalanche(low + high)) + hex(high);
  }

  private addByte(byte: number): void {
    this.pending |= byte << (8 * this.pendingBytes);
    if (++this.pendingBytes < 4) return;
    this.mix(this.pending);
    this.pending = this.pendingBytes = 0;
  }

  private mix(word: number): void {
    const x = Math.imul(word, 0xcc9e_2d51);
    const y = Math.imul(word, 0x85eb_ca6b);
    this.a = (Math.imul(rotate(this.a ^ Math.imul(rotate(x, 15), 0x1b87_3593), 13), 5) + 0xe654_6b64) | 0;
    this.b = (Math.imul(rotate(this.b ^ Math.imul(rotate(y, 17), 0xc2b2_ae35), 11), 9) + 0x5219_8f1d + this.a) | 0;
  }
}

/** The 64-bit hash of some bytes, as 16 hexadecimal digits. */
export function hashBytes(bytes: Uint8Array): string {
  return new ByteHash().update(bytes).digest();
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function avalanche(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
  return h ^ (h >>> 16);
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
