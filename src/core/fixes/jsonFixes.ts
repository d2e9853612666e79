import { nodeAt, type ObjectNode } from '../json/node';
import { applyTextEdits } from '../json/textEdit';
import type { Fix } from './fix';
import type { FixContext } from './fixContext';

export function fixEncoding(context: FixContext): Fix[] {
  if (context.finding.message === 'bom') {
    return [{ id: 'remove-bom', args: {}, safe: true, change: { kind: 'file', operation: 'remove-bom' } }];
  }
  return context.rewrite('replace-bytes', context.line.replace(/\p{Surrogate}/gu, '\ufffd'));
}

export function fixBlankLine(): Fix[] {
  return [{ id: 'delete-line', args: {}, safe: true, change: { kind: 'rows', count: 1, lines: [] } }];
}

/** A list of records becomes a line each, as they are written; a text or a list of messages becomes a record. */
export function fixNotObject(context: FixContext): Fix[] {
  if (context.finding.message === 'bracket') return fixBlankLine();
  const { root } = context.row.tree;
  if (root?.kind === 'string') return context.rewrite('wrap', wrap(context.line, 'text'), { key: 'text' });
  if (root?.kind !== 'array' || root.items.length === 0 || root.items.some(({ kind }) => kind !== 'object')) return [];
  const isChat = root.items.every(
    (item) => item.kind === 'object' && item.properties.some(({ key }) => key.value === 'role'),
  );
  if (isChat) return context.rewrite('wrap', wrap(context.line, 'messages'), { key: 'messages' });
  const lines = root.items.map(({ start, end }) => context.line.slice(start, end));
  return [{ id: 'split-array', args: { count: lines.length }, safe: false, change: { kind: 'rows', count: 1, lines } }];
}

function wrap(line: string, key: string): string {
  return `{"${key}": ${line.trim()}}`;
}

export function fixDuplicateKey(context: FixContext): Fix[] {
  const { root } = context.row.tree;
  const parent = root === undefined ? undefined : nodeAt(root, context.path.slice(0, -1));
  const key = context.path.at(-1);
  if (parent?.kind !== 'object' || typeof key !== 'string') return [];
  const indexes = parent.properties.flatMap((property, i) => (property.key.value === key ? [i] : []));
  const without = (removed: readonly number[]) => withoutProperties(context.line, parent, removed);
  return [
    ...context.rewrite('keep-last', without(indexes.slice(0, -1)), { key }),
    ...context.rewrite('keep-first', without(indexes.slice(1)), { key }),
  ];
}

/** Takes properties out of an object, each with the comma that is no longer needed. One property at least stays. */
function withoutProperties(line: string, { properties }: ObjectNode, removed: readonly number[]): string {
  const edits = removed.flatMap((i) => {
    const property = properties[i];
    if (property === undefined) return [];
    const next = properties.find((_, at) => at > i && !removed.includes(at));
    // What follows the last one that stays goes from the end of the one before.
    if (next !== undefined) return [{ start: property.start, end: properties[i + 1]?.start ?? property.end, text: '' }];
    return [{ start: properties[i - 1]?.end ?? property.start, end: property.end, text: '' }];
  });
  return applyTextEdits(line, edits);
}
