import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { control } from './support/form';
import { pageSuite } from './support/pageSuite';
import { numberedLines } from './support/samples';

const suite = pageSuite();

describe('the panes', () => {
  test('stand beside each other, and the line between them moves', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(20) });
    const splitter = page.getByRole('separator', { name: 'Width of the list' });
    const width = () => page.locator('.list-pane').evaluate((pane) => pane.getBoundingClientRect().width);
    const before = await width();
    await splitter.focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(Math.round((await width()) - before), 20);
    assert.equal(Number(await splitter.getAttribute('aria-valuenow')), Math.round(await width()));
    await page.keyboard.press('Home');
    assert.equal(await width(), 240);
    const box = await splitter.boundingBox();
    assert.ok(box !== null);
    await page.mouse.move(box.x, 300);
    await page.mouse.down();
    await page.mouse.move(500, 300, { steps: 4 });
    await page.mouse.up();
    assert.equal(await width(), 500);
    await page.waitForFunction(() => (window.fakeHost.stored as { listWidth?: number } | undefined)?.listWidth === 500);
    await splitter.dblclick();
    assert.ok(Math.abs((await width()) - before) < 2);
    assert.equal(await host((fake) => (fake.stored as { version: number }).version), 1);
  });

  for (const width of [320, 460, 700, 1280]) {
    test(`leave every button of the toolbar a place of its own (${width} pixels)`, async () => {
      const lines = Array.from({ length: 2000 }, () => JSON.stringify({ instruction: '', output: '' }));
      const { page } = await suite.open({ lines, width, checks: true });
      await page.locator('.find vscode-text-field').click();
      await page.keyboard.type('o');
      await page.locator('.problems-button:not(:disabled)').waitFor();
      const boxes = await page.locator('.toolbar :is(vscode-button, vscode-text-field, button)').evaluateAll((parts) =>
        parts
          .map((part) => [part.textContent.trim(), part.getBoundingClientRect()] as const)
          .filter(([, { width: own }]) => own > 0)
          .map(([name, { left, right, top, bottom }]) => ({ name, left, right, top, bottom })),
      );
      assert.ok(boxes.length > 5);
      for (const [at, box] of boxes.entries()) {
        assert.ok(box.left >= 0 && box.right <= width, `${box.name} is outside`);
        for (const other of boxes.slice(at + 1)) {
          const isApart =
            box.right <= other.left + 1 ||
            other.right <= box.left + 1 ||
            box.bottom <= other.top + 1 ||
            other.bottom <= box.top + 1;
          const isWithin = box.left <= other.left && other.right <= box.right + 1;
          assert.ok(isApart || isWithin, `"${box.name}" and "${other.name}" overlap`);
        }
      }
    });
  }

  test('cover each other in a narrow page, and Escape goes back', async () => {
    const { page } = await suite.open({ lines: numberedLines(20), width: 700 });
    assert.equal(await page.locator('.detail').isVisible(), false);
    await page.locator('.row').nth(3).click();
    await page.locator('.detail').waitFor({ state: 'visible' });
    assert.equal(await page.locator('.list').isVisible(), false);
    await page.waitForFunction(() => (document.activeElement as HTMLTextAreaElement).value === 'Task 4');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.list').isVisible(), true);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'grid');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => (document.activeElement as HTMLTextAreaElement).value === 'Task 5');
    await page.getByRole('button', { name: 'Back to the list (Escape)' }).click();
    assert.equal(await page.locator('.list').isVisible(), true);
  });

  test('do not shift when the toolkit comes', async () => {
    const { page } = await suite.open({ lines: numberedLines(20) });
    const shifts = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
          }).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => resolve(sum), 300);
        }),
    );
    assert.ok(shifts < 0.01, `layout shift ${shifts}`);
  });
});

