import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CATALOGUE, type Code, CODES } from '../../src/core/checks/catalogue';
import type { FixId } from '../../src/core/checks/catalogue/entry';
import { DatasetChecker } from '../../src/core/checks/datasetChecker';
import { describeFinding } from '../../src/core/checks/describe';
import type { Finding } from '../../src/core/checks/finding';
import { CheckConfig } from '../../src/core/config/checkConfig';
import { mergeSettings } from '../../src/core/config/readSettings';
import { type Fix, titleOf } from '../../src/core/fixes/fix';
import { fixRow } from '../../src/core/fixes/fixAll';
import { fixesFor } from '../../src/core/fixes/fixesFor';
import { type Case, CASES } from './cases';
import { assertGolden } from './goldenText';

/** Codes that need other files, or bytes: they have tests of their own. */
const ELSEWHERE: readonly Code[] = [
  'json/long-line',
  'schema/custom',
  'duplicate/across-files',
  'leak/benchmark',
  'file/too-few',
  'file/too-large',
  'file/no-final-newline',
];

/** Fixes of a file, or of several lines: they have tests of their own, too. */
const NEED_MORE_LINES: readonly FixId[] = ['remove-bom', 'join-lines'];

/** Of the file's bytes; and where the other row is not at hand. */
const SAID_ELSEWHERE: readonly string[] = ['json/encoding bom', 'duplicate/near default'];

interface Checked {
  readonly checker: DatasetChecker;
  readonly config: CheckConfig;
  readonly line: string;
  readonly findings: readonly Finding[];
}

/** The findings of a case's last row. */
function check({ rows, settings = {} }: Case): Checked {
  const config = new CheckConfig(mergeSettings(settings));
  const checker = new DatasetChecker(config);
  rows.forEach((row, i) => checker.add(i, row));
  const last = rows.length - 1;
  const line = rows[last] ?? '';
  return { checker, config, line, findings: checker.findingsOf(last, line, { lineOf: (row) => rows[row] }) };
}

for (const code of CODES.filter((name) => !ELSEWHERE.includes(name))) {
  describe(code, () => {
    const cases = CASES[code];
    assert.ok(cases !== undefined, `${code} has cases`);

    for (const item of cases.defects) {
      test(`finds ${item.name}`, () => {
        const { findings, line } = check(item);
        const found = findings.filter((finding) => finding.code === code);
        assert.notEqual(found.length, 0);
        for (const { start, end } of found) assert.ok(start >= 0 && start <= end && end <= line.length);
      });
      test(`fixes ${item.name} for good`, () => {
        const { checker, config, line, findings } = check(item);
        for (const finding of findings.filter((candidate) => candidate.code === code)) {
          for (const fix of fixesFor(finding, line, checker.facts, config))
            assertFixes(fix, finding, line, checker, config);
        }
        const names = findings.flatMap((finding) => fixesFor(finding, line, checker.facts, config).map(({ id }) => id));
        const choices = [{}, ...new Set(names)].map((fix) =>
          typeof fix === 'string' ? { fix, unsafe: true, only: [code] } : fix,
        );
        for (const options of choices) {
          const more = findings.filter((finding) => finding.code.startsWith('duplicate/'));
          const once = fixRow(line, checker.facts, config, { ...options, more });
          for (const fixed of once.lines)
            assert.deepEqual(fixRow(fixed, checker.facts, config, options).lines, [fixed]);
        }
      });
    }

    for (const item of cases.quiet) {
      test(`stays quiet on ${item.name}`, () => {
        const { findings } = check(item);
        assert.deepEqual(
          findings.filter((finding) => finding.code === code).map((finding) => describeFinding(finding)),
          [],
        );
      });
    }

    test('has a case of each of its fixes', () => {
      const shown = new Set(
        cases.defects.flatMap((item) => {
          const { checker, config, line, findings } = check(item);
          const own = findings.filter((finding) => finding.code === code);
          return own.flatMap((finding) => fixesFor(finding, line, checker.facts, config).map(({ id }) => id));
        }),
      );
      const missing = CATALOGUE[code].fixes.filter((id) => !shown.has(id) && !NEED_MORE_LINES.includes(id));
      assert.deepEqual(missing, []);
    });

    test('has a case of each of its messages', () => {
      const said = new Set(
        cases.defects
          .flatMap((item) => check(item).findings.filter((found) => found.code === code))
          .map((f) => f.message),
      );
      assert.deepEqual(
        Object.keys(CATALOGUE[code].messages).filter(
          (name) => !said.has(name) && !SAID_ELSEWHERE.includes(`${code} ${name}`),
        ),
        [],
      );
    });

    test('says and mends what it did', () => {
      assertGolden(`test/golden/${code}.golden.txt`, cases.defects.map(describeCase).join('\n'));
    });
  });
}

/** A fix of a line takes its own finding away (or makes it fewer), and is one of those that the catalogue names. */
function assertFixes(fix: Fix, finding: Finding, line: string, checker: DatasetChecker, config: CheckConfig): void {
  assert.ok(CATALOGUE[finding.code].fixes.includes(fix.id), `${finding.code} names ${fix.id}`);
  if (fix.change.kind !== 'line') return;
  const { start, end, text } = fix.change.change;
  assert.equal(line.slice(0, start) + text + line.slice(end), fix.change.line, 'the change makes the line');
  const sameKind = (row: string) => {
    const own = new DatasetChecker(config);
    own.add(0, row);
    const found = checker.facts.rows > 1 ? [] : own.findingsOf(0, row);
    return found.filter(({ code }) => code === finding.code).length;
  };
  if (checker.facts.rows <= 1) assert.ok(sameKind(fix.change.line) < sameKind(line), `${fix.id} mends ${finding.code}`);
}

/** Characters that would make a golden file binary, or reorder it on screen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}]/gu;

function describeCase(item: Case): string {
  const { checker, config, line, findings } = check(item);
  const shown = (text: string) => (text.length > 600 ? `${text.slice(0, 300)}…${text.slice(-120)}` : text);
  const lines = [`# ${item.name}`, shown(line)];
  for (const finding of findings) {
    const { code, severity, start, end } = finding;
    lines.push(`  ${start + 1}-${end + 1} ${severity} ${code}: ${shown(describeFinding(finding))}`);
    for (const fix of fixesFor(finding, line, checker.facts, config)) {
      lines.push(`    ${fix.safe ? 'safe' : 'unsafe'} ${fix.id} "${titleOf(fix)}"${shown(changeOf(fix))}`);
    }
  }
  return `${lines.join('\n').replace(UNSEEN, (char) => (char === '\n' ? char : `‹U+${hex(char)}›`))}\n`;
}

function hex(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}

function changeOf({ change }: Fix): string {
  switch (change.kind) {
    case 'line':
      return `\n      > ${change.line}`;
    case 'rows':
      return change.lines.map((line) => `\n      > ${line}`).join('') || '\n      (gone)';
    case 'reveal':
      return ` at ${JSON.stringify(change.path)}`;
    case 'file':
      return ` ${change.operation}`;
    case 'delete-others':
      return '';
  }
}
