import { isIbanValid, isLuhnValid } from './checksums';
import type { PrivateText } from './secrets';

/** What all kinds have: an at sign, or digits in groups; true of every text in which `findPersonalData` finds something. */
export const MAY_HOLD_PERSONAL_DATA =
  /@[a-z0-9]|\+\d|\d{3}[ ).-]{1,2}\d{3}|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d|\d{13}|[A-Z]{2}\d{2}[ A-Z0-9]{4}|[0-9a-f]:[0-9a-f]{1,4}:[0-9a-f]{1,4}:[0-9a-f]/i;

const FINDERS: readonly ((text: string) => PrivateText[])[] = [
  findEmails,
  findCards,
  findIbans,
  findPhones,
  findAddresses,
];

/** E-mail addresses, telephone, card and account numbers and public IP addresses in a text, in order. */
export function findPersonalData(text: string): PrivateText[] {
  const found = FINDERS.flatMap((find) => find(text)).sort((a, b) => a.start - b.start || b.end - a.end);
  return found.filter((item, i) => !found.slice(0, i).some((other) => other.end > item.start));
}

const EMAIL =
  /(?<![\w.+-])[a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,18}(?![\w-])/gi;
/** Not a person, but the word for one: documentation is full of them. */
const EXAMPLE_USER =
  /^(?:git|you|me|user(?:name)?\d{0,2}|your[._-]?(?:e?mail|name|address)|name|no-?reply|email|test\d{0,2}|someone|foo|bar|abc|xyz)@/i;

/** Domains that are nobody's (RFC 2606), and those that documentation and made-up rows use in their place. */
const EXAMPLE_DOMAIN =
  /@(?:[\w-]+\.)*(?:example[\d-]*(?:domain)?\.(?:com|org|net|edu)|[\w-]+\.(?:test|example|invalid|localhost)|(?:(?:my|your|the)?(?:company|domain)|e-?mail|sample|test|(?:my|your)site)\.com)$/i;

function findEmails(text: string): PrivateText[] {
  if (!text.includes('@')) return [];
  return matches(text, EMAIL, 'an e-mail address', '<EMAIL>').filter(({ start, end }) => {
    const address = text.slice(start, end);
    return !EXAMPLE_USER.test(address) && !EXAMPLE_DOMAIN.test(address);
  });
}

const CARD =
  /(?<![\d.,/-])(?:3[47]\d{2}[ -]?\d{6}[ -]?\d{5}|(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|6(?:011|5\d{2}|4[4-9]\d))(?:[ -]?\d{4}){3})(?![\d.,/-]?\d)/g;

function findCards(text: string): PrivateText[] {
  return matches(text, CARD, 'a card number', '<CARD_NUMBER>').filter(({ start, end }) => {
    const digits = text.slice(start, end).replace(/\D/g, '');
    return isLuhnValid(digits) && !/^(\d)\1+$/.test(digits);
  });
}

const IBAN = /(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?(?![A-Z0-9])/g;

function findIbans(text: string): PrivateText[] {
  return matches(text, IBAN, 'an IBAN', '<IBAN>').filter(({ start, end }) => {
    return isIbanValid(text.slice(start, end).replace(/ /g, ''));
  });
}

const PHONE =
  /(?<![\w.+/-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]?\d{2,4}){2,4}|(?:1[ .-])?\(\d{3}\) ?\d{3}[ .-]\d{4}|(?:1-)?\d{3}-\d{3}-\d{4}|\d{3}\.\d{3}\.\d{4})(?![\w/-]|\.\d)/g;

function findPhones(text: string): PrivateText[] {
  return matches(text, PHONE, 'a telephone number', '<PHONE>').filter(({ start, end }) => {
    const digits = text.slice(start, end).replace(/\D/g, '');
    const isForeign = text.charAt(start) === '+' && !digits.startsWith('1');
    return digits.length >= 10 && digits.length <= 15 && !isFictional(digits) && (isForeign || isNorthAmerican(digits));
  });
}

/** Rows of one digit, and toll-free numbers, which are those of companies. */
function isFictional(digits: string): boolean {
  return /(\d)\1{5}/.test(digits) || /^1?8(?:00|88|77|66|55|44|33)/.test(digits);
}

/** Area codes and exchanges start with 2 to 9. */
function isNorthAmerican(digits: string): boolean {
  return /^1?[2-9]\d{2}[2-9]\d{6}$/.test(digits);
}

const IPV4 = /(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/g;
const IPV6 = /(?<![\w:])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?![\w:])/gi;

function findAddresses(text: string): PrivateText[] {
  const v4 = matches(text, IPV4, 'a public IP address', '<IP_ADDRESS>').filter(({ start, end }) => {
    return (
      isPublicIpv4(text.slice(start, end)) &&
      !/(?:version|release|firmware|build|v)[ .:]*$/i.test(text.slice(Math.max(0, start - 12), start))
    );
  });
  const v6 = matches(text, IPV6, 'a public IP address', '<IP_ADDRESS>').filter(({ start, end }) => {
    return /^[23]/.test(text.slice(start, end)) && !/^2001:0?db8/i.test(text.slice(start, end));
  });
  return [...v4, ...v6];
}

/** Addresses of documentation and of private networks are nobody's. */
function isPublicIpv4(address: string): boolean {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  if ([a, b, c, d].some((part) => part > 255) || /(?:^|\.)0\d/.test(address)) return false;
  if (/^(?:123\.45\.67\.89|123\.123\.123\.123)$/.test(address)) return false;
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
  if (
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 100 && b >= 64 && b < 128)
  )
    return false;
  if ((a === 192 && b === 0) || (a === 198 && (b === 18 || b === 19 || b === 51)) || (a === 203 && b === 0))
    return false;
  // Small numbers are versions, outline numbers, or the resolvers that everyone knows.
  return Math.max(a, b, c, d) > 31 && d !== 0 && d !== 255;
}

function matches(text: string, pattern: RegExp, kind: string, mask: string): PrivateText[] {
  return [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    kind,
    mask,
  }));
}
