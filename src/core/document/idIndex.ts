import type { RowId } from './run';

const MAX_CHUNK = 128;

interface Chunk<Value> {
  readonly ids: number[];
  readonly values: Value[];
}

/**
 * A sorted map from the first id of each run to something, with look-up of the nearest key at or below an id. Two levels of
 * arrays: a step moves at most 128 keys, and the list of chunks is searched by halving.
 */
export class IdIndex<Value> {
  private readonly chunks: Chunk<Value>[] = [];

  /** The value of the largest key that is at most `id`. */
  floor(id: RowId): Value | undefined {
    const chunk = this.chunks[this.chunkAt(id)];
    return chunk?.values[lastAtMost(chunk.ids, id)];
  }

  set(id: RowId, value: Value): void {
    const number = Math.max(0, this.chunkAt(id));
    const chunk = this.chunks[number];
    if (chunk === undefined) {
      this.chunks.push({ ids: [id], values: [value] });
      return;
    }
    const at = lastAtMost(chunk.ids, id);
    if (chunk.ids[at] === id) chunk.values[at] = value;
    else {
      chunk.ids.splice(at + 1, 0, id);
      chunk.values.splice(at + 1, 0, value);
      if (chunk.ids.length > MAX_CHUNK) this.halve(number, chunk);
    }
  }

  delete(id: RowId): void {
    const number = this.chunkAt(id);
    const chunk = this.chunks[number];
    if (chunk === undefined) return;
    const at = lastAtMost(chunk.ids, id);
    if (chunk.ids[at] !== id) return;
    chunk.ids.splice(at, 1);
    chunk.values.splice(at, 1);
    if (chunk.ids.length === 0) this.chunks.splice(number, 1);
  }

  private halve(number: number, chunk: Chunk<Value>): void {
    const middle = chunk.ids.length >> 1;
    this.chunks.splice(number + 1, 0, { ids: chunk.ids.splice(middle), values: chunk.values.splice(middle) });
  }

  /** The last chunk whose first key is at most `id`; -1 when there is none. */
  private chunkAt(id: RowId): number {
    let low = 0;
    let high = this.chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.chunks[middle]?.ids[0] ?? 0) <= id) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** Position of the last of the sorted `numbers` that is at most `limit`; -1 when none is. */
export function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
