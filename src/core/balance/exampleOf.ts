import type { JsonValue } from '../json/path';
import { isRecord } from '../record/shapes';
import { viewOf } from '../record/toExampleView';
import type { ExampleView } from '../record/view';

/** The view of a line; undefined for one that is no JSON object. */
export function exampleOf(line: string): ExampleView | undefined {
  let value: JsonValue;
  try {
    value = JSON.parse(line) as JsonValue;
  } catch {
    return undefined;
  }
  return isRecord(value) ? viewOf(value) : undefined;
}
