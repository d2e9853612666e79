import { closeSync, fstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bandRecall, bandsFor } from '../../src/core/duplicates/bandPlan';
import { NearDuplicates } from '../../src/core/duplicates/nearDuplicates';
import { JsNearKernel } from '../../src/core/kernel/jsNearKernel';
import { type Bands, type NearKernel, sharedNearKernel } from '../../src/core/kernel/nearKernel';
import { SPAN_FIELD } from '../../src/core/kernel/nearLayout';
import { WasmNearKernel } from '../../src/core/kernel/wasmNearKernel';
import { writePoints } from '../../src/core/kernel/writePoints';
import type { LineIndex } from '../../src/core/text/lineIndex';
import { AllPairs } from '../unit/core/duplicates/allPairs';
import { corpusFolder } from '../vscode/paths.js';
import { eachLine, indexOf, threadClock } from './datasetFile';
import { growDataset } from './growDataset';
import { nearOnThreads } from './nearThreads';
import { median, recordResults, sectionOf, USUAL_ROWS } from './results';
import { lineAt, RowReader, textOf } from './rowReader';

/**
 * Near duplicates: what is found of what comparing all with all finds, on real rows and on the labelled pairs of a grown dataset,
 * beside what the bands promise; and how long it takes over a whole file, by stage, and with
 * a second thread. `ITUNE_BENCH_ROWS`: 1,000,000 unless told;
 * `ITUNE_BENCH_RUNS`: 5; `ITUNE_BENCH_NEAR`: `quality` or `speed` for one of the two.
 */
const ROWS = Number(process.env.ITUNE_BENCH_ROWS ?? USUAL_ROWS);
const RUNS = Number(process.env.ITUNE_BENCH_RUNS ?? 5);
const REAL_ROWS = 5000;
const RECALL = 0.995;
const PART = process.env.ITUNE_BENCH_NEAR;
const DEFINITION =
  'Definition: exact Jaccard of the sets of character 5-grams (code points) of the folded text. Recall of the bands: 1 - (1 - s^rows)^bands.';
const clock = threadClock();
const encoder = new TextEncoder();

const path = process.env.ITUNE_BENCH_FILE ?? growDataset(ROWS);
if (path === undefined) console.log('skipped: no corpus');
else await run(path);

async function run(file: string): Promise<void> {
  if (PART !== 'speed') recordResults('Near duplicates: what is found', [...qualityOnRealRows(), '', DEFINITION]);
  if (PART === 'quality') return;
  recordResults(sectionOf('Near duplicates: how fast', ROWS), [
    ...kernelsBesideTwins(),
    '',
    ...(await overWholeFile(file)),
  ]);
}

/** What is read from every so many real rows, of all files of the corpus. */
function realTexts(read: (line: string) => string = textOf): string[] {
  const lines = readdirSync(corpusFolder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(corpusFolder, name), 'utf8').split('\n').filter(Boolean));
  // One after the other: rows that stand side by side in their files are alike most often.
  return lines
    .slice(0, REAL_ROWS * 2)
    .filter((_, i) => i % 2 === 0)
    .concat(lines.slice(REAL_ROWS * 2))
    .slice(0, REAL_ROWS)
    .map(read);
}

function qualityOnRealRows(): string[] {
  const texts = realTexts();
  const table = [
    `${texts.length.toLocaleString('en')} real rows of the corpus:`,
    '',
    '| threshold | bands | pairs of the threshold and more | found | recall | by the bands | in one cluster | missed, of them in large buckets | found that are none | of similarity within 0.05 of it: recall | by the bands |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
  ];
  for (const threshold of [0.7, 0.8, 0.85, 0.9]) table.push(qualityAt(threshold, texts));
  return table;
}

