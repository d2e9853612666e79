type Numbers = Uint8Array | Uint16Array | Uint32Array;

/** One small whole number a row, by slot; 0 where none was set. As wide as its largest number asks for: mostly a byte. */
export class RowColumn {
  private numbers: Numbers;
  private limit = 0x100;

  /** @param expectedRows for which there is room at once */
  constructor(expectedRows = 1024) {
    this.numbers = new Uint8Array(expectedRows);
  }

  /** Slots beyond have 0. */
  get length(): number {
    return this.numbers.length;
  }

  /** The numbers as they are stored, for loops over all of them; another array after the next `set`. */
  get values(): Numbers {
    return this.numbers;
  }

  get(slot: number): number {
    return this.numbers[slot] ?? 0;
  }

  set(slot: number, value: number): void {
    if (value >= this.limit) this.widen(value);
    if (slot >= this.numbers.length) this.lengthen(slot);
    this.numbers[slot] = value;
  }

  private widen(value: number): void {
    const wider = value < 0x1_0000 ? new Uint16Array(this.numbers.length) : new Uint32Array(this.numbers.length);
    wider.set(this.numbers);
    this.numbers = wider;
    this.limit = 0x100 ** wider.BYTES_PER_ELEMENT;
  }

  private lengthen(slot: number): void {
    const length = Math.max(slot + 1, Math.ceil(this.numbers.length * 1.5));
    const { BYTES_PER_ELEMENT: width } = this.numbers;
    const longer =
      width === 1 ? new Uint8Array(length) : width === 2 ? new Uint16Array(length) : new Uint32Array(length);
    longer.set(this.numbers);
    this.numbers = longer;
  }
}
