import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CATALOGUE, type Code, CODES } from '../../src/core/checks/catalogue';
import { DatasetChecker } from '../../src/core/checks/datasetChecker';
import { describeFinding } from '../../src/core/checks/describe';
import { CheckConfig } from '../../src/core/config/checkConfig';
import { mergeSettings } from '../../src/core/config/readSettings';
import { decodeUtf8 } from '../../src/core/text/encoding';
import { randomNumbers } from '../unit/core/json/repair/corruption';
import { corpusFolder } from '../vscode/paths.js';

/**
 * `npm run bench -- review [--seed=1] [--of=50] [--severity=warning] [--out=FILE]`: draws findings of each code over the corpus, for
 * somebody to look at; `test/golden/review.md` says what was seen. All findings of codes that have fewer. Writes no corpus row into the
 * project: the list goes to the file named, or is only counted.
 */
const { values: flags } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    of: { type: 'string', default: '50' },
    severity: { type: 'string', default: 'warning' },
    code: { type: 'string' },
    out: { type: 'string' },
  },
});
/** Characters around the place of a finding. */
const AROUND = 160;

interface Drawn {
  readonly file: string;
  readonly row: number;
  readonly message: string;
  readonly around: string;
}

function isWanted(code: Code, severity: string): boolean {
  return flags.code === undefined ? severity === flags.severity : code === flags.code;
}

function allFindings(): Map<Code, Drawn[]> {
  const found = new Map<Code, Drawn[]>();
  const severity = flags.code === undefined ? {} : { [flags.code]: CATALOGUE[flags.code as Code].severity };
  const off = flags.code !== undefined && severity[flags.code] === 'off' ? { [flags.code]: 'hint' } : {};
  const config = new CheckConfig(mergeSettings({ severity: off }));
  for (const file of readdirSync(corpusFolder).filter((name) => name.endsWith('.jsonl'))) {
    const lines = decodeUtf8(readFileSync(join(corpusFolder, file)))
      .replace(/\n$/, '')
      .split('\n');
    const checker = new DatasetChecker(config);
    lines.forEach((line, row) => checker.add(row, line));
    lines.forEach((line, row) => {
      for (const finding of checker.findingsOf(row, line)) {
        if (!isWanted(finding.code, finding.severity)) continue;
        const list = found.get(finding.code) ?? [];
        found.set(finding.code, list);
        const around = line.slice(
          Math.max(0, finding.start - AROUND),
          Math.min(finding.end, finding.start + AROUND) + AROUND,
        );
        list.push({ file, row, message: describeFinding(finding), around });
      }
    });
  }
  return found;
}

if (!existsSync(corpusFolder)) {
  console.log('skipped: no corpus');
} else {
  const random = randomNumbers(Number(flags.seed));
  const found = allFindings();
  const parts: string[] = [];
  for (const code of CODES) {
    const all = found.get(code) ?? [];
    if (all.length === 0) continue;
    const drawn = all
      .map((finding) => ({ finding, key: random() }))
      .sort((a, b) => a.key - b.key)
      .slice(0, Number(flags.of));
    console.log(`${code}: ${drawn.length} of ${all.length}`);
    for (const { finding } of drawn) {
      parts.push(`## ${code} ${finding.file}:${finding.row + 1}\n${finding.message}\n${finding.around}\n`);
    }
  }
  if (flags.out !== undefined) writeFileSync(flags.out, parts.join('\n'));
}
