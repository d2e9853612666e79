import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { control, record, sentEdits } from './support/form';
import { pageSuite } from './support/pageSuite';

const suite = pageSuite();

/** One row, written as given, and its form. */
async function openRow(line: string | object) {
  const open = await suite.open({ lines: [typeof line === 'string' ? line : JSON.stringify(line)] });
  await open.page.waitForSelector('.detail-header');
  return open;
}

const chat = {
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: 'Hello' },
  ],
};

describe('instruction rows', () => {
  const row = { instruction: 'Name a sea', input: '', output: 'Baltic', category: 'open_qa', id: 7, tags: ['a'] };

  test('go with Tab from text to text, where a space removes nothing', async () => {
    const open = await openRow({ instruction: 'Name a sea', input: '', output: '' });
    const { page } = open;
    await control(page, ['instruction']).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.type('Of the north ');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Remove input');
    await page.keyboard.press('Tab');
    await page.keyboard.insertText('Baltic');
    await control(page, ['output']).blur();
    await sentEdits(open);
    assert.deepEqual(await record(open), { instruction: 'Name a sea', input: 'Of the north ', output: 'Baltic' });
  });

  test('write each field to its own key', async () => {
    const open = await openRow(row);
    const { page } = open;
    for (const key of ['instruction', 'input', 'output', 'category', 'id', 'tags']) {
      assert.equal(await control(page, [key]).count(), 1, key);
    }
    await control(page, ['output']).fill('Line 1\nLine 2');
    await control(page, ['category']).fill('general_qa');
    assert.deepEqual(await sentEdits(open), [
      { kind: 'set', path: ['output'], value: 'Line 1\nLine 2' },
      { kind: 'set', path: ['category'], value: 'general_qa' },
    ]);
    assert.deepEqual(await record(open), { ...row, output: 'Line 1\nLine 2', category: 'general_qa' });
  });

  test('offer the types of the file', async () => {
    const { page } = await openRow(row);
    const types = await page
      .locator('#task-types option')
      .evaluateAll((options) => options.map((each) => each.getAttribute('value')));
    assert.deepEqual(types, ['open_qa', 'summarization', 'classification']);
  });

  test('add and remove optional fields', async () => {
    const open = await openRow({ instruction: 'A', output: 'B' });
    const { page } = open;
    await page.getByRole('button', { name: 'Add system' }).click();
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-focus') === 'text ["system"]');
    await page.keyboard.type('S');
    await page.locator('.field', { hasText: 'System' }).hover();
    await page.getByRole('button', { name: 'Remove system' }).click();
    assert.deepEqual(await sentEdits(open), [
      { kind: 'set', path: ['system'], value: '' },
      { kind: 'set', path: ['system'], value: 'S' },
      { kind: 'remove', path: ['system'] },
    ]);
  });

  test('show what should be a text and is not as JSON, with a word about it', async () => {
    const open = await openRow({ instruction: 'A', output: 42 });
    const { page } = open;
    assert.match(
      await page.locator('.field', { hasText: 'Response' }).innerText(),
      /This is a number, and trainers expect a text/,
    );
    await control(page, ['output']).fill('"42"');
    assert.deepEqual(await sentEdits(open), [{ kind: 'set', path: ['output'], value: '42' }]);
  });

  test('send nothing when nothing has changed', async () => {
    const open = await openRow(row);
    await control(open.page, ['output']).fill('Baltic');
    assert.deepEqual(await sentEdits(open), []);
  });
});

describe('the keyboard', () => {
  test('comes into the text of a chat, not into the role: a letter would choose another', async () => {
    const open = await openRow(chat);
    await open.page.locator('.list').focus();
    await open.page.keyboard.press('Enter');
    await open.page.waitForFunction(
      () => document.activeElement?.getAttribute('data-focus') === 'text ["messages",0,"content"]',
    );
    await open.page.keyboard.type('u');
    await sentEdits(open);
    const [first] = (await record(open)).messages as typeof chat.messages;
    assert.equal(first?.role, 'system');
  });
});

