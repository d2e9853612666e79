/** A text as code points; in bytes where they are small enough. */
export type CachedText = Uint8Array | Int32Array;

/**
 * Texts that were asked for last, as many as there is room for: alike texts are compared many times. Kept in two generations, so that
 * a text that is found need not be moved: when the young ones are many, they become the old ones, and those go.
 */
export class TextCache {
  private young = new Map<number, CachedText>();
  private old = new Map<number, CachedText>();
  private youngBytes = 0;

  /** @param room in bytes */
  constructor(public room: number) {}

  get(node: number): CachedText | undefined {
    const text = this.young.get(node);
    if (text !== undefined) return text;
    const old = this.old.get(node);
    if (old !== undefined) {
      this.old.delete(node);
      this.set(node, old);
    }
    return old;
  }

  set(node: number, text: CachedText): void {
    this.delete(node);
    this.young.set(node, text);
    this.youngBytes += text.byteLength;
    if (this.youngBytes * 2 <= this.room) return;
    this.old = this.young;
    this.young = new Map();
    this.youngBytes = 0;
  }

  delete(node: number): void {
    this.youngBytes -= this.young.get(node)?.byteLength ?? 0;
    this.young.delete(node);
    this.old.delete(node);
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
    this.youngBytes = 0;
  }
}
