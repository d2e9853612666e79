import { samePath, type JsonPath } from '../../../src/core/json/path';
import type { RowFinding } from '../../../src/protocol/findings';
import { focusedPath } from '../form/fieldFocus';

/** The findings that a menu of fixes is for: of the place that the keyboard is in, or of the whole row. */
export function findingsAt(
  findings: readonly RowFinding[],
  element: Element | null,
  path?: JsonPath,
): readonly RowFinding[] {
  const key = element?.closest('[data-finding]')?.getAttribute('data-finding');
  const own = path === undefined ? findings.filter((finding) => finding.key === key) : [];
  if (own.length > 0) return own;
  const field = path ?? focusedPath(element);
  if (field === undefined) return findings;
  const here = field.length === 0 ? atCaret(findings, element) : findings.filter((finding) => touches(finding, field));
  return here.length > 0 ? here : findings;
}

function touches({ path }: RowFinding, field: JsonPath): boolean {
  if (path === undefined || path.length === 0) return false;
  const length = Math.min(path.length, field.length);
  return samePath(path.slice(0, length), field.slice(0, length));
}

/** In the line as it stands in the file, a finding is where its characters are. */
function atCaret(findings: readonly RowFinding[], element: Element | null): readonly RowFinding[] {
  if (!(element instanceof HTMLTextAreaElement)) return [];
  const { selectionStart, selectionEnd } = element;
  return findings.filter(({ start, end }) => start <= selectionEnd && end >= selectionStart);
}