describe('JSON fields', () => {
  test('keep what is not valid yet out of the row, also while another row is open', async () => {
    const open = await suite.open({
      lines: ['{"instruction": "A", "output": "B", "tags": ["x"]}', '{"instruction": "C", "output": "D"}'],
    });
    const { page } = open;
    await page.waitForSelector('.detail-header');
    const field = control(page, ['tags']);
    await field.fill('["x", "y"');
    assert.match(await page.locator('.field', { hasText: 'tags' }).innerText(), /Not in the row yet: expected \]/);
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    await page.locator('.row').nth(1).click();
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'C');
    await page.locator('.row').nth(0).click();
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'A');
    assert.equal(await field.inputValue(), '["x", "y"');
    assert.deepEqual(await sentEdits(open), []);
    await field.press('Control+End');
    await page.keyboard.type(']');
    assert.deepEqual(await sentEdits(open), [{ kind: 'set', path: ['tags'], value: ['x', 'y'] }]);
    assert.deepEqual((await record(open)).tags, ['x', 'y']);
  });

  test('keep the digits of numbers that JavaScript cannot hold', async () => {
    const open = await openRow('{"instruction": "A", "output": "B", "ids": {"big": 12345678901234567890, "one": 1.0}}');
    const field = control(open.page, ['ids']);
    assert.equal(await field.inputValue(), '{\n  "big": 12345678901234567890,\n  "one": 1.0\n}');
    await field.fill('{"big": 12345678901234567891, "one": 1.0}');
    await sentEdits(open);
    assert.equal(
      await open.host((fake) => fake.lines()[0]),
      '{"instruction": "A", "output": "B", "ids": {"big": 12345678901234567891, "one": 1.0}}',
    );
  });

  test('turn a yes or no by a box', async () => {
    const open = await openRow({ instruction: 'A', output: 'B', checked: false });
    await open.page.locator('vscode-checkbox').click();
    assert.deepEqual(await sentEdits(open), [{ kind: 'set', path: ['checked'], value: true }]);
  });
});

