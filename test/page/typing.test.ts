import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { control, record, sentEdits } from './support/form';
import { pageSuite } from './support/pageSuite';
import { numberedLines } from './support/samples';

const suite = pageSuite();
const response = ['output'];

async function openRows(count = 3) {
  const open = await suite.open({ lines: numberedLines(count) });
  await open.page.waitForSelector('.detail-header');
  await control(open.page, response).focus();
  await open.page.keyboard.press('Control+End');
  return open;
}

function caret(page: Page): Promise<readonly [string, number]> {
  return page.evaluate(() => {
    const field = document.activeElement;
    return field instanceof HTMLTextAreaElement ? [field.value, field.selectionStart] : ['', -1];
  });
}

describe('typing', () => {
  test('sends the first keystroke at once and later ones together', async () => {
    const open = await openRows();
    const { page, host } = open;
    const counts = await page.evaluate(async () => {
      const field = document.activeElement as HTMLTextAreaElement;
      const type = (letter: string) => {
        field.setRangeText(letter, field.value.length, field.value.length, 'end');
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      };
      const sent = () => window.fakeHost.callsOf('applyEdit').length;
      // No time passes while the author types, however busy the machine is.
      const now = performance.now();
      performance.now = () => now;
      type('a');
      const first = sent();
      for (const letter of 'bcdef') type(letter);
      const held = sent();
      Reflect.deleteProperty(performance, 'now');
      while (sent() === held) await new Promise((resolve) => setTimeout(resolve, 10));
      return [first, held, sent()];
    });
    assert.deepEqual(counts, [1, 1, 2]);
    const edits = await host((fake) => fake.callsOf('applyEdit'));
    assert.deepEqual(
      edits.map(({ edit, typing, sequence }) => [edit, typing, sequence]),
      [
        [{ kind: 'set', path: response, value: 'Answer 1a' }, true, 1],
        [{ kind: 'set', path: response, value: 'Answer 1abcdef' }, true, 2],
      ],
    );
    assert.equal(edits[0]?.label, 'Edit response');
  });

  test('ends the burst after a pause and when the field is left', async () => {
    const { page, host } = await openRows();
    await page.keyboard.type('a');
    await page.waitForFunction(() => window.fakeHost.callsOf('endBurst').length === 1);
    await page.keyboard.type('b');
    await page.keyboard.press('Tab');
    await page.waitForFunction(() => window.fakeHost.callsOf('endBurst').length === 2);
    assert.equal(await host((fake) => fake.callsOf('applyEdit').length), 2);
  });

  test('loses nothing to a slow host, and leaves the caret alone', async () => {
    const open = await openRows();
    const { page, host } = open;
    await host((fake) => {
      fake.latency = 150;
    });
    await page.keyboard.press('Home');
    await page.keyboard.type('A fairly long sentence. ', { delay: 15 });
    assert.deepEqual(await caret(page), ['A fairly long sentence. Answer 1', 24]);
    await sentEdits(open);
    assert.deepEqual(await caret(page), ['A fairly long sentence. Answer 1', 24]);
    assert.equal((await record(open)).output, 'A fairly long sentence. Answer 1');
  });

  test('numbers edits in one chain over rows, each with the version that the page has seen', async () => {
    const open = await openRows();
    const { page, host } = open;
    await page.keyboard.type('x');
    await page.locator('.row').nth(1).click();
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'Task 2');
    await control(page, response).fill('y');
    await control(page, response).fill('z');
    await sentEdits(open);
    const edits = await host((fake) =>
      fake.callsOf('applyEdit').map(({ id, version, sequence }) => ({ id, version, sequence })),
    );
    assert.deepEqual(
      edits.map(({ sequence }) => sequence),
      edits.map((_, index) => index + 1),
    );
    assert.deepEqual([...new Set(edits.map(({ id }) => id))], [1, 2]);
    assert.equal((await record(open, 1)).output, 'z');
  });

  test('shows the edit in the list', async () => {
    const { page } = await openRows();
    await page.keyboard.type(' changed');
    await page.waitForFunction(() => document.querySelector('.row-response')?.textContent === 'Answer 1 changed');
  });

  test('sends what is still held when another row is opened', async () => {
    const open = await openRows();
    const { page } = open;
    await page.keyboard.type('abc');
    await page.locator('.row').nth(2).click();
    await sentEdits(open);
    assert.equal((await record(open)).output, 'Answer 1abc');
  });

  test('answers a flush when the host has everything', async () => {
    const open = await openRows();
    const { page, host } = open;
    await host((fake) => {
      fake.latency = 100;
    });
    const value = await page.evaluate(async () => {
      const field = document.activeElement as HTMLTextAreaElement;
      for (const letter of 'abc') {
        field.setRangeText(letter, field.value.length, field.value.length, 'end');
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      }
      await window.fakeHost.flush();
      return window.fakeHost.lines()[0];
    });
    assert.match(value ?? '', /"output": ?"Answer 1abc"/);
  });

  test('is quick at a million rows', async () => {
    const { page } = await suite.open({ synthetic: 1_000_000 });
    await page.waitForSelector('.detail-header');
    await control(page, ['response']).focus();
    const times = await page.evaluate(async () => {
      const field = document.activeElement as HTMLTextAreaElement;
      const found: number[] = [];
      for (let stroke = 0; stroke < 40; stroke++) {
        const start = performance.now();
        field.setRangeText('x', field.value.length, field.value.length, 'end');
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        found.push(performance.now() - start);
      }
      return found.sort((a, b) => a - b);
    });
    // The quicker ones tell what the page needs; in the others the machine did something else as well.
    const quick = times[10] ?? Infinity;
    assert.ok(quick < 50, `a keystroke took ${quick} ms`);
  });
});

