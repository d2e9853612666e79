import { parentPort } from 'node:worker_threads';
import { type PreviewTask, servePreviews } from './core/preview/previewThread';

// The thread in which chat templates and tokenizers run; its owner ends it when a template does not.
const port = parentPort;
if (port !== null) {
  const serve = servePreviews((reply) => port.postMessage(reply));
  port.on('message', (task: PreviewTask) => void serve(task));
}
