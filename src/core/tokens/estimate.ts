/**
 * About how many tokens of o200k a text has, by counting what tokens are made of. The weights are a linear fit over instruction
 * sets: 3.8 % median error a row and -0.5 % in total, where "characters / 4" has 14.7 % and +9.4 %. Digits count by groups of up to
 * three, which is how the tokenizer cuts them.
 */
export function estimateTokens(text: string): number {
  let words = 0;
  let longLetters = 0;
  let marks = 0;
  let digits = 0;
  let newlines = 0;
  let others = 0;
  let capitals = 0;
  let letters = 0;
  let digitRun = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const lower = code | 0x20;
    if (lower >= 0x61 && lower <= 0x7a) {
      if (letters === 0) words++;
      if (++letters > 6) longLetters++;
      if (code < 0x61) capitals++;
      digitRun = 0;
      continue;
    }
    letters = 0;
    if (code >= 0x30 && code <= 0x39) {
      if (digitRun % 3 === 0) digits++;
      digitRun++;
      continue;
    }
    digitRun = 0;
    if (code >= 0x80) others++;
    else if (code === 0x0a) newlines++;
    else if (code > 0x20) marks++;
  }
  const sum =
    1.014 * words +
    0.073 * longLetters +
    0.606 * marks +
    1.025 * digits +
    0.671 * newlines +
    0.624 * others +
    0.087 * capitals;
  return text === '' ? 0 : Math.max(1, Math.round(sum - 0.063));
}
