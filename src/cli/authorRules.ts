import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { AuthorRules } from '../core/author/authorRules';
import { type BenchmarkPart, benchmarkParts, BenchmarkRule } from '../core/author/benchmarkRule';
import type { RuleMachine } from '../core/author/ruleRunner';
import { readSchema } from '../core/author/readSchema';
import { SchemaRule } from '../core/author/schemaRule';
import { globToRegExp } from '../core/config/glob';
import { nodeSystem } from '../platform/node/system';
import { startRuleThread } from '../platform/node/workerThread';
import { UsageError } from './commandLine';
import type { LoadedSettings } from './loadSettings';

/**
 * The author's own schema and benchmarks, as the settings name them.
 * @param script of this program: its threads run it again
 * @throws UsageError where a file cannot be read, the schema is wrong, or a pattern names no file
 */
export async function startRules(script: string, { settings, folder }: LoadedSettings): Promise<AuthorRules> {
  const machine: RuleMachine = {
    startRuleThread: () => startRuleThread(script),
    sleep: (milliseconds, signal) => nodeSystem.clock.sleep(milliseconds, signal),
  };
  const schema = settings.schema === '' ? undefined : await startSchema(machine, settings.schema, folder);
  if (settings.benchmarks.length === 0) return new AuthorRules(schema, undefined);
  try {
    const parts = partsOf(settings.benchmarks, folder);
    const words = settings.thresholds.benchmarkWords;
    return new AuthorRules(schema, await BenchmarkRule.start(machine, words, parts));
  } catch (error) {
    await schema?.dispose();
    throw error;
  }
}

async function startSchema(machine: RuleMachine, name: string, folder: string): Promise<SchemaRule> {
  const read = readSchema(await contentOf('schema', name, resolve(folder, name)));
  const started = 'schema' in read ? await SchemaRule.start(machine, read.schema) : read.problems;
  if (started instanceof SchemaRule) return started;
  throw new UsageError(started.map(({ pointer, message }) => `${name}: ${pointer || '/'}: ${message}`).join('\n'));
}

async function* partsOf(globs: readonly string[], folder: string): AsyncGenerator<BenchmarkPart> {
  for (const glob of globs) {
    const paths = await filesOf(glob, folder);
    if (paths.length === 0) throw new UsageError(`no benchmark file fits "${glob}"`);
    for (const path of paths) {
      const name = relative(folder, path);
      const bytes = await contentOf('benchmark', name, path);
      try {
        yield* benchmarkParts(name, bytes);
      } catch (error) {
        throw new UsageError(`the benchmark ${name} cannot be used: ${(error as Error).message}`);
      }
    }
  }
}

async function filesOf(glob: string, folder: string): Promise<string[]> {
  if (!/[*?{]/.test(glob)) return [resolve(folder, glob)];
  const pattern = globToRegExp(glob);
  const names = await readdir(folder, { recursive: true });
  return names
    .map((name) => name.replace(/\\/g, '/'))
    .filter((name) => !name.includes('node_modules/') && pattern.test(name))
    .sort()
    .map((name) => join(folder, name));
}

async function contentOf(what: string, name: string, path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(`the ${what} ${name} cannot be read: ${(error as Error).message}`);
  }
}
