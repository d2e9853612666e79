import assert from 'node:assert/strict';
import { buildSync } from 'esbuild';
import { once } from 'node:events';
import { getPriority } from 'node:os';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

test('a thread that yields leaves the priority of all others as it was', async () => {
  const before = getPriority();
  const { outputFiles } = buildSync({
    stdin: {
      contents: `
        import { getPriority } from 'node:os';
        import { parentPort } from 'node:worker_threads';
        import { yieldToOthers } from './src/platform/node/yieldToOthers';
        yieldToOthers();
        parentPort.postMessage(getPriority());`,
      resolveDir: process.cwd(),
    },
    bundle: true,
    platform: 'node',
    write: false,
  });
  const worker = new Worker(outputFiles[0]?.text ?? '', { eval: true });
  const [priority] = (await once(worker, 'message')) as [number];
  await worker.terminate();
  // Tests that were started with a priority of their own may not raise it.
  assert.equal(priority, process.platform === 'linux' ? Math.max(5, before) : before);
  assert.equal(getPriority(), before);
});
