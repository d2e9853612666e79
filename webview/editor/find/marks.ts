export type MarkName = 'dataset-find' | 'dataset-error' | 'dataset-warning';

/** Marks ranges of a text without touching the document (CSS Custom Highlight API). Returns the way to take the marks away. */
export function addMarks(name: MarkName, node: Text, spans: readonly (readonly [number, number])[]): () => void {
  const marks = registry(name);
  const ranges = spans.map(([start, end]) => {
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    return range;
  });
  for (const range of ranges) marks.add(range);
  return () => {
    for (const range of ranges) marks.delete(range);
  };
}

function registry(name: MarkName): Highlight {
  let marks = CSS.highlights.get(name);
  if (marks === undefined) {
    marks = new Highlight();
    CSS.highlights.set(name, marks);
  }
  return marks;
}
