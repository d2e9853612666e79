import { type Chart, headsOf, tableRows } from '../model/chart';

/** Figures in rows and columns, with what they are and what there is to see. */
export interface CopiedTable {
  readonly title: string;
  readonly summary: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A chart's table. */
export function tableOf(chart: Chart): CopiedTable {
  const { title, summary } = chart;
  return { title, summary, heads: headsOf(chart), rows: tableRows(chart).map(({ cells }) => cells) };
}

/** Comma-separated values (RFC 4180). */
export function csvOf({ heads, rows }: CopiedTable): string {
  return [heads, ...rows].map((cells) => cells.map(csvCell).join(',')).join('\r\n') + '\r\n';
}

/** Names come from the dataset: one that a spreadsheet would take for a formula is marked as text. */
function csvCell(text: string, column: number): string {
  const safe = column === 0 && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A table of Markdown, under its title and summary. */
export function markdownOf({ title, summary, heads, rows }: CopiedTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownCell).join(' | ')} |`;
  const rule = `| ${heads.map((_, i) => (i === 0 ? '---' : '---:')).join(' | ')} |`;
  return [`### ${title}`, '', summary, '', line(heads), rule, ...rows.map(line), ''].join('\n');
}

function markdownCell(text: string): string {
  return text.replace(/[\\|`*_<>[\]]/g, '\\$&').replace(/\s+/g, ' ');
}
