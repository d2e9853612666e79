import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { repositoryRoot } from './paths.js';

/**
 * Names the TypeScript file and line in a stack trace from the extension host. VS Code makes stack traces there in its own way, so
 * Node's `--enable-source-maps` has no say; outside we have the same bundles and their maps.
 */
export function mapStack(text: string): string {
  return text.replace(
    /(?:file:\/\/)?([^\s()]+\.m?js):(\d+):(\d+)/g,
    (place, file: string, line: string, column: string) => {
      const map = file.includes('dist') ? readMap(`${file}.map`) : undefined;
      const entry = map?.findEntry(Number(line) - 1, Number(column) - 1);
      if (entry === undefined || !('originalSource' in entry)) return place;
      const source = relative(repositoryRoot, resolve(dirname(file), entry.originalSource));
      return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
    },
  );
}

const maps = new Map<string, SourceMap>();

function readMap(file: string): SourceMap | undefined {
  const known = maps.get(file);
  if (known !== undefined || !existsSync(file)) return known;
  const map = new SourceMap(JSON.parse(readFileSync(file, 'utf8')) as SourceMapPayload);
  maps.set(file, map);
  return map;
}
