import { Dataset } from '../../src/core/document/dataset';
import type { Row } from '../../src/core/document/change';
import type { ByteSource } from '../../src/core/text/byteSource';
import { recordResults } from './results.js';

/**
 * `npm run bench -- document`: the document at ten million rows, without a file: every line is said to be 548 bytes long, and reads give
 * spaces. Records the memory of the index, and a row a kind of step: median, 99th percentile and worst of many, and processor time a
 * step (garbage collection included), which other load of the machine disturbs least, all in microseconds.
 */
const ROWS = 10_000_000;
const LINE = 548;

function spaces(size: number): ByteSource {
  return {
    size,
    fingerprint: { size, mtimeMs: 0, head: '', tail: '' },
    read: (_, length) => {
      const bytes = new Uint8Array(length).fill(32);
      for (let at = LINE - 1; at < length; at += LINE) bytes[at] = 10;
      return Promise.resolve(bytes);
    },
    close: () => Promise.resolve(),
  };
}

function opened(): { dataset: Dataset; milliseconds: number; bytes: number } {
  globalThis.gc?.();
  const before = process.memoryUsage();
  const dataset = new Dataset(spaces(ROWS * LINE));
  const start = performance.now();
  for (let done = 0; done < ROWS; done += 65_536) {
    const count = Math.min(65_536, ROWS - done);
    const lengths = new Uint32Array(count).fill(LINE);
    dataset.appendIndex({ lengths, bytes: count * LINE, crlf: 0, unterminated: false });
  }
  dataset.finishIndex();
  const milliseconds = performance.now() - start;
  globalThis.gc?.();
  const after = process.memoryUsage();
  const bytes = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  return { dataset, milliseconds, bytes };
}

const lines: string[] = [];
const bulk: string[] = ['| at once | wall ms | processor ms |', '| --- | ---: | ---: |'];

function measure(name: string, times: number, step: (i: number) => void): void {
  const took: number[] = [];
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    step(i);
    took.push((performance.now() - start) * 1000);
  }
  const { user, system } = process.cpuUsage(before);
  took.sort((a, b) => a - b);
  const at = (share: number) => (took[Math.min(times - 1, Math.floor(times * share))] ?? 0).toFixed(1);
  lines.push(`| ${name} | ${times} | ${at(0.5)} | ${at(0.99)} | ${at(1)} | ${((user + system) / times).toFixed(1)} |`);
}

function once<T>(name: string, step: () => T): T {
  const start = performance.now();
  const before = process.cpuUsage();
  const result = step();
  const { user, system } = process.cpuUsage(before);
  const milliseconds = (performance.now() - start).toFixed(1);
  bulk.push(`| ${name} | ${milliseconds} | ${((user + system) / 1000).toFixed(1)} |`);
  return result;
}

let seed = 1;
function random(below: number): number {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
}

const { dataset, milliseconds, bytes } = opened();
lines.push(
  `${ROWS.toLocaleString('en')} rows, no file: ${(bytes / 1e6).toFixed(1)} MB, index taken in in ${milliseconds.toFixed(0)} ms. Budget of a step: 1 ms.`,
);

function title(state: string): void {
  lines.push(
    '',
    `| ${state} | times | median µs | 99 % | worst | processor |`,
    '| --- | ---: | ---: | ---: | ---: | ---: |',
  );
}

function steps(times: number): void {
  const text = 'x'.repeat(500);
  const original = ' '.repeat(LINE - 1);
  const rowAt = (index: number): Row => {
    const id = dataset.idAt(index);
    const version = dataset.versionOf(id);
    return { id, index, version, text: version > 0 ? text : original, lineEnd: '\n', byteLength: LINE, complete: true };
  };
  const pick = () => random(dataset.count);
  measure('replace', times, (i) =>
    dataset.edit('Edit', [{ kind: 'replace', row: rowAt(pick()), text: `${text}${i}` }]),
  );
  measure('insert', times, () => dataset.edit('Add', [{ kind: 'insert', at: pick(), texts: [text] }]));
  measure('delete', times, () => dataset.edit('Delete', [{ kind: 'delete', ids: [dataset.idAt(pick())] }]));
  measure('move', times, () => dataset.edit('Move', [{ kind: 'move', ids: [dataset.idAt(pick())], to: pick() }]));
  measure('undo', times * 2, () => dataset.undo());
  measure('redo', times * 2, () => dataset.redo());
  measure('idAt + indexOf', times, () => dataset.indexOf(dataset.idAt(pick())));
}

title('after opening');
steps(2000);

const original = ' '.repeat(LINE - 1);
once('50,000 replacements, one group', () =>
  dataset.edit(
    'Fix',
    Array.from({ length: 50_000 }, (_, i) => {
      const index = Math.floor((i * dataset.count) / 50_000);
      const id = dataset.idAt(index);
      const version = dataset.versionOf(id);
      const row: Row = { id, index, version, text: original, lineEnd: '\n', byteLength: LINE, complete: true };
      return { kind: 'replace' as const, row, text: `${i}${'y'.repeat(500)}` };
    }),
  ),
);
once('undo of it', () => dataset.undo());
once('redo of it', () => dataset.redo());
once('delete a range of 1,000,000 rows', () =>
  dataset.edit('Delete', [{ kind: 'deleteRange', at: 1_000_000, count: 1_000_000 }]),
);
once('undo of it', () => dataset.undo());
const snapshot = once('snapshot', () => dataset.snapshot());
once('all segments', () => [...snapshot.segments()].length);

title(`with ${dataset.runs().length.toLocaleString('en')} runs`);
steps(2000);

const saved = dataset.snapshot();
await dataset.prepareRebase(saved);
once('commit of a save', () => dataset.commitSave(saved, spaces(saved.totalBytes)));
once('undo of everything', () => {
  while (dataset.undo() !== undefined);
});
recordResults('Document of 10,000,000 rows', [...lines, '', ...bulk]);
