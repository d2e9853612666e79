/**
 * `npm run train [-- FOLDER]`: trains the classifier of task types on the labelled rows of a corpus folder (`../shared/corpus` unless
 * told) and writes its weights. The same rows give the same weights. What it reaches is measured by `npm run bench -- classifier`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../vscode/paths.js';
import { readLabelledRows, SOURCES } from './labelledRows';
import { storeModel } from './storeModel';
import { trainModel } from './trainModel';

const folder = process.argv[2] ?? join(repositoryRoot, '..', 'shared', 'corpus');
const rows = readLabelledRows(folder);
if (rows === undefined) console.log(`skipped: no corpus in ${folder}`);
else {
  const data = SOURCES.map(({ source, name, licence }) => ({
    name,
    licence,
    rows: rows.filter((row) => row.source === source).length,
  }));
  const stored = storeModel(trainModel(rows), data);
  const path = join(repositoryRoot, 'src', 'core', 'classify', 'weights.json');
  const text = `${JSON.stringify(stored)}\n`;
  writeFileSync(path, text);
  console.log(`${rows.length} rows, ${stored.features.split('\n').length} features, ${text.length} bytes.`);
}
