import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { jsonrepair } from 'jsonrepair';
import type { JsonValue } from '../../src/core/json/path';
import { parseLine } from '../../src/core/json/parser';
import { repairLine, type Repair } from '../../src/core/json/repair';
import { keyPathsOf } from '../../src/core/json/repair/plausibility';
import { sameValue } from '../../src/core/json/valueEdits';
import {
  CORRUPTION_KINDS,
  corrupt,
  randomNumbers,
  textsOf,
  type Corruption,
  type CorruptionKind,
} from '../unit/core/json/repair/corruption';
import { corpusFolder, repositoryRoot } from '../vscode/paths.js';
import { percentile } from './results.js';

/**
 * `npm run bench -- repair [--corruptions=100000] [--seed=1]`: damages random bytes of real rows and repairs each line that is then no
 * JSON: by our repairs and by `jsonrepair` alone. Writes what came out exactly as it was into `repair-results.md`. Fails where a safe
 * repair lost text, a line took too long, or anything threw.
 */
const { values: flags } = parseArgs({
  options: { corruptions: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
});
const COUNT = Number(flags.corruptions);
const SEED = Number(flags.seed);
/** What a line may take, in ms of the processor's time. */
const BUDGET_MS = 50;
/** From here on a line is measured twice more, and the least counts: the compiler's and the collector's threads are measured, too. */
const DOUBTFUL_MS = 20;
const CORPUS = corpusFolder;
/** Rows of a file from which its keys are known, as the editor knows them. */
const KNOWN_ROWS = 200;
/** Every so many lines are repaired once more without knowing keys. */
const WITHOUT_KEYS = 10;

class Score {
  lines = 0;
  exact = 0;
  offered = 0;
  kept = 0;
  safe = 0;
  safeExact = 0;
  safeLost = 0;
  withoutKeys = 0;
  withoutKeysExact = 0;
  theirsParsed = 0;
  theirsExact = 0;
  theirsKept = 0;
  readonly times: number[] = [];
}

interface Row {
  readonly line: string;
  readonly known: ReadonlySet<string>;
}

function readRows(): Row[] {
  return readdirSync(CORPUS)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => {
      const lines = readFileSync(join(CORPUS, name), 'utf8').split('\n').filter(Boolean);
      const known = new Set(lines.slice(0, KNOWN_ROWS).flatMap((line) => keyPathsOf(JSON.parse(line) as JsonValue)));
      return lines.map((line) => ({ line, known }));
    });
}

function valueOf(lines: readonly string[]): JsonValue {
  const values = lines.map((line) => JSON.parse(line) as JsonValue);
  return values.length === 1 ? (values[0] ?? null) : values;
}

function keepsSurvivors(value: JsonValue, survivors: readonly string[]): boolean {
  const left = new Map<string, number>();
  for (const text of textsOf(value)) left.set(text, (left.get(text) ?? 0) + 1);
  return survivors.every((text) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count > 0;
  });
}

function repaired(line: string, known: ReadonlySet<string>): { repairs: Repair[]; milliseconds: number } {
  let repairs: Repair[] = [];
  let milliseconds = Infinity;
  for (let tries = 0; tries < 3 && milliseconds >= DOUBTFUL_MS; tries++) {
    const before = process.cpuUsage();
    if (parseLine(line).errors.length === 0) throw new Error(`Taken for JSON: ${line}`);
    repairs = repairLine(line, known);
    const { user, system } = process.cpuUsage(before);
    milliseconds = Math.min(milliseconds, (user + system) / 1000);
  }
  return { repairs, milliseconds };
}

function scoreOurs(score: Score, { line, ideal, survivors }: Corruption, known: ReadonlySet<string>): void {
  const { repairs, milliseconds } = repaired(line, known);
  score.times.push(milliseconds);
  if (milliseconds >= BUDGET_MS) console.error(`Took ${milliseconds.toFixed(1)} ms: ${line}`);
  const isExact = (repair: Repair): boolean => sameValue(valueOf(repair.lines), ideal);
  const [first] = repairs;
  if (first === undefined) return;
  const exact = isExact(first);
  const kept = keepsSurvivors(valueOf(first.lines), survivors);
  if (exact) score.exact++;
  if (repairs.some(isExact)) score.offered++;
  if (kept) score.kept++;
  if (!first.safe) return;
  score.safe++;
  if (exact) score.safeExact++;
  if (!kept) {
    score.safeLost++;
    console.error(`A safe repair lost text: ${line}`);
  }
}