describe('the file', () => {
  test('that is read-only can be read and copied, not changed', async () => {
    const { page, host } = await suite.open({
      lines: [...numberedLines(3), '{"messages": [{"role": "user", "content": "Hi"}]}', '{"broken"'],
      state: {
        readOnly: { message: 'The file is open as text.', actions: [{ id: 'close', title: 'Close the text editor' }] },
      },
    });
    await page.waitForSelector('.detail-header');
    assert.match(await page.locator('.banner').innerText(), /open as text/);
    const field = control(page, ['output']);
    assert.equal(await field.getAttribute('aria-readonly'), 'true');
    await field.focus();
    await page.keyboard.type('x');
    await page.locator('.list').focus();
    for (const key of ['Delete', 'Control+Alt+n', 'Control+Alt+d', 'Alt+ArrowDown']) await page.keyboard.press(key);
    await page.keyboard.press('Control+c');
    for (const row of [3, 4]) {
      await page.locator('.row').nth(row).click();
      await page.waitForFunction(
        (wanted) => document.querySelector('.detail-title')?.textContent === `Example ${wanted}`,
        row + 1,
      );
      assert.equal(await page.locator('.detail textarea:not([readonly])').count(), 0);
      assert.equal(await page.locator('.detail .add-button').count(), 0);
    }
    await page.getByRole('button', { name: 'Close the text editor' }).click();
    const methods = await host((fake) => [...new Set(fake.calls.map(({ method }) => method))]);
    assert.deepEqual(
      methods.filter((method) => /Example[s]?$|applyEdit/.test(method) && method !== 'getExample'),
      [],
    );
    assert.ok(methods.includes('copyRows'));
    assert.deepEqual(await host((fake) => fake.callsOf('bannerAction').map(({ action }) => action)), ['close']);
  });

  test('that becomes writable can be changed at once', async () => {
    const { page, host } = await suite.open({
      lines: numberedLines(3),
      state: { readOnly: { message: 'Wait.', actions: [] } },
    });
    await page.waitForSelector('.detail-header');
    await host((fake) => fake.setState({ readOnly: undefined }));
    await page.waitForFunction(() => document.querySelector('.banner') === null);
    await control(page, ['output']).fill('Now');
    await host((fake) => fake.flush());
    assert.equal(await host((fake) => fake.callsOf('applyEdit').length), 1);
  });

  test('tells what has to be dealt with', async () => {
    const { page, host } = await suite.open({
      lines: numberedLines(3),
      state: {
        banners: [
          {
            id: 'disk',
            severity: 'warning',
            message: 'The file changed on disk.',
            actions: [
              { id: 'reload', title: 'Reload' },
              { id: 'keep', title: 'Keep mine' },
            ],
          },
          { id: 'gone', severity: 'error', message: 'The file is gone.', actions: [] },
        ],
      },
    });
    assert.equal(await page.locator('.banner').count(), 2);
    assert.equal(await page.getByRole('alert').innerText(), 'The file is gone.');
    await page.getByRole('button', { name: 'Keep mine' }).click();
    assert.deepEqual(await host((fake) => fake.callsOf('bannerAction')), [{ banner: 'disk', action: 'keep' }]);
    await host((fake) => fake.setState({ banners: [] }));
    await page.waitForFunction(() => document.querySelector('.banner') === null);
  });

  test('that is empty offers the first example', async () => {
    const format = '{"prompt": "", "completion": ""}';
    const { page, host } = await suite.open({ lines: [], format });
    assert.match(await page.locator('.empty-list').innerText(), /No examples yet/);
    await page.getByRole('button', { name: 'Add example' }).click();
    await page.waitForFunction(() => document.activeElement instanceof HTMLTextAreaElement);
    assert.deepEqual(await host((fake) => fake.callsOf('insertExample')), [{ at: 0, text: format }]);
    await host((fake) => fake.command('add'));
    await page.getByText('2 examples').waitFor();
    const { length } = await host((fake) => fake.callsOf('chooseFormat'));
    assert.equal(length, 1, 'the first example shows what the next looks like');
    assert.equal(await host((fake) => fake.events.filter(({ name }) => name === 'painted').length), 1);
  });

  test('that is empty stays so when the author chooses no format', async () => {
    const { page, host } = await suite.open({ lines: [] });
    await page.getByRole('button', { name: 'Add example' }).click();
    await host(async (fake) => {
      while (fake.callsOf('chooseFormat').length === 0) await new Promise(requestAnimationFrame);
    });
    await page.getByText('No examples yet').waitFor();
    assert.deepEqual(await host((fake) => fake.callsOf('insertExample')), []);
  });

  test('that loses its last row offers the first example again', async () => {
    const { page } = await suite.open({ lines: numberedLines(1) });
    await page.locator('.list').focus();
    await page.keyboard.press('Delete');
    await page.waitForSelector('.empty-list');
    assert.equal(await page.locator('.detail-header').count(), 0);
  });

  test('that is still being read says how far', async () => {
    const { page, host } = await suite.open({
      lines: numberedLines(30),
      state: { index: { done: false, bytes: 34, totalBytes: 100 } },
    });
    assert.equal(await page.locator('.row-count').innerText(), '30 rows so far, 34 %');
    await host((fake) => fake.setState({ index: { done: true, bytes: 100, totalBytes: 100 } }));
    await page.waitForFunction(() => document.querySelector('.row-count')?.textContent === '30 examples');
  });

  test('whose rows cannot be read says so and is asked again', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(3000) });
    await host((fake) => {
      fake.failing = 'The disk does not answer.';
    });
    await page.locator('.list').focus();
    await page.keyboard.press('End');
    await page.waitForSelector('.empty-list');
    assert.match(await page.locator('.empty-list').innerText(), /The disk does not answer/);
    await host((fake) => {
      fake.failing = undefined;
    });
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.waitForFunction(
      () => document.querySelector('.row.is-active .row-instruction')?.textContent === 'Task 3000',
    );
  });
});

