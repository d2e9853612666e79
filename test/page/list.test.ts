import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { pageSuite } from './support/pageSuite';
import { numberedLines } from './support/samples';

const suite = pageSuite();
const tenMillion = 10_000_000;

/** Numbers of the rows that are in sight, from 1, as `aria-rowindex` gives them. */
function rowsInSight(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const box = document.querySelector('.list')?.getBoundingClientRect();
    if (box === undefined) return [];
    return [...document.querySelectorAll('.row')]
      .filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return bottom > box.top + 1 && top < box.bottom - 1;
      })
      .map((row) => Number(row.getAttribute('aria-rowindex')));
  });
}

async function activeRow(page: Page): Promise<number> {
  const id = await page.locator('.list').getAttribute('aria-activedescendant');
  return Number(id?.replace('row-', '')) + 1;
}

/** Rows in sight have their texts, and stand without gaps. What was scrolled shows a frame later, and is drawn in the next. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
  await page.waitForFunction(() => document.querySelector('.row.is-loading') === null);
}

describe('the list', () => {
  test('shows rows of ten million, and few of them are in the page', async () => {
    const { page, host } = await suite.open({ synthetic: tenMillion });
    const list = page.locator('.list');
    assert.equal(await list.getAttribute('aria-rowcount'), String(tenMillion));
    assert.ok((await page.locator('.row').count()) < 40);
    assert.match(await page.locator('.row').first().innerText(), /Name the number that follows 1\./);
    const asked = await host((fake) => fake.callsOf('getRows'));
    assert.ok(asked.every(({ count }) => count <= 200));
    assert.ok(asked.length <= 4, `${asked.length} requests for the first screen`);
  });

  test('reaches the last of ten million rows, and each row on the way back', async () => {
    const { page } = await suite.open({ synthetic: tenMillion });
    await page.locator('.list').focus();
    await page.keyboard.press('End');
    await settle(page);
    assert.equal(await activeRow(page), tenMillion);
    assert.equal((await rowsInSight(page)).at(-1), tenMillion);
    assert.match(await page.locator('.row.is-active').innerText(), /10,000,000/);
    for (let step = 1; step <= 30; step++) await page.keyboard.press('ArrowUp');
    await settle(page);
    assert.equal(await activeRow(page), tenMillion - 30);
    assert.ok((await rowsInSight(page)).includes(tenMillion - 30));
  });

  test('says what it takes where the number to go to is none', async () => {
    const { page, screenshot } = await suite.open({ lines: numberedLines(1200) });
    await page.locator('.list').focus();
    await page.keyboard.press('Control+g');
    await page.waitForFunction(() => document.activeElement?.className === 'go-to');
    for (const text of ['abc', '', '12 apples', '0']) {
      await page.keyboard.press('Control+a');
      await page.keyboard.type(`${text}x`);
      await page.keyboard.press('Backspace');
      await page.keyboard.press('Enter');
      assert.equal(await page.getByRole('alert').innerText(), 'Type a number from 1 to 1,200.', text);
    }
    await screenshot('go-to-no-number');
    await page.keyboard.type('9');
    assert.equal(await page.getByRole('alert').count(), 0);
    await page.keyboard.press('Enter');
    await settle(page);
    assert.equal(await activeRow(page), 9);
  });

  test('moves by the wheel row by row, in the middle of ten million', async () => {
    const { page } = await suite.open({ synthetic: tenMillion });
    await page.locator('.list').focus();
    await page.keyboard.press('Control+g');
    await page.waitForFunction(() => document.activeElement?.className === 'go-to');
    await page.keyboard.type('5,000,000');
    await page.keyboard.press('Enter');
    await settle(page);
    assert.equal(await activeRow(page), 5_000_000);
    const before = (await rowsInSight(page))[0] ?? 0;
    const height = await page
      .locator('.row')
      .first()
      .evaluate((row) => row.getBoundingClientRect().height);
    await page.mouse.move(200, 400);
    for (let notch = 1; notch <= 10; notch++) {
      await page.mouse.wheel(0, height);
      // A notch is taken in the next frames, however many of them go by.
      for (let row = before; row < before + notch - 1;) row = (await rowsInSight(page))[0] ?? 0;
    }
    await settle(page);
    const after = (await rowsInSight(page))[0] ?? 0;
    assert.ok(Math.abs(after - before - 10) <= 1, `${before} to ${after}`);
  });

  test('jumps where the scrollbar is dragged, and the last row is at its end', async () => {
    const { page } = await suite.open({ synthetic: tenMillion });
    const drag = (part: number) =>
      page.locator('.list').evaluate((list, share) => {
        list.scrollTop = (list.scrollHeight - list.clientHeight) * share;
      }, part);
    await drag(0.5);
    await settle(page);
    const [middle = 0] = await rowsInSight(page);
    assert.ok(Math.abs(middle - tenMillion / 2) < tenMillion / 100, String(middle));
    await drag(1);
    await settle(page);
    assert.equal((await rowsInSight(page)).at(-1), tenMillion);
    await drag(0);
    await settle(page);
    assert.equal((await rowsInSight(page))[0], 1);
  });

  test('asks for what is in sight at the end of a long drag, not for all on the way', async () => {
    const { page, host } = await suite.open({ synthetic: 1_000_000, latency: 200 });
    await host((fake) => fake.calls.splice(0));
    await page.locator('.list').evaluate(async (list) => {
      for (let step = 1; step <= 60; step++) {
        list.scrollTop = ((list.scrollHeight - list.clientHeight) * step) / 60;
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    });
    await settle(page);
    const asked = await host((fake) => fake.callsOf('getRows'));
    assert.ok(asked.length < 60, `${asked.length} requests`);
    assert.equal((await rowsInSight(page)).at(-1), 1_000_000);
  });

  test('draws the rows that came with the page before the host has answered', async () => {
    const rows = [1, 2, 3].map((number) => ({
      id: number,
      version: 1,
      index: number - 1,
      kind: 'example' as const,
      instruction: `Task ${number} </script>`,
      response: '',
    }));
    const state = {
      fileName: 'sample.itune.jsonl',
      total: 3,
      revision: 1,
      banners: [],
      index: { done: true, bytes: 10, totalBytes: 10 },
      canUndo: false,
      canRedo: false,
      shape: 'dolly' as const,
      taskTypes: [],
      unsavedRows: 0,
    };
    const opening = { state, rows: { revision: 1, total: 3, rows } };
    const { page, host } = await suite.open({ lines: numberedLines(3), latency: 60_000, opening });
    assert.match(await page.locator('.row').first().innerText(), /Task 1 <\/script>/);
    assert.equal(await host((fake) => fake.callsOf('getRows').length), 0);
  });

  test('shows what is typed in the list at once, however slow the host', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(3) });
    await page.locator('.row').first().click();
    const field = page.getByRole('textbox', { name: 'Instruction', exact: true });
    await field.press('End');
    await host((fake) => {
      fake.latency = 60_000;
    });
    await field.pressSequentially(' typed');
    await page.waitForFunction(() => document.querySelector('.row')?.textContent.includes('Task 1 typed') === true);
  });

  test('shows placeholders of the same height while rows are on their way', async () => {
    const { page, host } = await suite.open({ synthetic: 100_000 });
    await host((fake) => {
      fake.latency = 60_000;
    });
    const height = await page
      .locator('.row')
      .first()
      .evaluate((row) => row.getBoundingClientRect().height);
    await page.locator('.list').focus();
    await page.keyboard.press('End');
    const placeholder = page.locator('.row.is-loading').first();
    assert.equal(await placeholder.evaluate((row) => row.getBoundingClientRect().height), height);
    assert.equal(await placeholder.getAttribute('aria-busy'), 'true');
  });

  test('has one tab stop and tells its rows to a screen reader', async () => {
    const { page } = await suite.open({ lines: numberedLines(50) });
    assert.equal(await page.locator('.list [tabindex="0"]').count(), 0);
    assert.equal(await page.locator('.list').getAttribute('role'), 'grid');
    assert.equal(await page.locator('.list').getAttribute('aria-multiselectable'), 'true');
    const row = page.locator('.row').nth(4);
    assert.equal(await row.getAttribute('role'), 'row');
    assert.equal(await row.getAttribute('aria-rowindex'), '5');
    assert.equal(await row.locator('[role=gridcell]').count(), 5);
    assert.equal(await page.locator('.row[aria-selected=true]').count(), 1);
  });

  test('is moved in by the keyboard: arrows, pages, Home, End', async () => {
    const { page } = await suite.open({ lines: numberedLines(300) });
    await page.locator('.list').focus();
    const steps: readonly (readonly [string, (row: number) => boolean])[] = [
      ['ArrowDown', (row) => row === 2],
      ['ArrowDown', (row) => row === 3],
      ['ArrowUp', (row) => row === 2],
      ['ArrowUp', (row) => row === 1],
      ['ArrowUp', (row) => row === 1],
      ['PageDown', (row) => row > 8 && row < 20],
      ['PageUp', (row) => row === 1],
      ['End', (row) => row === 300],
      ['Home', (row) => row === 1],
    ];
    for (const [key, isThere] of steps) {
      await page.keyboard.press(key);
      const row = await activeRow(page);
      assert.ok(isThere(row), `${key}: row ${row}`);
      assert.equal(await page.locator('.row.is-selected').count(), 1, key);
    }
  });

  test('selects ranges and single rows', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(40) });
    const selected = () =>
      page
        .locator('.row[aria-selected=true]')
        .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('aria-rowindex'))));
    await page.locator('.list').focus();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    assert.deepEqual(await selected(), [1, 2, 3]);
    await page.keyboard.press('Control+ArrowDown');
    await page.keyboard.press('Control+ArrowDown');
    await page.keyboard.press('Control+Space');
    assert.deepEqual(await selected(), [1, 2, 3, 5]);
    await page.locator('.row').nth(6).click();
    assert.deepEqual(await selected(), [7]);
    await page
      .locator('.row')
      .nth(8)
      .click({ modifiers: ['Shift'] });
    assert.deepEqual(await selected(), [7, 8, 9]);
    await page
      .locator('.row')
      .nth(7)
      .click({ modifiers: ['Control'] });
    assert.deepEqual(await selected(), [7, 9]);
    await page.keyboard.press('Control+a');
    await page.waitForFunction(
      () => document.querySelector('.visually-hidden[role=status]')?.textContent === '40 selected',
    );
    const told = await host((fake) => fake.events.filter(({ name }) => name === 'selection').at(-1)?.data);
    assert.deepEqual(told, { id: 8, count: 40 });
  });

  test('opens the row under the keyboard, only the last of many', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(200), latency: 300 });
    await page.locator('.list').focus();
    for (let step = 0; step < 20; step++) await page.keyboard.press('ArrowDown', { delay: 2 });
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'Task 21');
    const opened = await host((fake) => fake.callsOf('getExample').length);
    assert.ok(opened < 15, `${opened} rows were asked for`);
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => (document.activeElement as HTMLTextAreaElement).value), 'Task 21');
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'grid');
  });
});

describe('whole examples', () => {
  test('are deleted, and the next one is open; undo brings them back into view', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(30) });
    await page.locator('.row').nth(2).click();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Delete');
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'Task 5');
    assert.deepEqual(await host((fake) => fake.callsOf('deleteExamples')), [{ ids: [3, 4] }]);
    assert.equal(await page.locator('.list').getAttribute('aria-rowcount'), '28');
    assert.equal(await activeRow(page), 3);
    await page.keyboard.press('Control+z');
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'Task 3');
    assert.equal(await page.locator('.list').getAttribute('aria-rowcount'), '30');
  });

  test('are added after the open one, with the keyboard in the new form', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(30) });
    await page.locator('.row').nth(4).click();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.waitForFunction(
      () => document.activeElement instanceof HTMLTextAreaElement && document.activeElement.value === '',
    );
    assert.deepEqual(await host((fake) => fake.callsOf('insertExample')), [{ at: 5 }]);
    assert.equal(await page.locator('.detail-title').innerText(), 'Example 6');
    await page.keyboard.type('New');
    await host((fake) => fake.flush());
    assert.match((await host((fake) => fake.lines()[5])) ?? '', /"instruction": "New"/);
  });

  test('are duplicated and moved, and stay selected', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(30) });
    await page.locator('.row').nth(4).click();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Control+Alt+d');
    await page.waitForFunction(
      () => document.querySelector('.list')?.getAttribute('aria-activedescendant') === 'row-6',
    );
    assert.deepEqual(await host((fake) => fake.callsOf('duplicateExamples')), [{ ids: [5, 6] }]);
    await page.keyboard.press('Alt+ArrowUp');
    await page.waitForFunction(
      () => document.querySelector('.list')?.getAttribute('aria-activedescendant') === 'row-5',
    );
    await page.keyboard.press('Alt+ArrowDown');
    await page.waitForFunction(
      () => document.querySelector('.list')?.getAttribute('aria-activedescendant') === 'row-6',
    );
    const moves = await host((fake) => fake.callsOf('moveExamples').map(({ to }) => to));
    assert.deepEqual(moves, [5, 8]);
    assert.equal(await page.locator('.row[aria-selected=true]').count(), 2);
    const order = await host((fake) =>
      fake
        .lines()
        .slice(4, 9)
        .map((line) => (JSON.parse(line) as { instruction: string }).instruction),
    );
    assert.deepEqual(order, ['Task 5', 'Task 6', 'Task 5', 'Task 6', 'Task 7']);
  });

  test('do not move past the ends', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(3) });
    /** The keys reach the page as commands of the host, behind the keys that it sees itself. */
    const commandsDone = () => host((fake) => fake.flush());
    await page.locator('.list').focus();
    await page.keyboard.press('Alt+ArrowUp');
    await commandsDone();
    await page.keyboard.press('End');
    await page.keyboard.press('Alt+ArrowDown');
    await commandsDone();
    assert.equal(await host((fake) => fake.callsOf('moveExamples').length), 0);
    await page.keyboard.press('Alt+ArrowUp');
    await commandsDone();
    assert.equal(await host((fake) => fake.callsOf('moveExamples').length), 1);
  });

  test('are copied by the host', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(10) });
    await page.locator('.row').nth(1).click();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Control+c');
    await page.waitForFunction(() => window.fakeHost.callsOf('copyRows').length > 0);
    assert.deepEqual(await host((fake) => fake.callsOf('copyRows')), [{ ids: [2, 3] }]);
  });

  test('that come above what is in sight do not move it', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(500) });
    await page.locator('.list').focus();
    await page.keyboard.press('Control+g');
    await page.waitForFunction(() => document.activeElement?.className === 'go-to');
    await page.keyboard.type('200');
    await page.keyboard.press('Enter');
    await settle(page);
    const place = () => page.locator('.row.is-active').evaluate((row) => row.getBoundingClientRect().top);
    const before = await place();
    await host((fake) => {
      fake.receive({ type: 'call', id: 99, method: 'insertExample', params: { at: 0 } });
    });
    await page.waitForFunction(() => document.querySelector('.row.is-active')?.getAttribute('aria-rowindex') === '201');
    await settle(page);
    assert.ok(Math.abs((await place()) - before) < 1);
    assert.equal(await page.locator('textarea').first().inputValue(), 'Task 200');
  });
});
