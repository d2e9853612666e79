import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CheckConfig } from '../../../../src/core/config/checkConfig';
import { mergeSettings } from '../../../../src/core/config/readSettings';
import { type Lines, LiveChecks } from '../../../../src/host/language/liveChecks';

const config = new CheckConfig(mergeSettings());

/** Rows by id, as a document has them. */
class Rows implements Lines {
  readonly endsWithNewline = true;
  ids: number[];
  private readonly texts = new Map<number, string>();

  constructor(...texts: string[]) {
    this.ids = texts.map((_, i) => i);
    texts.forEach((text, id) => this.texts.set(id, text));
  }

  set(id: number, text: string): void {
    this.texts.set(id, text);
  }

  insert(line: number, id: number, text: string): void {
    this.ids.splice(line, 0, id);
    this.texts.set(id, text);
  }

  remove(id: number): void {
    this.ids = this.ids.filter((known) => known !== id);
    this.texts.delete(id);
  }

  readonly textOf = (id: number) => this.texts.get(id);
  readonly lineOf = (id: number) => (this.ids.includes(id) ? this.ids.indexOf(id) : undefined);
}

function run(checks: LiveChecks): number {
  let steps = 0;
  while (!checks.isDone) steps += [...checks.work()].length;
  return steps;
}

/** All findings by line, in short. */
function told(checks: LiveChecks): string[] {
  return [...checks.all()].flatMap(({ line, findings }) => findings.map(({ code }) => `${line} ${code}`));
}

const row = (n: number) =>
  `{"instruction": "Explain the number ${n} to me.", "input": "", "output": "It is the number ${n}."}`;

/** What is found after edits is what is found in the same rows when they are read for the first time. */
function assertSameAsFresh(rows: Rows, checks: LiveChecks): void {
  const fresh = new LiveChecks(rows, config);
  run(fresh);
  assert.deepEqual(told(checks), told(fresh));
  assert.deepEqual(checks.counts, fresh.counts);
}

test('rows that come, go and change are found as if the file were read anew', () => {
  const rows = new Rows(...Array.from({ length: 40 }, (_, i) => row(i % 30)));
  const checks = new LiveChecks(rows, config);
  run(checks);
  assert.equal(checks.countOf('duplicate/exact'), 10);
  rows.set(0, row(99)); // The first of a cluster leaves it: its copy is a duplicate no more.
  checks.changes([0], []);
  run(checks);
  assertSameAsFresh(rows, checks);
  assert.equal(checks.countOf('duplicate/exact'), 9);
  rows.insert(3, 100, '{"instruction": "Why?", "output": ""');
  checks.changes([100], []);
  run(checks);
  assertSameAsFresh(rows, checks);
  rows.remove(100);
  rows.remove(31);
  checks.changes([], [100, 31]);
  run(checks);
  assertSameAsFresh(rows, checks);
  assert.equal(checks.countOf('json/syntax'), 0);
});

test('after an edit only the row and its clusters are checked again', () => {
  const rows = new Rows(...Array.from({ length: 300 }, (_, i) => row(i)));
  const checks = new LiveChecks(rows, config);
  run(checks);
  rows.set(7, row(8));
  checks.changes([7], []);
  const steps = run(checks);
  assert.ok(steps < 10, `${steps} steps`);
  assertSameAsFresh(rows, checks);
});

test('a key that most rows get makes all rows be judged anew', () => {
  const rows = new Rows(...Array.from({ length: 30 }, (_, i) => row(i)));
  const checks = new LiveChecks(rows, config);
  run(checks);
  const extra = (id: number) => `${row(id).slice(0, -1)}, "sorce": "book"}`;
  for (const id of [0, 1, 2]) {
    rows.set(id, extra(id));
    checks.changes([id], []);
    run(checks);
    assertSameAsFresh(rows, checks);
  }
});

test('a row is up to date when it is asked for, whatever is still to be done', () => {
  const rows = new Rows(row(1), '{"instruction": "Why?", "output": ""}');
  const checks = new LiveChecks(rows, config);
  run(checks);
  rows.set(1, '{"instruction": "Why?", "output": ');
  checks.changes([1], []);
  assert.deepEqual(
    checks.findingsOf(1).map(({ code }) => code),
    ['json/syntax'],
  );
});

test('rows that are seen are checked before the others are read', () => {
  const rows = new Rows(...Array.from({ length: 500 }, (_, i) => (i === 400 ? '{"instruction": ' : row(i))));
  const checks = new LiveChecks(rows, config);
  checks.prefer([399, 400, 401]);
  let steps = 0;
  for (const isWorthShowing of checks.work()) {
    steps++;
    if (isWorthShowing) break;
  }
  assert.ok(steps < 60, `${steps} steps`);
  assert.deepEqual(told(checks), ['400 json/syntax']);
  run(checks);
  assertSameAsFresh(rows, checks);
});

test('a line that is too long is told, and forgotten when it is cut', () => {
  const long = `{"instruction": "${'a '.repeat(600_000)}", "output": ""}`;
  const rows = new Rows(row(1), long, row(2));
  const checks = new LiveChecks(rows, config);
  run(checks);
  assert.deepEqual(told(checks), ['1 json/long-line']);
  rows.set(1, row(3));
  checks.changes([1], []);
  run(checks);
  assert.deepEqual(told(checks), []);
});

test("what the author's rules say of a row holds until its text changes, or the rules do", () => {
  const rows = new Rows(row(1), row(2));
  const checks = new LiveChecks(rows, config);
  run(checks);
  const remarks = { rejections: [{ path: ['output'], pointer: '#', message: '`output` is wrong' }], leaks: [] };
  const asked = checks.takeUnasked(10, [1]);
  assert.deepEqual(
    asked.map(({ id }) => id),
    [1, 0],
    'what is seen comes first',
  );
  assert.equal(checks.hasUnasked, false);
  checks.remark(1, row(2), remarks);
  checks.remark(0, 'an older text', remarks);
  run(checks);
  assert.deepEqual(told(checks), ['1 schema/custom']);
  rows.set(1, row(4));
  checks.changes([1], []);
  run(checks);
  assert.deepEqual(told(checks), []);
  assert.deepEqual(checks.takeUnasked(10, []), [{ id: 1, text: row(4) }]);
  checks.remark(1, row(4), remarks);
  run(checks);
  assert.deepEqual(told(checks), ['1 schema/custom']);
  checks.askAgain(true);
  run(checks);
  assert.deepEqual(told(checks), []);
  assert.equal(checks.takeUnasked(10, []).length, 2);
});
