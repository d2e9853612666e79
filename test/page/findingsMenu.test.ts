import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { linesOf } from './support/findingRows';
import { control } from './support/form';
import { pageSuite, type OpenOptions } from './support/pageSuite';

const suite = pageSuite();

async function open(options: OpenOptions) {
  const opened = await suite.open({ checks: true, ...options });
  await opened.page.waitForSelector('.detail-header');
  return opened;
}

const titleIs = (page: Page, number: number) =>
  page.waitForFunction(
    (wanted) => document.querySelector('.detail-title')?.textContent === `Example ${wanted}`,
    number,
  );

const focusIsOn = (page: Page, words: string) =>
  page.waitForFunction((wanted) => document.activeElement?.textContent.includes(wanted) === true, words);

/** What a screen reader was told last. */
const said = (page: Page, words: string) =>
  page.waitForFunction(
    (wanted) => document.querySelector('.app > [role=status]')?.textContent.includes(wanted) === true,
    words,
  );

describe('the menu of fixes', () => {
  test('holds the fixes of the field with the keyboard, shows what each would do, and does it', async () => {
    const { page, screenshot } = await open({ lines: linesOf('both') });
    await page.locator('.finding').first().waitFor();
    const field = control(page, ['output']);
    await field.focus();
    await page.keyboard.press('Control+.');
    const menu = page.getByRole('menu', { name: 'Quick fixes' });
    await menu.waitFor();
    assert.deepEqual(await menu.getByRole('menuitem').allInnerTexts(), ['Trim']);
    await page.locator('#quick-fix-preview .diff-removed').waitFor();
    await screenshot('findings-menu');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.fakeHost.lines()[0]?.includes('posts."') === true);
    assert.equal(await field.evaluate((element) => element === document.activeElement), true);
  });

  test('holds the fixes of the whole row from the list, and goes away with Escape', async () => {
    const { page } = await open({ lines: linesOf('both') });
    await page.locator('.finding').first().waitFor();
    await page.locator('.list').focus();
    await page.keyboard.press('Control+.');
    const menu = page.getByRole('menu', { name: 'Quick fixes' });
    await menu.waitFor();
    assert.deepEqual(await menu.getByRole('menuitem').allInnerTexts(), ['Set the input to ""', 'Trim']);
    await page.keyboard.press('ArrowDown');
    await focusIsOn(page, 'Trim');
    await page.keyboard.press('ArrowDown');
    await focusIsOn(page, 'Set the input');
    await page.keyboard.press('Escape');
    assert.equal(await menu.count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'grid');
  });

  test('opens from the field for the mouse', async () => {
    const { page } = await open({ lines: linesOf('both') });
    await page
      .locator('.field', { hasText: 'Input' })
      .getByRole('button', { name: /Quick fixes/ })
      .click();
    assert.deepEqual(await page.getByRole('menuitem').allInnerTexts(), ['Set the input to ""']);
  });

  test('ends with what deletes the example, and leaves that to be chosen', async () => {
    const { page } = await open({ lines: linesOf('kept', 'copy', 'copy') });
    await page.locator('.list').focus();
    await page.keyboard.press('ArrowDown');
    await titleIs(page, 2);
    await page.locator('.finding').first().waitFor();
    await page.keyboard.press('Control+.');
    const menu = page.getByRole('menu', { name: 'Quick fixes' });
    await menu.waitFor();
    const items = ['Fix all of this kind (2)…', 'Compare side by side…', 'Delete example'];
    assert.deepEqual(await menu.getByRole('menuitem').allInnerTexts(), items);
    await focusIsOn(page, 'Fix all of this kind');
    await page.keyboard.press('ArrowUp');
    await focusIsOn(page, 'Delete example');
  });

  test('says so when there is nothing to fix', async () => {
    const { page } = await open({ lines: linesOf('clean') });
    await page.locator('.list').focus();
    await page.keyboard.press('Control+.');
    await said(page, 'No quick fixes here');
    assert.equal(await page.getByRole('menu').count(), 0);
  });
});

describe('F8', () => {
  const lines = linesOf('clean', 'emptyResponse', 'rain', 'both', 'tea');

  test('goes to the next row with problems, says them, and puts the keyboard on the first fix', async () => {
    const { page } = await open({ lines });
    await page.locator('.list').focus();
    await page.keyboard.press('F8');
    await titleIs(page, 2);
    await said(page, 'Example 2, 1 problem: The response is empty.');
    await focusIsOn(page, 'Write a response');
    await page.keyboard.press('F8');
    await titleIs(page, 4);
    await focusIsOn(page, 'Set the input');
  });

  test('goes round the ends of the file, and says so', async () => {
    const { page } = await open({ lines });
    await page.locator('.list').focus();
    await page.keyboard.press('Shift+F8');
    await titleIs(page, 4);
    await said(page, 'From the end. Example 4');
    await page.keyboard.press('F8');
    await titleIs(page, 2);
    await said(page, 'From the start. Example 2');
  });

  test('says that there are no problems', async () => {
    const { page } = await open({ lines: linesOf('clean') });
    await page.locator('.list').focus();
    await page.keyboard.press('F8');
    await said(page, 'No problems');
  });

  test('puts the keyboard on the finding where its only fix deletes the example', async () => {
    const { page } = await open({ lines: linesOf('clean', 'kept', 'copy') });
    await page.locator('.list').focus();
    await page.keyboard.press('F8');
    await titleIs(page, 3);
    await page.waitForFunction(() => document.activeElement?.classList.contains('finding') === true);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    assert.equal((await page.evaluate(() => window.fakeHost.lines())).length, 3);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await focusIsOn(page, 'Delete example');
  });

  test('is where a link of the Problems view leads', async () => {
    const { page, host } = await open({ lines });
    await host((fake) => fake.push('reveal', { id: 4, focus: true, problems: true }));
    await titleIs(page, 4);
    await focusIsOn(page, 'Set the input');
  });
});
