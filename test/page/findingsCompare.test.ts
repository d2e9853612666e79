import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { findingRows, linesOf } from './support/findingRows';
import { pageSuite } from './support/pageSuite';

const suite = pageSuite();

/** The comparison of the last row. */
async function openDialog(lines: readonly string[]) {
  const opened = await suite.open({ checks: true, lines });
  const { page } = opened;
  await page.locator('.row').last().click();
  await page.getByRole('button', { name: /^Compare side by side/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Equal examples' });
  await dialog.getByRole('table').waitFor();
  return { ...opened, dialog };
}

const ids = (page: Page) =>
  page.evaluate(() => window.fakeHost.lines().map((line) => (JSON.parse(line) as { id?: number }).id ?? 0));

const third = JSON.stringify({ ...findingRows.copy, id: 3 });

describe('duplicates side by side', () => {
  test('shows every field of both, and marks what differs', async () => {
    const { dialog, screenshot } = await openDialog(linesOf('clean', 'kept', 'copy'));
    const headers = await dialog.getByRole('columnheader').allInnerTexts();
    assert.deepEqual(headers, ['Field', 'This: example 3', 'Other: example 2, the first']);
    const row = (field: string) => dialog.getByRole('row', { name: new RegExp(`^${field}`) });
    assert.match(await row('instruction').innerText(), /same/);
    assert.match(await row('id').locator('.diff-removed').innerText(), /2/);
    assert.match(await row('id').locator('.diff-added').innerText(), /1/);
    await screenshot('findings-compare');
  });

  test('keeps this one, and deletes the other', async () => {
    const { page, dialog } = await openDialog(linesOf('clean', 'kept', 'copy'));
    await dialog.getByRole('button', { name: 'Keep this' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(await ids(page), [0, 2]);
  });

  test('keeps the other one, and shows it', async () => {
    const { page, dialog } = await openDialog(linesOf('clean', 'kept', 'copy'));
    await dialog.getByRole('button', { name: 'Keep other' }).press('Enter');
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(await ids(page), [0, 1]);
    await page.waitForFunction(() => document.querySelector('.detail-title')?.textContent === 'Example 2');
  });

  test('goes through the members of a larger cluster', async () => {
    const { page, dialog } = await openDialog([...linesOf('kept', 'copy'), third]);
    assert.match(await dialog.innerText(), /1 of 2 that repeat this one/);
    await dialog.getByRole('button', { name: 'Next to compare with' }).click();
    assert.match(await dialog.innerText(), /Other: example 2/);
    await dialog.getByRole('button', { name: 'Previous to compare with' }).click();
    await dialog.getByRole('button', { name: 'Keep both' }).click();
    assert.match(await dialog.innerText(), /2 of 2 that repeat this one/);
    await dialog.getByRole('button', { name: 'Keep this' }).click();
    await page.waitForFunction(() => window.fakeHost.lines().length === 2);
    assert.deepEqual(await ids(page), [1, 3]);
    await dialog.getByText('1 of 1 that repeat this one').waitFor();
    assert.match(await dialog.getByRole('status').innerText(), /The other example is deleted/);
  });

  test('keeps only this one of many, as one step of undo', async () => {
    const { page, host, dialog } = await openDialog([...linesOf('kept', 'copy'), third]);
    await dialog.getByRole('button', { name: 'Keep only this' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(await ids(page), [3]);
    await host((fake) => fake.step('undo'));
    assert.deepEqual(await ids(page), [1, 2, 3]);
  });

  test('closes with Escape and gives the keyboard back', async () => {
    const { page, dialog } = await openDialog(linesOf('kept', 'copy'));
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.match((await page.evaluate(() => document.activeElement?.textContent)) ?? '', /Compare side by side/);
    assert.deepEqual(await ids(page), [1, 2]);
  });
});
