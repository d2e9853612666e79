import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { linesOf } from './support/findingRows';
import { pageSuite, type OpenOptions } from './support/pageSuite';

const suite = pageSuite();
const lines = linesOf('clean', 'emptyResponse', 'rain', 'both', 'placeholder', 'edges', 'kept', 'copy');

async function open(options: OpenOptions = {}) {
  const opened = await suite.open({ checks: true, lines, ...options });
  await opened.page.waitForSelector('.detail-header');
  return opened;
}

async function openPanel(page: Page) {
  await page.getByRole('button', { name: /^Problems/ }).click();
  const panel = page.getByRole('dialog', { name: 'Problems of the file' });
  await panel.waitFor();
  return panel;
}

const numbers = (page: Page) => page.locator('.row-number').allInnerTexts();

/** The list shows the rows with these numbers. */
const lists = (page: Page, wanted: readonly string[]) =>
  page.waitForFunction(
    (expected) =>
      [...document.querySelectorAll('.row-number')].map((each) => each.textContent).join() === expected &&
      document.querySelector('.row.is-loading') === null,
    wanted.join(),
  );

describe('the list narrowed to problems', () => {
  test('shows the rows of a severity, says how many, and shows all again', async () => {
    const { page, screenshot } = await open();
    const panel = await openPanel(page);
    assert.match(await panel.innerText(), /6 problems in 8 examples/);
    await panel.getByRole('button', { name: '3 warnings' }).click();
    await lists(page, ['4', '5', '8']);
    assert.match(await page.locator('.filter-bar').innerText(), /Showing 3 of 8: warnings/);
    await screenshot('findings-filter');
    await page.keyboard.press('Escape');
    assert.equal(await panel.count(), 0);
    await page.locator('.filter-bar').getByRole('button', { name: 'Show all' }).click();
    await lists(page, ['1', '2', '3', '4', '5', '6', '7', '8']);
    assert.equal(await page.locator('.filter-bar').count(), 0);
  });

  test('shows the rows of a kind, and whole clusters of duplicates', async () => {
    const { page } = await open();
    const panel = await openPanel(page);
    await panel.getByRole('checkbox', { name: /Placeholder input/ }).check();
    await lists(page, ['4', '5']);
    await panel.getByRole('checkbox', { name: /Placeholder input/ }).uncheck();
    await panel.getByRole('checkbox', { name: /Exact duplicate/ }).check();
    await lists(page, ['7', '8']);
    // Only the kinds of the severity are offered, and none of another stays chosen unseen.
    await panel.getByRole('button', { name: '1 error' }).click();
    await lists(page, ['2']);
    assert.equal(await panel.getByRole('checkbox').count(), 1);
  });

  test('steps with F8 through what it shows', async () => {
    const { page } = await open();
    const panel = await openPanel(page);
    await panel.getByRole('button', { name: '1 error' }).click();
    await lists(page, ['2']);
    await page.locator('.list').focus();
    await page.keyboard.press('F8');
    await page.waitForFunction(() => document.querySelector('.detail-title')?.textContent === 'Example 2');
  });

  test('lets go of a row that is mended, and leaves its form open', async () => {
    const { page } = await open();
    const panel = await openPanel(page);
    await panel.getByRole('checkbox', { name: /Placeholder input/ }).check();
    await lists(page, ['4', '5']);
    await page.locator('.row').first().click();
    await page.locator('.fix-button', { hasText: 'Set the input' }).click();
    await lists(page, ['5']);
    assert.equal(await page.locator('.detail-title').innerText(), 'Example 4');
    assert.match(await page.locator('.filter-bar').innerText(), /Showing 1 of 8/);
    await page.locator('.list').focus();
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => document.querySelector('.detail-title')?.textContent === 'Example 5');
  });

  test('gives way to the matches of a search, and these to it', async () => {
    const { page } = await open();
    const panel = await openPanel(page);
    await panel.getByRole('button', { name: '3 warnings' }).click();
    await lists(page, ['4', '5', '8']);
    await page.locator('vscode-text-field').click();
    await page.keyboard.type('jetty');
    await page.waitForFunction(() => document.querySelector('.find-count')?.textContent === '1');
    assert.deepEqual(await numbers(page), ['4', '5', '8'], 'looking for something does not end it');
    const onlyMatches = page.getByRole('button', { name: 'Show only matching examples' });
    await onlyMatches.click();
    await lists(page, ['4']);
    assert.equal(await page.locator('.filter-bar').count(), 0);
    await openPanel(page);
    await panel.getByRole('button', { name: '3 warnings' }).click();
    await lists(page, ['4', '5', '8']);
    assert.equal(await onlyMatches.getAttribute('aria-pressed'), 'false');
  });

  test('says so when all of it is mended', async () => {
    const { page } = await open({ lines: linesOf('clean', 'placeholder') });
    const panel = await openPanel(page);
    await panel.getByRole('button', { name: '1 warning' }).click();
    await lists(page, ['2']);
    await page.locator('.row').first().click();
    await page.locator('.fix-button').first().click();
    await page.getByText('No example has such problems').waitFor();
    await page.getByRole('button', { name: 'Show all examples' }).click();
    await lists(page, ['1', '2']);
  });

  test('is narrowed again after the page was loaded again', async () => {
    const { page, host } = await open();
    const panel = await openPanel(page);
    await panel.getByRole('button', { name: '1 error' }).click();
    await lists(page, ['2']);
    await page.waitForFunction(() => JSON.stringify(window.fakeHost.stored ?? {}).includes('"severities":["error"]'));
    const stored = await host((fake) => fake.stored);
    const again = await open({ stored });
    await lists(again.page, ['2']);
    assert.equal(await again.page.locator('.filter-bar').count(), 1);
  });

  test('tells what the host cannot do', async () => {
    const { page, host } = await open();
    await host((fake) => {
      fake.findings.handlers.filterByFindings = () => {
        throw new Error('The checks were stopped.');
      };
    });
    const panel = await openPanel(page);
    await panel.getByRole('button', { name: '1 error' }).click();
    await page.locator('.banner', { hasText: 'The checks were stopped.' }).waitFor();
    assert.equal(await page.locator('.filter-bar').count(), 0);
    assert.equal((await numbers(page)).length, 8);
  });
});