describe('composition', () => {
  test('sends nothing until it ends', async () => {
    const open = await openRows();
    const { page, host } = open;
    const session = await page.context().newCDPSession(page);
    for (const text of ['に', 'にほ', 'にほん']) {
      await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    }
    await page.waitForTimeout(150);
    assert.equal(await host((fake) => fake.callsOf('applyEdit').length), 0);
    assert.equal((await caret(page))[0], 'Answer 1にほん');
    await session.send('Input.insertText', { text: '日本' });
    await page.waitForFunction(() => window.fakeHost.callsOf('endBurst').length === 1);
    assert.deepEqual(await host((fake) => fake.edits()), [{ kind: 'set', path: response, value: 'Answer 1日本' }]);
  });

  test('is not disturbed by a change from elsewhere', async () => {
    const { page, host } = await openRows();
    const session = await page.context().newCDPSession(page);
    await session.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
    await host((fake) => fake.changeElsewhere(0, '{"instruction": "Task 1", "input": "", "output": "Theirs"}'));
    await page.waitForTimeout(150);
    assert.equal((await caret(page))[0], 'Answer 1に');
  });
});

describe('undo', () => {
  test('changes what the field shows and leaves the caret at the change', async () => {
    const open = await openRows();
    const { page } = open;
    await page.keyboard.press('Home');
    await page.keyboard.type('One ');
    await page.waitForFunction(() => window.fakeHost.callsOf('endBurst').length === 1);
    await page.keyboard.press('End');
    await page.keyboard.press('Control+z');
    await page.waitForFunction(() => (document.activeElement as HTMLTextAreaElement).value === 'Answer 1');
    assert.deepEqual(await caret(page), ['Answer 1', 0]);
    await page.keyboard.press('Control+y');
    await page.waitForFunction(() => (document.activeElement as HTMLTextAreaElement).value === 'One Answer 1');
    assert.deepEqual(await caret(page), ['One Answer 1', 4]);
  });

  test('after a keystroke that was still held takes it back as well', async () => {
    const open = await openRows();
    const { page } = open;
    await page.keyboard.type('abc');
    await page.keyboard.press('Control+z');
    await page.waitForFunction(() => (document.activeElement as HTMLTextAreaElement).value === 'Answer 1');
    assert.equal((await record(open)).output, 'Answer 1');
    await page.keyboard.type('d');
    await sentEdits(open);
    assert.equal((await record(open)).output, 'Answer 1d');
    assert.equal(await page.locator('.banner').count(), 0);
  });

  test('of the browser does not run beside that of the document', async () => {
    const { page } = await openRows();
    await page.keyboard.type('abc');
    await page.evaluate('document.execCommand("undo")');
    assert.equal((await caret(page))[0], 'Answer 1abc');
  });
});

