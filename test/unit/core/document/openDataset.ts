import type { Operation, Row } from '../../../../src/core/document/change';
import { Dataset, type DatasetOptions } from '../../../../src/core/document/dataset';
import { type ByteSource, MemoryByteSource } from '../../../../src/core/text/byteSource';
import { scanLines } from '../../../../src/core/text/lineScanner';
import { written } from './naiveModel';

/** An indexed dataset over some bytes or text. */
export function opened(content: string | Uint8Array, options: DatasetOptions = {}, mtimeMs = 0): Dataset {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return openedOn(new MemoryByteSource(bytes, mtimeMs), bytes, options);
}

/** An indexed dataset over a source that has these bytes. */
export function openedOn(source: ByteSource, bytes: Uint8Array, options: DatasetOptions = {}): Dataset {
  const dataset = new Dataset(source, options);
  dataset.appendIndex(scanLines(bytes.subarray(options.bomLength ?? 0)));
  dataset.finishIndex();
  return dataset;
}

/** What a save would write, as text. */
export async function textOf(dataset: Dataset): Promise<string> {
  return (await written(dataset.snapshot())).toString();
}

/** Saves a dataset into memory, as host and platform do; returns the bytes of the file. */
export async function save(dataset: Dataset, mtimeMs = 0): Promise<Buffer> {
  const snapshot = dataset.snapshot();
  const bytes = await written(snapshot);
  await dataset.prepareRebase(snapshot);
  dataset.commitSave(snapshot, new MemoryByteSource(bytes, mtimeMs));
  return bytes;
}

/** The row at an index, as read. */
export async function rowAt(dataset: Dataset, index: number): Promise<Row> {
  const [row] = await dataset.readRows(index, 1);
  if (row === undefined) throw new Error(`no row ${index}`);
  return row;
}

/** A replacement of the row at an index. */
export async function replace(dataset: Dataset, index: number, text: string): Promise<Operation> {
  return { kind: 'replace', row: await rowAt(dataset, index), text };
}

/** The texts of all rows. */
export async function texts(dataset: Dataset): Promise<string[]> {
  return (await dataset.readRows(0, Infinity)).map(({ text }) => text);
}
