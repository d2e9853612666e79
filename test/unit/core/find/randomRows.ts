import fc from 'fast-check';
import { decodeUtf8, encodeUtf8 } from '../../../../src/core/text/encoding';
import type { FindQuery } from '../../../../src/core/find/query';

/** Characters that make trouble: cases, escapes, letters beyond ASCII, pairs, characters that are equal to others by case. */
const letters = fc.constantFrom(
  ...['a', 'A', 'b', 'k', 'K', 's', 'u', 'n', '0', '1', '.', '-', 'e', ' ', '_', '"', '\\', '/', '\n', '\t', 'é', 'É'],
  ...[
    'ß',
    'ſ',
    '\u212a',
    'я',
    'Я',
    'σ',
    'ς',
    'µ',
    '你',
    '好',
    '😀',
    'İ',
    'ı',
    '\u0301',
    '\u2028',
    '{',
    '}',
    ':',
    ',',
    '[',
  ],
);

export const texts = fc.array(letters, { maxLength: 12 }).map((all) => all.join(''));

const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { weight: 6, arbitrary: texts },
    fc.constantFrom(0, 1, -1.5, 10, true, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(texts, tie('value'), { maxKeys: 3 }),
  ),
}));

/** JSON as many hands write it: characters as they are, with short escapes, with long ones; with spaces and without. */
const written = fc
  .record({ value: fc.oneof(fc.dictionary(texts, values, { maxKeys: 4 }), values), seed: fc.nat(), escapes: fc.nat(3) })
  .map(({ value, seed, escapes }) => new Writer(seed, escapes).write(value));

/** Rows without line ends: records, other values, broken records, and text that never was JSON. */
export const rowLines = fc
  .oneof(
    { weight: 6, arbitrary: written },
    written.map((json) => json.slice(1)),
    written.map((json) => json.slice(0, -1)),
    texts.map((text) => text.replaceAll('\n', ' ')),
  )
  .map((line) => decodeUtf8(encodeUtf8(line))); // Half of a pair has no bytes.

export const queries: fc.Arbitrary<FindQuery> = fc
  .record({ text: texts, matchCase: fc.boolean(), wholeWord: fc.boolean() })
  .filter(({ text }) => text !== '')
  .map((query) => ({ ...query, text: query.text.slice(0, 1 + (query.text.length % 4)), regex: false }));

class Writer {
  constructor(
    private state: number,
    private readonly escapes: number,
  ) {}

  write(value: unknown): string {
    if (typeof value === 'string')
      return `"${Array.from({ length: value.length }, (_, i) => this.unit(value, i)).join('')}"`;
    if (value === null || typeof value !== 'object') return JSON.stringify(value);
    const space = this.dice(2) === 0 ? ' ' : '';
    if (Array.isArray(value)) return `[${value.map((each) => this.write(each)).join(`,${space}`)}]`;
    const fields = Object.entries(value).map(([key, each]) => `${this.write(key)}${space}:${space}${this.write(each)}`);
    return `{${fields.join(`,${space}`)}}`;
  }

  private unit(text: string, at: number): string {
    const unit = text.charAt(at);
    if (this.escapes > 0 && this.dice(6) < this.escapes) {
      const hex = unit.charCodeAt(0).toString(16).padStart(4, '0');
      return `\\u${this.dice(2) === 0 ? hex : hex.toUpperCase()}`;
    }
    if (unit === '/') return this.dice(2) === 0 ? '\\/' : '/';
    return /["\\\n\t]/.test(unit) ? JSON.stringify(unit).slice(1, -1) : unit;
  }

  private dice(sides: number): number {
    this.state = (Math.imul(this.state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (this.state >> 8) % sides;
  }
}
