import assert from 'node:assert/strict';
import type { ModelViewAnswer } from '../../src/protocol/preview.js';
import { lines, openDataset, type Opened } from './datasetFixture.js';

const line = '{"instruction": "Who wrote Faust?", "output": "Goethe."}';

function textOf(answer: ModelViewAnswer): string {
  assert.ok('view' in answer, JSON.stringify(answer));
  return answer.view.text;
}

async function preview({ dataset }: Opened, example: string): Promise<ModelViewAnswer> {
  return dataset.call('previewLine', { line: example, side: 'chosen' });
}

describe('the preview of the dataset editor', () => {
  it('renders the line that the page has, by the template of the workspace', async () => {
    const opened = await openDataset(lines(line));
    const state = await opened.dataset.call('setPreview', { template: 'llama3', tokenizer: 'cl100k' });
    assert.deepEqual(state, { template: { builtIn: 'llama3' }, tokenizer: { builtIn: 'cl100k' } });
    const answer = await preview(opened, line.replace('Goethe', 'Marlowe'));
    assert.match(textOf(answer), /assistant<\|end_header_id\|>\n\nMarlowe\.<\|eot_id\|>$/);
    assert.ok('view' in answer);
    assert.equal(answer.view.tokenizer, 'cl100k_base');
    await opened.dataset.call('setPreview', { template: 'chatml', tokenizer: 'o200k' });
    assert.match(textOf(await preview(opened, line)), /<\|im_start\|>assistant\nGoethe\.<\|im_end\|>/);
  });

  it('says why a line cannot be shown, and refuses what is no line', async () => {
    const opened = await openDataset(lines(line));
    const answer = await preview(opened, '{"instruction": ');
    assert.ok('error' in answer);
    assert.match(answer.error, /not a JSON object that can be read/);
    await assert.rejects(preview(opened, 'two\nlines'));
  });
});
