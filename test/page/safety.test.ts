import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { control } from './support/form';
import { pageSuite } from './support/pageSuite';
import { numberedLines, sampleLines } from './support/samples';

const suite = pageSuite();

const attack = `<img src=x onerror="window.hacked = true"><script>window.hacked = true</script><style>*{display:none}</style>`;

describe('text of a dataset', () => {
  test('is text everywhere, whatever it holds', async () => {
    const rows = [
      { instruction: attack, input: attack, output: attack, category: attack, [attack]: attack, list: [attack] },
      {
        messages: [
          { role: attack, content: attack, tool_calls: [{ id: attack }] },
          { role: 'user', content: [{ type: attack, text: attack }] },
        ],
      },
      { prompt: attack, chosen: attack, rejected: attack },
      { conversations: [{ from: attack, value: attack }] },
    ];
    const { page, host, errors } = await suite.open({
      lines: [...rows.map((row) => JSON.stringify(row)), `{"broken": ${attack}`],
      state: {
        taskTypes: [attack],
        banners: [{ id: 'b', severity: 'error', message: attack, actions: [{ id: 'a', title: attack }] }],
      },
    });
    await page.waitForSelector('.detail-header');
    for (let row = 0; row <= rows.length; row++) {
      await page.locator('.row').nth(row).click();
      await page.waitForFunction(
        (wanted) => document.querySelector('.detail-title')?.textContent === `Example ${wanted}`,
        row + 1,
      );
    }
    await page.locator('vscode-text-field').click();
    await page.keyboard.type('<img');
    await host((fake, message) => fake.setState({ readOnly: { message, actions: [] } }), attack);
    await page.waitForFunction(() => document.querySelector('textarea')?.readOnly === true);
    const said = [...errors];
    // An image that fails to load would have said so when this one does.
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const probe = new Image();
          probe.addEventListener('error', resolve);
          probe.src = 'x';
        }),
    );
    assert.equal(await page.evaluate(() => 'hacked' in window), false);
    assert.equal(await page.locator('img, main script, main style').count(), 0);
    assert.match(await page.locator('.row-instruction').first().innerText(), /^<img src=x onerror=/);
    assert.deepEqual(said, []);
  });

  test('is shown as it is by the form', async () => {
    const { page } = await suite.open({
      lines: [JSON.stringify({ instruction: attack, output: '&amp; \u2028 \u0000' })],
    });
    await page.waitForSelector('.detail-header');
    assert.equal(await control(page, ['instruction']).inputValue(), attack);
    assert.equal(await control(page, ['output']).inputValue(), '&amp; \u2028 \u0000');
  });
});

describe('the policy of the page', () => {
  test('is not violated', async () => {
    const { page, errors } = await suite.open({
      lines: [...sampleLines('chat.itune.jsonl'), ...sampleLines('kto.itune.jsonl'), ...numberedLines(3)],
    });
    await page.evaluate(() => {
      const list: string[] = [];
      Object.assign(window, { violations: list });
      document.addEventListener('securitypolicyviolation', (event) =>
        list.push(`${event.violatedDirective} ${event.blockedURI}`),
      );
    });
    await page.locator('.list').focus();
    for (const key of ['End', 'Home', 'Enter', 'Escape', 'Control+Alt+r', 'Control+Alt+r', 'Control+g'])
      await page.keyboard.press(key);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menu').waitFor();
    assert.deepEqual(errors, []);
    const violations = await page.evaluate(() => (window as unknown as { violations: string[] }).violations);
    assert.deepEqual(violations, []);
  });

  test('leaves no inline style in what the page writes', async () => {
    const { page } = await suite.open({ lines: numberedLines(50) });
    await page.waitForSelector('.detail-header');
    // Setting a property by script is allowed, and is how rows are placed; the policy refused the rest before it got here.
    const styled = await page
      .locator('#root [style]')
      .evaluateAll((elements) => elements.map((element) => element.classList.item(0) ?? ''));
    assert.ok(
      styled.every((name) => name.startsWith('list') || name === 'panes'),
      styled.join(),
    );
  });
});
