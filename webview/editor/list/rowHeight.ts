/** Characters that the number of the last row takes, marks of thousands included; at least two. */
export function digitsOf(total: number): number {
  return Math.max(2, total.toLocaleString('en').length);
}

/** Height of a row in pixels: three lines of the page's font and some air. `listRow.css` draws to this measure. */
export function rowHeightFor(): number {
  const fontSize = Number.parseFloat(getComputedStyle(document.body).fontSize) || 13;
  return Math.round(fontSize * 1.35) * 3 + 12;
}
