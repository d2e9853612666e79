const SMALLEST = 1 << 10;
const FREE = -1;

/** Pairs of small whole numbers, as many as there is room for: forgets all when it is full. A `Set` takes five times as long. */
export class PairSet {
  private slots = new Float64Array(SMALLEST).fill(FREE);
  private count = 0;

  /**
   * @param limit numbers are less than this
   * @param most pairs that there is room for, about
   */
  constructor(
    private readonly limit: number,
    private readonly most: number,
  ) {}

  /** Adds a pair, whichever way round; false where it is there already. */
  add(a: number, b: number): boolean {
    const pair = Math.min(a, b) * this.limit + Math.max(a, b);
    const slot = this.slotOf(pair);
    if (this.slots[slot] === pair) return false;
    this.slots[slot] = pair;
    if (++this.count >= this.slots.length / 2) this.grow();
    return true;
  }

  clear(): void {
    this.slots = new Float64Array(SMALLEST).fill(FREE);
    this.count = 0;
  }

  private grow(): void {
    if (this.count >= this.most) {
      this.clear();
      return;
    }
    const old = this.slots;
    this.slots = new Float64Array(old.length * 4).fill(FREE);
    for (const pair of old) if (pair !== FREE) this.slots[this.slotOf(pair)] = pair;
  }

  /** The slot of a pair, or where it would go. */
  private slotOf(pair: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    const hash = Math.imul(pair | 0, 0x9e37_79b1) ^ Math.imul((pair / 2 ** 32) | 0, 0x85eb_ca6b);
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (slots[slot] !== FREE && slots[slot] !== pair) slot = (slot + 1) & mask;
    return slot;
  }
}
