import { readdirSync, readFileSync } from 'node:fs';
import { randomNumbers } from '../kernel/mutate';

type Random = (below: number) => number;

const folder = 'test/workspace';
/** The lines of every sample dataset: all shapes, good rows and every defect. */
export const SAMPLE_LINES: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .flatMap((name) => readFileSync(`${folder}/${name}`, 'utf8').split(/\r?\n/));

const TEXTS = [
  ...['', ' ', '\u3000', 'Yes.', 'yes', 'N/A', 'None', '<noinput>', 'No input', '[no output]', 'TODO', 'nan', 'Note'],
  ...['Name a bird.', 'name a bird. ', 'A wren', 'A wren.', 'Was it 1. Instruction: a', 'x\n2. Output: b', 'déjà vu'],
  ...['Ünïcode', '東京', '🙂', '\ud800', 'What is it?', 'a\tb', '  led', 'trailing  ', '<div>x</div>', '```\ncode'],
];

/** One of a few texts, so that rows often agree. */
function text(random: Random): string {
  return TEXTS[random(TEXTS.length)] ?? '';
}

function odd(random: Random): unknown {
  return [null, 1, -0, 1e21, true, [], ['a'], { a: 1 }, { a: [1, 'b'] }, 'x'][random(10)];
}

function plain(random: Random): Record<string, unknown> {
  const field = () => (random(12) === 0 ? odd(random) : text(random));
  const rows: Record<string, unknown>[] = [
    { instruction: field(), input: field(), output: field() },
    { instruction: field(), output: field(), category: 'open_qa' },
    { instruction: field(), input: field(), output: field(), system: field() },
    { instruction: field(), context: field(), response: field(), category: text(random) },
    { question: field(), answer: field() },
    { prompt: field(), completion: field() },
    { prompt: field(), chosen: field(), rejected: field() },
    { prompt: field(), completion: field(), label: random(2) === 0 },
    { prompt: field(), completion: field(), label: random(2) === 0 ? 'true' : text(random) },
    { text: field() },
    { prompt: field() },
  ];
  return rows[random(rows.length)] ?? {};
}

function chat(random: Random): Record<string, unknown> {
  const isTagged = random(2) === 0;
  const roles = isTagged ? ['human', 'gpt', 'system', 'observation'] : ['user', 'assistant', 'system', 'User'];
  const turns = Array.from({ length: 1 + random(5) }, (_, i) => {
    const role = random(6) === 0 ? roles[random(4)] : roles[i % 2];
    const turn = isTagged ? { from: role, value: text(random) } : { role, content: text(random) };
    return random(15) === 0 ? { ...turn, weight: random(3) } : turn;
  });
  const row = { [isTagged ? 'conversations' : 'messages']: random(20) === 0 ? odd(random) : turns };
  return random(4) === 0 ? { ...row, system: text(random) } : row;
}

/** A line of a dataset: good, bad, or another's again. */
export function randomLine(random: Random, before: readonly string[]): string {
  const kind = random(12);
  if (kind === 0 && before.length > 0) return before[random(before.length)] ?? '';
  if (kind === 1) return SAMPLE_LINES[random(SAMPLE_LINES.length)] ?? '';
  const row = kind < 5 ? chat(random) : plain(random);
  const extra =
    random(6) === 0 ? { id: random(3), tags: ['a'], ...(random(3) === 0 ? { [text(random)]: 1 } : {}) } : {};
  const json = JSON.stringify({ ...row, ...extra });
  if (random(25) === 0) return json.slice(0, random(json.length));
  if (random(25) === 0) return json.replace('{', '{"instruction": "twice", ');
  if (random(8) === 0) return json.replace(/[^\0-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return json.replaceAll('\ud800', '\\ud800');
}

/** Lines of which most have one of two shapes, so that the facts of the file mean something. */
export function randomLines(count: number, seed: number): string[] {
  const random = randomNumbers(seed);
  const lines: string[] = [];
  const main = [plain(random), chat(random)].map((row) => Object.keys(row).join());
  while (lines.length < count) {
    const line = randomLine(random, lines);
    const isMain = main.some((keys) => line.startsWith(`{"${keys.split(',')[0] ?? ''}"`));
    if (isMain || random(3) === 0) lines.push(line);
  }
  return lines;
}
