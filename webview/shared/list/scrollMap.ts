/** Chromium lays out at most some 33 million pixels; Firefox some 17. This leaves room for zoom. */
const maxPhysical = 12_000_000;
/** Near both ends the scrollbar and the content move alike, so that the first and last rows can be reached by the wheel. */
const linearZone = 100_000;

/**
 * Where a list of any length stands, in its own pixels (`top`), and where the scrollbar of a box of bounded height has to stand
 * for it (`physical`). Short lists scroll natively: both are the same. In long ones a small step of the scrollbar (wheel, touch)
 * moves the content by the same step, a large one (a drag of the thumb) moves it by proportion.
 */
export class ScrollMap {
  #total = 0;
  #rowHeight = 1;
  #viewport = 0;
  #top = 0;
  #physical = 0;

  get top(): number {
    return this.#top;
  }

  /** Where the scrollbar should be set to. */
  get physical(): number {
    return this.#physical;
  }

  /** Height of the box inside the scroller. */
  get physicalHeight(): number {
    return Math.min(this.#height, maxPhysical);
  }

  get rowHeight(): number {
    return this.#rowHeight;
  }

  get viewport(): number {
    return this.#viewport;
  }

  get #height(): number {
    return this.#total * this.#rowHeight;
  }

  get #maxTop(): number {
    return Math.max(0, this.#height - this.#viewport);
  }

  get #maxScroll(): number {
    return Math.max(0, this.physicalHeight - this.#viewport);
  }

  get #isLinear(): boolean {
    return this.#height <= maxPhysical;
  }

  /** Takes new measures and keeps the content where it is, as far as it reaches. */
  resize(total: number, rowHeight: number, viewport: number): void {
    const row = this.#top / this.#rowHeight;
    this.#total = total;
    this.#rowHeight = rowHeight;
    this.#viewport = viewport;
    this.scrollTo(row * rowHeight);
  }

  /** Puts the content at `top`, in pixels of the whole list. */
  scrollTo(top: number): void {
    this.#top = Math.min(Math.max(0, top), this.#maxTop);
    this.#physical = this.#toPhysical(this.#top);
  }

  /**
   * The scrollbar moved to `physical`. Returns whether it should be set again (`this.physical`) at once, because the end of the bar
   * came before the end of the list.
   */
  scrolled(physical: number): boolean {
    if (this.#isLinear) {
      this.#top = Math.min(Math.max(0, physical), this.#maxTop);
      this.#physical = physical;
      return false;
    }
    const delta = physical - this.#physical;
    this.#physical = physical;
    if (Math.abs(delta) > this.#viewport * 3) {
      this.#top = this.#fromPhysical(physical);
      return false;
    }
    this.#top = Math.min(Math.max(0, this.#top + delta), this.#maxTop);
    return this.#isStranded && this.settle();
  }

  /** Moves the scrollbar to where the content's place asks for it, once scrolling pauses. Returns whether it has to be set. */
  settle(): boolean {
    const wanted = this.#toPhysical(this.#top);
    const moves = Math.abs(wanted - this.#physical) >= 1;
    this.#physical = wanted;
    return moves;
  }

  /** The bar is about to reach an end that the content is far from, or the content an end that the bar is far from. */
  get #isStranded(): boolean {
    const margin = this.#viewport * 4;
    const atStart = this.#physical < margin || this.#top < margin;
    const atEnd = this.#physical > this.#maxScroll - margin || this.#top > this.#maxTop - margin;
    return (
      (atStart && this.#physical !== this.#top) ||
      (atEnd && this.#maxScroll - this.#physical !== this.#maxTop - this.#top)
    );
  }

  #toPhysical(top: number): number {
    if (this.#isLinear || top <= linearZone) return top;
    if (top >= this.#maxTop - linearZone) return this.#maxScroll - (this.#maxTop - top);
    return linearZone + ((top - linearZone) * this.#middle) / this.#middleTop;
  }

  #fromPhysical(physical: number): number {
    if (physical <= linearZone) return physical;
    if (physical >= this.#maxScroll - linearZone) return this.#maxTop - (this.#maxScroll - physical);
    return linearZone + ((physical - linearZone) * this.#middleTop) / this.#middle;
  }

  get #middle(): number {
    return this.#maxScroll - 2 * linearZone;
  }

  get #middleTop(): number {
    return this.#maxTop - 2 * linearZone;
  }

  /** First row in sight (cut or whole) and the row after the last one in sight. */
  get visible(): { readonly from: number; readonly to: number } {
    const from = Math.min(this.#total, Math.floor(this.#top / this.#rowHeight));
    const to = Math.min(this.#total, Math.ceil((this.#top + this.#viewport) / this.#rowHeight));
    return { from, to: Math.max(from, to) };
  }

  /** Scrolls as little as shows row `index` whole; `center` puts a row that is out of sight into the middle. */
  reveal(index: number, center: boolean): void {
    const start = index * this.#rowHeight;
    const end = start + this.#rowHeight;
    if (start >= this.#top && end <= this.#top + this.#viewport) return;
    if (center) this.scrollTo(start - (this.#viewport - this.#rowHeight) / 2);
    else this.scrollTo(start < this.#top ? start : end - this.#viewport);
  }
}
