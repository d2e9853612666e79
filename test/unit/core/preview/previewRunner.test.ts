import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { build } from 'esbuild';
import { PreviewError } from '../../../../src/core/preview/chatTemplate';
import type { ModelViewRequest } from '../../../../src/core/preview/modelView';
import { PreviewRunner } from '../../../../src/core/preview/previewRunner';
import { nodeClock } from '../../../../src/platform/node/system';
import { startThread } from '../../../../src/platform/node/workerThread';

let folder = '';
let runner: PreviewRunner;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'itune-preview-'));
  await build({
    entryPoints: ['src/preview.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    splitting: true,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    logLevel: 'silent',
  });
  runner = new PreviewRunner({
    startPreviewThread: () => startThread(join(folder, 'preview.mjs'), 'preview'),
    sleep: (milliseconds, signal) => nodeClock.sleep(milliseconds, signal),
  });
});
after(async () => {
  await runner.dispose();
  await rm(folder, { recursive: true, force: true });
});

const request = (jinja?: string): ModelViewRequest => ({
  line: '{"instruction": "a", "output": "b"}',
  template:
    jinja === undefined ? { kind: 'builtIn', id: 'chatml' } : { kind: 'file', file: { name: 'a.jinja', text: jinja } },
  tokenizer: { kind: 'cl100k' },
  side: 'chosen',
  contextLimit: 0,
});
const never = new AbortController().signal;

describe('a thread for previews', { timeout: 120_000 }, () => {
  test('renders', async () => {
    const view = await runner.run(request(), never);
    assert.match(view.text, /<\|im_start\|>assistant\nb<\|im_end\|>/);
    assert.ok(view.tokens > 5);
  });

  test('is ended when a template loops, and the next example has another', async () => {
    const loops = '{% for a in range(100000) %}{% for b in range(100000) %}{% set x = b %}{% endfor %}{% endfor %}';
    await assert.rejects(
      runner.run(request(loops), never),
      (error) => error instanceof PreviewError && error.message.includes('did not come to an end'),
    );
    assert.match((await runner.run(request(), never)).text, /im_start/);
  });

  test('says why a template fails', () =>
    assert.rejects(runner.run(request('{% if %}'), never), (error) => error instanceof PreviewError));

  test('does nothing for what nobody waits for any more', () => {
    const stopped = AbortSignal.abort(new Error('gone'));
    return assert.rejects(runner.run(request(), stopped), { message: 'gone' });
  });
});