describe('a row that changes elsewhere', () => {
  const theirs = '{"instruction": "Task 1", "input": "", "output": "Theirs"}';

  test('is shown as it is now when nothing is typed', async () => {
    const { page, host } = await openRows();
    await host((fake, line) => fake.changeElsewhere(0, line), theirs);
    await page.waitForFunction(() => (document.activeElement as HTMLTextAreaElement).value === 'Theirs');
    assert.equal(await page.locator('.banner').count(), 0);
  });

  /** Types while a change from elsewhere is on its way. */
  async function conflict() {
    const open = await openRows();
    const { page } = open;
    await page.evaluate((line) => {
      const field = document.activeElement as HTMLTextAreaElement;
      const type = (letter: string) => {
        field.setRangeText(letter, field.value.length, field.value.length, 'end');
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      };
      type('a');
      window.fakeHost.changeElsewhere(0, line);
      type('b');
    }, theirs);
    await page.waitForSelector('.banner');
    return open;
  }

  test('keeps what was typed and offers it', async () => {
    const { page, host } = await conflict();
    assert.match(await page.locator('.banner').innerText(), /changed elsewhere/);
    assert.equal((await caret(page))[0], 'Answer 1ab');
    await page.keyboard.type('c');
    await host((fake) => fake.flush());
    assert.deepEqual(await host((fake) => fake.lines()[0]), theirs);
    assert.equal((await caret(page))[0], 'Answer 1abc');
  });

  test('takes ours over theirs, field by field', async () => {
    const open = await conflict();
    const asked = await open.host((fake) => {
      const before = fake.callsOf('getExample').length;
      fake.changeElsewhere(0, '{"instruction": "Their task", "input": "", "output": "Theirs"}');
      return before;
    });
    await open.page.waitForFunction((before) => window.fakeHost.callsOf('getExample').length > before, asked);
    // The answer is on its way, and the page takes it before what is said to it now.
    await open.host((fake) => fake.flush());
    await open.page.getByRole('button', { name: 'Keep mine' }).click();
    await sentEdits(open);
    assert.deepEqual(await record(open), { instruction: 'Their task', input: '', output: 'Answer 1ab' });
    assert.equal(await open.page.locator('.banner').count(), 0);
    assert.equal(await control(open.page, ['instruction']).inputValue(), 'Their task');
  });

  test('takes ours of two fields, of which the second was still held', async () => {
    const open = await openRows();
    await open.page.evaluate((line) => {
      const fields = [...document.querySelectorAll('textarea')];
      const type = (field: HTMLTextAreaElement | undefined, letter: string) => {
        if (field === undefined) return;
        field.setRangeText(letter, field.value.length, field.value.length, 'end');
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      };
      // No time passes between them: the second keystroke of each burst waits.
      const now = performance.now();
      performance.now = () => now;
      type(fields[2], 'a');
      window.fakeHost.changeElsewhere(0, line);
      type(fields[2], 'b');
      type(fields[0], 'c');
      Reflect.deleteProperty(performance, 'now');
    }, theirs);
    await open.page.waitForSelector('.banner');
    await open.page.getByRole('button', { name: 'Keep mine' }).click();
    await sentEdits(open);
    assert.deepEqual(await record(open), { instruction: 'Task 1c', input: '', output: 'Answer 1ab' });
    assert.equal(await open.page.locator('.banner').count(), 0);
  });

  test('takes theirs', async () => {
    const open = await conflict();
    await open.page.getByRole('button', { name: 'Take theirs' }).click();
    assert.equal(await control(open.page, response).inputValue(), 'Theirs');
    await control(open.page, response).fill('Next');
    await sentEdits(open);
    assert.equal((await record(open)).output, 'Next');
  });

  test('is told of when another row is open, and found again', async () => {
    const { page } = await conflict();
    await page.locator('.row').nth(2).click();
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'Task 3');
    assert.match(await page.locator('.banner').innerText(), /another example were not taken/);
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'Task 1');
    assert.equal(await control(page, response).inputValue(), 'Answer 1ab');
  });
});

