import type { RowsReplica } from '../document/replica';
import type { RowSlots, SlotRange } from './rowSlots';

/** From so many questions on, all positions are worked out at once. */
const MANY_QUESTIONS = 2000;

/** Where rows stand in the document, by slot: what decides which of several equal rows is the first. */
export class DocumentOrder {
  private isNatural: boolean | undefined;
  private positions: Int32Array | undefined;
  private questions = 0;
  /** A new function after every change, so that what was worked out by the old one can be told apart. */
  of: (slot: number) => number;

  constructor(
    private readonly rows: RowsReplica,
    private readonly slots: RowSlots,
  ) {
    this.of = this.ordering();
  }

  /** Rows came, went or moved. */
  changed(): void {
    this.isNatural = undefined;
    this.positions = undefined;
    this.questions = 0;
    this.of = this.ordering();
  }

  private ordering(): (slot: number) => number {
    return (slot) => this.positionOf(slot);
  }

  private positionOf(slot: number): number {
    if ((this.isNatural ??= this.isInSlotOrder())) return slot;
    if (this.positions === undefined && ++this.questions > MANY_QUESTIONS) this.positions = this.allPositions();
    return this.positions === undefined ? this.rows.indexOf(this.slots.idOf(slot)) : (this.positions[slot] ?? -1);
  }

  /** Whether slots grow from row to row, as long as no row was moved or typed between others. */
  private isInSlotOrder(): boolean {
    let last = -1;
    for (const { slot, count } of this.ranges()) {
      if (slot <= last) return false;
      last = slot + count - 1;
    }
    return true;
  }

  private allPositions(): Int32Array {
    const ranges = [...this.ranges()];
    const positions = new Int32Array(ranges.reduce((most, { slot, count }) => Math.max(most, slot + count), 0));
    let position = 0;
    for (const { slot, count } of ranges) for (let i = 0; i < count; i++) positions[slot + i] = position++;
    return positions;
  }

  /** The rows in their order, in parts with consecutive ids and slots. */
  *ranges(from = 0, count = Infinity): Generator<SlotRange> {
    for (const part of this.rows.read(from, count))
      yield* this.slots.rangesOf(part.id, part.kind === 'base' ? part.count : 1);
  }
}