describe('chats', () => {
  test('edit contents and roles in the words of the file', async () => {
    const open = await openRow({
      conversations: [
        { from: 'human', value: 'Hi' },
        { from: 'gpt', value: 'Hello' },
      ],
    });
    const { page } = open;
    await control(page, ['conversations', 1, 'value']).fill('Hello there');
    const role = control(page, ['conversations', 0], 'role');
    assert.deepEqual(await role.locator('option').allInnerTexts(), [
      'system',
      'human',
      'gpt',
      'function_call',
      'observation',
    ]);
    await role.selectOption('system');
    assert.deepEqual(await sentEdits(open), [
      { kind: 'set', path: ['conversations', 1, 'value'], value: 'Hello there' },
      { kind: 'set', path: ['conversations', 0, 'from'], value: 'system' },
    ]);
  });

  test('add a turn that answers the one before, and put the keyboard into it', async () => {
    const open = await openRow(chat);
    const { page } = open;
    await page.getByRole('button', { name: 'Add turn', exact: true }).click();
    await page.waitForFunction(
      () => document.activeElement?.getAttribute('data-focus') === 'text ["messages",3,"content"]',
    );
    await control(page, ['messages', 3, 'content']).fill('More');
    await page.locator('.turn').nth(1).hover();
    await page.locator('.turn').nth(1).getByRole('button', { name: 'Add turn below' }).click();
    assert.deepEqual(await sentEdits(open), [
      { kind: 'insert', path: ['messages'], index: 3, value: { role: 'user', content: '' } },
      { kind: 'set', path: ['messages', 3, 'content'], value: 'More' },
      { kind: 'insert', path: ['messages'], index: 2, value: { role: 'assistant', content: '' } },
    ]);
    const { messages } = await record(open);
    assert.deepEqual(
      (messages as { role: string }[]).map(({ role }) => role),
      ['system', 'user', 'assistant', 'assistant', 'user'],
    );
  });

  test('Tab goes from text to text; the buttons of a turn are one stop behind its text', async () => {
    const open = await openRow(chat);
    const { page } = open;
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await control(page, ['messages', 1, 'content']).focus();
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'Move turn up (Alt+Up)');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    assert.equal(await focused(), 'Remove turn');
    await page.keyboard.press('ArrowRight');
    assert.equal(await focused(), 'Move turn up (Alt+Up)');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('. ');
    await sentEdits(open);
    const [system, user] = chat.messages;
    assert.deepEqual(await record(open), { messages: [system, user, { role: 'assistant', content: 'Hello. ' }] });
  });

  test('stay inside of the form with their buttons, however long a text and narrow the page', async () => {
    for (const width of [1280, 480, 320]) {
      const long = { role: 'assistant', content: `${'Long words. '.repeat(100)}${'x'.repeat(500)}` };
      const open = await suite.open({ lines: [JSON.stringify({ messages: [...chat.messages, long] })], width });
      const { page } = open;
      await page.locator('.row').first().dblclick();
      await page.waitForSelector('.turn textarea');
      const { edge, rights } = await page.evaluate(() => {
        const right = (element: Element) => element.getBoundingClientRect().right;
        const parts = document.querySelectorAll('.turn textarea, .turn .field-measure, .turn .icon-button');
        return {
          edge: right(document.querySelector('.example-form') ?? document.body),
          rights: [...parts].map((part) => `${part.className} ${right(part)}`),
        };
      });
      const outside = rights.filter((part) => Number(part.split(' ').at(-1)) > edge + 0.5);
      assert.deepEqual(outside, [], `${width} pixels wide, the form up to ${edge}`);
      await open.screenshot(`turns-${width}`);
    }
  });

  test('remove and move turns by buttons, and the keyboard goes along', async () => {
    const open = await openRow(chat);
    const { page } = open;
    await control(page, ['messages', 2], 'up').focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-focus') === 'up ["messages",1]');
    await page.locator('.turn').nth(0).hover();
    await page.locator('.turn').nth(0).getByRole('button', { name: 'Remove turn' }).click();
    assert.deepEqual(await sentEdits(open), [
      { kind: 'move', path: ['messages'], from: 2, to: 1 },
      { kind: 'remove', path: ['messages', 0] },
    ]);
    assert.deepEqual(await record(open), { messages: [chat.messages[2], chat.messages[1]] });
  });

  test('move the turn with the caret by Alt and an arrow, not the example', async () => {
    const open = await openRow(chat);
    const { page } = open;
    await control(page, ['messages', 1, 'content']).focus();
    await page.keyboard.press('Alt+ArrowDown');
    await page.waitForFunction(
      () => document.activeElement?.getAttribute('data-focus') === 'text ["messages",2,"content"]',
    );
    assert.deepEqual(await sentEdits(open), [{ kind: 'move', path: ['messages'], from: 1, to: 2 }]);
    assert.equal(await control(page, ['messages', 2, 'content']).inputValue(), 'Hi');
    assert.equal(await open.host((fake) => fake.callsOf('moveExamples').length), 0);
  });

  test('check tool calls as JSON', async () => {
    const calls = [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }];
    const open = await openRow({
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: null, tool_calls: calls },
      ],
    });
    const { page } = open;
    const field = control(page, ['messages', 1, 'tool_calls']);
    assert.deepEqual(JSON.parse(await field.inputValue()), calls);
    await field.fill('[{"id": "c2"}]');
    assert.deepEqual(await sentEdits(open), [
      { kind: 'set', path: ['messages', 1, 'tool_calls'], value: [{ id: 'c2' }] },
    ]);
    await control(page, ['messages', 1, 'content']).fill('Text');
    assert.deepEqual((await sentEdits(open)).at(-1), { kind: 'set', path: ['messages', 1, 'content'], value: 'Text' });
  });

  test('edit content blocks and weights where they stand', async () => {
    const blocks = {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', value: 'Look' },
            { type: 'image', value: 'a.png' },
          ],
          loss_weight: 0,
        },
      ],
    };
    const open = await openRow(blocks);
    await control(open.page, ['messages', 0, 'content', 0, 'value']).fill('Look here');
    const weight = control(open.page, ['messages', 0, 'loss_weight']);
    await weight.fill('1');
    await weight.press('Tab');
    assert.deepEqual(await sentEdits(open), [
      { kind: 'set', path: ['messages', 0, 'content', 0, 'value'], value: 'Look here' },
      { kind: 'set', path: ['messages', 0, 'loss_weight'], value: 1 },
    ]);
  });

  test('keep a weight that is being typed while the form is drawn anew', async () => {
    const open = await openRow({ messages: [{ role: 'user', content: 'Look', loss_weight: 0 }] });
    const weight = control(open.page, ['messages', 0, 'loss_weight']);
    await weight.fill('1');
    const line = await open.host((fake) => fake.lines()[0] ?? '');
    await open.host((fake, text) => fake.changeElsewhere(0, text.replace('Look', 'Other')), line);
    await open.page.waitForFunction(() => document.querySelector('textarea')?.value === 'Other');
    assert.equal(await weight.inputValue(), '1');
    await weight.press('Tab');
    assert.deepEqual(await sentEdits(open), [{ kind: 'set', path: ['messages', 0, 'loss_weight'], value: 1 }]);
  });

  test('keep the pairs of a history together', async () => {
    const open = await openRow({
      instruction: 'C',
      input: '',
      output: 'D',
      history: [
        ['A', 'B'],
        ['E', 'F'],
      ],
    });
    const { page } = open;
    await control(page, ['history', 1, 0], 'up').click();
    await page.getByRole('button', { name: 'Add turn', exact: true }).click();
    assert.deepEqual(await sentEdits(open), [
      { kind: 'move', path: ['history'], from: 1, to: 0 },
      { kind: 'insert', path: ['history'], index: 2, value: ['', ''] },
    ]);
    assert.deepEqual((await record(open)).history, [
      ['E', 'F'],
      ['A', 'B'],
      ['', ''],
    ]);
  });
});

