import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AnalysisFixes, SAFELY_FIXED, type WantedFixes } from '../../../../src/core/analysis/analysisFixes';
import { CATALOGUE, CODES } from '../../../../src/core/checks/catalogue';
import { applyTextEdits } from '../../../../src/core/json/textEdit';
import { Analysed } from './analysed';

const fine = '{"instruction": "Name a bird.", "input": "", "output": "A wren."}';
const other = '{"instruction": "Name a fish.", "input": "", "output": "A trout."}';
const placeholder = '{"instruction": "Sort.", "input": "<noinput>", "output": "Sorted."}';
const spread = ['{', '"instruction": "Name a tree.", "input": "",', '"output": "An oak."', '}'];

function analysed(...lines: readonly string[]): Analysed {
  const made = new Analysed(new TextEncoder().encode(lines.map((line) => `${line}\n`).join('')));
  while (made.engine.work(100));
  return made;
}

function planned(made: Analysed, wanted: WantedFixes): number[] {
  const plan = new AnalysisFixes(made.engine).plan(wanted);
  for (;;) {
    const next = plan.next();
    if (next.done === true) return next.value;
  }
}

/** What becomes of the rows that are changed. */
function results(made: Analysed, wanted: WantedFixes): (readonly string[])[] {
  const fixes = new AnalysisFixes(made.engine);
  return fixes
    .fixed(planned(made, wanted), wanted)
    .map(({ id, result }) =>
      result.kind === 'lines' ? result.lines : [applyTextEdits(made.engine.lineOf(id) ?? '', [result.change])],
    );
}

const kind = (code: NonNullable<WantedFixes['kind']>['code'], fix: NonNullable<WantedFixes['kind']>['fix']) => ({
  kind: { code, fix },
});

void describe('fixes of an analysis', () => {
  test('are told with the findings of a row', () => {
    const made = analysed(fine, placeholder);
    const [row, ...more] = new AnalysisFixes(made.engine).fixesOf([1, 99]);
    assert.deepEqual(more, []);
    const [found] = row?.findings ?? [];
    assert.equal(found?.finding.code, 'pair/placeholder-input');
    assert.deepEqual(
      found.fixes.map(({ id, safe }) => [id, safe]),
      [['set-empty', true]],
    );
  });

  test('never join a broken record over a line that is too long to be read', () => {
    const long = `"input": "${'a'.repeat(17 * 2 ** 20)}",`;
    const made = analysed(fine, '{"instruction": "Name a tree.",', long, '"output": "An oak."}', other);
    assert.deepEqual(results(made, {}), [['{"instruction": "Name a tree."}'], ['{"output": "An oak."}']]);
    const [row] = new AnalysisFixes(made.engine).fixesOf([1]);
    const changes = row?.findings.flatMap(({ fixes }) => fixes.map(({ change }) => change)) ?? [];
    assert.ok(changes.length > 0 && changes.every((change) => change.kind !== 'rows' || change.count === 1));
  });

  test('of one kind touch nothing else, and only the characters that differ', () => {
    const both = placeholder.replace('Sorted.', '');
    const made = analysed(fine, both, placeholder);
    const wanted = kind('pair/placeholder-input', 'set-empty');
    assert.deepEqual(planned(made, wanted), [1, 2]);
    const [first] = new AnalysisFixes(made.engine).fixed([1], wanted);
    const start = both.indexOf('<noinput>');
    assert.deepEqual(first, { id: 1, count: 1, result: { kind: 'line', change: { start, end: start + 9, text: '' } } });
    assert.deepEqual(results(made, kind('pair/empty-response', 'delete-example')), [[]]);
  });

  test('of duplicates delete all but the first', () => {
    const made = analysed(fine, other, fine, fine);
    assert.deepEqual(planned(made, kind('duplicate/exact', 'delete-example')), [2, 3]);
    assert.deepEqual(planned(made, kind('duplicate/exact', 'keep-this')), [], 'one of them cannot be chosen for all');
  });

  test('that are safe join a record that was written over several lines, and its lines are no rows of the plan', () => {
    const made = analysed(fine, ...spread, '', placeholder, fine);
    assert.deepEqual(planned(made, {}), [1, 5, 6]);
    assert.deepEqual(results(made, {}), [
      ['{ "instruction": "Name a tree.", "input": "", "output": "An oak." }'],
      [],
      [placeholder.replace('<noinput>', '')],
    ]);
  });

  test('are planned for every code of which the catalogue has a safe example', () => {
    const codes = CODES.filter((code) => CATALOGUE[code].scope !== 'file').filter((code) => {
      const made = analysed(...Array<string>(20).fill(fine), CATALOGUE[code].before);
      const [row] = new AnalysisFixes(made.engine).fixesOf([20]);
      return row?.findings.some(
        ({ finding, fixes }) =>
          finding.code === code && fixes.some(({ safe, change }) => safe && change.kind !== 'file'),
      );
    });
    assert.ok(codes.length > 1);
    for (const code of codes) assert.ok(SAFELY_FIXED.includes(code), code);
  });
});

void describe('rows with findings', () => {
  const made = analysed(fine, placeholder, other, fine, '{broken', other);

  test('are found one after the other, going round', () => {
    const next = (from: number, backwards = false) => made.queries.nextRow({}, from, backwards);
    assert.deepEqual(
      [-1, 0, 1, 3, 4, 5].map((from) => next(from)),
      [1, 1, 3, 4, 5, 1],
    );
    assert.deepEqual(
      [0, 1, 2, 4, 5].map((from) => next(from, true)),
      [5, 5, 1, 3, 4],
    );
    assert.equal(made.queries.nextRow({ codes: ['duplicate/exact'] }, 3, false), 5);
    assert.equal(made.queries.nextRow({ codes: ['pair/empty-response'] }, 0, false), undefined);
  });

  test('of duplicates come with the rows that they repeat', () => {
    assert.deepEqual([...made.queries.rowsWith({ codes: ['duplicate/exact'] })], [3, 5]);
    const whole = made.queries.rowsWith({ codes: ['duplicate/exact', 'json/syntax'], wholeClusters: true });
    assert.deepEqual([...whole], [0, 2, 3, 4, 5]);
  });
});
