import type { JsonPath } from '../../../src/core/json/path';

/** An id for the page's elements: no white space, whatever the keys hold. */
export function fieldId(path: JsonPath): string {
  return ['field', ...path.map((step) => encodeURIComponent(String(step)))].join('-');
}

/** The key that a field has in the file. */
export function fileKeyOf(path: JsonPath): { readonly fileKey?: string } {
  const key = path.at(-1);
  return typeof key === 'string' ? { fileKey: key } : {};
}
