import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { findingRows, linesOf } from './support/findingRows';
import { pageSuite } from './support/pageSuite';

const suite = pageSuite();

async function openDialog(lines: readonly string[]) {
  const opened = await suite.open({ checks: true, lines });
  const { page } = opened;
  const opener = page.getByRole('button', { name: /^Fix all of this kind/ });
  await opener.click();
  const dialog = page.getByRole('dialog', { name: /Fix all: Placeholder input/ });
  await dialog.getByRole('option').first().waitFor();
  await dialog.locator('.diff-removed').first().waitFor();
  return { ...opened, dialog, opener };
}

const inputs = (page: Page) =>
  page.evaluate(() => window.fakeHost.lines().map((line) => (JSON.parse(line) as { input: string }).input));

describe('fixing all of a kind', () => {
  const three = linesOf('placeholder', 'clean', 'both', 'placeholder');

  test('lists what would change, leaves out what is unticked, and is one step of undo', async () => {
    const { page, host, dialog, screenshot } = await openDialog(three);
    assert.equal(await dialog.getByRole('option').count(), 3);
    assert.match(await dialog.innerText(), /3 of 3 selected/);
    await screenshot('findings-fix-all');
    await dialog.getByRole('option').nth(1).click();
    assert.match(await dialog.innerText(), /2 of 3 selected/);
    await dialog.getByRole('button', { name: 'Fix 2 examples' }).click();
    await dialog.getByText('2 examples were mended.').first().waitFor();
    assert.deepEqual(await inputs(page), ['', '', '<noinput>', '']);
    await host((fake) => fake.step('undo'));
    assert.deepEqual(await inputs(page), ['<noinput>', '', '<noinput>', '<noinput>']);
  });

  test('works with the keyboard alone', async () => {
    const { page, dialog } = await openDialog(three);
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'listbox');
    await page.keyboard.press('End');
    await page.keyboard.press('Space');
    assert.equal(await dialog.getByRole('option').nth(2).getAttribute('aria-selected'), 'false');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Space');
    assert.match(await dialog.innerText(), /1 of 3 selected/);
    await page.keyboard.press('Control+a');
    assert.match(await dialog.innerText(), /3 of 3 selected/);
    await dialog.getByRole('button', { name: 'Fix 3 examples' }).press('Enter');
    await dialog.getByText('3 examples were mended.').first().waitFor();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(await inputs(page), ['', '', '', '']);
  });

  test('ticks none and all with one box, which is neither between them', async () => {
    const { page, dialog } = await openDialog(three);
    const box = dialog.getByRole('checkbox');
    const looks = () =>
      box.evaluate((element: HTMLInputElement) => [element.checked, element.indeterminate, element.ariaLabel]);
    assert.deepEqual(await looks(), [true, false, 'Select none, 3 of 3 selected']);
    await box.click();
    await dialog.getByText('0 of 3 selected').waitFor();
    assert.deepEqual(await looks(), [false, false, 'Select all, 0 of 3 selected']);
    assert.equal(await dialog.getByRole('option', { selected: true }).count(), 0);
    assert.equal(await dialog.locator('vscode-button', { hasText: 'Fix 0 examples' }).getAttribute('disabled'), '');
    await dialog.getByRole('option').nth(2).click();
    await dialog.getByText('1 of 3 selected').waitFor();
    assert.deepEqual(await looks(), [false, true, 'Select all, 1 of 3 selected']);
    await dialog.getByRole('button', { name: 'Fix 1 example' }).click();
    await dialog.getByText('1 example was mended.').first().waitFor();
    assert.deepEqual(await inputs(page), ['<noinput>', '', '<noinput>', '']);
  });

  test('keeps the keyboard inside, and gives it back when Escape closes it', async () => {
    const { page, dialog, opener } = await openDialog(three);
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('Tab');
      const place = await page.evaluate(() => {
        const { activeElement } = document;
        return activeElement === document.body || activeElement?.closest('dialog') !== null;
      });
      assert.ok(place, `after ${step + 1} tabs`);
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await opener.evaluate((button) => button === document.activeElement), true);
    assert.deepEqual(await inputs(page), ['<noinput>', '', '<noinput>', '<noinput>']);
  });

  test('draws only what is in sight of hundreds, and asks for no more', async () => {
    const row = findingRows.placeholder;
    const many = Array.from({ length: 600 }, (_, at) =>
      JSON.stringify({ ...row, instruction: `${row.instruction} ${at}` }),
    );
    const { page, host, dialog } = await openDialog(many);
    assert.match(await dialog.innerText(), /600 of 600 selected/);
    assert.ok((await dialog.getByRole('option').count()) < 20);
    await page.keyboard.press('End');
    await dialog.getByText('Example 600').waitFor();
    const asked = await host((fake) => fake.callsOf('previewFixAll'));
    assert.ok(asked.length <= 4, `${asked.length} requests`);
    assert.ok(asked.every(({ limit }) => limit <= 50));
  });
});
