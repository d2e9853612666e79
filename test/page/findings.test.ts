import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { brokenLine, linesOf } from './support/findingRows';
import { control, record, sentEdits } from './support/form';
import { pageSuite, type OpenOptions } from './support/pageSuite';

const suite = pageSuite();

async function open(options: OpenOptions) {
  const opened = await suite.open({ checks: true, ...options });
  await opened.page.waitForSelector('.detail-header');
  return opened;
}

const finding = (page: Page, text: string) => page.locator('.finding', { hasText: text });

describe('the list', () => {
  test('tells how many problems a row has and how bad the worst is, in words as well', async () => {
    const { page } = await open({ lines: linesOf('clean', 'both', 'emptyResponse') });
    const rows = page.locator('.row');
    assert.equal(await rows.nth(0).locator('.row-problem').count(), 0);
    assert.match(await rows.nth(1).locator('.row-problems').innerText(), /2 problems, the worst: warning/);
    assert.match(await rows.nth(2).locator('.row-problems').innerText(), /1 error/);
    assert.equal(await rows.nth(2).locator('.icon-error').count(), 1);
  });

  test('asks for its rows again when there are other findings, and stays where it is scrolled to', async () => {
    const lines = Array.from({ length: 300 }, () => linesOf('clean')[0] ?? '');
    const { page, host } = await open({ lines: lines.map((line, at) => line.replace('cairn', `cairn ${at}`)) });
    await page.locator('.list').evaluate((list) => list.scrollTo({ top: 2000 }));
    const row = page.locator('.row[data-place="40"]');
    await row.waitFor();
    const top = await page.locator('.list').evaluate((list) => list.scrollTop);
    await host((fake) => fake.changeElsewhere(40, '{"instruction": "Changed", "input": "", "output": ""}'));
    await row.locator('.row-problem').waitFor();
    assert.equal(await page.locator('.list').evaluate((list) => list.scrollTop), top);
    assert.equal(await page.locator('.row.is-loading').count(), 0);
  });
});

