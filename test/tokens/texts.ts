import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpusFolder, repositoryRoot } from '../vscode/paths.js';

/** Texts of one origin: a file of the corpus, or a language. */
export interface TextSource {
  readonly name: string;
  readonly texts: readonly string[];
}

/** The texts of each row of each file of a corpus folder; undefined where it is not there. */
export function readCorpus(folder = corpusFolder): TextSource[] | undefined {
  if (!existsSync(folder)) return undefined;
  const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return names.sort().map((name) => ({
    name: name.replace('.jsonl', ''),
    texts: readFileSync(join(folder, name), 'utf8').split('\n').flatMap(textOf),
  }));
}

/** Texts of a language that count: enough for its letters, and few enough that most of what is fitted is rows as authors have them. */
const TRANSLATED_TEXTS = 100;

/** Messages of TypeScript, which comes with the project, in the languages that it is translated to. */
export function readTranslations(): TextSource[] {
  const folder = join(repositoryRoot, 'node_modules', 'typescript', 'lib');
  const languages = readdirSync(folder).filter((name) => existsSync(messagesOf(folder, name)));
  return languages.sort().map((language) => ({
    name: `TypeScript in ${language}`,
    texts: evenly(stringsIn(JSON.parse(readFileSync(messagesOf(folder, language), 'utf8'))), TRANSLATED_TEXTS),
  }));
}

/** At most `count` of the texts, in even steps. */
export function evenly(texts: readonly string[], count: number): string[] {
  const step = Math.max(1, texts.length / count);
  return Array.from({ length: Math.min(count, texts.length) }, (_, i) => texts[Math.floor(i * step)] ?? '');
}

function messagesOf(folder: string, language: string): string {
  return join(folder, language, 'diagnosticMessages.generated.json');
}

/** All texts of a line, one under the other; none of a line that is no JSON. */
function textOf(line: string): string[] {
  try {
    const text = stringsIn(JSON.parse(line)).join('\n');
    return text === '' ? [] : [text];
  } catch {
    return [];
  }
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
