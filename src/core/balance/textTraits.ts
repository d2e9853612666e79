const CODE =
  /^(?:#include\b|#!\/|import [\w.]+;?$|from \w[\w.]* import |def \w+\(|class \w+ ?[:({]|function \w*\(|const \w+ ?=|let \w+ ?=|var \w+ ?=|public (?:static|class)|<\?php|<!DOCTYPE|<html|SELECT .+ FROM )/im;
const MATH =
  /\$[^$\n]*[\\^_=+][^$\n]*\$|\\(?:frac|sqrt|sum|int|begin\{(?:align|equation|matrix))|\\\(|\\\[|\d\s*[-+*/×÷]\s*\d[^\n]{0,40}=\s*[-$]?\d/;
const LIST = /^\s*(?:[-*•]|\d+[.)])\s\S.*\n\s*(?:[-*•]|\d+[.)])\s/m;
/** Characters of a text that are looked at. */
const LOOKED_AT = 4000;

/** Whether a text holds program code: a code fence, or a line that begins as code does. */
export function holdsCode(text: string): boolean {
  return text.includes('```') || CODE.test(text.slice(0, LOOKED_AT));
}

/** Whether a text holds mathematics: a formula of TeX, or a calculation with its result. */
export function holdsMath(text: string): boolean {
  return MATH.test(text.slice(0, LOOKED_AT));
}

/** Whether a text holds a list: two lines that begin with a bullet or a number. */
export function holdsList(text: string): boolean {
  return LIST.test(text.slice(0, LOOKED_AT));
}
