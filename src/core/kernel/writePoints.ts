/** Writes a text as code points, and returns how many. */
export function writePoints(text: string, points: Int32Array): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    let point = text.charCodeAt(i);
    if ((point & 0xfc00) === 0xd800) {
      point = text.codePointAt(i) ?? point;
      if (point > 0xffff) i++;
    }
    points[count++] = point;
  }
  return count;
}
