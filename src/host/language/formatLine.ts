import type { JsonNode } from '../../core/json/node';
import { parseLine } from '../../core/json/parser';
import type { TextEdit } from '../../core/json/textEdit';

/**
 * The edits that give a line of JSON the spacing that most datasets have: `", "` and `": "`, none elsewhere. Only spaces between
 * parts change; texts, numbers, their escapes and the order of keys stay. None for a line that is not JSON.
 */
export function formatLine(line: string): TextEdit[] {
  const { root, errors } = parseLine(line);
  if (root === undefined || errors.length > 0) return [];
  const edits: TextEdit[] = [];
  gap(line, 0, root.start, '', edits);
  formatNode(line, root, edits);
  gap(line, root.end, line.length, '', edits);
  return edits;
}

function formatNode(line: string, node: JsonNode, edits: TextEdit[]): void {
  if (node.kind !== 'object' && node.kind !== 'array') return;
  let at = node.start + 1;
  const parts = node.kind === 'object' ? node.properties : node.items;
  parts.forEach((part, i) => {
    gap(line, at, part.start, i === 0 ? '' : ', ', edits);
    if ('key' in part) {
      if (part.value !== undefined) {
        gap(line, part.key.end, part.value.start, ': ', edits);
        formatNode(line, part.value, edits);
      }
    } else {
      formatNode(line, part, edits);
    }
    at = part.end;
  });
  gap(line, at, node.end - 1, '', edits);
}

function gap(line: string, start: number, end: number, wanted: string, edits: TextEdit[]): void {
  if (line.slice(start, end) !== wanted) edits.push({ start, end, text: wanted });
}
