import type { JsonPath, JsonValue } from './path';

/** A range of UTF-16 columns of the line, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** `value` is the decoded text; the span includes the quotes. */
export interface StringNode extends Span {
  readonly kind: 'string';
  readonly value: string;
}

export interface NumberNode extends Span {
  readonly kind: 'number';
  readonly value: number;
}

export interface BooleanNode extends Span {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export interface NullNode extends Span {
  readonly kind: 'null';
  readonly value: null;
}

export interface ArrayNode extends Span {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
}

/** One `"key": value` of an object. The span runs from the start of the key to the end of the value. */
export interface PropertyNode extends Span {
  readonly key: StringNode;
  /** Undefined only in a broken line, where the value could not be read. */
  readonly value: JsonNode | undefined;
}

/** Properties stand in source order; a key that stands twice is kept twice. */
export interface ObjectNode extends Span {
  readonly kind: 'object';
  readonly properties: readonly PropertyNode[];
}

export type JsonNode = ObjectNode | ArrayNode | StringNode | NumberNode | BooleanNode | NullNode;

/** The last property of that key, which is the one that `JSON.parse` keeps. */
export function propertyOf(node: ObjectNode, key: string): PropertyNode | undefined {
  for (let i = node.properties.length - 1; i >= 0; i--) {
    const property = node.properties[i];
    if (property?.key.value === key) return property;
  }
  return undefined;
}

/** The value of a key (of its last duplicate), or undefined where the object lacks it. */
export function valueOf(node: ObjectNode, key: string): JsonNode | undefined {
  return propertyOf(node, key)?.value;
}

/** The value at a path, or undefined where there is none. Keys address the last duplicate. */
export function nodeAt(root: JsonNode, path: JsonPath): JsonNode | undefined {
  let node: JsonNode | undefined = root;
  for (const step of path) {
    if (node?.kind === 'object' && typeof step === 'string') node = valueOf(node, step);
    else if (node?.kind === 'array' && typeof step === 'number') node = node.items[step];
    else return undefined;
  }
  return node;
}

/** The innermost place at a column: a value, or the key of one. */
export interface Location {
  readonly path: JsonPath;
  readonly on: 'key' | 'value';
}

/**
 * Where a column lies; `offset` counts UTF-16 units from 0, and both ends of a span belong to it. Undefined outside the root.
 * A duplicate key gives the path of its name, whichever of the duplicates was hit.
 */
export function pathAt(root: JsonNode, offset: number): Location | undefined {
  if (!touches(root, offset)) return undefined;
  const path: (string | number)[] = [];
  let node = root;
  for (;;) {
    if (node.kind === 'object') {
      const property = innermost(node.properties, offset);
      if (property === undefined) return { path, on: 'value' };
      path.push(property.key.value);
      if (touches(property.key, offset)) return { path, on: 'key' };
      if (property.value === undefined || !touches(property.value, offset)) return { path, on: 'value' };
      node = property.value;
    } else if (node.kind === 'array') {
      const item = innermost(node.items, offset);
      if (item === undefined) return { path, on: 'value' };
      path.push(node.items.indexOf(item));
      node = item;
    } else {
      return { path, on: 'value' };
    }
  }
}

function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

function innermost<T extends Span>(children: readonly T[], offset: number): T | undefined {
  return children.find((child) => touches(child, offset));
}

/**
 * The value of a node, equal to what `JSON.parse` gives: the last duplicate wins, and `__proto__` is a key like any other. A value
 * that is missing in a broken line reads as null.
 */
export function toValue(node: JsonNode | undefined): JsonValue {
  if (node === undefined) return null;
  if (node.kind === 'array') return node.items.map(toValue);
  if (node.kind !== 'object') return node.value;
  const result: Record<string, JsonValue> = {};
  for (const { key, value } of node.properties) setOwn(result, key.value, toValue(value));
  return result;
}

/** Sets a key without ever reaching a setter of the prototype (`__proto__`). */
export function setOwn(target: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[key] = value;
  }
}
