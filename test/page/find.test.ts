import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { pageSuite } from './support/pageSuite';
import { numberedLines } from './support/samples';

const suite = pageSuite();

/** Types into the find box and waits for the host's count. */
async function find(page: Page, text: string): Promise<void> {
  await page.locator('vscode-text-field').click();
  await page.keyboard.type(text);
  await page.waitForFunction(() => /\d|No results/.test(document.querySelector('.find-count')?.textContent ?? ''));
}

function openText(page: Page, text: string): Promise<unknown> {
  return page.waitForFunction((wanted) => document.querySelector('textarea')?.value === wanted, text);
}

function marks(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...(CSS.highlights.get('dataset-find') ?? [])].map((range) => (range as Range).cloneContents().textContent),
  );
}

describe('find', () => {
  test('is reached by its key and counts matches', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(120) });
    await page.locator('.list').focus();
    await page.keyboard.press('Control+f');
    await page.waitForFunction(() => document.activeElement?.localName === 'vscode-text-field');
    await page.keyboard.type('task 11');
    await page.waitForFunction(() => document.querySelector('.find-count')?.textContent === '11');
    assert.deepEqual((await host((fake) => fake.callsOf('find'))).at(-1)?.query, {
      text: 'task 11',
      matchCase: false,
      wholeWord: false,
      regex: false,
    });
    assert.equal(await page.locator('.visually-hidden[role=status]').innerText(), '11 matches');
  });

  test('goes to the next and the last match, round the end', async () => {
    const { page } = await suite.open({ lines: numberedLines(60) });
    await find(page, 'Task 5');
    const count = page.locator('.find-count');
    for (const [key, text, words] of [
      ['Enter', 'Task 5', '1 of 11'],
      ['Enter', 'Task 50', '2 of 11'],
      ['F3', 'Task 51', '3 of 11'],
      ['Shift+F3', 'Task 50', '2 of 11'],
      ['Shift+Enter', 'Task 5', '1 of 11'],
      ['Shift+Enter', 'Task 59', '11 of 11'],
      ['Enter', 'Task 5', '1 of 11'],
    ] as const) {
      await page.keyboard.press(key);
      await openText(page, text);
      await page.waitForFunction((wanted) => document.querySelector('.find-count')?.textContent === wanted, words);
      assert.equal(await count.innerText(), words, key);
    }
  });

  test('stays on the open row when it matches', async () => {
    const { page } = await suite.open({ lines: numberedLines(60) });
    await page.locator('.row').nth(4).click();
    await find(page, 'Task');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('.find-count')?.textContent === '5 of 60');
  });

  test('marks what it found in the list and in the form', async () => {
    const { page } = await suite.open({ lines: numberedLines(3) });
    await page.waitForSelector('.detail-header');
    await find(page, 'answer 2');
    assert.deepEqual(await marks(page), ['Answer 2']);
    await page.keyboard.press('Enter');
    await openText(page, 'Task 2');
    assert.deepEqual(await marks(page), ['Answer 2', 'Answer 2']);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => (CSS.highlights.get('dataset-find')?.size ?? 0) === 0);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'grid');
    assert.equal(await page.locator('.find-count').count(), 0);
  });

  test('compares as its switches say', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(12) });
    await find(page, 'task 1');
    await page.waitForFunction(() => document.querySelector('.find-count')?.textContent === '4');
    await page.getByRole('button', { name: 'Match whole word' }).click();
    await page.waitForFunction(() => document.querySelector('.find-count')?.textContent === '1');
    await page.getByRole('button', { name: 'Match case' }).click();
    await page.waitForFunction(() => document.querySelector('.find-count')?.textContent === 'No results');
    assert.equal(await page.getByRole('button', { name: 'Match case' }).getAttribute('aria-pressed'), 'true');
    const ids = await host((fake) => fake.callsOf('find').map(({ searchId }) => searchId));
    assert.deepEqual(
      ids,
      [...ids].sort((a, b) => a - b),
    );
  });

  test('says at the box what is wrong with an expression', async () => {
    const { page } = await suite.open({ lines: numberedLines(12) });
    await page.getByRole('button', { name: 'Use regular expression' }).click();
    await page.locator('vscode-text-field').click();
    await page.keyboard.type('Task (1');
    await page.waitForSelector('.input-error');
    assert.match(await page.locator('.input-error').innerText(), /Unterminated group/);
    await page.keyboard.type('|2)');
    await page.waitForFunction(() => document.querySelector('.find-count')?.textContent === '5');
    assert.equal(await page.locator('.input-error').count(), 0);
  });

  test('shows an error with the filter on without closing the open row', async () => {
    const { page } = await suite.open({ lines: numberedLines(40) });
    await page.locator('.row').nth(3).click();
    await find(page, 'Task');
    await page.getByRole('button', { name: 'Show only matching examples' }).click();
    await page.getByRole('button', { name: 'Use regular expression' }).click();
    await page.locator('vscode-text-field').click();
    await page.keyboard.press('End');
    await page.keyboard.type('(');
    await page.waitForSelector('.input-error');
    assert.equal(await page.locator('textarea').first().inputValue(), 'Task 4');
    await page.waitForFunction(
      () => document.querySelector('.list')?.getAttribute('aria-activedescendant') === 'row-3',
    );
  });

  test('lists only the matches, with their own numbers', async () => {
    const { page } = await suite.open({ lines: numberedLines(60) });
    await page.locator('.row').nth(4).click();
    await find(page, 'Task 5');
    await page.getByRole('button', { name: 'Show only matching examples' }).click();
    await page.waitForFunction(() => document.querySelector('.list')?.getAttribute('aria-rowcount') === '11');
    await page.waitForFunction(() => document.querySelectorAll('.row:not(.is-loading)').length === 11);
    const numbers = await page.locator('.row-number').allInnerTexts();
    assert.deepEqual(numbers.slice(0, 3), ['5', '50', '51']);
    assert.equal(await page.locator('.row-count').innerText(), '11 of 60');
    await page.locator('.list').focus();
    await page.keyboard.press('ArrowDown');
    await openText(page, 'Task 50');
    assert.equal(await page.locator('.detail-title').innerText(), 'Example 50');
    await page.getByRole('button', { name: 'Show only matching examples' }).click();
    await page.waitForFunction(() => document.querySelector('.list')?.getAttribute('aria-rowcount') === '60');
    await page.waitForFunction(
      () => document.querySelector('.list')?.getAttribute('aria-activedescendant') === 'row-49',
    );
    assert.equal(await page.locator('textarea').first().inputValue(), 'Task 50');
  });

  test('that finds nothing says so and offers the way back', async () => {
    const { page } = await suite.open({ lines: numberedLines(60) });
    await find(page, 'zebra');
    assert.equal(await page.locator('.find-count').innerText(), 'No results');
    await page.getByRole('button', { name: 'Show only matching examples' }).click();
    await page.waitForSelector('.empty-list');
    assert.match(await page.locator('.empty-list').innerText(), /No example matches/);
    await page.getByRole('button', { name: 'Show all examples' }).click();
    await page.waitForFunction(() => document.querySelector('.list')?.getAttribute('aria-rowcount') === '60');
  });

  test('shows how far it is, and takes only the answers of its own search', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(60) });
    await find(page, 'Task');
    const searchId = await host((fake) => fake.callsOf('find').at(-1)?.searchId ?? 0);
    await host((fake, id) => {
      fake.push('findProgress', { searchId: id, matches: 12_345, searchedRows: 50_000, done: false });
      fake.push('findProgress', { searchId: id - 1, matches: 7, searchedRows: 7, done: true });
    }, searchId);
    await page.waitForFunction(() => document.querySelector('.find-count')?.textContent === '12,345…');
  });

  test('in the page runs no expression that could take for ever', async () => {
    const { page } = await suite.open({ lines: [JSON.stringify({ text: `${'a'.repeat(40)}!` })] });
    await page.getByRole('button', { name: 'Use regular expression' }).click();
    await page.locator('vscode-text-field').click();
    const started = Date.now();
    await page.keyboard.type('(b+)+$');
    await page.waitForFunction(() => document.querySelector('.find-count') !== null);
    assert.ok(Date.now() - started < 3000);
    assert.deepEqual(await marks(page), []);
  });
});
