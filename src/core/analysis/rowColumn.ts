type Numbers = Uint8Array | Uint16Array | Uint32Array;

/** Bytes that are looked at together, and the binary logarithm of how many rows that are, by the bytes of each. */
const WORD = 4;
const SHIFT_OF_WIDTH: Readonly<Record<number, number>> = { 1: 2, 2: 1, 4: 0 };

/** One small whole number a row, by slot; 0 where none was set. As wide as its largest number asks for: mostly a byte. */
export class RowColumn {
  private numbers: Numbers;
  /** The same memory: the numbers of four rows at a time, or two, or one. */
  private words: Uint32Array;
  private limit = 0x100;

  /** @param expectedRows for which there is room at once */
  constructor(expectedRows = 1024) {
    this.numbers = new Uint8Array(wholeWords(expectedRows));
    this.words = wordsOf(this.numbers);
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

  /**
   * The first of the rows `from` to `end` whose number has a 1 in `marks`, which has a place for each number and a 0 for 0; `end`
   * where none has. Most rows have the same number: words of it alone are passed by, a third of a nanosecond a row.
   */
  nextMarked(from: number, end: number, marks: Uint8Array): number {
    const { numbers, words } = this;
    const shift = SHIFT_OF_WIDTH[numbers.BYTES_PER_ELEMENT] ?? 0;
    const lastOfWord = (1 << shift) - 1;
    const to = Math.min(end, numbers.length);
    const wordEnd = to >>> shift;
    /** A word of one number alone, which is not marked. */
    let usual = -1;
    for (let row = from; row < to;) {
      if ((row & lastOfWord) === 0) {
        let word = row >>> shift;
        while (word < wordEnd && words[word] === usual) word++;
        row = word << shift;
        if (row >= to) break;
      }
      const number = numbers[row] ?? 0;
      if (marks[number] === 1) return row;
      if ((row & lastOfWord) === lastOfWord) {
        const word = words[row >>> shift] ?? 0;
        if (word === filledWith(number, shift)) usual = word;
      }
      row++;
    }
    return end;
  }

  private widen(value: number): void {
    const wider = value < 0x1_0000 ? new Uint16Array(this.numbers.length) : new Uint32Array(this.numbers.length);
    wider.set(this.numbers);
    this.numbers = wider;
    this.words = wordsOf(wider);
    this.limit = 0x100 ** wider.BYTES_PER_ELEMENT;
  }

  private lengthen(slot: number): void {
    const length = wholeWords(Math.max(slot + 1, Math.ceil(this.numbers.length * 1.5)));
    const { BYTES_PER_ELEMENT: width } = this.numbers;
    const longer =
      width === 1 ? new Uint8Array(length) : width === 2 ? new Uint16Array(length) : new Uint32Array(length);
    longer.set(this.numbers);
    this.numbers = longer;
    this.words = wordsOf(longer);
  }
}

function wholeWords(rows: number): number {
  return Math.ceil(rows / WORD) * WORD;
}

function wordsOf({ buffer, byteLength }: Numbers): Uint32Array {
  return new Uint32Array(buffer, 0, byteLength / WORD);
}

/** The word of rows that all have this number. */
function filledWith(number: number, shift: number): number {
  if (shift === 2) return Math.imul(number, 0x0101_0101) >>> 0;
  return shift === 1 ? Math.imul(number, 0x0001_0001) >>> 0 : number;
}
