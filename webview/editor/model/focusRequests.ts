import type { JsonPath } from '../../../src/core/json/path';
import { Cell } from '../../shared/cell';

export type FocusPlace = 'list' | 'find' | 'goTo';

/** Lets one part of the page put the keyboard into another, also into one that is not drawn yet. */
export class FocusRequests {
  /** The form should take the keyboard when it shows the wanted row: in the field at `path`, or in its first. */
  readonly form = new Cell<{ readonly path?: JsonPath } | undefined>(undefined);
  readonly #places = new Map<FocusPlace, () => void>();

  /** A part says how it is focused. Returns the way to take that back. */
  register(place: FocusPlace, focus: () => void): () => void {
    this.#places.set(place, focus);
    return () => {
      if (this.#places.get(place) === focus) this.#places.delete(place);
    };
  }

  focus(place: FocusPlace): void {
    this.#places.get(place)?.();
  }

  focusForm(path?: JsonPath): void {
    this.form.set(path === undefined ? {} : { path });
  }
}
