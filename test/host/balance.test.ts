import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { TestBalancePanel } from '../../src/host/testApi.js';
import { lines, openDataset, testApi, until, writeDataset, type Opened } from './datasetFixture.js';

const example = (instruction: string, category: string, response = 'An answer.'): string =>
  JSON.stringify({ instruction, context: '', response, category });

const content = lines(
  example('What is the capital of France?', 'open_qa', 'Paris.'),
  example('Who wrote Faust?', 'open_qa', 'Goethe.'),
  example('Name five animals', 'brainstorming', 'Cat, dog, cow, hen, ant.'),
  '{"broken": ',
);

async function openPanel(): Promise<TestBalancePanel> {
  const api = await testApi();
  await vscode.commands.executeCommand('itune.openBalance');
  return until('a balance panel is open', () => api.balancePanels()[0]);
}

async function shows(panel: TestBalancePanel, { uri }: Opened): Promise<void> {
  await until('the panel shows the dataset', () => panel.state().dataset?.uri === uri.toString() || undefined);
}

async function declared(panel: TestBalancePanel): Promise<string> {
  const data = await panel.call('getBalance', {});
  return (data?.declaredTypes.entries ?? []).map(({ name, count }) => `${name} ${count}`).join(', ');
}

describe('the balance panel', () => {
  it('opens beside the editor, draws, and counts what is there', async () => {
    const opened = await openDataset(content);
    const panel = await openPanel();
    await shows(panel, opened);
    assert.ok((await panel.painted) > 0, 'charts are drawn');
    await until(
      'all rows are counted',
      async () => (await declared(panel)) === 'open_qa 2, brainstorming 1' || undefined,
    );
    const data = await panel.call('getBalance', {});
    assert.deepEqual([data?.examples, data?.notExamples], [3, 1]);
  });

  it('follows edits, and the dataset that the author works on unless it is locked', async () => {
    const first = await openDataset(content);
    const panel = await openPanel();
    await shows(panel, first);
    await first.edit(2, example('Who was Bach?', 'open_qa'));
    await until('the edit is counted', async () => (await declared(panel)) === 'open_qa 3' || undefined);
    const second = await openDataset(lines(example('Sum up', 'summarization')));
    await shows(panel, second);
    await panel.call('setLocked', { isLocked: true });
    const third = await openDataset(lines(example('Add', 'math')));
    assert.equal(third.dataset.views, 1);
    assert.equal(panel.state().dataset?.uri, second.uri.toString());
    await panel.call('setLocked', { isLocked: false });
  });

  it('counts the examples over the limit of the settings, and again when that is another', async () => {
    const section = vscode.workspace.getConfiguration('itune');
    const opened = await openDataset(content);
    const panel = await openPanel();
    await shows(panel, opened);
    const over = async () => (await panel.call('getBalance', {}))?.overLimit;
    await until('all rows are counted', async () => (await declared(panel)).startsWith('open_qa 2') || undefined);
    assert.equal(await over(), undefined);
    try {
      for (const [limit, examples] of [
        [9, 1],
        [1, 3],
      ] as const) {
        await section.update('maxTokens', limit, vscode.ConfigurationTarget.Workspace);
        assert.deepEqual([(await over())?.limit, (await over())?.examples.totalTokens], [limit, examples]);
      }
    } finally {
      await section.update('maxTokens', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('shows the rows behind a bar in the dataset editor and in the preview', async () => {
    const opened = await openDataset(content);
    const panel = await openPanel();
    await shows(panel, opened);
    const filter = [{ by: 'declaredType', name: 'open_qa' }] as const;
    await until('all rows are counted', async () => (await declared(panel)).startsWith('open_qa 2') || undefined);
    assert.deepEqual(await panel.call('showRows', { filter }), { total: 2 });
    const { rows, total } = await opened.dataset.call('getRows', { from: 0, count: 9, view: 'matches' });
    assert.deepEqual([total, ...rows.map(({ index }) => index)], [2, 0, 1]);
    assert.match(opened.dataset.state().banners[0]?.message ?? '', /2 examples/);
    const sample = await panel.call('getSample', { filter, count: 5, seed: 1 });
    assert.equal(sample.total, 2);
    // A page that VS Code had thrown away, and loads again, shows them too.
    await opened.dataset.call('ready', { viewId: 'again' });
    assert.equal((await opened.dataset.call('getRows', { from: 0, count: 9, view: 'matches' })).total, 2);
    assert.match(opened.dataset.state().banners[0]?.message ?? '', /2 examples/);
    await panel.call('showRows', { filter: undefined });
    assert.deepEqual(opened.dataset.state().banners, []);
  });

  it('shows an example as a model sees it, by the template that the author picks', async () => {
    const opened = await openDataset(content);
    const panel = await openPanel();
    await shows(panel, opened);
    const first = await until(
      'there is a row',
      async () => (await panel.call('getRows', { filter: [], from: 0, count: 1 })).rows[0],
    );
    await panel.call('setPreview', { template: 'zephyr', tokenizer: 'cl100k' });
    const answer = await panel.call('getModelView', { id: first.id, side: 'chosen' });
    assert.ok('view' in answer, 'error' in answer ? answer.error : '');
    assert.equal(answer.view.text, '<|user|>\nWhat is the capital of France?</s>\n<|assistant|>\nParis.</s>\n');
    assert.equal(answer.view.tokenizer, 'cl100k_base');
    assert.deepEqual(panel.state().target, { kind: 'equal' });
  });

  it('refuses what no page would send', async () => {
    const panel = await openPanel();
    await assert.rejects(panel.call('getRows', { filter: [{ by: 'nothing' } as never], from: 0, count: 1 }));
    await assert.rejects(panel.call('setTarget', { target: { kind: 'own', parts: { a: -1 } } }));
  });
});

describe('a comparison in the balance panel', () => {
  const other = lines(example('Add 2 and 2', 'math', '4'), example('Add 3 and 4', 'math', '7'));

  async function panelOf(opened: Opened): Promise<TestBalancePanel> {
    const panel = await openPanel();
    await shows(panel, opened);
    return panel;
  }

  /** The declared types of the other side, or why there are none. */
  async function compared(panel: TestBalancePanel, choice: { kind: 'dataset'; uri: string } | { kind: 'saved' }) {
    const figures = await panel.call('compare', { with: choice });
    assert.ok(figures, 'there is an answer');
    if ('error' in figures) return figures.error;
    return figures.data.declaredTypes.entries.map(({ name, count }) => `${name} ${count}`).join(', ');
  }

  it('lists the datasets of the workspace, and counts one that is not open', async () => {
    const uri = writeDataset(other, 'other.itune.jsonl');
    const panel = await panelOf(await openDataset(content));
    const choice = { kind: 'dataset', uri: uri.toString() } as const;
    await until(
      'the dataset is listed',
      () => panel.state().others.some((each) => each.uri === choice.uri) || undefined,
    );
    await until('it is counted', async () => (await compared(panel, choice)) === 'math 2' || undefined);
    writeFileSync(uri.fsPath, lines(example('Add 2 and 2', 'math'), example('Name a bird', 'brainstorming')));
    await until(
      'its change is counted',
      async () => (await compared(panel, choice)) === 'brainstorming 1, math 1' || undefined,
    );
    rmSync(uri.fsPath);
    await until(
      'it is gone',
      async () => (await compared(panel, choice)).includes('is not there any more') || undefined,
    );
  });

  it('compares with the saved version, and follows a save', async () => {
    const opened = await openDataset(content);
    const panel = await panelOf(opened);
    await opened.edit(2, example('Who was Bach?', 'open_qa'));
    await until('the edit is counted', async () => (await declared(panel)) === 'open_qa 3' || undefined);
    await until(
      'the file is counted',
      async () => (await compared(panel, { kind: 'saved' })) === 'open_qa 2, brainstorming 1' || undefined,
    );
    await opened.dataset.save();
    await until(
      'the save is counted',
      async () => (await compared(panel, { kind: 'saved' })) === 'open_qa 3' || undefined,
    );
    assert.equal(await panel.call('compare', {}), undefined);
  });

  it('says in words why a file does not compare', async () => {
    const panel = await panelOf(await openDataset(content));
    const broken = writeDataset('{"broken": \nnot json\n', 'broken.itune.jsonl');
    await until(
      'it is no dataset',
      async () =>
        (await compared(panel, { kind: 'dataset', uri: broken.toString() })).includes(
          'none of its 2 rows is an example',
        ) || undefined,
    );
    const wide = writeDataset(Buffer.from('\ufeff{"instruction": "a"}\n', 'utf16le'), 'wide.itune.jsonl');
    // The page asks as well, for what it has chosen: nothing. That ends a comparison that is under way.
    await until(
      'it is no text',
      async () =>
        (await compared(panel, { kind: 'dataset', uri: wide.toString() })).includes('is not UTF-8 text') || undefined,
    );
  });

  it('counts the unsaved edits of a dataset that is open', async () => {
    const first = await openDataset(content);
    const second = await openDataset(other);
    await second.edit(0, example('Name a bird', 'brainstorming'));
    await vscode.commands.executeCommand('vscode.openWith', first.uri, 'itune.datasetEditor');
    const panel = await panelOf(first);
    await until(
      'the edit is counted',
      async () =>
        (await compared(panel, { kind: 'dataset', uri: second.uri.toString() })) === 'brainstorming 1, math 1' ||
        undefined,
    );
    await panel.call('compare', {});
  });
});

describe('a dataset card of the balance panel', () => {
  it('has a command, which opens a panel to draw the pictures', async () => {
    const opened = await openDataset(content);
    const all = await vscode.commands.getCommands(true);
    assert.ok(all.includes('itune.writeDatasetCard'));
    await shows(await openPanel(), opened);
  });

  it('is written with its pictures, and replaces none unasked', async () => {
    const opened = await openDataset(content, 'birds train.itune.jsonl');
    const panel = await openPanel();
    await shows(panel, opened);
    await until('all rows are counted', async () => (await declared(panel)).startsWith('open_qa 2') || undefined);
    const card = vscode.Uri.joinPath(opened.uri, '..', 'birds.card.md');
    const picture = vscode.Uri.joinPath(opened.uri, '..', 'birds train-charts', 'lengths.svg');
    const asked: string[] = [];
    const ask = (answer: boolean) => (files: readonly string[]) => {
      asked.push(...files);
      return Promise.resolve(answer);
    };
    const charts = { lengths: '<svg>1</svg>', '../evil': '<svg/>' };
    assert.equal(await panel.writeCardTo(card, charts, ask(false)), true);
    const text = readFileSync(card.fsPath, 'utf8');
    assert.match(text, /^---\npretty_name: "birds train"\nlicense: unknown\n/);
    assert.match(text, /!\[Lengths in tokens\]\(birds%20train-charts\/lengths\.svg\)/);
    assert.match(text, /^\| open\\_qa \| 2 \||^\| open_qa \| 2 \|/m);
    assert.equal(readFileSync(picture.fsPath, 'utf8'), '<svg>1</svg>');
    assert.deepEqual(asked, []);
    // The same pictures again need no question; others do.
    assert.equal(await panel.writeCardTo(card, charts, ask(false)), true);
    assert.deepEqual(asked, []);
    assert.equal(await panel.writeCardTo(card, { lengths: '<svg>2</svg>' }, ask(false)), false);
    assert.deepEqual(asked, ['birds train-charts/lengths.svg']);
    assert.equal(readFileSync(picture.fsPath, 'utf8'), '<svg>1</svg>');
    assert.equal(await panel.writeCardTo(card, { lengths: '<svg>2</svg>' }, ask(true)), true);
    assert.equal(readFileSync(picture.fsPath, 'utf8'), '<svg>2</svg>');
  });
});
