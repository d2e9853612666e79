import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageSuite } from './support/pageSuite';
import { numberedLines } from './support/samples';

const suite = pageSuite();

test('the title names the row whose fields stand below it, also while the next row is on its way', async () => {
  const { page, host } = await suite.open({ lines: numberedLines(5) });
  const title = page.locator('.detail-title');
  const field = page.getByRole('textbox', { name: 'Instruction', exact: true });
  const first = await field.inputValue();
  await host((fake) => {
    fake.latency = 400;
  });
  await page.locator('.row').nth(2).click();
  await page.locator('.row.is-active').nth(0).waitFor();
  assert.equal(await field.inputValue(), first, 'the next row is still on its way');
  assert.equal(await title.innerText(), 'Example 1');
  await page.waitForFunction(() => document.querySelector('.detail-title')?.textContent === 'Example 3');
  assert.notEqual(await field.inputValue(), first);
});
