const FORMS: Readonly<Record<string, string>> = {
  items: 'response as a list',
  lines: 'response in lines',
  commas: 'response with commas',
  prose: 'response in prose',
};

/** How the features of the classifier (`src/core/classify/features.ts`, `answerFeatures.ts`) are said to people, the first that fits. */
const WORDS: readonly (readonly [RegExp, (first: string, second: string) => string])[] = [
  [/^rule (.+)$/, (type) => `keywords of ${type}`],
  [/^of input, (.+)$/, (rest) => `with an input, ${reasonWords(rest)}`],
  [/^asks (for several|in plural), (.+)$/, (how, rest) => `asks ${how}, ${reasonWords(rest)}`],
  [
    /^(colon|or), commas (\d+)$/,
    (what, count) =>
      `“${what === 'or' ? 'or' : ':'}” and ${count === '4' ? '4 or more' : count} commas in the instruction`,
  ],
  [/^asks none(?:, (.+))?$/, (rest) => ['asks with no question word', ...andWords(rest)].join(', ')],
  [
    /^asks (what|who|when|where|why|how|which)(?:, (.+))?$/,
    (word, rest) => [`asks “${word}”`, ...andWords(rest)].join(', '),
  ],
  [/^response (items|lines|commas|prose)$/, (form) => FORMS[form] ?? form],
  [/^…(.+)$/, (end) => `a word that ends with “${end}”`],
  [
    /^(response|instruction) sentences (\d+)$/,
    (what, count) => `${what} of ${count} ${count === '1' ? 'sentence' : 'sentences'}`,
  ],
  [/^response to (input|instruction) (-?\d+)$/, (than, step) => `response ${compared(Number(step))} the ${than}`],
  [/^response (names|numbers) (\d+)$/, (what, count) => `${count} ${what} in the response`],
  [/^response begins as asked$/, () => 'response begins with a word of the instruction'],
  [/^response begins as copied$/, () => 'response begins as a part of the input'],
  [/^input asks$/, () => 'the input holds a question'],
  [
    /^begins (.+), response length (\d+)$/,
    (words, size) => `begins with “${words}”, response of ${about(size, 'word')}`,
  ],
  [/^begins small$/, () => 'begins with a small letter'],
  [/^(?:begins|\^) (.+)$/, (words) => `begins with “${words.trim()}”`],
  [/^first (\S+)$/, (word) => `begins with “${word}”`],
  [/^last (\S+)$/, (word) => `ends with “${word}”`],
  [/^instruction length (\d+)$/, (size) => `instruction of ${about(size, 'word')}`],
  [/^input (yes|no)$/, (has) => inputWords(has)],
  [/^input (yes|no), first (.*)$/, (has, word) => `${inputWords(has)}, begins with “${word}”`],
  [/^input (yes|no), response length (\d+)$/, (has, size) => `${inputWords(has)}, response of ${about(size, 'word')}`],
  [/^input length (\d+)$/, (size) => `input of ${about(size, 'word')}`],
  [/^response length (\d+)$/, (size) => `response of ${about(size, 'word')}`],
  [/^response lines (\d+)$/, (size) => `response of ${about(size, 'line')}`],
  [/^response items (\d+)$/, (size) => `response with ${about(size, 'list item')}`],
  [/^response words a line (\d+)$/, (size) => `lines of ${about(size, 'word')} in the response`],
  [/^response commas (\d+)$/, (size) => `${about(size, 'comma')} in the response`],
  [/^response begins (.+)$/, (word) => `response begins with “${word}”`],
  [/^names (\d+)$/, (count) => `${count === '4' ? '4 or more' : count} names in the instruction`],
  [/^commas (\d+)$/, (count) => `${count === '4' ? '4 or more' : count} commas in the instruction`],
];

/** Why the classifier guessed what it did, in words. What has no words of its own is shown as it is: words of the instruction. */
export function reasonWords(feature: string): string {
  for (const [pattern, say] of WORDS) {
    const match = pattern.exec(feature);
    if (match !== null) return say(match[1] ?? '', match[2] ?? '');
  }
  return /^(?:response|or,|colon|several|asks for several|ends with a question|names the text|takes out|in brief)/.test(
    feature,
  )
    ? feature
    : `“${feature}”`;
}

function andWords(rest: string): readonly string[] {
  return rest === '' ? [] : [reasonWords(rest)];
}

function compared(step: number): string {
  return step === 0 ? 'about as long as' : step > 0 ? 'longer than' : 'shorter than';
}

/** The scale of the features doubles: a step s stands for about 2^s - 1. */
function about(step: string, one: string): string {
  const count = 2 ** Number(step) - 1;
  if (count === 1) return `1 ${one}`;
  return `${count === 0 ? 'no' : `about ${count}`} ${one}s`;
}

function inputWords(has: string): string {
  return has === 'yes' ? 'with an input' : 'without an input';
}
