import { type JsonNode, nodeAt, propertyOf, type Span, toValue } from '../json/node';
import { parseLine } from '../json/parser';
import { describeSyntaxError } from '../json/syntaxError';
import { type PartialSettings, readSettings, type SettingProblem } from './readSettings';

/** The settings file of a folder. */
export const PROJECT_FILE = '.itune.json';

/** Something wrong in a settings file; `start` and `end` are UTF-16 offsets in its text. */
export interface ProjectFileProblem extends Span {
  readonly message: string;
}

/** Reads the text of `.itune.json`. What is valid counts, the rest is named with its place; a broken file gives no settings. */
export function parseProjectFile(text: string): { settings: PartialSettings; problems: ProjectFileProblem[] } {
  const { root, errors } = parseLine(text.replace(/^\ufeff/, ' '));
  if (root === undefined || errors.length > 0) {
    const problems = errors.map((error) => ({
      start: error.start,
      end: error.end,
      message: describeSyntaxError(error),
    }));
    return { settings: {}, problems };
  }
  const { settings, problems } = readSettings(toValue(root));
  return { settings, problems: problems.map((problem) => ({ ...placeOf(root, problem), message: problem.message })) };
}

function placeOf(root: JsonNode, { path, on }: SettingProblem): Span {
  const parent = nodeAt(root, path.slice(0, -1));
  const key = path.at(-1);
  const property =
    on === 'key' && parent?.kind === 'object' && typeof key === 'string' ? propertyOf(parent, key)?.key : undefined;
  const { start, end } = property ?? nodeAt(root, path) ?? root;
  return { start, end };
}
