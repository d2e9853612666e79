import { MARK_PERSONAL, MARK_SECRET } from '../kernel/kernelLayout';
import { excerpt, fieldName } from './fieldName';
import { findPersonalData, MAY_HOLD_PERSONAL_DATA } from './privacy/personalData';
import { findSecrets, MAY_HOLD_SECRET, type PrivateText } from './privacy/secrets';
import type { RowContext } from './rowContext';

/** Whether an example holds keys, or data of real people. */
export function checkPrivacy(context: RowContext): void {
  const { config } = context;
  const secrets = config.has('privacy/secret') && context.mayHold(MARK_SECRET);
  const personal = config.has('privacy/personal-data') && context.mayHold(MARK_PERSONAL);
  if (!secrets && !personal) return;
  for (const { path, text } of context.texts) {
    const found = secrets && MAY_HOLD_SECRET.test(text) ? findSecrets(text) : [];
    for (const item of found) {
      const place = { path, from: item.start, to: item.end };
      context.report('privacy/secret', 'default', place, { field: fieldName(path), ...shown(text, item) });
    }
    if (!personal || !MAY_HOLD_PERSONAL_DATA.test(text)) continue;
    for (const item of findPersonalData(text)) {
      if (found.some((secret) => secret.start < item.end && item.start < secret.end)) continue;
      const place = { path, from: item.start, to: item.end };
      context.report('privacy/personal-data', 'default', place, { field: fieldName(path), ...shown(text, item) });
    }
  }
}

/** Enough of it to know it again; a message is no place for the whole. */
function shown(text: string, { start, end, kind, mask }: PrivateText): { kind: string; text: string; mask: string } {
  return { kind, text: excerpt(text.slice(start, Math.min(end, start + 8)), 8) + (end - start > 8 ? '…' : ''), mask };
}
