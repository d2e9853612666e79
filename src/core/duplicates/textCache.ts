/** A text as code points, and where its different grams begin. */
export interface LoadedText {
  readonly points: Int32Array;
  readonly distinct: Int32Array;
}

/** Texts that were asked for last, as many as there is room for: alike texts are compared many times. */
export class TextCache {
  private readonly texts = new Map<number, LoadedText>();
  private size = 0;

  /** @param room in code points */
  constructor(private readonly room: number) {}

  get(node: number): LoadedText | undefined {
    const text = this.texts.get(node);
    if (text === undefined) return undefined;
    this.texts.delete(node);
    this.texts.set(node, text);
    return text;
  }

  set(node: number, text: LoadedText): void {
    this.delete(node);
    this.texts.set(node, text);
    this.size += text.points.length;
    for (const [oldest] of this.texts) {
      if (this.size <= this.room) break;
      this.delete(oldest);
    }
  }

  delete(node: number): void {
    this.size -= this.texts.get(node)?.points.length ?? 0;
    this.texts.delete(node);
  }

  clear(): void {
    this.texts.clear();
    this.size = 0;
  }
}
