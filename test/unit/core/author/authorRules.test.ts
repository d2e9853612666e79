import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AuthorRules } from '../../../../src/core/author/authorRules';
import { benchmarkParts, BenchmarkRule } from '../../../../src/core/author/benchmarkRule';
import type { RuleMachine, RuleThread } from '../../../../src/core/author/ruleRunner';
import { createRuleThread, type RuleTask } from '../../../../src/core/author/ruleThread';
import { offsetOfProblem, readSchema } from '../../../../src/core/author/readSchema';
import { SchemaRule } from '../../../../src/core/author/schemaRule';
import type { JsonValue } from '../../../../src/core/json/path';
import { encodeUtf8 } from '../../../../src/core/text/encoding';

/** Lines with this text keep the thread for ever; with the other, it dies. */
const STUCK = 'stuck';
const DEADLY = 'deadly';

interface FakeMachine extends RuleMachine {
  readonly started: () => number;
  readonly running: () => number;
}

/** Threads in this one: what would take for ever is never answered, and time is up as soon as nothing else happens. */
function fakeMachine(): FakeMachine {
  let started = 0;
  let running = 0;
  return {
    started: () => started,
    running: () => running,
    startRuleThread: () => {
      started++;
      running++;
      return fakeThread(() => running--);
    },
    sleep: (_, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, 50);
        signal.addEventListener('abort', () => clearTimeout(timer));
      }),
  };
}

function fakeThread(ended: () => void): RuleThread {
  const answer = createRuleThread();
  let onMessage: (message: unknown) => void = () => undefined;
  let onExit: (error: Error | undefined) => void = () => undefined;
  const answerTo = (task: RuleTask): void => {
    if (task.kind === 'reject') {
      const bad = task.lines.findIndex((line) => line.includes(STUCK) || line.includes(DEADLY));
      if (bad >= 0) {
        Atomics.store(task.at, 0, bad);
        if (task.lines[bad]?.includes(DEADLY) === true) onExit(new Error('out of memory'));
        return;
      }
    }
    onMessage(answer(task));
  };
  return {
    post: (task) => void setTimeout(() => answerTo(task)),
    onMessage: (listener) => (onMessage = listener),
    onExit: (listener) => (onExit = listener),
    terminate: () => {
      ended();
      return Promise.resolve();
    },
  };
}

const row = (output: string) => JSON.stringify({ instruction: 'A?', input: '', output });
const short: JsonValue = { properties: { output: { maxLength: 3 } } };

async function schemaRule(schema: JsonValue, machine: RuleMachine): Promise<SchemaRule> {
  const started = await SchemaRule.start(machine, schema);
  assert.ok(started instanceof SchemaRule);
  return started;
}

describe('SchemaRule', () => {
  test('says of each row what the schema says; nothing of lines that are not JSON', async () => {
    const rule = await schemaRule(short, fakeMachine());
    const lines = [...Array<string>(450).fill(row('abc')), row('abcd'), '{"output": "abcd"', ''];
    const rows = await rule.check(lines);
    assert.deepEqual(
      rows.flatMap((rejections, i) => rejections.map(({ path }) => [i, path])),
      [[450, ['output']]],
    );
    await rule.dispose();
  });

  test('tells what is wrong with the schema, and ends its thread', async () => {
    const machine = fakeMachine();
    const problems = await SchemaRule.start(machine, { properties: { a: { type: 'strong' } } });
    assert.ok(!(problems instanceof SchemaRule));
    assert.ok(problems.some(({ pointer }) => pointer === '/properties/a/type'));
    assert.equal(machine.running(), 0);
  });

  for (const word of [STUCK, DEADLY]) {
    test(`names the row on which it is ${word}, and goes on with the others in a new thread`, async () => {
      const machine = fakeMachine();
      const rule = await schemaRule(short, machine);
      const rows = await rule.check([row('abcd'), row(word), row('abcd'), row('abc')]);
      assert.deepEqual(
        rows.map((rejections) => rejections.map(({ failed }) => failed ?? false)),
        [[false], [true], [false], []],
      );
      assert.equal(machine.started(), 2);
      assert.equal(rule.givenUp, undefined);
      await rule.dispose();
      assert.equal(machine.running(), word === STUCK ? 0 : 1, 'a thread that died needs no end');
    });
  }

  test('is given up after a few such rows', async () => {
    const rule = await schemaRule(short, fakeMachine());
    const rows = await rule.check([...Array<string>(5).fill(row(STUCK)), row('abcd')]);
    assert.equal(rows.filter(([first]) => first?.failed === true).length, 3);
    assert.match(rule.givenUp ?? '', /took too long on 3 examples/);
    assert.deepEqual(await rule.check([row('abcd')]), [[]]);
  });

  test('that is ended answers what was asked', async () => {
    const rule = await schemaRule(short, fakeMachine());
    const rows = rule.check([row(STUCK)]);
    await rule.dispose();
    assert.deepEqual(await rows, [[]]);
    assert.deepEqual(await rule.check([row('abcd')]), [[]]);
  });
});

test('benchmarks come in parts of whole lines, and are found in rows', async () => {
  const question = 'one two three four five six seven eight nine ten';
  async function* parts() {
    await Promise.resolve();
    yield* benchmarkParts('b.jsonl', encodeUtf8(`\ufeff${JSON.stringify({ question })}\n\nplain text of a file\n`));
  }
  const benchmarks = await BenchmarkRule.start(fakeMachine(), 5, parts());
  const rules = new AuthorRules(undefined, benchmarks);
  const [first, second, third] = await rules.check([row(`It is ${question}.`), row('x'), '{']);
  assert.deepEqual(
    first?.leaks.map(({ file, words, path }) => [file, words, path]),
    [['b.jsonl', 10, ['output']]],
  );
  assert.deepEqual([second, third], [undefined, undefined]);
  assert.throws(() => [...benchmarkParts('x', encodeUtf8('a\0b\0c\0d\0').slice())], /UTF-8|not text/);
  const long = encodeUtf8(`${'a line of words\n'.repeat(2 ** 19)}the end`);
  const cut = [...benchmarkParts('x', long)];
  assert.ok(cut.length > 1);
  assert.equal(
    cut.reduce((sum, { bytes }) => sum + bytes.length, 0),
    long.length,
  );
  for (const { bytes } of cut.slice(0, -1)) assert.equal(bytes.at(-1), 10);
  await rules.dispose();
});

test('a schema file is read with its byte order mark and comments refused, and problems have a place', () => {
  assert.deepEqual(readSchema(encodeUtf8('\ufeff{"type": "object"}')), { schema: { type: 'object' } });
  const broken = readSchema(encodeUtf8('{"type": }'));
  assert.ok('problems' in broken && (broken.problems[0]?.message ?? '').includes('not valid JSON'));
  assert.ok('problems' in readSchema(encodeUtf8('')));
  const text = '{\n  "properties": {"a": {"type": "strong"}}\n}';
  assert.equal(offsetOfProblem(encodeUtf8(text), ['properties', 'a', 'type']), text.indexOf('"strong"'));
  assert.equal(offsetOfProblem(encodeUtf8(text), ['properties', 'b', 'type']), text.indexOf('{"a"'));
});