function scoreTheirs(score: Score, { line, ideal, survivors }: Corruption): void {
  try {
    const value = JSON.parse(jsonrepair(line)) as JsonValue;
    score.theirsParsed++;
    if (sameValue(value, ideal)) score.theirsExact++;
    if (keepsSurvivors(value, survivors)) score.theirsKept++;
  } catch {
    // Not repaired.
  }
}

function run(rows: readonly Row[]): Map<CorruptionKind, Score> {
  const random = randomNumbers(SEED);
  const scores = new Map(CORRUPTION_KINDS.map((kind) => [kind, new Score()]));
  for (let made = 0; made < COUNT;) {
    const kind = CORRUPTION_KINDS[made % CORRUPTION_KINDS.length] ?? 'delete';
    const row = rows[Math.floor(random() * rows.length)];
    const found = row && corrupt(row.line, kind, random);
    const score = scores.get(kind);
    if (row === undefined || score === undefined || found === undefined || found.line === '') continue;
    made++;
    score.lines++;
    scoreOurs(score, found, row.known);
    scoreTheirs(score, found);
    if (score.lines % WITHOUT_KEYS !== 0) continue;
    score.withoutKeys++;
    const [first] = repairLine(found.line);
    if (first && sameValue(valueOf(first.lines), found.ideal)) score.withoutKeysExact++;
  }
  return scores;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((part * 100) / whole).toFixed(1)} %`;
}

function report(scores: Map<CorruptionKind, Score>): string[] {
  const day = new Date().toISOString().slice(0, 10);
  const rows = [...scores].map(([kind, s]) => [
    kind,
    s.lines,
    percent(s.exact, s.lines),
    percent(s.offered, s.lines),
    percent(s.withoutKeysExact, s.withoutKeys),
    percent(s.kept, s.lines),
    percent(s.theirsParsed, s.lines),
    percent(s.theirsExact, s.lines),
    percent(s.theirsKept, s.lines),
    percent(s.safe, s.lines),
    percent(s.safeExact, s.safe),
    s.safeLost,
    `${percentile(s.times, 0.5).toFixed(1)} / ${percentile(s.times, 0.99).toFixed(1)} / ${percentile(s.times, 1).toFixed(1)}`,
  ]);
  return [
    '# Repairs of random damage',
    '',
    `Written by \`npm run bench -- repair --corruptions=${COUNT} --seed=${SEED}\` on ${day} (Node ${process.versions.node}, ${cpus()[0]?.model ?? 'unknown processor'}).`,
    '',
    `${COUNT} random bytes of real rows (the corpus) deleted, inserted (any byte but line breaks), exchanged with their neighbour, or`,
    'the line truncated there; only lines that are then no JSON count. *Exact*: the value is what it was; for a truncated line, what is',
    'whole of it, with the last text as far as it goes. *Offered*: exact among the at most five repairs offered. *Kept*: every text (key',
    'or value) whose literal the damage did not touch is there, unchanged. *Safe*: the first repair may be done unseen; *lost* counts',
    'safe repairs that did not keep all such texts, and must be 0. An inserted control character is escaped, since it may be meant, and',
    'so counts as not exact; its removal is the second offer. Times are processor time of parser and repairs for a line.',
    '',
    '| damage | lines | exact | offered | exact, keys not known | kept | jsonrepair: parses | jsonrepair: exact | jsonrepair: kept | safe | exact of safe | lost | ms median / p99 / worst |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|---|',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
  ];
}

if (!existsSync(CORPUS)) {
  console.log('skipped: no corpus');
} else {
  const scores = run(readRows());
  const lines = report(scores);
  console.log(lines.join('\n'));
  writeFileSync(join(repositoryRoot, 'test', 'bench', 'repair-results.md'), `${lines.join('\n')}\n`);
  const isBad = ({ safeLost, times }: Score): boolean => safeLost > 0 || percentile(times, 1) >= BUDGET_MS;
  if ([...scores.values()].some(isBad)) process.exitCode = 1;
}
