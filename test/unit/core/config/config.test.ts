import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CheckConfig } from '../../../../src/core/config/checkConfig';
import { globToRegExp } from '../../../../src/core/config/glob';
import { parseProjectFile } from '../../../../src/core/config/projectFile';
import { mergeSettings, type PartialSettings, readSettings } from '../../../../src/core/config/readSettings';
import { DEFAULTS, SETTINGS } from '../../../../src/core/config/settings';
import { configurationProperties } from '../../../../src/core/config/settingsSchema';
import { splitOf } from '../../../../src/core/config/split';

describe('.itune.json', () => {
  test('gives its settings', () => {
    const { settings, problems } = parseProjectFile(
      '{\n  "$schema": "x",\n  "trainer": "axolotl",\n  "severity": {"text/refusal": "off"},\n  "datasets": [{"files": ["a.jsonl"], "split": "test"}]\n}\n',
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(settings, {
      trainer: 'axolotl',
      severity: { 'text/refusal': 'off' },
      datasets: [{ files: ['a.jsonl'], split: 'test' }],
    });
  });

  test('names every mistake with its place, and keeps the rest', () => {
    const text =
      '{"trainr": "none", "maxTokens": -1, "thresholds": {"repetition": 2, "benchmarkWords": 8}, "severity": {"no/code": "off", "text/refusal": "loud"}, "benchmarks": [7, "b.jsonl"], "datasets": [{"files": []}]}';
    const { settings, problems } = parseProjectFile(text);
    const named = problems.map(({ start, end }) => text.slice(start, end));
    assert.deepEqual(named, ['"trainr"', '-1', '2', '"no/code"', '"loud"', '7', '{"files": []}']);
    assert.deepEqual(settings, {
      thresholds: { benchmarkWords: 8 },
      severity: {},
      benchmarks: ['b.jsonl'],
      datasets: [],
    });
    assert.match(problems[1]?.message ?? '', /`maxTokens` must be a whole number from 0/);
  });

  test('that is no JSON gives no settings but says where', () => {
    const { settings, problems } = parseProjectFile('{"trainer": "none",}');
    assert.deepEqual(settings, {});
    assert.equal(problems.length, 1);
  });

  test('cannot reach a prototype', () => {
    const { problems } = readSettings(JSON.parse('{"__proto__": {"trainer": "axolotl"}, "constructor": 1}'));
    assert.deepEqual(
      problems.map(({ path }) => path),
      [['__proto__'], ['constructor']],
    );
  });
});

test('later layers win; severities and thresholds one by one', () => {
  const merged = mergeSettings(
    {
      trainer: 'openai',
      severity: { 'text/refusal': 'off', 'json/syntax': 'hint' },
      thresholds: { nearDuplicate: 0.9 },
    },
    { severity: { 'json/syntax': 'warning' }, thresholds: { repetition: 0.6 } },
  );
  assert.equal(merged.trainer, 'openai');
  assert.deepEqual(merged.severity, { 'text/refusal': 'off', 'json/syntax': 'warning' });
  assert.deepEqual(merged.thresholds, { ...DEFAULTS.thresholds, nearDuplicate: 0.9, repetition: 0.6 });
});

test('every setting has a default that it would take', () => {
  assert.deepEqual(Object.keys(DEFAULTS).sort(), Object.keys(SETTINGS).sort());
  assert.deepEqual(readSettings(DEFAULTS).problems, []);
  assert.deepEqual(
    Object.keys(configurationProperties()),
    Object.keys(SETTINGS).map((name) => `itune.${name}`),
  );
});

describe('the configuration of the checks', () => {
  const config = (settings: PartialSettings = {}) => new CheckConfig(mergeSettings(settings));

  test('switches codes on and off', () => {
    assert.equal(config().has('text/truncated'), false);
    assert.equal(config({ severity: { 'text/truncated': 'hint' } }).has('text/truncated'), true);
    assert.equal(config({ severity: { 'json/syntax': 'off' } }).has('json/syntax'), false);
    assert.equal(config().has('trainer/dropped'), false);
    assert.equal(config({ trainer: 'openai' }).has('trainer/dropped'), true);
    assert.equal(config({ maxTokens: 10 }).has('length/too-long'), true);
  });

  test("puts the author's severity before that of a message", () => {
    assert.equal(config().severityOf('json/encoding', 'bom'), 'warning');
    assert.equal(config({ severity: { 'json/encoding': 'error' } }).severityOf('json/encoding', 'bom'), 'error');
  });
});

test('globs', () => {
  const fits = (glob: string, path: string) => globToRegExp(glob).test(path);
  assert.ok(fits('*.jsonl', 'data/a.jsonl'));
  assert.ok(fits('data/**/*.jsonl', 'data/a.jsonl') && fits('data/**/*.jsonl', 'data/b/c/a.jsonl'));
  assert.ok(fits('{train,valid}*.jsonl', 'valid-1.jsonl') && !fits('{train,valid}*.jsonl', 'test.jsonl'));
  assert.ok(
    !fits('data/*.jsonl', 'data/b/a.jsonl') && !fits('a?.jsonl', 'a.jsonl') && fits('./a+b[1].jsonl', 'a+b[1].jsonl'),
  );
});

test('splits: declared, then by name', () => {
  assert.equal(splitOf('data/x.jsonl', [{ files: ['data/*'], split: 'test' }]), 'test');
  assert.equal(splitOf('squad-dev.jsonl', []), 'validation');
  assert.equal(splitOf('my_test_set.jsonl', []), 'test');
  assert.equal(splitOf('contest.jsonl', []), 'train');
});
