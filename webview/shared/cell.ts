import { useLayoutEffect, useState } from 'preact/hooks';

/** A value that tells when it is replaced. Components read it through `useCell`. */
export class Cell<T> {
  readonly #listeners = new Set<(value: T) => void>();
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener(value);
  }

  /** Returns the way to stop listening. */
  subscribe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** The cell's value; draws the component again when it is replaced. */
export function useCell<T>(cell: Cell<T>): T {
  const [, redraw] = useState(0);
  const drawn = cell.value;
  useLayoutEffect(() => {
    const again = () => {
      redraw((count) => count + 1);
    };
    // The cell may have changed between drawing and listening.
    if (!Object.is(cell.value, drawn)) again();
    return cell.subscribe(again);
  }, [cell]);
  return drawn;
}
