import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Classifier, RULE_CONFIDENCE } from '../../../../src/core/classify/classifier';
import { classifiedExample, type ClassifiedExample } from '../../../../src/core/classify/example';
import { featuresOf } from '../../../../src/core/classify/features';
import { keywordType } from '../../../../src/core/classify/keywordRules';
import { fromBase64, Model } from '../../../../src/core/classify/model';
import { taskTypeOf } from '../../../../src/core/classify/taskTaxonomies';
import { TASK_TYPES } from '../../../../src/core/classify/taskTypes';
import weights from '../../../../src/core/classify/weights.json';
import { viewOf } from '../../../../src/core/record/toExampleView';
import { foldsOf } from '../../../classifier/folds';
import type { LabelledRow } from '../../../classifier/labelledRows';
import { scoreOf } from '../../../classifier/measure';
import { storeModel } from '../../../classifier/storeModel';
import { trainModel } from '../../../classifier/trainModel';
import { SAMPLE_LINES } from '../analysis/randomDataset';

const classifier = new Classifier(weights);

function example(instruction: string, response = '', input = ''): ClassifiedExample {
  return { instruction, input, response, usesTools: false };
}

/** Written for this test; the classifier never saw them. */
const PLAIN: readonly (readonly [string, ClassifiedExample])[] = [
  ['coding', example('Write a Python function that reverses a list.', 'def reverse(items):\n    return items[::-1]')],
  [
    'math',
    example(
      'Tom has 12 apples and buys 30 more. He gives a third of them to Ann. How many apples does he keep?',
      'He has 12 + 30 = 42 apples. He gives 14 away and keeps 28.',
    ),
  ],
  ['chat', example('You are Napoleon on Saint Helena. Tell a visitor about Waterloo.', 'Ah, my friend, that day...')],
  [
    'classification',
    example(
      'Classify each of these as a fruit or a vegetable: carrot, pear, plum, leek',
      'Fruit: pear, plum\nVegetable: carrot, leek',
    ),
  ],
  [
    'brainstorming',
    example('Give me a list of ideas for a rainy day with children.', '1. Build a den\n2. Bake bread\n3. Paint stones'),
  ],
  ['translation', example('Translate the sentence into German.', 'Guten Tag.', 'Good day.')],
];

test('plain examples are guessed as anybody would', () => {
  for (const [type, each] of PLAIN) assert.equal(classifier.guess(each).type, type, each.instruction);
});

test('guesses are the same each time, and the probability is one', () => {
  for (const [, each] of PLAIN) {
    const guess = classifier.guess(each);
    assert.deepEqual(classifier.guess(each), guess);
    assert.ok(guess.confidence > 0 && guess.confidence <= 1);
  }
});

test('it abstains below the threshold, and tells the best type all the same', () => {
  const unsure = example('Tell me');
  const guess = classifier.guess(unsure, 1.1);
  assert.equal(guess.type, undefined);
  assert.equal(guess.best, classifier.guess(unsure, 0).type);
});

test('types without rows to measure them go by rules and say so', () => {
  const guess = classifier.guess(example('Please translate this sentence into French.'));
  assert.deepEqual(guess, { type: 'translation', best: 'translation', confidence: RULE_CONFIDENCE, isRule: true });
  const tools = classifier.guess({ ...example('What is the weather in Rome?'), usesTools: true });
  assert.equal(tools.type, 'other');
});

test('an explanation names features that the example has, the strongest first', () => {
  const code = example('Write a Python function that adds two numbers.', 'def add(a, b):\n    return a + b');
  const { guess, reasons } = classifier.explain(code);
  assert.equal(guess.type, 'coding');
  assert.equal(reasons[0]?.feature, 'rule coding');
  const features = featuresOf(code);
  for (const { feature, weight } of reasons) {
    assert.ok(features.has(feature) && weight > 0, feature);
  }
  const sorted = reasons.map(({ weight }) => weight).sort((a, b) => b - a);
  assert.deepEqual(
    reasons.map(({ weight }) => weight),
    sorted,
  );
});

