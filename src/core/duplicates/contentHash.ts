import type { JsonValue } from '../json/path';
import { CONTENT_FALSE, CONTENT_NULL, CONTENT_TRUE } from '../kernel/kernelLayout';
import { TextHasher } from '../kernel/textHash';

/** 64 bits of hash in two signed 32-bit halves: small enough for typed arrays, wide enough that rows do not collide by chance. */
export interface Hash64 {
  readonly high: number;
  readonly low: number;
}

/**
 * Hashes a sequence of texts, numbers and JSON values: two 32-bit lanes in the manner of MurmurHash3
 * (https://github.com/aappleby/smhasher). Texts go in by their own hash, which can be had from the bytes of a file. Every part
 * carries its kind and length, so that parts cannot run into each other. Not for secrets.
 */
export class ContentHasher {
  private a = 0x2f0b_4c47;
  private b = 0x6b43_a9b5;

  /** Starts again, so that one hasher serves many rows. */
  reset(): this {
    this.a = 0x2f0b_4c47;
    this.b = 0x6b43_a9b5;
    return this;
  }

  number(word: number): this {
    this.mix(word);
    return this;
  }

  text(text: string): this {
    const { low, high } = texts.text(text);
    return this.hashed(low, high);
  }

  /** A text whose hash is known (`TextHasher`, and the row kernel). */
  hashed(low: number, high: number): this {
    this.mix(low);
    this.mix(high);
    return this;
  }

  /** Some words from `from` up to `to`, as `number` takes them one by one. */
  words(words: Int32Array, from: number, to: number): this {
    let { a, b } = this;
    for (let i = from; i < to; i++) {
      const word = words[i] ?? 0;
      const x = Math.imul(word, 0xcc9e_2d51);
      const y = Math.imul(word ^ 0x5bd1_e995, 0x85eb_ca6b);
      a ^= Math.imul((x << 15) | (x >>> 17), 0x1b87_3593);
      a = (Math.imul((a << 13) | (a >>> 19), 5) + 0xe654_6b64) | 0;
      b ^= Math.imul((y << 17) | (y >>> 15), 0xc2b2_ae35);
      b = (Math.imul((b << 11) | (b >>> 21), 9) + 0x5219_8f1d + a) | 0;
    }
    this.a = a;
    this.b = b;
    return this;
  }

  /** A JSON value whatever the order of its keys. */
  value(value: JsonValue | undefined): this {
    if (typeof value === 'string') return this.number(KIND.text).text(value);
    if (typeof value === 'number') return this.number(KIND.number).text(String(value));
    if (value === null || value === undefined) return this.number(KIND.null);
    if (typeof value === 'boolean') return this.number(value ? KIND.true : KIND.false);
    return isList(value) ? this.list(value) : this.object(value);
  }

  /** The hash of everything since the last `reset`. */
  digest(): Hash64 {
    return this.digestInto({ high: 0, low: 0 });
  }

  /** The same, written into an object that the caller has. */
  digestInto<Target extends { high: number; low: number }>(target: Target): Target {
    target.low = avalanche(this.a ^ Math.imul(this.b, 0x9e37_79b1));
    target.high = avalanche(this.b ^ target.low);
    return target;
  }

  private list(items: readonly JsonValue[]): this {
    this.number(KIND.list).number(items.length);
    for (const item of items) this.value(item);
    return this;
  }

  private object(object: Readonly<Record<string, JsonValue>>): this {
    const keys = Object.keys(object).sort();
    this.number(KIND.object).number(keys.length);
    for (const key of keys) this.text(key).value(object[key]);
    return this;
  }

  private mix(word: number): void {
    const x = Math.imul(word, 0xcc9e_2d51);
    const y = Math.imul(word ^ 0x5bd1_e995, 0x85eb_ca6b);
    this.a ^= Math.imul((x << 15) | (x >>> 17), 0x1b87_3593);
    this.a = (Math.imul((this.a << 13) | (this.a >>> 19), 5) + 0xe654_6b64) | 0;
    this.b ^= Math.imul((y << 17) | (y >>> 15), 0xc2b2_ae35);
    this.b = (Math.imul((this.b << 11) | (this.b >>> 21), 9) + 0x5219_8f1d + this.a) | 0;
  }
}

const texts = new TextHasher();

/** What stands before a value, by its kind. */
export const KIND = {
  null: CONTENT_NULL,
  true: CONTENT_TRUE,
  false: CONTENT_FALSE,
  number: 4,
  text: 5,
  list: 6,
  object: 7,
} as const;

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function avalanche(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
  return h ^ (h >>> 16);
}
