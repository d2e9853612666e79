/** Tells of matches: their row ids in order, and how many rows were searched so far. */
export type TellFound = (ids: Float64Array, searchedRows: number) => void;

const MOST_IDS = 16_384;
const MILLISECONDS_BETWEEN = 30;

/** Collects matches and tells of them in batches: the first at once, then some thirty times a second. */
export class FoundRows {
  private ids = new Float64Array(1024);
  private count = 0;
  private searched = 0;
  private told = -Infinity;

  /** @param skip how many matches were told of in an earlier try */
  constructor(
    private readonly tell: TellFound,
    private skip = 0,
  ) {}

  add(id: number): void {
    if (this.skip > 0) {
      this.skip--;
      return;
    }
    if (this.count === this.ids.length) this.makeRoom();
    this.ids[this.count++] = id;
  }

  /** Says that so many more rows have been searched. */
  advance(rows: number): void {
    this.searched += rows;
    if (this.count >= MOST_IDS || (this.count > 0 && this.isDue)) this.flush();
  }

  /** Whether it is some time since matches were told of. */
  get isDue(): boolean {
    return performance.now() - this.told > MILLISECONDS_BETWEEN;
  }

  /** Tells of what is left. */
  flush(): void {
    const ids = this.ids.slice(0, this.count);
    this.count = 0;
    this.told = performance.now();
    this.tell(ids, this.searched);
  }

  private makeRoom(): void {
    const larger = new Float64Array(this.ids.length * 2);
    larger.set(this.ids);
    this.ids = larger;
  }
}
