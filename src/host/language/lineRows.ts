/** One change of a text document, in lines and columns from 0, as VS Code tells it. */
export interface LineChange {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

export interface AppliedChanges {
  /** Rows whose line may have another text. */
  readonly touched: readonly number[];
  readonly removed: readonly number[];
}

/**
 * An id for every line of a text document that stays with the line while others come and go, as the rows of a dataset have them.
 * Ids are small whole numbers, in the order of the lines at first.
 */
export class LineRows {
  private ids: number[];
  private next: number;
  /** Line by id, or -1; undefined while it must be worked out anew. */
  private places: Int32Array | undefined;

  constructor(lines: number) {
    this.ids = Array.from({ length: lines }, (_, i) => i);
    this.next = lines;
  }

  get count(): number {
    return this.ids.length;
  }

  /** Every id, in the order of the lines. */
  get all(): readonly number[] {
    return this.ids;
  }

  idAt(line: number): number | undefined {
    return this.ids[line];
  }

  /** The line that a row has now; undefined where it is gone. */
  lineOf(id: number): number | undefined {
    this.places ??= this.placesNow();
    const line = this.places[id] ?? -1;
    return line < 0 ? undefined : line;
  }

  /** Takes changes in, one after the other, each in the lines that the one before left. */
  apply(changes: readonly LineChange[]): AppliedChanges {
    const touched = new Set<number>();
    const removed = new Set<number>();
    for (const change of changes) {
      const old = this.ids.slice(change.startLine, change.endLine + 1);
      const fresh = this.idsAfter(change, old);
      const kept = new Set(fresh);
      for (const id of old) if (!kept.has(id)) removed.add(id);
      for (const id of fresh) touched.add(id);
      if (fresh.length === old.length && fresh.every((id, i) => id === old[i])) continue;
      this.replace(change.startLine, old.length, fresh);
    }
    for (const id of removed) touched.delete(id);
    return { touched: [...touched], removed: [...removed] };
  }

  private replace(at: number, count: number, fresh: readonly number[]): void {
    // Not `splice(...)`: its arguments would be as many as the lines that were pasted.
    if (fresh.length < 1000) this.ids.splice(at, count, ...fresh);
    else this.ids = [...this.ids.slice(0, at), ...fresh, ...this.ids.slice(at + count)];
    this.places = undefined;
  }

  /** Whole lines put in or taken out before a line leave it its id; else the first line of a change keeps its own. */
  private idsAfter({ startColumn, endColumn, text }: LineChange, old: readonly number[]): number[] {
    const breaks = text.match(/\r\n|\r|\n/g)?.length ?? 0;
    const keepsLast = startColumn === 0 && endColumn === 0 && (text === '' || /[\r\n]$/.test(text));
    const kept = keepsLast ? old.at(-1) : old[0];
    const others = Array.from({ length: breaks }, () => this.next++);
    const own = kept ?? this.next++;
    return keepsLast ? [...others, own] : [own, ...others];
  }

  private placesNow(): Int32Array {
    const places = new Int32Array(this.next).fill(-1);
    this.ids.forEach((id, line) => {
      places[id] = line;
    });
    return places;
  }
}
