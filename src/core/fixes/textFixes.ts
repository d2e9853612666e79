import { withoutInvisible } from '../checks/invisible';
import { repairMojibake } from '../checks/mojibake';
import { findPersonalData } from '../checks/privacy/personalData';
import { findSecrets } from '../checks/privacy/secrets';
import type { Fix } from './fix';
import type { FixContext } from './fixContext';

export function removeInvisible(context: FixContext): Fix[] {
  return context.setText('remove-characters', (text) => withoutInvisible(text, context.line));
}

export function decodeMojibake(context: FixContext): Fix[] {
  return context.setText('decode', repairMojibake);
}

export function trim(context: FixContext): Fix[] {
  return context.setText('trim', (text) => text.trim());
}

export function fixHtml(context: FixContext): Fix[] {
  return context.finding.message === 'entity'
    ? context.setText('decode', decodeEntities)
    : context.setText('strip-tags', stripTags);
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  copy: '©',
  reg: '®',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
};

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{2,6})|#x([0-9a-f]{2,5})|([a-z]{2,6}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
      return code >= 0x20 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
    },
  );
}

/** Line breaks and paragraphs stay line breaks. */
function stripTags(text: string): string {
  return text
    .replace(/<(?:br|hr)\s*\/?>|<\/(?:p|div|li|tr|h[1-6]|blockquote)>/gi, '\n')
    .replace(
      /<\/?(?:p|div|span|font|strong|em|ul|ol|li|tr|td|th|h[1-6]|img|center|blockquote)(?:\s[^<>]{0,200})?\/?>/gi,
      '',
    )
    .replace(/\n+$/, '');
}

export function closeFence(context: FixContext): Fix[] {
  const mark = context.arg('mark');
  return context.setText('close-fence', (text) => `${text}${text.endsWith('\n') ? '' : '\n'}${mark}`);
}

/** Every text of the finding's kind in the field, so that one fix leaves none behind. */
export function maskPrivate(context: FixContext): Fix[] {
  const find = context.finding.code === 'privacy/secret' ? findSecrets : findPersonalData;
  const mask = (text: string) => {
    let masked = '';
    let done = 0;
    for (const { start, end, kind, mask: replacement } of find(text)) {
      if (kind !== context.arg('kind') || start < done) continue;
      masked += text.slice(done, start) + replacement;
      done = end;
    }
    return masked + text.slice(done);
  };
  return context.setText('mask', mask, { mask: context.arg('mask') });
}
