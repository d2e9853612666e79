/** Rows for the checks of the fake host (`fake/fakeChecks.ts`), with what is wrong with each. */
export const findingRows = {
  clean: { instruction: 'What is a cairn?', input: '', output: 'A heap of stones that marks a path.' },
  rain: { instruction: 'Why does it rain?', input: '', output: 'Because clouds grow heavy.' },
  tea: { instruction: 'How long should tea steep?', input: '', output: 'Two minutes.' },
  emptyResponse: { instruction: 'Name the five oceans.', input: '', output: '' },
  placeholder: { instruction: 'Suggest a name for a boat.', input: '<noinput>', output: 'The Slow Answer' },
  edges: { instruction: 'What is a spring tide?', input: '', output: '  The strong tide at new moon.\n' },
  both: { instruction: 'What is a jetty?', input: '<noinput>', output: 'A walkway on posts. ' },
  kept: { instruction: 'Why do gulls follow a plough?', input: '', output: 'It turns up worms.', id: 1 },
  copy: { instruction: 'Why do gulls follow a plough?', input: '', output: 'It turns up worms.', id: 2 },
  role: {
    messages: [
      { role: 'user', content: 'Hi' },
      { role: 'asistant', content: 'Hello' },
    ],
  },
} as const;

export const brokenLine = '{"instruction": "What is a tide pool?", "output": "Sea water left in a hollow."';

export function linesOf(...names: readonly (keyof typeof findingRows)[]): readonly string[] {
  return names.map((name) => JSON.stringify(findingRows[name]));
}
