// Marks of numbers: telephone and card numbers, IBANs and IP addresses are groups of digits with little between them.
import { MARK_PERSONAL, TEXT_AT } from '../kernelLayout';

/** Telephone and card numbers have at least so many digits. */
const MANY_DIGITS = 10;

/** Where the last digit stands; how many there are in its number, and dots between groups that follow each other. */
let lastDigit: i32 = 0;
let digits: i32 = 0;
let dots: i32 = 0;

/** A new text begins. */
export function beginNumbers(): void {
  lastDigit = TEXT_AT - 16;
  digits = dots = 0;
}

/** @param bits where in the block there are digits */
export function markDigits(block: i32, bits: i32): i32 {
  let marks = 0;
  for (let left = bits; left != 0; left &= left - 1) {
    const at = block + ctz(left);
    const gap = at - lastDigit - 1;
    if (gap > 0) {
      if (gap > 2 || !isBetween(lastDigit + 1) || !isBetween(at - 1)) digits = dots = 0;
      else dots = gap == 1 && load<u8>(at - 1) == 0x2e ? dots + 1 : 0;
      if (beginsAddress(at)) marks = MARK_PERSONAL;
    }
    lastDigit = at;
    if (++digits >= MANY_DIGITS || dots >= 3 || beginsAccount(at)) marks = MARK_PERSONAL;
  }
  return marks;
}

/** What stands between the groups of a number. */
function isBetween(at: i32): bool {
  const byte = load<u8>(at);
  return byte == 0x20 || byte == 0x28 || byte == 0x29 || byte == 0x2d || byte == 0x2e;
}

/** Two capitals before, another digit and four capitals or digits behind: an IBAN. */
function beginsAccount(at: i32): bool {
  if (at < TEXT_AT + 2 || !isCapital(load<u8>(at - 1)) || !isCapital(load<u8>(at - 2))) return false;
  if (!isDigit(load<u8>(at + 1))) return false;
  const rest = load<u8>(at + 2) == 0x20 ? at + 3 : at + 2;
  for (let i = 0; i < 4; i++) {
    const byte = load<u8>(rest + i);
    if (!isCapital(byte) && !isDigit(byte)) return false;
  }
  return true;
}

/** A 2 or 3 with which two groups of hexadecimal digits and colons begin: a public IPv6 address. */
function beginsAddress(start: i32): bool {
  const first = load<u8>(start);
  if (first != 0x32 && first != 0x33) return false;
  let at = start;
  for (let group = 0; group < 2; group++) {
    const from = at;
    while (at - from < 5 && isHexadecimal(load<u8>(at))) at++;
    if (at == from || load<u8>(at) != 0x3a) return false;
    at++;
  }
  return isHexadecimal(load<u8>(at));
}

function isCapital(byte: u8): bool {
  return u32(byte) - 0x41 < 26;
}

function isDigit(byte: u8): bool {
  return u32(byte) - 0x30 < 10;
}

function isHexadecimal(byte: u8): bool {
  return isDigit(byte) || u32(byte | 0x20) - 0x61 < 6;
}
