const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/** The bytes of a line without its line end. */
export function withoutLineEnd(line: Uint8Array): Uint8Array {
  if (line[line.length - 1] !== NEWLINE) return line;
  return line.subarray(0, line.length - (line[line.length - 2] === CARRIAGE_RETURN ? 2 : 1));
}
