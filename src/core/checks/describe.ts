import { showControls } from '../text/showControls';
import { messageTemplate } from './catalogue';
import type { Finding, FindingArgs } from './finding';

export interface DescribeOptions {
  /** VS Code's `l10n.t`, say: takes the English template and the arguments, gives the words. */
  readonly translate?: (template: string, args: FindingArgs) => string;
  /** The number, from 1, under which the author sees a row now; rows are known by id, because numbers change. */
  readonly rowNumber?: (row: number) => number | undefined;
}

/** A finding in words, without a full stop at the end, and without control characters of the dataset that it quotes. */
export function describeFinding(finding: Finding, options: DescribeOptions = {}): string {
  const args = { ...finding.args, ...relatedNames(finding, options) };
  const template = messageTemplate(finding.code, finding.message);
  return showControls((options.translate ?? fillTemplate)(template, args));
}

/** Puts arguments in place of `{name}`; a name without an argument stays, so that a mistake shows. */
export function fillTemplate(template: string, args: FindingArgs): string {
  return template.replace(/\{([\w-]+)\}/g, (whole, name: string) =>
    Object.hasOwn(args, name) ? String(args[name]) : whole,
  );
}

/** `{kept}`, `{first}` and `{nearest}`: "example 12" for the first related row, whatever the message calls it. */
function relatedNames(finding: Finding, options: DescribeOptions): FindingArgs {
  const [related] = finding.related ?? [];
  if (related === undefined) return {};
  // Rows of another dataset are known by their number.
  const rowNumber = related.dataset === undefined ? options.rowNumber : undefined;
  const number = (rowNumber ?? ((row: number) => row + 1))(related.row);
  const name = number === undefined ? 'another example' : `example ${number}`;
  return { kept: name, first: name, nearest: name, row: name };
}
