import { globToRegExp } from './glob';
import type { DeclaredDataset, Split } from './settings';

const TOKENS: Readonly<Record<string, Split>> = {
  train: 'train',
  training: 'train',
  valid: 'validation',
  validation: 'validation',
  val: 'validation',
  dev: 'validation',
  eval: 'validation',
  test: 'test',
};

/**
 * What a file is used for: as declared, else by a token of its name (`train`, `valid`, `validation`, `dev`, `eval`, `test`), else
 * training. `path` has forward slashes and starts from the folder of the settings.
 */
export function splitOf(path: string, datasets: readonly DeclaredDataset[]): Split {
  const declared = datasets.find(({ files }) => files.some((glob) => globToRegExp(glob).test(path)));
  if (declared !== undefined) return declared.split;
  const tokens = (path.split('/').at(-1) ?? '').toLowerCase().split(/[^a-z]+/);
  const token = tokens.find((name) => Object.hasOwn(TOKENS, name));
  return token === undefined ? 'train' : (TOKENS[token] ?? 'train');
}