describe('an edit that is refused', () => {
  test('stays in the form and can be tried again', async () => {
    const open = await openRows();
    const { page, host } = open;
    await host((fake) => fake.outcomes.push({ kind: 'refused', message: 'The file is being saved.' }));
    await page.keyboard.type('x');
    await page.waitForSelector('.banner');
    assert.match(await page.locator('.banner').innerText(), /not taken: The file is being saved\./);
    assert.equal((await caret(page))[0], 'Answer 1x');
    await page.getByRole('button', { name: 'Try again' }).click();
    await sentEdits(open);
    assert.equal((await record(open)).output, 'Answer 1x');
    assert.equal(await page.locator('.banner').count(), 0);
  });

  test('can be let go of', async () => {
    const { page, host } = await openRows();
    await host((fake) => fake.outcomes.push({ kind: 'refused', message: 'No.' }));
    await page.keyboard.type('x');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.waitForFunction(() => document.querySelectorAll('textarea')[2]?.value === 'Answer 1');
    assert.equal(await page.locator('.banner').count(), 0);
  });
});

describe('texts', () => {
  test('keep their line ends where they are not edited', async () => {
    const open = await suite.open({ lines: [JSON.stringify({ instruction: 'a\r\nb\r\nc', output: 'x' })] });
    const { page } = open;
    await page.waitForSelector('.detail-header');
    const field = control(page, ['instruction']);
    assert.equal(await field.inputValue(), 'a\nb\nc');
    await field.press('Control+End');
    await page.keyboard.type('!');
    await page.keyboard.press('Enter');
    await sentEdits(open);
    assert.equal((await record(open)).instruction, 'a\r\nb\r\nc!\r\n');
  });

  test('keep bytes that are no characters', async () => {
    const line = '{"instruction": "bad \udcff byte", "output": "x"}';
    const open = await suite.open({ lines: [line] });
    await open.page.waitForSelector('.detail-header');
    await control(open.page, ['instruction']).press('Control+End');
    await open.page.keyboard.type('s');
    await sentEdits(open);
    assert.equal(await open.host((fake) => fake.lines()[0]?.charCodeAt(21)), 0xdcff);
    assert.match((await open.host((fake) => fake.lines()[0])) ?? '', /bytes/);
  });

  test('make their field as high as they are, up to a limit', async () => {
    const { page } = await suite.open({
      lines: [JSON.stringify({ instruction: 'one', input: 'one\ntwo\nthree', output: 'line\n'.repeat(200) })],
    });
    await page.waitForSelector('.detail-header');
    const heights = await page
      .locator('textarea')
      .evaluateAll((fields) => fields.map((each) => [each.clientHeight, each.scrollHeight]));
    const [[one = 0] = [], [three = 0] = [], [most = 0, content = 0] = []] = heights;
    assert.ok(three > one * 2 && three < one * 3, `${one}, ${three}`);
    assert.ok(most < 600 && content > 3000, `${most}, ${content}`);
  });
});
