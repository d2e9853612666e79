import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lengthChart } from '../../../webview/balance/model/charts';
import { sampleBalance } from '../fakeBalance/sampleBalance';

const sample = sampleBalance();
const bins = [
  { from: 1, to: 10, count: 40 },
  { from: 10, to: 20, count: 5 },
  { from: 20, to: 30, count: 3 },
];
const data = { ...sample, measures: { ...sample.measures, totalTokens: { ...sample.measures.totalTokens, bins } } };
const summary = (limit: number) => lengthChart(data, 'totalTokens', limit)?.summary ?? '';

test('lengths say how many examples are over the limit, from and to where the limit lies within a bar', () => {
  // 10 to 19 is the bar: at 9 all of it is over, at 19 nothing.
  assert.match(summary(9), / 8 examples over the limit of 9\.$/);
  assert.match(summary(10), / 3 to 8 examples over the limit of 10, which lies within a bar\.$/);
  assert.match(summary(18), / 3 to 8 examples over the limit of 18,/);
  assert.match(summary(19), / 3 examples over the limit of 19\.$/);
  assert.match(summary(29), / 0 examples over the limit of 29\.$/);
  assert.doesNotMatch(summary(0), /limit/);
  assert.doesNotMatch(lengthChart(data, 'promptCharacters', 9)?.summary ?? '', /limit/);
});

test('lengths say how many examples are over the limit to the example where they were counted for it', () => {
  const examples = { promptTokens: 0, responseTokens: 1, totalTokens: 6 };
  const counted = { ...data, overLimit: { limit: 10, examples } };
  assert.match(lengthChart(counted, 'totalTokens', 10)?.summary ?? '', / 6 examples over the limit of 10\.$/);
  assert.match(lengthChart(counted, 'responseTokens', 10)?.summary ?? '', / 1 example over the limit of 10\.$/);
  assert.match(lengthChart(counted, 'totalTokens', 12)?.summary ?? '', / 3 to 8 examples over the limit of 12,/);
});