describe('preference pairs', () => {
  test('edit both sides and swap them', async () => {
    const open = await openRow({ prompt: 'Q', chosen: 'Good', rejected: 'Bad' });
    const { page } = open;
    await control(page, ['chosen']).fill('Better');
    await page.getByRole('button', { name: 'Swap chosen and rejected' }).click();
    assert.deepEqual(await sentEdits(open), [
      { kind: 'set', path: ['chosen'], value: 'Better' },
      { kind: 'swap', path: ['chosen'], with: ['rejected'] },
    ]);
    assert.equal(await control(page, ['chosen']).inputValue(), 'Bad');
    const tops = await page
      .locator('.side')
      .evaluateAll((sides) => sides.map((side) => side.getBoundingClientRect().top));
    assert.equal(tops[0], tops[1], 'the sides stand beside each other');
  });

  test('stand beside each other in a window with a side bar, where they are texts', async () => {
    const turns = [{ role: 'assistant', content: 'A' }];
    const { page } = await suite.open({
      lines: [
        JSON.stringify({ prompt: 'Q', chosen: 'Good', rejected: 'Bad' }),
        JSON.stringify({ prompt: [{ role: 'user', content: 'Q' }], chosen: turns, rejected: turns }),
      ],
      width: 925,
    });
    const areBeside = () =>
      page
        .locator('.side')
        .evaluateAll((sides) => new Set(sides.map((side) => side.getBoundingClientRect().top)).size === 1);
    await page.locator('.side').nth(1).waitFor();
    assert.equal(await areBeside(), true);
    await page.locator('.row').nth(1).click();
    await page.locator('.side .turns').nth(1).waitFor();
    assert.equal(await areBeside(), false, 'turns need the width');
    const body = page.locator('.detail-body');
    assert.ok(await body.evaluate((each) => each.scrollWidth <= each.clientWidth), 'nothing sticks out');
    await page.setViewportSize({ width: 620, height: 800 });
    await page.locator('.row').nth(0).click();
    await page.locator('.side textarea').first().waitFor();
    await page.setViewportSize({ width: 440, height: 800 });
    await page.waitForFunction(() => {
      const [chosen, rejected] = [...document.querySelectorAll('.side')].map((side) => side.getBoundingClientRect());
      return chosen !== undefined && rejected !== undefined && rejected.top > chosen.bottom;
    });
  });

  test('hold conversations on their sides', async () => {
    const turns = (content: string) => [
      { role: 'user', content: 'Q' },
      { role: 'assistant', content },
    ];
    const open = await openRow({ chosen: turns('Good'), rejected: turns('Bad') });
    await control(open.page, ['rejected', 1, 'content']).fill('Worse');
    await open.page.locator('.side.is-rejected').getByRole('button', { name: 'Add turn', exact: true }).click();
    assert.deepEqual(await sentEdits(open), [
      { kind: 'set', path: ['rejected', 1, 'content'], value: 'Worse' },
      { kind: 'insert', path: ['rejected'], index: 2, value: { role: 'user', content: '' } },
    ]);
  });
});