test('any row of the samples, and odd texts, get a guess', () => {
  const texts = [
    '',
    '\ud800',
    '🙂'.repeat(3000),
    '.'.repeat(5000),
    '\n'.repeat(9000),
    'how many '.repeat(2000),
    '东京在哪里？',
  ];
  for (const text of texts) assert.ok(TASK_TYPES.includes(classifier.guess(example(text, text, text)).best));
  for (const line of SAMPLE_LINES) {
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
      assert.ok(TASK_TYPES.includes(classifier.guess(classifiedExample(viewOf(value as never))).best));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
});

test('of a chat the first exchange counts, of a preference the chosen side', () => {
  const chat = {
    messages: [
      { role: 'system', content: 's' },
      { role: 'user', content: 'u' },
      { role: 'assistant', content: 'a' },
    ],
  };
  assert.deepEqual(classifiedExample(viewOf(chat)), example('u', 'a'));
  const preference = { prompt: 'p', chosen: 'yes', rejected: 'no' };
  assert.deepEqual(classifiedExample(viewOf(preference)), example('p', 'yes'));
  const tools = {
    messages: [
      { role: 'user', content: 'u' },
      { role: 'assistant', content: '', tool_calls: [{}] },
    ],
  };
  assert.equal(classifiedExample(viewOf(tools)).usesTools, true);
});

test('keyword rules take linear time', () => {
  const long = 'which of two or divide group write an how many '.repeat(4000);
  const start = performance.now();
  for (let i = 0; i < 200; i++) keywordType(example(long));
  assert.ok(performance.now() - start < 2000);
});

test('labels of other taxonomies are known', () => {
  const known = {
    'Coding & Debugging': 'coding',
    brainstorm: 'brainstorming',
    'closed-qa': 'closed_qa',
    'Role Playing': 'chat',
    generation: 'creative_writing',
  };
  for (const [label, type] of Object.entries(known)) assert.equal(taskTypeOf(label), type, label);
  for (const type of TASK_TYPES) assert.equal(taskTypeOf(type), type);
  assert.equal(taskTypeOf('quiz night'), undefined);
});

test('the weights are small and say what they are from', () => {
  assert.ok(JSON.stringify(weights).length < 300_000);
  assert.ok(weights.data.every(({ name, licence, rows }) => name !== '' && licence !== '' && rows > 0));
  assert.throws(() => new Model({ ...weights, features: 'one' }), RangeError);
});

test('base64 is read as Node writes it', () => {
  for (let length = 0; length < 20; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 77 + length * 13) % 256);
    assert.deepEqual([...fromBase64(Buffer.from(bytes).toString('base64'))], [...bytes]);
  }
});

/** Rows of two types that one word tells apart. */
function toyRows(): LabelledRow[] {
  return Array.from({ length: 60 }, (_, i) => ({
    source: 'dolly',
    type: i % 2 === 0 ? 'brainstorming' : 'open_qa',
    example: example(
      `${i % 2 === 0 ? 'Suggest' : 'Who'} ${['birds', 'rivers', 'kings', 'songs', 'games'][i % 5] ?? ''} ${i}`,
    ),
  }));
}

test('training learns what is there to be learned, the same each time', () => {
  const rows = toyRows();
  const stored = storeModel(trainModel(rows), []);
  assert.deepEqual(storeModel(trainModel(rows), []), stored);
  const toy = new Classifier(stored);
  const judged = rows.map((row) => ({ row, ...toy.guess(row.example, 0) }));
  assert.equal(scoreOf(judged).accuracy, 1);
});

test('rows that are alike stand in one fold', () => {
  const rows = toyRows();
  const twins = rows.map((row) => ({
    ...row,
    example: { ...row.example, instruction: `${row.example.instruction}!` },
  }));
  const folds = foldsOf([...rows, ...twins], 5);
  assert.deepEqual(folds.slice(0, rows.length), folds.slice(rows.length));
});

test('a feature that an example has twice counts once, in every example anew', () => {
  const model = new Model(weights);
  const probabilities = (...features: readonly string[]) => [
    ...model.probabilities((sink) => {
      for (const feature of features) sink.add(feature);
    }),
  ];
  const once = probabilities('rule coding', 'first write');
  assert.notDeepEqual(once, probabilities('first write'));
  assert.deepEqual(probabilities('rule coding', 'first write', 'rule coding'), once);
  assert.deepEqual(probabilities('rule coding', 'first write'), once);
});