describe('the state of the checks', () => {
  test('says how far they are', async () => {
    const { page, host, screenshot } = await open({ checks: false, synthetic: 1_000_000 });
    assert.equal(await page.getByRole('button', { name: /^Problems/ }).isDisabled(), true, 'nothing is known yet');
    await host((fake) =>
      fake.push('findings', {
        checkedRows: 120_000,
        done: false,
        counts: [{ code: 'pair/empty-response', title: 'Empty response', severity: 'error', count: 1200 }],
        file: [{ code: 'file/too-few', severity: 'information', message: 'The trainer wants more examples.' }],
      }),
    );
    const button = page.getByRole('button', { name: /^Problems/ });
    assert.match((await button.getAttribute('title')) ?? '', /\(checked: 12 %\)/);
    assert.equal(await button.locator('[stroke-dasharray="12 100"]').count(), 1);
    await screenshot('findings-checking');
    const panel = await openPanel(page);
    assert.match(await panel.innerText(), /Checked 120,000 of 1,000,000, 1,200 problems so far/);
    assert.match(await panel.innerText(), /The trainer wants more examples/);
    assert.equal(await panel.locator('progress').getAttribute('value'), '120000');
  });

  test('nothing moves by itself while they are under way', async () => {
    const { page, host } = await open({ checks: false, synthetic: 1000 });
    await host((fake) => fake.push('findings', { checkedRows: 10, done: false, counts: [], file: [] }));
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await page.locator('.problems-button').getByText('0').waitFor();
    // What does has the window drawn 60 times a second: without a graphics card, half a processor that the author's keys wait for.
    assert.deepEqual(await page.evaluate(() => document.getAnimations().length), 0);
  });

  test('tells a kind once, also where its findings are not equally bad, and all of it is in sight', async () => {
    const { page, host } = await open({ checks: false, width: 920 });
    await host((fake) => {
      const kind = { code: 'schema/inconsistent-type', title: 'Type differs' };
      const counts = [
        { ...kind, severity: 'information' as const, count: 3 },
        { ...kind, severity: 'warning' as const, count: 4 },
      ];
      fake.push('findings', { checkedRows: 8, done: true, counts, file: [] });
    });
    const panel = await openPanel(page);
    const kinds = panel.locator('.problems-code');
    assert.deepEqual(await kinds.allInnerTexts(), ['Type differs\n, warning,\n7']);
    const box = await panel.boundingBox();
    assert.ok(box !== null && box.x >= 0 && box.x + box.width <= 920, JSON.stringify(box));
  });

  test('says why they cannot run', async () => {
    const { page, host } = await open({ checks: false });
    await host((fake) =>
      fake.push('findings', { checkedRows: 0, done: true, counts: [], file: [], failed: 'The schema is broken.' }),
    );
    const panel = await openPanel(page);
    assert.match(await panel.innerText(), /The checks could not run: The schema is broken\./);
  });

  test('asks for rows a few times a second at most, however often it is told', async () => {
    const { page, host } = await open({ checks: false, synthetic: 1000 });
    const asked = () => host((fake) => fake.callsOf('getRows').length);
    const before = await asked();
    await host((fake) => {
      for (let checked = 1; checked <= 50; checked++) {
        fake.push('findings', { checkedRows: checked * 20, done: checked === 50, counts: [], file: [] });
      }
    });
    await page.waitForFunction((known) => window.fakeHost.callsOf('getRows').length >= known + 4, before);
    // A refresh is some requests for what is in sight and around it; fifty would be a hundred and more.
    assert.ok((await asked()) - before <= 12, `${(await asked()) - before} requests`);
  });
});
