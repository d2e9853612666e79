/** A small random number generator, so that a failure can be run again (mulberry32). */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b_79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const INTERESTING = [
  ...[0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d, 0x2c, 0x3a, 0x20, 0x09, 0x0d, 0x00, 0x1f, 0x7f],
  ...[0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff, 0x2d, 0x2e, 0x30, 0x39, 0x65, 0x75],
];

/** Deletes, inserts, swaps, overwrites or truncates a few bytes of a line. */
export function mutate(line: Uint8Array, random: (below: number) => number): Uint8Array {
  let bytes = [...line];
  const byte = () => (random(2) === 0 ? (INTERESTING[random(INTERESTING.length)] ?? 0) : random(256));
  for (let times = 1 + random(3); times > 0 && bytes.length > 0; times--) {
    const at = random(bytes.length);
    const kind = random(5);
    if (kind === 0) bytes.splice(at, 1 + random(3));
    else if (kind === 1) bytes.splice(at, 0, byte());
    else if (kind === 2) bytes[at] = byte();
    else if (kind === 3) [bytes[at], bytes[at + 1]] = [bytes[at + 1] ?? 0x20, bytes[at] ?? 0x20];
    else if (random(4) === 0) bytes = bytes.slice(0, at);
  }
  return Uint8Array.from(bytes.filter((each) => each !== 0x0a));
}
