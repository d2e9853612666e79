import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { linesOf } from './support/findingRows';
import { control, record, sentEdits } from './support/form';
import { pageSuite, type OpenPage } from './support/pageSuite';
import { numberedLines } from './support/samples';

const suite = pageSuite();

/** Keys that are pressed while what they do waits for a slow host, in milliseconds for each answer. */
const slow = 40;

async function openSlow(lines: readonly string[]): Promise<OpenPage> {
  const open = await suite.open({ lines });
  await open.page.waitForSelector('.detail-header');
  await open.host((fake, latency) => {
    fake.latency = latency;
  }, slow);
  return open;
}

/** Presses keys in one breath: nothing is drawn or answered between them. */
async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  await page.evaluate((names) => {
    for (const name of names) {
      const init = { key: name, bubbles: true, cancelable: true };
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', init));
    }
  }, keys);
}

/** Everything that was asked for is done, in the page and in the host. */
async function done({ host }: OpenPage): Promise<void> {
  await host((fake) => fake.flush());
}

const tasks = ({ host }: OpenPage) =>
  host((fake) => fake.lines().map((line) => (JSON.parse(line) as { instruction: string }).instruction));

const activeTask = ({ page }: OpenPage) => page.locator('.row.is-active .row-instruction').innerText();

describe('keys in one breath', () => {
  test('delete one example each', async () => {
    const open = await openSlow(numberedLines(6));
    await open.page.locator('.row').nth(1).click();
    await press(open.page, 'Delete', 'Delete');
    await done(open);
    assert.deepEqual(await tasks(open), ['Task 1', 'Task 4', 'Task 5', 'Task 6']);
  });

  test('delete what was selected when the key went down', async () => {
    const open = await openSlow(numberedLines(6));
    await open.page.locator('.row').nth(1).click();
    await press(open.page, 'Delete', 'ArrowDown');
    await done(open);
    assert.deepEqual(await tasks(open), ['Task 1', 'Task 3', 'Task 4', 'Task 5', 'Task 6']);
  });

  test('delete once where the key is held down', async () => {
    const open = await openSlow(numberedLines(6));
    await open.page.locator('.list').focus();
    await open.page.keyboard.down('Delete');
    await open.page.keyboard.down('Delete');
    await open.page.keyboard.up('Delete');
    await done(open);
    assert.equal((await tasks(open)).length, 5);
  });

  test('move the same example, once for each key', async () => {
    const open = await openSlow(numberedLines(6));
    await open.page.locator('.row').nth(1).click();
    await open.host((fake) => {
      for (let key = 0; key < 3; key++) fake.command('moveDown');
    });
    await done(open);
    assert.deepEqual(await tasks(open), ['Task 1', 'Task 3', 'Task 4', 'Task 5', 'Task 2', 'Task 6']);
    await open.page.waitForFunction(() => document.querySelector('.row.is-active')?.textContent.includes('Task 2'));
  });

  test('move to the end and no farther', async () => {
    const open = await openSlow(numberedLines(3));
    await open.page.locator('.row').nth(1).click();
    await open.host((fake) => {
      for (let key = 0; key < 4; key++) fake.command('moveDown');
      for (let key = 0; key < 4; key++) fake.command('moveUp');
    });
    await done(open);
    assert.deepEqual(await tasks(open), ['Task 2', 'Task 1', 'Task 3']);
  });

  test('leave the keyboard where the author went while an example moved', async () => {
    const open = await openSlow(numberedLines(9));
    await open.page.locator('.row').nth(1).click();
    await open.host((fake) => {
      fake.command('moveDown');
    });
    await press(open.page, 'End');
    await done(open);
    assert.deepEqual((await tasks(open)).slice(0, 3), ['Task 1', 'Task 3', 'Task 2']);
    assert.equal(await activeTask(open), 'Task 9');
  });

  test('leave the keyboard where the author goes while the moved example is looked for', async () => {
    const open = await openSlow(numberedLines(9));
    await open.page.locator('.row').nth(1).click();
    const looked = await open.host((fake) => {
      fake.latency = 400;
      fake.command('moveDown');
      return fake.callsOf('locate').length;
    });
    await open.page.waitForFunction(
      (before) =>
        window.fakeHost.callsOf('moveExamples').length === 1 && window.fakeHost.callsOf('locate').length > before,
      looked,
    );
    await press(open.page, 'End');
    await done(open);
    await open.page.waitForTimeout(1000);
    assert.equal(await activeTask(open), 'Task 9');
  });

  test('add examples one under the other', async () => {
    const open = await openSlow(numberedLines(6));
    await open.page.locator('.row').nth(1).click();
    await open.host((fake) => {
      fake.command('add');
      fake.command('add');
    });
    await done(open);
    assert.deepEqual(await tasks(open), ['Task 1', 'Task 2', '', '', 'Task 3', 'Task 4', 'Task 5', 'Task 6']);
    await open.page.waitForFunction(() => document.querySelector('.detail-title')?.textContent === 'Example 4');
  });

  test('add under the open example, also before the list has drawn it', async () => {
    const open = await openSlow(numberedLines(1000));
    await open.page.locator('.list').focus();
    await press(open.page, 'End', 'ArrowUp');
    await open.host((fake) => {
      fake.command('add');
    });
    await done(open);
    assert.deepEqual(await open.host((fake) => fake.callsOf('insertExample')), [{ at: 999 }]);
  });

  test('are done before a save or an undo', async () => {
    const open = await openSlow(numberedLines(6));
    await open.page.locator('.row').nth(1).click();
    await press(open.page, 'Delete');
    const left = await open.host(async (fake) => {
      await fake.flush();
      return fake.lines().length;
    });
    assert.equal(left, 5);
  });

  test('work on the rows that they meant when others come in above', async () => {
    const open = await openSlow(numberedLines(6));
    await open.page.locator('.row').nth(3).click();
    await press(open.page, 'Delete');
    // Before the host reads the question, somebody else adds a row at the top.
    await open.host((fake) => {
      fake.insertElsewhere(0, '{"instruction": "Other", "input": "", "output": ""}');
    });
    await done(open);
    assert.deepEqual(await tasks(open), ['Other', 'Task 1', 'Task 2', 'Task 3', 'Task 5', 'Task 6']);
  });

  test('go two matches on, and two problems', async () => {
    const clean = numberedLines(5);
    const [empty = ''] = linesOf('emptyResponse');
    const { page, host } = await suite.open({ lines: clean.flatMap((line) => [line, empty]), checks: true });
    await page.waitForSelector('.detail-header');
    await page.waitForSelector('.row-problem');
    await host((fake) => {
      fake.latency = 40;
      fake.command('nextProblem');
      fake.command('nextProblem');
    });
    await page.waitForFunction(() => document.querySelector('.detail-title')?.textContent === 'Example 4');
    const found = await openSlow(numberedLines(60));
    await found.page.locator('vscode-text-field').click();
    await found.page.keyboard.type('Task 5');
    await press(found.page, 'Enter', 'Enter', 'Enter');
    await found.page.waitForFunction(() => document.querySelector('.find-count')?.textContent === '3 of 11');
  });

  test('type into the row that was asked for, not into the one that is still there', async () => {
    const open = await openSlow(numberedLines(1000));
    const { page } = open;
    await page.locator('.list').focus();
    await press(page, 'End', 'Enter');
    await page.keyboard.type('early');
    await page.waitForFunction(
      () =>
        document.activeElement instanceof HTMLTextAreaElement && document.activeElement.value.startsWith('Task 1000'),
    );
    await page.keyboard.type('Late');
    await sentEdits(open);
    assert.equal((await tasks(open))[0], 'Task 1');
    assert.match((await tasks(open))[999] ?? '', /Late/);
  });
});