describe('other shapes', () => {
  test('KTO: the label is one of two', async () => {
    const open = await openRow({ prompt: 'Q', completion: 'A', label: true });
    await open.page.getByRole('radio', { name: 'false: a bad answer' }).click();
    assert.deepEqual(await sentEdits(open), [{ kind: 'set', path: ['label'], value: false }]);
  });

  test('KTO: a label that is a text is said to be wrong', async () => {
    const open = await openRow({ prompt: 'Q', completion: 'A', label: 'true' });
    assert.match(
      await open.page.locator('.field', { hasText: 'Label' }).innerText(),
      /has to be true or false, without quotes/,
    );
    await control(open.page, ['label']).fill('true');
    assert.deepEqual(await sentEdits(open), [{ kind: 'set', path: ['label'], value: true }]);
  });

  test('steps: completion and label come and go together, in one step of undo', async () => {
    const row = { prompt: 'Q', completions: ['A', 'B'], labels: [true, false] };
    const open = await openRow(row);
    const { page } = open;
    await control(page, ['completions', 1]).fill('B2');
    await page.getByRole('button', { name: 'Add step' }).click();
    assert.deepEqual(await record(open), { prompt: 'Q', completions: ['A', 'B2', ''], labels: [true, false, true] });
    await page.locator('.part').nth(0).hover();
    await page.getByRole('button', { name: 'Remove step 1' }).click();
    await sentEdits(open);
    assert.deepEqual(await record(open), { prompt: 'Q', completions: ['B2', ''], labels: [false, true] });
    await page.keyboard.press('Control+z');
    await page.waitForFunction(() => document.querySelectorAll('.part').length === 3);
  });

  test('seed tasks and segments: parts with the keys of their neighbours', async () => {
    const open = await openRow({ instruction: 'I', instances: [{ input: 'a', output: 'b' }] });
    await open.page.getByRole('button', { name: 'Add instance' }).click();
    await control(open.page, ['instances', 1, 'output']).fill('z');
    assert.deepEqual(await sentEdits(open), [
      { kind: 'insert', path: ['instances'], index: 1, value: { input: '', output: '' } },
      { kind: 'set', path: ['instances', 1, 'output'], value: 'z' },
    ]);
    const segments = await openRow({ segments: [{ label: true, text: 'a' }] });
    await segments.page.locator('vscode-checkbox').click();
    assert.deepEqual(await sentEdits(segments), [{ kind: 'set', path: ['segments', 0, 'label'], value: false }]);
  });

  test('one text', async () => {
    const open = await openRow({ text: 'Once' });
    await control(open.page, ['text']).fill('Once upon');
    assert.deepEqual(await sentEdits(open), [{ kind: 'set', path: ['text'], value: 'Once upon' }]);
  });

  test('an object of no known shape: every key', async () => {
    const open = await openRow({ foo: 'a', 'b c': { d: [1] } });
    await control(open.page, ['foo']).fill('z');
    await control(open.page, ['b c']).fill('{"d": [1, 2]}');
    assert.deepEqual(await sentEdits(open), [
      { kind: 'set', path: ['foo'], value: 'z' },
      { kind: 'set', path: ['b c'], value: { d: [1, 2] } },
    ]);
  });
});