describe('the page', () => {
  test('comes back as it was left', async () => {
    const { page } = await suite.open({
      lines: numberedLines(500),
      stored: {
        version: 1,
        scrollRow: 200.5,
        activeId: 210,
        activePlace: 0,
        listWidth: 333,
        isDetailOpen: true,
        isRaw: true,
        query: { text: 'Task 2', matchCase: true, wholeWord: false, regex: false },
        isFiltered: false,
      },
    });
    await page.waitForFunction(() => document.querySelector('.raw textarea') !== null);
    assert.equal(await page.locator('.detail-title').innerText(), 'Example 210');
    assert.equal(await page.locator('.list-pane').evaluate((pane) => pane.getBoundingClientRect().width), 333);
    assert.equal(await page.getByRole('button', { name: 'Match case' }).getAttribute('aria-pressed'), 'true');
    assert.equal(
      await page.locator('vscode-text-field').evaluate((field) => (field as HTMLInputElement).value),
      'Task 2',
    );
    await page.waitForFunction(() => document.querySelector('.find-count')?.textContent === '111');
    const top = await page.locator('.row.is-active').evaluate((row) => row.getBoundingClientRect().top);
    const height = await page
      .locator('.row')
      .first()
      .evaluate((row) => row.getBoundingClientRect().height);
    const list = await page.locator('.list').evaluate((each) => each.getBoundingClientRect().top);
    assert.ok(Math.abs((top - list) / height - (209 - 200.5)) < 0.1, `${(top - list) / height}`);
  });

  test('comes back to its place as soon as the file is read that far', async () => {
    const { page, host } = await suite.open({
      lines: numberedLines(900),
      indexed: 100,
      state: { index: { done: false, bytes: 100, totalBytes: 900 } },
      stored: { version: 1, scrollRow: 700, activePlace: 705 },
    });
    await page.waitForFunction(() => document.querySelector('.detail-title')?.textContent === 'Example 100');
    await host((fake) => fake.indexTo(400));
    await host((fake) => fake.indexTo(900));
    await page.waitForFunction(() => document.querySelector('.detail-title')?.textContent === 'Example 706');
    const first = await page.evaluate(() => (window.fakeHost.stored as { scrollRow: number } | undefined)?.scrollRow);
    await page.waitForFunction(() => (window.fakeHost.stored as { scrollRow: number }).scrollRow === 700, first);
  });

  test('stays where the author went meanwhile', async () => {
    const { page, host } = await suite.open({
      lines: numberedLines(900),
      indexed: 100,
      state: { index: { done: false, bytes: 100, totalBytes: 900 } },
      stored: { version: 1, scrollRow: 700, activePlace: 705 },
    });
    await page.waitForFunction(() => document.querySelector('.detail-title')?.textContent === 'Example 100');
    await page.locator('.list').focus();
    await page.keyboard.press('Home');
    await host((fake) => fake.indexTo(900));
    await page.waitForFunction(() => document.querySelector('.list')?.getAttribute('aria-rowcount') === '900');
    await page.waitForFunction(() => document.querySelector('.detail-title')?.textContent === 'Example 1');
    await host((fake) => fake.flush());
    assert.equal(await page.locator('.row.is-active').getAttribute('aria-rowindex'), '1');
  });

  test('keeps its place when the file is replaced by another', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(900) });
    await page.locator('.list').focus();
    await page.keyboard.press('Control+g');
    await page.waitForFunction(() => document.activeElement?.className === 'go-to');
    await page.keyboard.type('500');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('.detail-title')?.textContent === 'Example 500');
    await host(
      (fake, lines) => fake.replaceFile(lines, 50),
      numberedLines(900).map((line) => line.replace('Answer', 'Other')),
    );
    await page.waitForFunction(() => document.querySelector('.detail-title')?.textContent === 'Example 50');
    await host((fake) => fake.indexTo(900));
    await page.waitForFunction(() => document.querySelector('.detail-title')?.textContent === 'Example 500');
    await page.waitForFunction(() => document.querySelectorAll('textarea')[2]?.value === 'Other 500');
  });

  test('starts afresh when what it stored makes no sense', async () => {
    const { page } = await suite.open({
      lines: numberedLines(5),
      stored: { version: 1, scrollRow: 'x', activePlace: -4, listWidth: null, query: 7 },
    });
    await page.waitForSelector('.detail-header');
    assert.equal(await page.locator('.detail-title').innerText(), 'Example 1');
  });

  test('shows the row and the field that the host asks for', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(300) });
    await host((fake) => fake.push('reveal', { id: 150, path: ['output'], focus: true }));
    await page.waitForFunction(() => (document.activeElement as HTMLTextAreaElement).value === 'Answer 150');
    await page.waitForFunction(() => document.querySelector('.row.is-active')?.getAttribute('aria-rowindex') === '150');
  });

  test('does what the commands of VS Code say', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(10) });
    await page.waitForSelector('.detail-header');
    await host((fake) => fake.command('toggleRaw'));
    await page.waitForSelector('.raw');
    await host((fake) => fake.command('goTo'));
    await page.waitForFunction(() => document.activeElement?.className === 'go-to');
    await page.keyboard.type('7');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('.detail-title')?.textContent === 'Example 7');
    await host((fake) => fake.command('delete'));
    await page.waitForFunction(() => window.fakeHost.callsOf('deleteExamples').length === 1);
    await host((fake) => fake.command('add'));
    await page.waitForFunction(() => window.fakeHost.callsOf('insertExample').length === 1);
  });

  test('has a menu that the keyboard can use', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(10) });
    await page.getByRole('button', { name: 'More actions' }).press('Enter');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Move UpAlt+Up');
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'More actions');
    await page.keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.fakeHost.callsOf('openAsText').length > 0);
    assert.deepEqual(await host((fake) => fake.callsOf('openAsText')), [{ id: 1 }]);
  });

  test('tells the host that it has drawn its rows, once', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(10) });
    await page.waitForFunction(() => window.fakeHost.events.some(({ name }) => name === 'painted'));
    assert.deepEqual(
      await host((fake) => fake.events.filter(({ name }) => name === 'painted').map(({ data }) => data)),
      [{ rows: 10 }],
    );
  });

  test('tells the host of its errors', async () => {
    const { page, host } = await suite.open({ lines: numberedLines(10) });
    await page.evaluate(() =>
      setTimeout(() => {
        throw new Error('Oh');
      }),
    );
    await page.waitForFunction(() => window.fakeHost.events.some(({ name }) => name === 'pageError'));
    const error = await host(
      (fake) => fake.events.find(({ name }) => name === 'pageError')?.data as { message: string },
    );
    assert.equal(error.message, 'Oh');
  });
});
