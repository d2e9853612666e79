/**
 * `npm run fit [-- FOLDER]`: fits the weights of the estimate of tokens to the rows of a corpus folder (`../shared/corpus` unless
 * told) and to the messages of TypeScript in its 13 translations, and writes them. The same rows give the same weights. How far off
 * they are, also on sources that they were not fitted on, is measured by `npm run bench -- tokens`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FEATURES } from '../../src/core/tokens/measureTokens';
import { repositoryRoot } from '../vscode/paths.js';
import { countSource, fitWeights } from './fitWeights';
import { readCorpus, readTranslations } from './texts';

const corpus = readCorpus(process.argv[2]);
if (corpus === undefined) console.log('skipped: no corpus');
else {
  const sources = [...corpus, ...readTranslations()].map(countSource);
  const fitted = fitWeights(sources);
  const stored = {
    tokenizer: 'o200k_base',
    data: sources.map(({ name, texts }) => ({ name, texts: texts.length })),
    weights: Object.fromEntries(FEATURES.map((feature, i) => [feature, Math.round((fitted[i] ?? 0) * 1000) / 1000])),
  };
  const path = join(repositoryRoot, 'src', 'core', 'tokens', 'weights.json');
  writeFileSync(path, `${JSON.stringify(stored, undefined, 2)}\n`);
  console.log(stored.weights);
}
