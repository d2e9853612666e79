/** How an instruction begins: its first word, and the next content word after it; '' for none. In lower case. */
export interface Opening {
  readonly word: string;
  readonly next: string;
}

const NONE: Opening = { word: '', next: '' };
/** Words are looked for so far into the text. */
const LOOKED_AT = 160;
const LONGEST_WORD = 30;
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’+#][\p{L}\p{N}+#]*)*/gu;

/** Words that say nothing about the task: articles, prepositions, pronouns, auxiliary verbs, politeness. */
const FUNCTION_WORDS = new Set(
  (
    'a an the this that these those some any all each every both either of to in on at for from by with about into as and or but if then than ' +
    'i me my we us our you your he him his she her it its they them their there here is are was were be been being am do does did has have had ' +
    'can could would should will shall may might must please just also not no so very which who whom whose what when where why how following given'
  ).split(' '),
);

/** The opening of an instruction: "Write me a short poem" gives "write", "short". */
export function openingOf(instruction: string): Opening {
  const words = instruction.slice(0, LOOKED_AT).match(WORD);
  if (words === null) return NONE;
  const [first = '', ...rest] = words;
  const next = rest.find((word) => !FUNCTION_WORDS.has(word.toLowerCase())) ?? '';
  return { word: fold(first), next: fold(next) };
}

/** The first word of a text, in lower case. */
export function firstWord(text: string): string {
  WORD.lastIndex = 0;
  return fold(WORD.exec(text.slice(0, LOOKED_AT))?.[0] ?? '');
}

function fold(word: string): string {
  return word.toLowerCase().slice(0, LONGEST_WORD);
}
