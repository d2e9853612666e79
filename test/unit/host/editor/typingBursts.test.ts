import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LONGEST, PAUSE, TypingBursts, type Clock } from '../../../../src/host/editor/typingBursts';

function fakeClock() {
  let now = 0;
  let timers: { at: number; callback: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    after: (milliseconds, callback) => {
      const timer = { at: now + milliseconds, callback };
      timers.push(timer);
      return { dispose: () => (timers = timers.filter((other) => other !== timer)) };
    },
  };
  const pass = (milliseconds: number) => {
    now += milliseconds;
    const due = timers.filter((timer) => timer.at <= now);
    timers = timers.filter((timer) => timer.at > now);
    for (const timer of due) timer.callback();
  };
  return { clock, pass };
}
const field = { view: 'a', row: 1, path: ['response'] };

test('keystrokes of one field share a group until a pause', () => {
  const { clock, pass } = fakeClock();
  const bursts = new TypingBursts<string>(clock);
  assert.equal(bursts.groupFor(field), undefined);
  bursts.typed(field, 'g1');
  pass(PAUSE - 1);
  assert.equal(bursts.groupFor(field), 'g1');
  bursts.typed(field, 'g1');
  pass(PAUSE);
  assert.equal(bursts.groupFor(field), undefined);
});

test('a burst without pause ends all the same', () => {
  const { clock, pass } = fakeClock();
  const bursts = new TypingBursts<string>(clock);
  bursts.typed(field, 'g1');
  for (let time = 100; time < LONGEST; time += 100) {
    pass(100);
    assert.equal(bursts.groupFor(field), 'g1', `after ${time} ms`);
    bursts.typed(field, 'g1');
  }
  pass(100);
  assert.equal(bursts.groupFor(field), undefined);
});

test('another field, row or view, and an explicit close, end the burst', () => {
  const { clock } = fakeClock();
  const bursts = new TypingBursts<string>(clock);
  for (const other of [
    { ...field, path: ['input'] },
    { ...field, row: 2 },
    { ...field, view: 'b' },
  ]) {
    bursts.typed(field, 'g');
    assert.equal(bursts.groupFor(other), undefined);
    assert.equal(bursts.groupFor(field), undefined);
  }
  bursts.typed(field, 'g');
  bursts.close();
  assert.equal(bursts.groupFor(field), undefined);
});
