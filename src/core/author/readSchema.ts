import { type JsonNode, nodeAt, toValue } from '../json/node';
import { parseLine } from '../json/parser';
import type { JsonPath, JsonValue } from '../json/path';
import { describeSyntaxError } from '../json/syntaxError';
import type { SchemaProblem } from '../schema/authorSchema';
import { decodeUtf8 } from '../text/encoding';

/** A schema file as JSON, or what is wrong with it before it is looked at as a schema. */
export function readSchema(
  bytes: Uint8Array,
): { readonly schema: JsonValue } | { readonly problems: readonly SchemaProblem[] } {
  const { root, errors } = parseSchema(bytes);
  const [error] = errors;
  if (root !== undefined && error === undefined) return { schema: toValue(root) };
  const message = error === undefined ? 'the file is empty' : describeSyntaxError(error);
  return { problems: [{ pointer: '', path: [], message: `not valid JSON: ${message}` }] };
}

/** Where in a schema file a problem stands, as a UTF-16 offset. */
export function offsetOfProblem(bytes: Uint8Array, path: JsonPath): number {
  const { root, errors } = parseSchema(bytes);
  if (errors[0] !== undefined) return errors[0].start;
  return root === undefined ? 0 : nearestNode(root, path).start;
}

function parseSchema(bytes: Uint8Array) {
  return parseLine(decodeUtf8(bytes).replace(/^\ufeff/, ' '));
}

function nearestNode(root: JsonNode, path: JsonPath): JsonNode {
  for (let length = path.length; length > 0; length--) {
    const node = nodeAt(root, path.slice(0, length));
    if (node !== undefined) return node;
  }
  return root;
}
