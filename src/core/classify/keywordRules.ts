import type { ClassifiedExample } from './example';
import type { TaskType } from './taskTypes';

type Rule = readonly [TaskType, RegExp | ((text: string) => boolean)];

/** Rules for instructions, the first that fits. */
const ANYWHERE: readonly Rule[] = [
  ['chat', /^\W*You are [A-Z]/],
  [
    'chat',
    /^\W*(?:you are (?:a|an|the|now|going to)\b|imagine (?:you|that you)|pretend|act as|play the (?:role|part)|take (?:on )?the role|role-?play|suppose you are|assume the (?:role|identity))/i,
  ],
  [
    'chat',
    /^\W*(?:hi|hello|hey|good (?:morning|evening))\b[^.]{0,40}$|\b(?:who are you|what(?: is|'s) your name|how are you|introduce yourself|are you (?:chatgpt|gpt|an ai)|who (?:made|created|developed|trained) you)\b|你是谁|你好|你叫什么|你的名字|介绍.{0,4}自己|^您?你(?:是|能|会|有)/i,
  ],
  [
    'coding',
    /\b(?:python|javascript|typescript|java|c\+\+|c#|php|ruby|golang|rust|sql|html|css|bash|shell script|regex|regular expression|source code|code snippet|pseudo-?code)(?!\w)|```|\bdef \w+\(/i,
  ],
  [
    'coding',
    /\b(?:write|create|implement|fix|debug|optimi[sz]e) (?:\w+ ){0,4}(?:function|program|script|query|code|class)\b/i,
  ],
  [
    'translation',
    /(?:^|[.?!:]\s*|\bplease )\W*translate\b|\btranslate (?:this|the|it|from|in)\b|\btranslating it into\b/i,
  ],
  [
    'rewriting',
    /\b(?:rewrite|rephrase|paraphrase|reword|proofread|edit the|correct the (?:typos|grammar|spelling|sentence)|fix the (?:grammar|spelling)|improve the (?:sentence|text|paragraph|writing))\b/i,
  ],
  [
    'math',
    /\b(?:solve (?:the|this|for|the following) (?:\w+ )?(?:equations?|system|math|x|y)\b|math(?:ematics|ematical)? (?:problem|question)|calculate|compute the (?:sum|product|value|area)|find the value of|derivative of|integral of|simplify the expression)\b/i,
  ],
  ['math', isWordProblem],
  ['math', isCalculation],
  ['summarization', /\b(?:summari[sz]e|summary|tl;?dr|in a (?:few|couple) sentences|main points)\b/i],
];

const WITH_INPUT: readonly Rule[] = [
  [
    'information_extraction',
    /\b(?:extract|list (?:all|the|down)|find (?:all|the)|identify|what (?:are|were) the|pull out|separate them|bulleted|comma)\b/i,
  ],
  ['classification', /\b(?:classify|categori[sz]e|sentiment|which category|label)\b/i],
  ['closed_qa', /./s],
];

const WITHOUT_INPUT: readonly Rule[] = [
  [
    'classification',
    /\b(?:classify|categori[sz]e|identify (?:which|the|each|whether|if)|(?:which|what) (?:of|one|is|are) .{0,200}\bor\b|tell me (?:if|whether|which)|true or false|divide .{0,100} into|group .{0,100} into)/is,
  ],
  [
    'brainstorming',
    /\b(?:brainstorm|ideas?|list (?:of|out|down|me|some|\d+|five|ten|three)|name (?:\d+|some|a few|five|ten|three)|give me (?:a list|some|\d+|five|ten|three)|(?:what|which) are (?:some|the (?:best|top|ways))|suggest|recommend|tips|ways to)\b/i,
  ],
  [
    'creative_writing',
    /\b(?:write|compose|create|draft) (?:me )?(?:an?|the|some|\w+) .{0,40}\b(?:story|poem|letter|email|e-mail|song|essay|speech|haiku|paragraph|script|post|article|review|joke|lyrics|tweet|ad)\b|^\s*(?:write|compose|tell me a (?:story|joke))\b/is,
  ],
  [
    'general_qa',
    /^\W*(?:why|how|should|explain|describe|can you explain|what (?:is the difference|makes|happens|should|would))\b/i,
  ],
  ['open_qa', /./s],
];

const RULES_WITH_INPUT = [...ANYWHERE, ...WITH_INPUT];
const RULES_WITHOUT_INPUT = [...ANYWHERE, ...WITHOUT_INPUT];

/**
 * The task type that keywords of the instruction and the presence of an input speak for: what the classifier is compared with, one
 * of its features, and the only judge of the types of which there are too few labelled rows.
 */
export function keywordType({ instruction, input, usesTools }: ClassifiedExample): TaskType {
  if (usesTools) return 'other';
  const text = instruction.slice(0, 600);
  const rules = input === '' ? RULES_WITHOUT_INPUT : RULES_WITH_INPUT;
  return rules.find(([, rule]) => (typeof rule === 'function' ? rule(text) : rule.test(text)))?.[0] ?? 'other';
}

const ASKS_FOR_AMOUNT =
  /\b(?:how (?:many|much|long|old|far)|what (?:is|was) the (?:total|average|sum|difference)|what percent)\b/gi;
const NUMBER = /\d+|\b(?:two|three|four|five|six|twice|half)\b/gi;

/** A question for an amount, behind two numbers. */
function isWordProblem(text: string): boolean {
  // Few texts ask for an amount: the others are passed over quickly.
  if (!text.includes('?') || text.search(ASKS_FOR_AMOUNT) < 0) return false;
  const asked = [...text.matchAll(ASKS_FOR_AMOUNT)].at(-1)?.index;
  return asked !== undefined && (text.slice(0, asked).match(NUMBER)?.length ?? 0) >= 2;
}

const FORMULA = /\d\s*[+*×÷^=]\s*\(?-?\d|\b[xy]\s*[-+*=^]\s*\d|\d+\s?% of \$?\d/;
const OF_NUMBERS =
  /\b(?:equations?|polynomial|factori[sz]e|prime (?:numbers?|factors?)|common (?:multiple|divisor)|square root|probability|perimeter|radius|triangle|sum of|product of|average of|divided by|multiplied by|integers?|digits?|fractions?)\b/i;

/** A formula with numbers in it, or a task about the numbers that it names. */
function isCalculation(text: string): boolean {
  return FORMULA.test(text) || (/\d/.test(text) && OF_NUMBERS.test(text));
}
