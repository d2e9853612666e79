import type { Span } from '../../../src/core/json/node';

/** Selects a place of a text area and scrolls to it. */
export function goToColumns(field: HTMLTextAreaElement, { start, end }: Span): void {
  // A field scrolls to its caret only when it takes the keyboard.
  field.blur();
  field.setSelectionRange(start, end);
  field.focus();
  // Who listens to that may have moved the caret.
  field.setSelectionRange(start, end);
}
