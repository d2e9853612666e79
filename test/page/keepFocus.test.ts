/** The keyboard is never nowhere: what is pressed goes to something that the author can see. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { brokenLine } from './support/findingRows';
import { pageSuite } from './support/pageSuite';
import { numberedLines } from './support/samples';

const suite = pageSuite();

async function hasFocus(page: Page, selector: string): Promise<void> {
  await page.waitForFunction((wanted) => document.activeElement?.matches(wanted), selector, { timeout: 5000 });
}

describe('the keyboard', () => {
  test('is in the list when the page opens', async () => {
    const { page } = await suite.open({ lines: numberedLines(5) });
    await hasFocus(page, '.list');
    await page.keyboard.press('ArrowDown');
    await page.locator('.detail-title', { hasText: 'Example 2' }).waitFor();
  });

  test('goes to the list when its field is taken away by an undo', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(5) });
    await page.keyboard.press('ArrowDown');
    await page.locator('.detail-title', { hasText: 'Example 2' }).waitFor();
    await host((fake) => fake.command('add'));
    await hasFocus(page, 'textarea');
    await host((fake) => fake.step('undo'));
    await page.getByText('5 examples').waitFor();
    await hasFocus(page, '.list');
  });

  test('goes to the list when a dialog closes and the button that opened it is gone', async () => {
    const { page } = await suite.open({ lines: [brokenLine, brokenLine, ...numberedLines(2)], checks: true });
    await page
      .getByRole('button', { name: /^Fix all of this kind/ })
      .first()
      .click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Fix \d/ })
      .click();
    await page.locator('.dialog-words', { hasText: 'mended' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await hasFocus(page, '.list');
  });

  test('goes on from a button that has nothing more to do', async () => {
    const { page } = await suite.open({ lines: numberedLines(2) });
    await page.getByRole('button', { name: 'Next example' }).click();
    await page.locator('.detail-title', { hasText: 'Example 2' }).waitFor();
    await hasFocus(page, '.list');
  });

  test('stays away while a text outside of the fields is selected', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(3) });
    await page.locator('.detail-title').click();
    await page.waitForFunction(() => document.activeElement === document.body);
    await host((fake) => fake.setState({ banners: [{ id: 'a', severity: 'info', message: 'Words', actions: [] }] }));
    await page.locator('.banner').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
  });

  test('is in the form where that covers the list', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(2), width: 600 });
    await page.keyboard.press('Enter');
    await hasFocus(page, 'textarea');
    await host((fake) => fake.command('add'));
    await page.getByText('3 examples').waitFor();
    await hasFocus(page, 'textarea');
    await host((fake) => fake.step('undo'));
    await page.getByText('2 examples').waitFor();
    await page.waitForFunction(() => document.activeElement !== document.body);
  });
});

test('the find field has its name', async () => {
  const { page } = await suite.open({ lines: numberedLines(1) });
  await page.getByRole('textbox', { name: 'Find in all fields' }).waitFor({ timeout: 5000 });
});