describe('the open row', () => {
  test('says what is wrong above the form and at the very field', async () => {
    const { page, screenshot } = await open({ lines: linesOf('both') });
    await finding(page, 'The input is a placeholder').waitFor();
    await finding(page, 'white space').waitFor();
    const input = control(page, ['input']);
    const said = await input.getAttribute('aria-describedby');
    assert.match(await page.locator(`[id="${said ?? ''}"]`).innerText(), /warning:\s+The input is a placeholder/);
    assert.match((await input.getAttribute('class')) ?? '', /is-warning/);
    assert.notEqual(await input.getAttribute('aria-invalid'), 'true', 'a warning does not make a field invalid');
    await screenshot('findings-form');
  });

  test('marks a field with an error as invalid', async () => {
    const { page } = await open({ lines: linesOf('emptyResponse') });
    await finding(page, 'The response is empty').waitFor();
    assert.equal(await control(page, ['output']).getAttribute('aria-invalid'), 'true');
    assert.notEqual(await control(page, ['instruction']).getAttribute('aria-invalid'), 'true');
  });

  test('goes to the field from the list of findings, and explains on demand', async () => {
    const { page } = await open({ lines: linesOf('both') });
    const item = finding(page, 'white space');
    const why = item.getByRole('button', { name: 'Why it matters' });
    assert.equal(await item.locator('.finding-why').isVisible(), false);
    await why.click();
    assert.match(await item.locator('.finding-why').innerText(), /Why it matters: .*text\/edge-whitespace/);
    await item.getByRole('button', { name: /begins or ends/ }).click();
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-focus') === 'text ["output"]');
  });

  test('does a fix as one step of undo, and goes on with the next finding', async () => {
    const opened = await open({ lines: linesOf('both') });
    const { page, host } = opened;
    await finding(page, 'placeholder').getByRole('button', { name: 'Set the input to ""' }).press('Enter');
    await finding(page, 'placeholder').waitFor({ state: 'detached' });
    assert.equal((await record(opened)).input, '');
    assert.equal(await control(page, ['input']).inputValue(), '');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Trim');
    await host((fake) => fake.step('undo'));
    await finding(page, 'placeholder').waitFor();
    assert.equal((await record(opened)).input, '<noinput>');
  });

  test('sends what is typed before it does a fix', async () => {
    const opened = await open({ lines: linesOf('both') });
    const { page } = opened;
    await control(page, ['output']).pressSequentially('More. ');
    await finding(page, 'placeholder').getByRole('button', { name: 'Set the input to ""' }).click();
    await page.waitForFunction(() => window.fakeHost.lines()[0]?.includes('"input":""'));
    assert.equal((await record(opened)).output, 'A walkway on posts. More. ');
  });

  test('tells why a fix was not done', async () => {
    const { page, host } = await open({ lines: linesOf('placeholder') });
    await host((fake) => {
      fake.findings.refusal = 'The row has changed since.';
    });
    await finding(page, 'placeholder').getByRole('button', { name: 'Set the input to ""' }).click();
    await page.locator('.banner', { hasText: 'The row has changed since.' }).waitFor();
  });

  test('takes the author to the field where the fix is theirs to write', async () => {
    const opened = await open({ lines: linesOf('emptyResponse') });
    const { page } = opened;
    await finding(page, 'empty').getByRole('button', { name: 'Write a response' }).click();
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-focus') === 'text ["output"]');
    assert.deepEqual(await sentEdits(opened), []);
  });

  test('does not move a field under the hands: what is mended stays in the list until the author leaves', async () => {
    const { page } = await open({ lines: linesOf('emptyResponse') });
    await finding(page, 'empty').waitFor();
    const field = control(page, ['output']);
    await field.click();
    const top = (await field.boundingBox())?.y;
    await page.keyboard.type('Pacific');
    await page.locator('.finding.is-gone').waitFor();
    assert.equal((await field.boundingBox())?.y, top);
    assert.equal(await page.locator('.field-finding').count(), 0, 'at the field it is gone at once');
    await page.locator('.list').focus();
    await finding(page, 'empty').waitFor({ state: 'detached' });
  });

  test('lists again what an undo brings back, also with the keyboard in the field', async () => {
    const { page } = await open({ lines: linesOf('placeholder') });
    await finding(page, 'placeholder').getByRole('button', { name: 'Set the input to ""' }).click();
    await finding(page, 'placeholder').waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-focus') === 'text ["input"]');
    await page.keyboard.press('Control+z');
    await finding(page, 'placeholder').waitFor();
  });

  test('shows the problem of a role at its turn', async () => {
    const opened = await open({ lines: linesOf('role') });
    const { page } = opened;
    const turn = page.locator('.turn').nth(1);
    await turn.locator('.field-finding', { hasText: 'asistant' }).waitFor();
    assert.equal(await turn.locator('select').getAttribute('aria-invalid'), 'true');
    await finding(page, 'asistant').getByRole('button', { name: 'Rename to "assistant"' }).click();
    await page.waitForFunction(() => window.fakeHost.lines()[0]?.includes('"assistant"'));
  });

  test('offers no fix in a file that cannot be edited', async () => {
    const { page } = await open({
      lines: linesOf('emptyResponse'),
      state: { readOnly: { message: 'Read-only', actions: [] } },
    });
    await finding(page, 'empty').waitFor();
    assert.equal(await page.locator('.fix-button').count(), 0);
  });

  test('goes to the place in a line that is shown as it is in the file', async () => {
    const { page } = await open({ lines: [brokenLine] });
    await finding(page, 'closing bracket')
      .getByRole('button', { name: /closing bracket/ })
      .click();
    const selected = await page.evaluate(() => {
      const { activeElement } = document;
      return activeElement instanceof HTMLTextAreaElement
        ? [activeElement.selectionStart, activeElement.selectionEnd]
        : undefined;
    });
    assert.deepEqual(selected, [brokenLine.length - 1, brokenLine.length]);
  });

  test('offers the repair of a broken line', async () => {
    const { page, host, screenshot } = await open({ lines: [brokenLine] });
    const fix = finding(page, 'closing bracket').getByRole('button', { name: 'Add the missing bracket' });
    await fix.hover();
    await page.locator('#fix-preview .diff-added').waitFor();
    assert.match(await page.locator('#fix-preview').innerText(), /}/);
    assert.equal(await page.locator('.raw-message').count(), 0, 'it is said once');
    await screenshot('findings-raw');
    await fix.click();
    await page.waitForFunction(() => window.fakeHost.lines()[0]?.endsWith('"}') === true);
    assert.equal(await host((fake) => fake.callsOf('applyFix').length), 1);
  });
});

describe('the preview of a fix', () => {
  test('shows with the keyboard on the button what would change, word by word', async () => {
    const { page, screenshot } = await open({ lines: linesOf('both') });
    const fix = finding(page, 'placeholder').getByRole('button', { name: 'Set the input to ""' });
    await finding(page, 'placeholder').getByRole('button', { name: 'Why it matters' }).focus();
    await page.keyboard.press('Tab');
    const preview = page.locator('#fix-preview');
    await preview.locator('.diff-removed').waitFor();
    assert.match(await preview.innerText(), /input\s+becomes empty\s+removed:\s+<noinput>/);
    assert.equal(await fix.getAttribute('aria-describedby'), 'fix-preview');
    await screenshot('findings-preview');
    await page.keyboard.press('Escape');
    assert.equal(await preview.count(), 0);
    assert.equal(await fix.evaluate((button) => button === document.activeElement), true);
  });

  test('draws white space that goes', async () => {
    const { page } = await open({ lines: linesOf('edges') });
    await finding(page, 'white space').getByRole('button', { name: 'Trim' }).hover();
    await page.locator('#fix-preview .diff-removed').first().waitFor();
    assert.match(await page.locator('#fix-preview').innerText(), /··[^]*↵/);
  });

  test('says that a row would be deleted', async () => {
    const { page } = await open({ lines: linesOf('emptyResponse') });
    await finding(page, 'empty').getByRole('button', { name: 'Delete example' }).hover();
    await page.locator('#fix-preview', { hasText: 'The example is deleted.' }).waitFor();
  });
});
