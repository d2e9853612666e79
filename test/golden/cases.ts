import type { Code } from '../../src/core/checks/catalogue';
import type { PartialSettings } from '../../src/core/config/readSettings';

type Value = Readonly<Record<string, unknown>> | string;

/** A small file, in which the last row is the one that the case is about. */
export interface Case {
  readonly name: string;
  readonly rows: readonly string[];
  readonly settings?: PartialSettings;
}

export interface CodeCases {
  /** The last row has the finding. */
  readonly defects: readonly Case[];
  /** Nearly the same, and the last row must not have it. */
  readonly quiet: readonly Case[];
}

/** A row as text; a string stands as it is. */
function line(value: Value): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function one(name: string, value: Value, settings?: PartialSettings): Case {
  return { name, rows: [line(value)], ...(settings === undefined ? {} : { settings }) };
}

function after(name: string, before: readonly Value[], value: Value, settings?: PartialSettings): Case {
  return { name, rows: [...before, value].map(line), ...(settings === undefined ? {} : { settings }) };
}

const alpaca = (output: unknown, instruction: unknown = 'Name a colour.', input: unknown = '') => ({
  instruction,
  input,
  output,
});
const chat = (...turns: readonly (readonly [role: string, content: unknown, more?: object])[]) => ({
  messages: turns.map(([role, content, more]) => ({ role, content, ...more })),
});
const call = (args: string, name = 'weather', id = 'a') => ({
  tool_calls: [{ id, type: 'function', function: { name, arguments: args } }],
});
const user = (content: string) => ({ role: 'user', content });
const assistant = (content: string) => ({ role: 'assistant', content });
const tools = [{ type: 'function', function: { name: 'weather', parameters: {} } }];
const off = (code: Code): PartialSettings => ({ severity: { [code]: 'warning' } });

const COLOURS = ['Red', 'Green', 'Blue', 'White', 'Black', 'Brown', 'Grey', 'Pink', 'Teal', 'Gold', 'Plum', 'Rust'];
const BIRDS = ['wren', 'robin', 'heron', 'swift', 'crane', 'gull', 'owl', 'crow', 'finch', 'tern', 'kite', 'rook'];
/** A file of good rows, no two alike. */
const good = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, i) => ({
    ...alpaca(
      `${COLOURS[i % 12] ?? ''} and ${BIRDS[(i * 5) % 12] ?? ''}, number ${i}.`,
      `Name a colour and a bird, question ${i}.`,
    ),
    ...more,
  }));

const LONG =
  'The wren is a small brown bird that sings louder than most birds of ten times its weight. It builds several nests and lets its mate choose one of them. In hard winters many wrens share one nest box, sometimes more than sixty of them, and keep each other warm. It eats spiders, beetles and larvae, which it finds under leaves and in cracks of bark. Its Latin name means cave dweller, because it slips into holes and hollows to feed and to sleep. People in many countries call it the king of birds, after a tale in which it hid in the feathers of an eagle and so flew higher than all the others that took part in the race';