function qualityAt(threshold: number, texts: readonly string[]): string {
  const bands = bandsFor(threshold, RECALL);
  const all = new AllPairs(threshold);
  const near = new NearDuplicates({ threshold, recall: RECALL, textOf: (row) => texts[row], isBulk: true });
  texts.forEach((text, row) => {
    all.add(row, text);
    near.add(row, text);
  });
  near.settle();
  const score = {
    pairs: 0,
    found: 0,
    wrong: 0,
    expected: 0,
    close: 0,
    closeFound: 0,
    closeExpected: 0,
    together: 0,
    large: 0,
  };
  const haveBand = bandsShared(texts, bands);
  texts.forEach((_, row) => {
    const mine = new Set(near.neighboursOf(row).map((each) => each.row));
    const cluster = new Set(near.clusterOf(row));
    const theirs = all.neighboursOf(row).filter((each) => each.row > row);
    for (const { row: other, similarity } of theirs) {
      const isFound = mine.has(other);
      const expected = bandRecall(similarity, bands);
      score.pairs++;
      score.expected += expected;
      if (isFound) score.found++;
      // Whoever has a band in common with another is compared with it, but in a large bucket.
      else if (haveBand(row, other)) score.large++;
      if (cluster.has(other)) score.together++;
      if (similarity > threshold + 0.05) continue;
      score.close++;
      score.closeExpected += expected;
      if (isFound) score.closeFound++;
    }
    const known = new Set(all.neighboursOf(row).map((each) => each.row));
    for (const other of mine) if (!known.has(other)) score.wrong++;
  });
  const { pairs, found, wrong, expected, close, closeFound, closeExpected, together, large } = score;
  const cells = [
    threshold,
    `${bands.count} of ${bands.rows}`,
    pairs,
    found,
    share(found, pairs),
    share(expected, pairs),
    share(together, pairs),
    `${pairs - found}, ${large}`,
    wrong,
    `${share(closeFound, close)} of ${close}`,
    share(closeExpected, close),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Says whether two of the texts have a band in common. */
function bandsShared(texts: readonly string[], bands: Bands): (a: number, b: number) => boolean {
  const kernel = sharedNearKernel();
  const keys = texts.map((text) => {
    kernel.sketch(writePoints(text, kernel.points), bands);
    return kernel.keys.slice(0, bands.count);
  });
  return (a, b) => keys[a]?.some((key, band) => key === keys[b]?.[band]) ?? false;
}

interface Times {
  readonly parse: number;
  readonly scan: number;
  readonly fold: number;
  readonly take: number;
  readonly find: number;
}

async function overWholeFile(file: string): Promise<string[]> {
  const fd = openSync(file, 'r');
  const size = fstatSync(fd).size;
  const index = indexOf(fd, size);
  const times: Times[] = [];
  let near: NearDuplicates | undefined;
  let parsed = 0;
  for (let i = 0; i < RUNS; i++) {
    near = undefined;
    globalThis.gc?.();
    const parse = timeOf(() => {
      eachLine(fd, size, parseQuietly);
    });
    const scan = timeOf(() => {
      new RowReader(fd, index).readAll(size, () => undefined);
    });
    const folding = new RowReader(fd, index);
    const fold = timeOf(() => {
      folding.readAll(size, (row) => folding.fold(row));
    });
    const reader = new RowReader(fd, index);
    const found = reader.empty(0.85, RECALL);
    const take = timeOf(() => {
      parsed = reader.takeAll(size, found);
    });
    const find = timeOf(() => {
      found.settle();
    });
    times.push({ parse, scan, fold: fold - scan, take: take - fold, find });
    near = found;
  }
  const rows = index.count;
  const middle = (of: (time: Times) => number) => median(times.map(of));
  const total = middle(({ scan, fold, take, find }) => scan + fold + take + find);
  const peer = middle(({ parse }) => parse);
  const lines = [
    `${rows.toLocaleString('en')} rows, ${(size / 1e6).toFixed(0)} MB, threshold 0.85, one thread, medians of ${RUNS} runs, ${clock.name}:`,
    '',
    '| stage | ms |',
    '|---|---|',
    `| peer: \`JSON.parse\` of every line | ${peer.toFixed(0)} |`,
    `| read and find the texts (row kernel) | ${middle(({ scan }) => scan).toFixed(0)} |`,
    `| fold | ${middle(({ fold }) => fold).toFixed(0)} |`,
    `| sketch and take in | ${middle(({ take }) => take).toFixed(0)} |`,
    `| find pairs and compare them exactly | ${middle(({ find }) => find).toFixed(0)} |`,
    `| all | ${total.toFixed(0)} (${((rows / total) * 1000).toFixed(0)} rows/s; ${(total / peer).toFixed(2)} of \`JSON.parse\`) |`,
    '',
    `Rows that took a parser: ${parsed.toLocaleString('en')}.`,
  ];
  if (near !== undefined) lines.push('', ...labelledPairs(file, fd, index, near));
  near = undefined;
  lines.push('', ...(await nearOnThreads(file, fd, index, RUNS)));
  closeSync(fd);
  return lines;
}

function timeOf(work: () => void): number {
  const start = clock.now();
  work();
  return clock.now() - start;
}

function parseQuietly(line: Buffer): void {
  try {
    JSON.parse(line.toString('utf8'));
  } catch {
    // A broken row.
  }
}

/** What the kernel takes a row of the corpus, beside its twin in JavaScript. */
function kernelsBesideTwins(): string[] {
  const texts = realTexts((line) => JSON.stringify(line).slice(1, -1)).filter((_, i) => i % 5 === 0);
  const rounds = { wasm: 20, twin: 1 };
  const cells: string[] = [];
  for (const [name, kernel, times] of [
    ['WebAssembly', WasmNearKernel.create(), rounds.wasm],
    ['JavaScript', new JsNearKernel(), rounds.twin],
  ] as const) {
    if (kernel === undefined) continue;
    const folded: Int32Array[] = [];
    const foldAll = () => {
      folded.length = 0;
      for (const text of texts) folded.push(kernel.points.slice(0, Math.max(0, foldOne(kernel, text))));
    };
    foldAll();
    const all = [...folded];
    const perRow = (work: () => void) => {
      work();
      const took = timeOf(() => {
        for (let i = 0; i < times; i++) work();
      });
      return ((took / times / texts.length) * 1e6).toFixed(0);
    };
    const bands = bandsFor(0.85, RECALL);
    const sketchAll = () => {
      for (const points of all) {
        kernel.points.set(points);
        kernel.sketch(points.length, bands);
      }
    };
    const compareAll = () => {
      for (const points of all) {
        kernel.points.set(points);
        kernel.setLeft(points.length, 0.85);
        kernel.compare(points.length);
      }
    };
    cells.push(`| ${name} | ${perRow(foldAll)} | ${perRow(sketchAll)} | ${perRow(compareAll)} |`);
  }
  const length = texts.reduce((sum, text) => sum + text.length, 0) / texts.length;
  return [
    `The kernels, ns a row (${texts.length} real rows of ${length.toFixed(0)} characters, each as one text):`,
    '',
    '| kernel | fold | sketch | compare with itself |',
    '|---|---|---|---|',
    ...cells,
  ];
}

function foldOne(kernel: NearKernel, text: string): number {
  const { written } = encoder.encodeInto(text, kernel.input);
  kernel.spans.set([SPAN_FIELD, 0, written]);
  return kernel.fold(1);
}

/** The pairs that were planted, of which many are not alike enough. */
function labelledPairs(file: string, fd: number, index: LineIndex, near: NearDuplicates): string[] {
  const { near: labels } = JSON.parse(readFileSync(`${file}.labels.json`, 'utf8')) as {
    near: [number, number, number][];
  };
  const bands = bandsFor(0.85, RECALL);
  let planted = 0;
  let found = 0;
  let together = 0;
  let expected = 0;
  const all = new AllPairs(0.85);
  for (const [row, source] of labels) {
    all.add(0, textOf(lineAt(fd, index, row)));
    const [pair] = all.add(1, textOf(lineAt(fd, index, source)));
    all.remove(0);
    if (pair === undefined) continue;
    planted++;
    expected += bandRecall(pair.similarity, bands);
    if (near.neighboursOf(row).some((other) => other.row === source)) found++;
    if (near.clusterOf(row).includes(source)) together++;
  }
  return [
    `Labelled pairs of at least 0.85: ${planted} of ${labels.length}; found as a pair ${found} (${share(found, planted)}; by the bands ${share(expected, planted)}), in one cluster ${together} (${share(together, planted)}).`,
  ];
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : (part / whole).toFixed(4);
}
