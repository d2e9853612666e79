import type { RowId } from '../document/run';

const BLOCK = 4096;

/** Rows with consecutive ids and consecutive slots. */
export interface SlotRange {
  readonly id: RowId;
  readonly slot: number;
  readonly count: number;
}

/**
 * Numbers rows from 0 on, almost without gaps, for typed arrays: ids of typed rows begin far behind those of the file. Slots are
 * given in blocks, in the order in which their rows are first asked for, and kept for good.
 */
export class RowSlots {
  private readonly slotOfBlock = new Map<number, number>();
  private readonly blocks: number[] = [];
  private block = -1;
  private offset = 0;

  slotOf(id: RowId): number {
    const block = Math.floor(id / BLOCK);
    if (block !== this.block) {
      let slot = this.slotOfBlock.get(block);
      if (slot === undefined) {
        slot = this.blocks.length * BLOCK;
        this.slotOfBlock.set(block, slot);
        this.blocks.push(block);
      }
      this.block = block;
      this.offset = block * BLOCK - slot;
    }
    return id - this.offset;
  }

  idOf(slot: number): RowId {
    return (this.blocks[Math.floor(slot / BLOCK)] ?? 0) * BLOCK + (slot % BLOCK);
  }

  /** Consecutive rows in as many parts as have consecutive slots. */
  *rangesOf(id: RowId, count: number): Generator<SlotRange> {
    for (let from = id; from < id + count;) {
      const to = Math.min(id + count, (Math.floor(from / BLOCK) + 1) * BLOCK);
      yield { id: from, slot: this.slotOf(from), count: to - from };
      from = to;
    }
  }
}