describe('the line itself', () => {
  test('is edited as it stands, without line breaks', async () => {
    const open = await openRow('{"instruction":"A",  "output":"B"}');
    const { page } = open;
    await page.keyboard.press('Control+Alt+r');
    const field = control(page, []);
    assert.equal(await field.inputValue(), '{"instruction":"A",  "output":"B"}');
    await field.press('End');
    await page.keyboard.press('Enter');
    assert.match(await page.locator('.raw').innerText(), /A row is one line of the file/);
    await field.fill('{"instruction":"A2",\n"output":"B"}');
    assert.deepEqual(await sentEdits(open), [{ kind: 'raw', text: '{"instruction":"A2", "output":"B"}' }]);
    await page.getByRole('button', { name: 'Show the form' }).click();
    assert.equal(await control(page, ['instruction']).inputValue(), 'A2');
  });

  test('of a row that is not JSON shows where it breaks, and stays while it is mended', async () => {
    const open = await openRow('{"instruction": "A", "output": "B"');
    const { page } = open;
    assert.match(
      await page.locator('.raw-message').innerText(),
      /This line is not JSON: expected } to close the object, at column 35/,
    );
    await page.getByRole('button', { name: 'Go to error' }).click();
    const field = control(page, []);
    assert.deepEqual(
      await field.evaluate((each: HTMLTextAreaElement) => [each === document.activeElement, each.selectionStart]),
      [true, 34],
    );
    await page.keyboard.type('}');
    assert.deepEqual(await sentEdits(open), [{ kind: 'raw', text: '{"instruction": "A", "output": "B"}' }]);
    assert.equal(await field.evaluate((each) => each === document.activeElement), true);
    assert.equal(await page.locator('.raw-message').count(), 0);
  });

  test('is mended by a button where that can be', async () => {
    const open = await openRow("{'instruction': 'A', 'output': None,}");
    assert.match(await open.page.locator('.raw-message').innerText(), /4 more errors follow/);
    await open.page.getByRole('button', { name: 'Fix' }).click();
    assert.deepEqual(await sentEdits(open), [{ kind: 'raw', text: '{"instruction": "A", "output": null}' }]);
  });

  test('that is blank or no object says so, and can be written', async () => {
    const blank = await openRow('');
    assert.match(await blank.page.locator('.raw-message').innerText(), /This line is blank/);
    const list = await openRow('[1, 2]');
    assert.match(await list.page.locator('.raw-message').innerText(), /not an object/);
    await control(list.page, []).fill('{"text": "x"}');
    assert.deepEqual(await sentEdits(list), [{ kind: 'raw', text: '{"text": "x"}' }]);
  });

  test('that is too long for a form is opened as text', async () => {
    const { page, host } = await suite.open({ lines: ['{"text": "long"}'], large: { 0: 7_340_032 } });
    await page.waitForSelector('.detail-message');
    assert.match(await page.locator('.detail-message').innerText(), /7\.3 MB long/);
    await page.locator('.detail-message vscode-button').click();
    assert.deepEqual(await host((fake) => fake.callsOf('openAsText')), [{ id: 1 }]);
  });
});