export const CASES: Readonly<Partial<Record<Code, CodeCases>>> = {
  'json/encoding': {
    defects: [
      one('a byte that is not UTF-8', `{"instruction": "Order.", "input": "", "output": "Caf\udce9"}`),
      one('several', `{"instruction": "Order.", "input": "", "output": "Caf\udce9 cr\udce8me"}`),
    ],
    quiet: [one('letters beyond ASCII, and a surrogate pair', alpaca('Café 🐦'))],
  },
  'json/blank-line': {
    defects: [one('empty', ''), one('white space', ' \t')],
    quiet: [one('white space around a record', `  ${line(alpaca('Green.'))} `)],
  },
  'json/syntax': {
    defects: [
      one('missing comma', '{"instruction": "Name a colour." "input": "", "output": "Green."}'),
      one('trailing comma', '{"instruction": "Name a colour.", "input": "", "output": "Green.",}'),
      one('missing bracket', '{"instruction": "Name a colour.", "input": "", "output": "Green."'),
      one('single quotes', "{'instruction': 'Name a colour.', 'input': '', 'output': 'Green.'}"),
      one('Python literals', '{"instruction": "Name a colour.", "input": "", "output": "Green.", "checked": True}'),
      one('comment sign', '// {"instruction": "Name a colour.", "input": "", "output": "Green."}'),
      one('raw tab', '{"instruction": "Name\ta colour.", "input": "", "output": "Green."}'),
      one('two records', '{"instruction": "A?", "output": "B."}{"instruction": "C?", "output": "D."}'),
      one('cut off', '{"instruction": "Name a colour.", "input": "", "output": "Gre'),
      one('nested too deeply', `{"instruction": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`),
      one('NUL', '{"instruction": "Name\u0000 a colour.", "input": "", "output": "Green."}'),
    ],
    quiet: [
      one('odd but valid', ' { "instruction" : "Name\\ta colour.\\u0000" , "output":"Green\\/." }\t'),
      one('a key of the prototype', '{"instruction": "Name a colour.", "output": "Green.", "__proto__": {"a": 1}}'),
    ],
  },
  'json/not-object': {
    defects: [
      one('list of records', '[{"instruction": "A?", "output": "B."}, {"instruction": "C?", "output": "D."}]'),
      one('text', '"Name a colour."'),
      one('null', 'null'),
      one('list of numbers', '[1, 2]'),
      one('empty list', '[]'),
      one('bracket of a list over several lines', '['),
    ],
    quiet: [one('record', alpaca('Green.'))],
  },
  'json/duplicate-key': {
    defects: [
      one('at the top', '{"instruction": "A?", "output": "B.", "output": "C."}'),
      one(
        'in a message',
        '{"messages": [{"role": "user", "content": "A?"}, {"role": "assistant", "content": "B.", "content": "C."}]}',
      ),
      one('written with an escape', '{"instruction": "A?", "output": "B.", "\\u006futput": "C."}'),
    ],
    quiet: [
      one('the same key in two messages', chat(['user', 'A?'], ['assistant', 'B.'])),
      one('quotes and colons in a text', alpaca('"output": "Green", \\"output": "Blue"')),
    ],
  },
  'schema/missing-field': {
    defects: [
      after('gone', good(3), { instruction: 'A?', input: '' }),
      after('misspelt', good(3), { instruction: 'A?', input: '', ouput: 'B.' }),
      after('another name', good(3), { instruction: 'A?', input: '', answer: 'B.' }),
      one('role of a message', { messages: [{ content: 'A?' }, assistant('B.')] }),
      after(
        'label',
        [
          { prompt: 'A?', completion: 'B.', label: true },
          { prompt: 'C?', completion: 'D.', label: false },
        ],
        { prompt: 'E?', completion: 'F.' },
      ),
    ],
    quiet: [
      after('an optional field', good(3), { instruction: 'A?', output: 'B.' }),
      after('a bare prompt in a file of prompts', [{ prompt: 'A?' }, { prompt: 'B?' }], { prompt: 'C?' }),
    ],
  },
  'schema/wrong-type': {
    defects: [
      one('number', alpaca(42)),
      one('list of texts', alpaca(['Red.', 'Green.'])),
      one('null input', alpaca('Green.', 'Name a colour.', null)),
      one('boolean as text', { prompt: 'A?', completion: 'B.', label: 'true' }),
      one('history that is no pairs', { ...alpaca('Green.'), history: [['A?']] }),
      one('text against list', { prompt: 'A?', completion: [assistant('B.')] }),
      one('steps without labels', { prompt: 'A?', completions: ['B.', 'C.'], labels: [true] }),
      one('two answers', {
        input: { messages: [user('A?')] },
        preferred_output: [assistant('B.'), assistant('C.')],
        non_preferred_output: [assistant('D.')],
      }),
    ],
    quiet: [
      one('history', { ...alpaca('Green.'), history: [['A?', 'B.']] }),
      one('content null beside calls', { ...chat(['user', 'Weather?'], ['assistant', null, call('{}')]), tools }),
      one('lists on both sides', { prompt: [user('A?')], completion: [assistant('B.')] }),
    ],
  },
  'schema/unknown-field': {
    defects: [
      after('misspelt', good(3), { instruction: 'A?', inptu: 'B', output: 'C.' }),
      one('alone', { ...alpaca('C.', 'A?'), mood: 'fine' }),
      after('rare', good(24), { ...alpaca('C.', 'A?'), mood: 'fine' }),
      after('misspelt metadata', good(24, { category: 'qa' }), { ...alpaca('C.', 'A?'), catgory: 'qa' }),
    ],
    quiet: [
      after('metadata', good(24), { ...alpaca('C.', 'A?'), source: 'hand', tags: ['x'] }),
      after('in every row', good(24, { mood: 'fine' }), { ...alpaca('C.', 'A?'), mood: 'fine' }),
    ],
  },
  'schema/mixed-shape': {
    defects: [
      after('another shape', good(3), { question: 'A?', answer: 'B.' }),
      after('a chat among exchanges', good(3), chat(['user', 'A?'], ['assistant', 'B.'])),
      after(
        'an exchange among chats',
        [chat(['user', 'A?'], ['assistant', 'B.']), chat(['user', 'C?'], ['assistant', 'D.'])],
        alpaca('F.', 'E?'),
      ),
      after('keys of two shapes', good(3), { ...alpaca('B.', 'A?'), response: 'C.' }),
    ],
    quiet: [
      after('an optional field more', good(3), { ...alpaca('B.', 'A?'), system: 'Be brief.' }),
      after('two answers all through', good(3, { response: 'B.' }), { ...alpaca('B.', 'A?'), response: 'C.' }),
    ],
  },
  'schema/inconsistent-type': {
    defects: [
      after('number as text', good(4, { score: 0.5 }), { ...alpaca('B.', 'A?'), score: '0.5' }),
      after('null', good(4, { score: 0.5 }), { ...alpaca('B.', 'A?'), score: null }),
      after(
        'a text where others have turns',
        [1, 2, 3].map((i) => ({
          chosen: [user(`A${i}?`), assistant('B.')],
          rejected: [user(`A${i}?`), assistant('C.')],
        })),
        { chosen: [user('A?'), assistant('B.')], rejected: 'C.' },
      ),
    ],
    quiet: [
      after('whole and broken numbers', good(4, { score: 0.5 }), { ...alpaca('B.', 'A?'), score: 1 }),
      after('null in many rows', [...good(4, { score: 0.5 }), ...good(4, { score: null })], {
        ...alpaca('B.', 'A?'),
        score: null,
      }),
    ],
  },
  'pair/empty-instruction': {
    defects: [
      one('empty', alpaca('B.', '')),
      one('white space', alpaca('B.', ' \n')),
      one('empty text', { text: ' ' }),
    ],
    quiet: [one('short', alpaca('B.', '?'))],
  },
  'pair/empty-response': {
    defects: [
      one('empty', alpaca('')),
      one('white space', alpaca(' \n')),
      one('last turn', chat(['user', 'A?'], ['assistant', ''])),
      one('null without calls', chat(['user', 'A?'], ['assistant', null])),
      one('instance', { instruction: 'A?', instances: [{ input: '', output: '' }] }),
      one('rejected', { prompt: 'A?', chosen: 'B.', rejected: '' }),
      one('empty block', {
        messages: [
          { role: 'user', content: [{ type: 'text', value: 'A?' }] },
          { role: 'assistant', content: [{ type: 'text', value: '' }] },
        ],
      }),
    ],
    quiet: [
      one('one sign', alpaca('0')),
      one('turn with calls', { ...chat(['user', 'Weather?'], ['assistant', '', call('{}')]), tools }),
    ],
  },
  'pair/placeholder-response': {
    defects: [
      one('no output', alpaca('<no output>')),
      one('n/a', alpaca('N/A')),
      one('last turn', chat(['user', 'Describe a wren.'], ['assistant', '[no output]'])),
      one('todo', alpaca('TODO', 'List my TODO items.')),
      one('offered, a hint', alpaca('None', 'Answer with Some or None.')),
      after(
        'a label, a hint',
        ['a', 'b', 'c'].map((input) => alpaca('none', 'Which animal?', input)),
        alpaca('none', 'Which animal?', 'd'),
      ),
    ],
    quiet: [
      one('part of a sentence', alpaca('None of them.')),
      one('sodium', alpaca('Na', 'What is the symbol of sodium?')),
      one('todo list', alpaca('TODO: buy milk')),
    ],
  },
  'pair/placeholder-input': {
    defects: [
      one('in brackets', alpaca('Green.', 'Name a colour.', '<noinput>')),
      one('bare', alpaca('Green.', 'Name a colour.', 'No input')),
      one('instance', { instruction: 'A?', instances: [{ input: '<noinput>', output: 'B.' }] }),
    ],
    quiet: [
      one('a text about it', alpaca('An error.', 'What does it mean?', 'no input found on channel 2')),
      one('empty', alpaca('Green.')),
    ],
  },
  'pair/response-copies-input': {
    defects: [
      one('input', alpaca('He go home.', 'Correct the sentence.', 'He go home.')),
      one('instruction', alpaca('Say it again. ', 'Say it again.')),
      one('but for capitals, a hint', alpaca('He Goes Home.', 'Write in title case.', 'he goes home.')),
      one('last turn', chat(['user', 'Hello there'], ['assistant', 'Hello there'])),
    ],
    quiet: [
      one('corrected', alpaca('He goes home.', 'Correct the sentence.', 'He go home.')),
      one('nothing to copy', { instruction: 'A?', input: '' }),
    ],
  },
  'pair/merged-examples': {
    defects: [
      one('splits', alpaca('Green.\n\n12. Instruction: Name a bird.\n12. Input:\n12. Output: Wren.')),
      one('does not split', alpaca('Green.\n\n12. Instruction: Name a bird.\n')),
    ],
    quiet: [
      one('a list', alpaca('1. Instruction manuals\n2. Input devices: mice')),
      one('inside a sentence', alpaca('See section 2. Input: none.')),
    ],
  },
  'pair/swapped-fields': {
    defects: [
      one('question as the answer', alpaca('What is the capital of France?', '')),
      one(
        'roles',
        chat(
          ['assistant', 'What is a sloop?'],
          ['user', 'A boat with one mast.'],
          ['assistant', 'And a ketch?'],
          ['user', 'One with two.'],
        ),
      ),
    ],
    quiet: [
      one('a question asked for', alpaca('What is the capital of France?', 'Write a question.')),
      one('the assistant asks back', chat(['user', 'Book a table.'], ['assistant', 'For how many?'])),
    ],
  },
  'text/control-characters': {
    defects: [
      one('zero-width space', alpaca('Green\u200b.')),
      one('LaTeX that lost its backslash', '{"instruction": "Write a half.", "output": "$\\frac{1}{2}$"}'),
      one('replacement character', alpaca('Caf\ufffd')),
      one('direction override', alpaca('abc\u202edef')),
      one('several', alpaca('a\u0007b\u0007c')),
      one('invisible operator', alpaca('2\u2062x')),
      one('half of a pair', '{"instruction": "A?", "output": "\\ud83d"}'),
      one('the other half, which bytes that are not UTF-8 are kept as', '{"instruction": "A?", "output": "B\\udc80."}'),
    ],
    quiet: [
      one('family emoji', alpaca('👨‍👩‍👧')),
      one('Persian', alpaca('کتاب\u200cها')),
      one('breaks between words in Khmer and Thai', alpaca('សួស្តី\u200bពិភពលោក, สวัสดี\u200bครับ')),
      one('tabs and line breaks', alpaca('a\tb\r\nc')),
      one('marks in Hebrew', alpaca('שלום\u200f (hello)')),
    ],
  },
  'text/mojibake': {
    defects: [
      one('accent', alpaca('CafÃ© au lait.')),
      one('quote', alpaca('Itâ€™s green.')),
      one('read as Latin-1', alpaca('Itâ\u0080\u0099s green.')),
      one('Cyrillic', alpaca('ÐŸÑ€Ð¸Ð²ÐµÑ‚')),
      one('emoji', alpaca('ðŸ˜€')),
    ],
    quiet: [one('good letters', alpaca('São Paulo, Ångström, Ça va, â ê î')), one('French quotes', alpaca('«FRANÇ»'))],
  },
  'text/edge-whitespace': {
    defects: [
      one('leading', alpaca(' Green.')),
      one('trailing', alpaca('Green.\n')),
      one('both', alpaca(' Green. ')),
      one('turn', chat(['user', 'A? '], ['assistant', 'B.'])),
    ],
    quiet: [
      one('meant', { prompt: 'Name a colour:', completion: ' Green.' }),
      one('inside', alpaca('Green.\n\nBlue.')),
      one('blank', alpaca('Green.', 'A?', ' ')),
    ],
  },
  'text/html-remains': {
    defects: [one('entity', alpaca('Wren &amp; robin.')), one('tag', alpaca('Wren<br>robin<p>and more</p>'))],
    quiet: [
      one('asked for', alpaca('<p>Wren</p>', 'Write HTML with one word.')),
      one('smaller than', alpaca('a <b and c> d; R&D')),
      one('code', alpaca('```\n<br>\n```')),
    ],
  },
  'text/unclosed-code-fence': {
    defects: [one('open', alpaca("```python\nprint('hello')"))],
    quiet: [one('closed', alpaca('```\na\n```')), one('inside a line', alpaca('Use ``` to fence code.'))],
  },
  'text/template-remains': {
    defects: [
      one('braces', alpaca('I am {{name}}.')),
      one('insert', alpaca('Dear [insert name here],')),
      one('your', alpaca('Call <your number>.')),
      one('lorem', alpaca('Lorem ipsum dolor.')),
    ],
    quiet: [one('set notation', alpaca('{{1, 2}, {3}}')), one('footnote', alpaca('See [1] and [the second note].'))],
  },
  'text/repetition': {
    defects: [
      one('words', alpaca('Tea is good and I like to drink it. '.repeat(12).trim())),
      one('characters', alpaca('0'.repeat(400))),
    ],
    quiet: [
      one('a text', alpaca(LONG)),
      one('a short refrain', alpaca('Row, row, row your boat, gently down the stream.')),
      one(
        'a table',
        alpaca(Array.from({ length: 12 }, (_, i) => `| item ${i} | ${i * 7} | ${COLOURS[i] ?? ''} |`).join('\n')),
      ),
    ],
  },
  'text/refusal': {
    defects: [
      one('model', alpaca('As an AI language model, I have no favourite.')),
      one('sorry', alpaca("I'm sorry, but I can't help with that.")),
      one('cannot', alpaca('I cannot assist with this request.')),
    ],
    quiet: [
      one('quoted', alpaca('He wrote: "I\'m sorry, but I can\'t help with that."')),
      one('a helpful assistant', alpaca('As an AI assistant, I can help you with that.')),
      one('in the prompt', alpaca('Yes.', 'As an AI language model, do you dream?')),
    ],
  },
  'text/truncated': {
    defects: [one('inside a sentence', alpaca(LONG), off('text/truncated'))],
    quiet: [one('ends', alpaca(`${LONG}.`), off('text/truncated')), one('off by default', alpaca(LONG))],
  },
  'text/modality': {
    defects: [one('image', alpaca('A wren.', 'Describe the attached image.'), off('text/modality'))],
    quiet: [one('about images', alpaca('Pixels.', 'What is an image made of?'), off('text/modality'))],
  },
  'duplicate/exact': {
    defects: [
      after(
        'other key order, escapes and spacing',
        ['{"instruction": "A?", "input": "", "output": "Bé."}'],
        '{"output":"B\\u00e9.","instruction":"A?"}',
      ),
      after('other metadata', [{ ...alpaca('B.', 'A?'), id: 1 }], { ...alpaca('B.', 'A?'), id: 2 }),
      after('chats', [chat(['user', 'A?'], ['assistant', 'B.'])], {
        id: 'x',
        ...chat(['user', 'A?'], ['assistant', 'B.']),
      }),
    ],
    quiet: [
      after('other response', [alpaca('B.', 'A?')], alpaca('C.', 'A?')),
      after('number against text', [alpaca(1, 'A?')], alpaca('1', 'A?')),
      after('other role', [chat(['user', 'A?'], ['assistant', 'B.'])], chat(['user', 'A?'], ['system', 'B.'])),
      after(
        'other tools',
        [{ ...chat(['user', 'A?'], ['assistant', 'B.']), tools }],
        chat(['user', 'A?'], ['assistant', 'B.']),
      ),
      after('texts that run together', [alpaca('C', 'A', 'B')], alpaca('BC', 'A', '')),
    ],
  },
  'duplicate/normalized': {
    defects: [
      after('case, spacing, punctuation', [alpaca('Green.')], alpaca('green', 'name  a colour', '')),
      after('Unicode forms and quotes', [alpaca('“Caf\u00e9”')], alpaca('"Cafe\u0301"')),
    ],
    quiet: [
      after('a number', [alpaca('1.5', 'Half of 3?')], alpaca('15', 'Half of 3?')),
      after('an operator', [alpaca('if (!x)')], alpaca('if (x)')),
    ],
  },
  'duplicate/near': {
    defects: [after('one word', [alpaca(LONG)], alpaca(LONG.replace('brown', 'grey')))],
    quiet: [
      after('half', [alpaca(LONG)], alpaca(LONG.slice(0, 300))),
      after('short texts', [alpaca('Green it is.')], alpaca('Green it was.')),
    ],
  },
  'duplicate/conflict': {
    defects: [
      after('two answers in a small file', [alpaca('B.', 'A?')], alpaca('C.', 'A?')),
      after('two answers', good(24), alpaca('Something else.', 'Name a colour and a bird, question 7.')),
    ],
    quiet: [
      after('the same answer', good(24), good(8)[7] ?? ''),
      after(
        'several answers are the way of the file',
        good(12).flatMap((row) => [row, { ...row, output: `${String(row.output)} Or so.` }]),
        alpaca('Another.', 'Name a colour and a bird, question 2.'),
      ),
      after('no prompt', good(24), alpaca('Something else.', '')),
    ],
  },
  'chat/unknown-role': {
    defects: [
      one('misspelt', chat(['usr', 'A?'], ['assistant', 'B.'])),
      one('of another tool', chat(['human', 'A?'], ['gpt', 'B.'])),
      one('unknown', chat(['user', 'A?'], ['narrator', 'B.'], ['assistant', 'C.'])),
    ],
    quiet: [
      one('all of OpenAI', chat(['developer', 'A.'], ['user', 'B?'], ['assistant', 'C.'])),
      one('ShareGPT', {
        conversations: [
          { from: 'human', value: 'A?' },
          { from: 'gpt', value: 'B.' },
        ],
      }),
    ],
  },
  'chat/no-assistant': {
    defects: [one('only a user', chat(['user', 'A?']))],
    quiet: [
      one('answered', chat(['user', 'A?'], ['assistant', 'B.'])),
      one('the prompt of a preference', {
        conversations: [{ from: 'human', value: 'A?' }],
        chosen: { from: 'gpt', value: 'B.' },
        rejected: { from: 'gpt', value: 'C.' },
      }),
    ],
  },
  'chat/last-not-assistant': {
    defects: [
      one('thanks', chat(['user', 'A?'], ['assistant', 'B.'], ['user', 'Thanks.'])),
      one('rated', { ...chat(['user', 'A?'], ['assistant', 'B.'], ['user', 'Thanks.']), label: true }),
    ],
    quiet: [
      one('answered', chat(['user', 'A?'], ['assistant', 'B.'])),
      one('ends with a call', { ...chat(['user', 'A?'], ['assistant', null, call('{}')]), tools }),
    ],
  },
  'chat/role-order': {
    defects: [
      one('late system turn', chat(['user', 'A?'], ['system', 'Be kind.'], ['assistant', 'B.'])),
      one('starts with the assistant', chat(['assistant', 'Hello.'], ['user', 'A?'], ['assistant', 'B.'])),
      one('two user turns', chat(['user', 'A?'], ['user', 'Please.'], ['assistant', 'B.'])),
    ],
    quiet: [
      one('system first', chat(['system', 'Be kind.'], ['user', 'A?'], ['assistant', 'B.'])),
      one('call, answer, text', {
        ...chat(
          ['user', 'A?'],
          ['assistant', null, call('{}')],
          ['tool', '{}', { tool_call_id: 'a' }],
          ['assistant', 'B.'],
        ),
        tools,
      }),
    ],
  },
  'chat/empty-turn': {
    defects: [
      one('user', chat(['user', ''], ['assistant', 'B.'])),
      one('earlier answer', chat(['user', 'A?'], ['assistant', ' '], ['user', 'B?'], ['assistant', 'C.'])),
    ],
    quiet: [
      one('an image', {
        messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:' } }] }, assistant('B.')],
      }),
      one('an empty tool result', {
        ...chat(
          ['user', 'A?'],
          ['assistant', null, call('{}')],
          ['tool', '', { tool_call_id: 'a' }],
          ['assistant', 'B.'],
        ),
        tools,
      }),
    ],
  },
  'chat/weight': {
    defects: [
      one('between', chat(['user', 'A?'], ['assistant', 'B.', { weight: 0.5 }])),
      one('on a user turn', chat(['user', 'A?', { weight: 1 }], ['assistant', 'B.'])),
      one('nothing is trained on', chat(['user', 'A?'], ['assistant', 'B.', { weight: 0 }])),
    ],
    quiet: [
      one(
        '0 and 1',
        chat(['user', 'A?'], ['assistant', 'B.', { weight: 0 }], ['user', 'C?'], ['assistant', 'D.', { weight: 1 }]),
      ),
      one('loss weight of LLaMA-Factory', {
        messages: [
          { role: 'user', content: [{ type: 'text', value: 'A?' }], loss_weight: 0 },
          { role: 'assistant', content: [{ type: 'text', value: 'B.' }], loss_weight: 0.5 },
        ],
      }),
    ],
  },
  'chat/tool-call': {
    defects: [
      one('arguments', { ...chat(['user', 'A?'], ['assistant', null, call("{'city': 'Graz'}")]), tools }),
      one('not declared', { ...chat(['user', 'A?'], ['assistant', null, call('{}', 'fog')]), tools }),
      one('no call before', chat(['user', 'A?'], ['tool', '{}'], ['assistant', 'B.'])),
      one('another id', {
        ...chat(
          ['user', 'A?'],
          ['assistant', null, call('{}')],
          ['tool', '{}', { tool_call_id: 'b' }],
          ['assistant', 'B.'],
        ),
        tools,
      }),
      one('ShareGPT call', {
        conversations: [
          { from: 'human', value: 'A?' },
          { from: 'function_call', value: '{"name": "weather"' },
          { from: 'observation', value: '{}' },
          { from: 'gpt', value: 'B.' },
        ],
      }),
      one('tools', {
        conversations: [
          { from: 'human', value: 'A?' },
          { from: 'gpt', value: 'B.' },
        ],
        tools: '[{"name": "weather"}',
      }),
      one('no name', {
        ...chat(
          ['user', 'A?'],
          ['assistant', null, { tool_calls: [{ id: 'a', type: 'function', function: { arguments: '{}' } }] }],
        ),
        tools,
      }),
    ],
    quiet: [
      one('good', {
        ...chat(
          ['user', 'A?'],
          ['assistant', null, call('{"city": "Graz"}')],
          ['tool', '{}', { tool_call_id: 'a' }],
          ['assistant', 'B.'],
        ),
        tools,
      }),
    ],
  },
  'preference/same': {
    defects: [
      one('texts', { prompt: 'A?', chosen: 'B.', rejected: 'B. ' }),
      one('turns', { chosen: [user('A?'), assistant('B.')], rejected: [user('A?'), assistant('B.')] }),
    ],
    quiet: [
      one('case differs', { prompt: 'A?', chosen: 'B.', rejected: 'b.' }),
      // Each is reported as empty: that they are alike says nothing more.
      one('both empty', { prompt: 'A?', chosen: '', rejected: ' ' }),
      one('both empty turns', { prompt: 'A?', chosen: [assistant('')], rejected: [assistant('')] }),
    ],
  },
  'preference/prompt-differs': {
    defects: [one('user turn', { chosen: [user('A?'), assistant('B.')], rejected: [user('C?'), assistant('D.')] })],
    quiet: [
      one('same', { chosen: [user('A?'), assistant('B.')], rejected: [user('A?'), assistant('D.')] }),
      one('explicit prompt', { prompt: 'A?', chosen: 'B.', rejected: 'C.' }),
    ],
  },
  'length/too-long': {
    defects: [one('over the limit', alpaca(LONG), { maxTokens: 60 })],
    quiet: [one('under it', alpaca('Green.'), { maxTokens: 60 }), one('no limit', alpaca(LONG))],
  },
  'privacy/personal-data': {
    defects: [
      one('e-mail', alpaca('Write to lo.marsh@post.net.')),
      one('phone', alpaca('Call +44 20 7946 0018.')),
      one('card', alpaca('Paid with 4111 1111 1111 1111.')),
      one('IBAN', alpaca('Pay into GB82 WEST 1234 5698 7654 32.')),
      one('address', alpaca('Connect to 81.2.69.142.')),
    ],
    quiet: [
      one('wrong check digits', alpaca('Paid with 4111 1111 1111 1112 into GB83 WEST 1234 5698 7654 32.')),
      one('private and reserved addresses', alpaca('192.168.0.1, 127.0.0.1, 203.0.113.7, version 10.4.44.2')),
      one('the word for a person', alpaca('user@post.net, git@github.com')),
      one("a domain that is nobody's", alpaca('lo.marsh@example.org, john@mail.example.com, boss@company.com')),
      one('a resolver that everyone knows', alpaca('Ask 8.8.8.8 or 1.1.1.1.')),
      one('digits that are no telephone number', alpaca('Call 123-456-7890 or (023) 456-7890.')),
      one('sums', alpaca('123 456 789 is 3.14159 times 39 304 000.')),
    ],
  },
  'privacy/secret': {
    defects: [
      one('AWS', alpaca('key = AKIAIOSFODNN7EXAMPLE')),
      one('GitHub', alpaca('ghp_16C7e42F292c6912E7710c838347Ae178B4a')),
      one(
        'private key',
        alpaca(
          `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(3)}\n-----END PRIVATE KEY-----`,
        ),
      ),
    ],
    quiet: [
      one('one letter', alpaca('AKIAAAAAAAAAAAAAAAAA')),
      one('a word like it', alpaca('sk-learn and hf_transfer and eye-opening')),
    ],
  },
  'trainer/dropped': {
    defects: [
      one(
        'LLaMA-Factory reads output',
        { instruction: 'A?', input: '', response: 'B.' },
        { trainer: 'llamafactory-alpaca' },
      ),
      one('Axolotl trains on white space at the edge', chat(['user', 'A?'], ['assistant', 'B. ']), {
        trainer: 'axolotl',
      }),
      one('LLaMA-Factory drops a number', alpaca(4, 'A?'), { trainer: 'llamafactory-alpaca' }),
      one('LLaMA-Factory trains an empty answer', alpaca('', 'A?'), { trainer: 'llamafactory-alpaca' }),
      one(
        'LLaMA-Factory wants turn about',
        {
          conversations: [
            { from: 'gpt', value: 'A.' },
            { from: 'human', value: 'B?' },
          ],
        },
        { trainer: 'llamafactory-sharegpt' },
      ),
      one(
        'LLaMA-Factory wants an even number',
        {
          conversations: [
            { from: 'human', value: 'A?' },
            { from: 'gpt', value: 'B.' },
            { from: 'human', value: 'C?' },
          ],
        },
        { trainer: 'llamafactory-sharegpt' },
      ),
      one(
        'LLaMA-Factory counts images',
        {
          conversations: [
            { from: 'human', value: '<image>A?' },
            { from: 'gpt', value: 'B.' },
          ],
          images: [],
        },
        { trainer: 'llamafactory-sharegpt' },
      ),
      one(
        'LLaMA-Factory wants an odd number before rated answers',
        {
          conversations: [
            { from: 'human', value: 'A?' },
            { from: 'gpt', value: 'B.' },
          ],
          chosen: { from: 'gpt', value: 'C.' },
          rejected: { from: 'gpt', value: 'D.' },
        },
        { trainer: 'llamafactory-sharegpt' },
      ),
      one(
        'LLaMA-Factory wants pairs',
        { ...alpaca('B.', 'A?'), history: [['C?']] },
        { trainer: 'llamafactory-alpaca' },
      ),
      one('LLaMA-Factory reads no chats as Alpaca', chat(['user', 'A?'], ['assistant', 'B.']), {
        trainer: 'llamafactory-alpaca',
      }),
      one('LLaMA-Factory reads no Alpaca rows as chats', alpaca('B.', 'A?'), { trainer: 'llamafactory-sharegpt' }),
      one('OpenAI wants messages', alpaca('B.', 'A?'), { trainer: 'openai' }),
      one('OpenAI wants content', { messages: [user('A?'), { role: 'assistant' }] }, { trainer: 'openai' }),
      one('OpenAI refuses keys', chat(['user', 'A?', { time: 1 }], ['assistant', 'B.']), { trainer: 'openai' }),
      one('TRL fails on keys', { prompt: 'A?', chosen: 'B.' }, { trainer: 'trl-dpo' }),
      one('TRL wants another format', { prompt: 'A?', completion: 'B.' }, { trainer: 'trl-dpo' }),
      one(
        'TRL reads how a prompt ends',
        { prompt: [user('A?'), { role: 'system', content: 'B.' }], completion: [assistant('C.')] },
        { trainer: 'trl-sft' },
      ),
      one('Axolotl drops what is all masked', { segments: [{ label: false, text: 'A' }] }, { trainer: 'axolotl' }),
      one('Axolotl drops what is too long', alpaca(LONG), { trainer: 'axolotl', maxTokens: 60 }),
      one('Axolotl reads output', { instruction: 'A?', context: 'C.', response: 'B.' }, { trainer: 'axolotl' }),
    ],
    quiet: [
      one('no trainer', { instruction: 'A?', input: '', response: 'B.' }),
      one('LLaMA-Factory', alpaca('B.', 'A?'), { trainer: 'llamafactory-alpaca' }),
      one(
        'LLaMA-Factory chat',
        {
          conversations: [
            { from: 'system', value: 'S.' },
            { from: 'human', value: 'A?' },
            { from: 'gpt', value: 'B.' },
          ],
        },
        { trainer: 'llamafactory-sharegpt' },
      ),
      one(
        'LLaMA-Factory rated answers',
        {
          conversations: [{ from: 'human', value: 'A?' }],
          chosen: { from: 'gpt', value: 'C.' },
          rejected: { from: 'gpt', value: 'D.' },
        },
        { trainer: 'llamafactory-sharegpt' },
      ),
      one('OpenAI', { ...chat(['user', 'A?'], ['assistant', null, call('{}')]), tools }, { trainer: 'openai' }),
      one('TRL SFT', chat(['user', 'A?'], ['assistant', 'B.']), { trainer: 'trl-sft' }),
      one('TRL DPO', { prompt: 'A?', chosen: 'B.', rejected: 'C.' }, { trainer: 'trl-dpo' }),
      one('TRL KTO', { prompt: 'A?', completion: 'B.', label: true }, { trainer: 'trl-kto' }),
      one('Axolotl', alpaca('B.', 'A?'), { trainer: 'axolotl' }),
    ],
  },
};
