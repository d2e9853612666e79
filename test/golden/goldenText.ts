import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Compares a text with the one that is kept at `path` (from the project's root). `UPDATE=1` rewrites it; a mismatch leaves the new
 * text beside it, as `.actual`.
 */
export function assertGolden(path: string, produced: string): void {
  const text = writable(produced);
  const actual = `${path}.actual`;
  if (process.env.UPDATE !== undefined) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    rmSync(actual, { force: true });
    return;
  }
  const expected = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  if (expected === text) {
    rmSync(actual, { force: true });
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(actual, text);
  assert.equal(text, expected, `${path} is out of date; UPDATE=1 rewrites it`);
}

/** Bytes that are not UTF-8 are lone surrogates in our strings; a text file cannot hold them, so they are shown as escapes. */
function writable(text: string): string {
  return text.replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16)}`,
  );
}
