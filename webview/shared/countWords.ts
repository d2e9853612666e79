const counts = new Intl.NumberFormat('en');

/** 52,002 */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** "1 example", "12 examples" */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
