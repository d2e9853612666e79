import { binaryFormatOf } from './binaryFormat';

/** What the first bytes of a file say about its encoding. Only the two UTF-8 kinds can be edited; the rest is refused. */
export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'binary';

/** Bytes of the UTF-8 byte order mark: a prefix of the file, no part of its first row. */
export const BOM_LENGTH = 3;

/** How many bytes of a file `detectEncoding` looks at, at most. */
export const DETECTION_BYTES = 4096;

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();
/** Quick to say no: a text of Latin characters only cannot match. */
const surrogate = /[\ud800-\udfff]/;
/** In `u` mode a surrogate of a pair is no code point of its own, so this finds unpaired ones only. */
const unpairedSurrogate = /\p{Surrogate}/u;

/**
 * Guesses the encoding from the first bytes of a file: by its byte order mark or the mark of a binary format, else by where zero bytes
 * stand (JSON is mostly ASCII, whose every second byte is zero in UTF-16). No UTF-8 text that JSON allows holds a zero byte.
 */
export function detectEncoding(head: Uint8Array): Encoding {
  if (startsWith(head, 0xef, 0xbb, 0xbf)) return 'utf-8-bom';
  if (startsWith(head, 0xff, 0xfe, 0, 0) || startsWith(head, 0, 0, 0xfe, 0xff)) return 'binary'; // UTF-32
  if (startsWith(head, 0xff, 0xfe)) return 'utf-16le';
  if (startsWith(head, 0xfe, 0xff)) return 'utf-16be';
  return binaryFormatOf(head) === undefined ? guessByZeros(head.subarray(0, DETECTION_BYTES)) : 'binary';
}

/**
 * Decodes UTF-8. A byte `b` that is no part of valid UTF-8 becomes the lone surrogate U+DC00 + b (as Python's `surrogateescape`
 * does), so that `encodeUtf8` gives back the same bytes. A byte order mark is kept as U+FEFF.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeWithEscapes(bytes);
  }
}

/**
 * Encodes as UTF-8, the inverse of `decodeUtf8`: lone surrogates U+DC80 to U+DCFF become the bytes that they stand for. Any other
 * unpaired surrogate has no bytes and becomes U+FFFD; a writer of JSON escapes those (`\ud800`) before they come here.
 */
export function encodeUtf8(text: string): Uint8Array {
  return hasUnpairedSurrogate(text) ? encodeWithEscapes(text) : encoder.encode(text);
}

/** `encodeUtf8` into bytes that are there, of which three a UTF-16 unit suffice; returns how many were written. */
export function encodeUtf8Into(text: string, into: Uint8Array): number {
  if (!hasUnpairedSurrogate(text)) return encoder.encodeInto(text, into).written;
  const bytes = encodeWithEscapes(text);
  into.set(bytes);
  return bytes.length;
}

/** Whether a text holds bytes that were no valid UTF-8. */
export function hasByteEscapes(text: string): boolean {
  return hasUnpairedSurrogate(text) && /[\udc80-\udcff]/u.test(text);
}

function hasUnpairedSurrogate(text: string): boolean {
  return surrogate.test(text) && unpairedSurrogate.test(text);
}

function startsWith(bytes: Uint8Array, ...prefix: number[]): boolean {
  return prefix.every((byte, i) => bytes[i] === byte);
}

function guessByZeros(head: Uint8Array): Encoding {
  let even = 0;
  let odd = 0;
  head.forEach((byte, i) => {
    if (byte !== 0) return;
    if (i % 2 === 0) even++;
    else odd++;
  });
  if (even + odd === 0) return 'utf-8';
  const pairs = Math.max(1, head.length >> 1);
  if (odd > 0.4 * pairs && even < 0.1 * pairs) return 'utf-16le';
  if (even > 0.4 * pairs && odd < 0.1 * pairs) return 'utf-16be';
  return even + odd > 0.1 * head.length ? 'binary' : 'utf-8';
}

function decodeWithEscapes(bytes: Uint8Array): string {
  let text = '';
  let good = 0;
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    text += strict.decode(bytes.subarray(good, at)) + String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
    good = ++at;
  }
  return text + strict.decode(bytes.subarray(good));
}

/** Bytes of the valid UTF-8 sequence that starts at `at`; 0 where none does (the table of the Unicode standard, 3-7). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const second = bytes[at + 1] ?? 0;
  if (lead < 0xe0) return isTail(second) ? 2 : 0;
  if (lead < 0xf0) {
    const low = lead === 0xe0 ? 0xa0 : 0x80;
    const high = lead === 0xed ? 0x9f : 0xbf; // ED A0.. would be a surrogate
    return second >= low && second <= high && isTail(bytes[at + 2]) ? 3 : 0;
  }
  const low = lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xf4 ? 0x8f : 0xbf;
  return second >= low && second <= high && isTail(bytes[at + 2]) && isTail(bytes[at + 3]) ? 4 : 0;
}

function isTail(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

function encodeWithEscapes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  let good = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0xd800 || unit > 0xdfff) continue;
    if (unit < 0xdc00 && isLowSurrogate(text.charCodeAt(at + 1))) {
      at++;
      continue;
    }
    if (unit < 0xdc80 || unit > 0xdcff) continue; // TextEncoder writes U+FFFD
    length += encoder.encodeInto(text.slice(good, at), bytes.subarray(length)).written;
    bytes[length++] = unit - 0xdc00;
    good = at + 1;
  }
  length += encoder.encodeInto(text.slice(good), bytes.subarray(length)).written;
  return bytes.slice(0, length);
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