describe('keys in one breath in a chat', () => {
  const turns = ['A', 'B', 'C', 'D'].map((content) => ({ role: 'user', content }));

  test('move the same turn, once for each key', async () => {
    const open = await openSlow([JSON.stringify({ messages: turns })]);
    await control(open.page, ['messages', 0, 'content']).focus();
    await open.page.evaluate(async () => {
      for (let key = 0; key < 2; key++) {
        window.fakeHost.command('moveDown');
        await new Promise((resolve) => setTimeout(resolve));
      }
    });
    await done(open);
    const { messages } = (await record(open)) as { messages: typeof turns };
    assert.deepEqual(messages.map(({ content }) => content).join(''), 'BCAD');
    assert.equal(await control(open.page, ['messages', 2, 'content']).inputValue(), 'A');
  });

  test('a weight that is being typed is in the row before a save', async () => {
    const open = await openSlow([JSON.stringify({ messages: [{ role: 'user', content: 'A', weight: 0 }] })]);
    const weight = control(open.page, ['messages', 0, 'weight']);
    await weight.fill('0.5');
    await done(open);
    assert.deepEqual(await record(open), { messages: [{ role: 'user', content: 'A', weight: 0.5 }] });
    await weight.fill('0.');
    await done(open);
    assert.equal(await weight.inputValue(), '0.', 'a number that is not whole yet stays as it is typed');
    await weight.fill('');
    await weight.press('Tab');
    assert.equal(await weight.inputValue(), '0', 'what is no number gives way to what the row holds');
  });
});

describe('keys in one breath in a menu', () => {
  test('move by one entry each', async () => {
    const { page } = await suite.open({ lines: numberedLines(6) });
    await page.getByRole('button', { name: 'More actions' }).focus();
    await page.evaluate(async () => {
      (document.activeElement as HTMLElement).click();
      await Promise.resolve();
      for (let key = 0; key < 2; key++) {
        const init = { key: 'ArrowDown', bubbles: true, cancelable: true };
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', init));
      }
    });
    await page.waitForFunction(() => document.activeElement?.textContent.includes('Move Down') === true);
  });
});
