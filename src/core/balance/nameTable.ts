/** The number of the empty name. */
export const NAMELESS = 1;
/** The number of every name that there was no room for. */
const UNLISTED = 2;

/**
 * Names by number, from 1 on (0 stands for a row that was not counted). Names beyond the limit share one number: a field with a
 * million different values has no types, and its memory is better spent otherwise.
 */
export class NameTable {
  private readonly numbers = new Map<string, number>([['', NAMELESS]]);
  private readonly names: string[] = ['', '', ''];

  constructor(private readonly limit = 60_000) {}

  /** Numbers given so far, and one. */
  get size(): number {
    return this.names.length;
  }

  numberOf(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    if (this.names.length >= this.limit) return UNLISTED;
    this.numbers.set(name, this.names.length);
    return this.names.push(name) - 1;
  }

  /** The number of a name that has one. */
  find(name: string): number | undefined {
    return this.numbers.get(name);
  }

  nameOf(number: number): string {
    return this.names[number] ?? '';
  }

  /** Whether a number stands for one name. */
  isNamed(number: number): boolean {
    return number > UNLISTED;
  }
}
